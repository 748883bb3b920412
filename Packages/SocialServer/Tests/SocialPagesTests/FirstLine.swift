import Foundation

extension Pipe {
    /// The first line that comes out of the pipe, or what there is of it: a server says there where it listens.
    func firstLine() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var line = Data()
                let handle = self.fileHandleForReading
                while let byte = try? handle.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0a]) { line += byte }
                continuation.resume(returning: String(decoding: line, as: UTF8.self))
            }
        }
    }
}

import Dispatch
import Foundation

extension Process {
    /// Starts the process and suspends, without holding a thread, until it ends.
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}

/// A server that runs as a child process and says on its first line where it listens.
final class ServerProcess: Sendable {
    private let process = Process()
    private let output = Pipe()
    private let command: String
    private let ended = DispatchSemaphore(value: 0)

    init(executable: URL, arguments: [String]) throws {
        command = ([executable.lastPathComponent] + arguments).joined(separator: " ")
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    /// Waits for the first line, `listening on http://HOST:PORT`, and returns the address in it.
    func address() async throws -> URL {
        let line = await onThread { [output] in
            var line = Data()
            while !line.contains(UInt8(ascii: "\n")) {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                line.append(more)
            }
            return String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        // Later lines go nowhere, so that a full pipe never stops the server.
        output.fileHandleForReading.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
        guard let word = line.split(separator: " ").last(where: { $0.hasPrefix("http://") }),
            let address = URL(string: String(word))
        else { throw TourFault.neverListened(command: command) }
        return address
    }

    /// Asks the server to end and waits until it has; after ten seconds it is killed.
    func end() async {
        process.terminate()
        await onThread { [ended, process] in
            if ended.wait(timeout: .now() + 10) == .timedOut { kill(process.processIdentifier, SIGKILL) }
        }
    }

    /// Runs blocking work on a thread that may block.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
}

/// Waits for one of some signals instead of dying from it.
final class SignalWatch: Sendable {
    private let stream: AsyncStream<Void>
    // Sources stop when they are released; nothing else touches them.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    init(_ signals: [Int32]) {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        self.stream = stream
        sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// Suspends until the first signal, or until the task is cancelled.
    func first() async {
        for await _ in stream { return }
    }
}

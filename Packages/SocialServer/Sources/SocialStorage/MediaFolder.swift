import Foundation
import SocialService

/// Images as files of one folder on this machine.
public struct MediaFolder: MediaFiles {
    /// The folder.
    public let folder: URL

    /// Takes a folder, which is made if need be.
    public init(_ folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// The place of a file; `nil` for a name that this folder never gave out, so that none leads out of it.
    public func url(of name: String) -> URL? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 32, parts[0].utf8.allSatisfy(Self.isHexadecimal),
            ImageKind.allCases.contains(where: { $0.fileExtension == parts[1] })
        else { return nil }
        // 256 folders keep each of them small.
        return folder.appending(path: "\(name.prefix(2))/\(name)")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// Keeps a file: written beside its place and then moved there, so that nobody sees half of it.
    public func save(_ bytes: [UInt8], as name: String) async throws {
        guard let url = url(of: name) else { throw CocoaError(.fileWriteInvalidFileName) }
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url, options: .atomic)
        let file = try FileHandle(forUpdating: url)
        defer { try? file.close() }
        try file.synchronize()
    }

    /// Removes a file, if it is there.
    public func remove(_ name: String) async {
        guard let url = url(of: name) else { return }
        try? FileManager.default.removeItem(at: url)
    }

    /// Reads a file; `nil` if it is not there.
    public func load(_ name: String) async -> [UInt8]? {
        guard let url = url(of: name), let data = try? Data(contentsOf: url) else { return nil }
        return [UInt8](data)
    }
}

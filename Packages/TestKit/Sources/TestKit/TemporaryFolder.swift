public import Foundation

/// Gives `body` an empty folder and removes it afterwards.
public func withTemporaryFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// Writes a file, with the folders above it.
public func writeFile(_ data: Data, to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
}

/// Writes files by their paths within a folder, such as `docs/a.md`, with the folders that they need.
public func writeFiles(_ files: [String: String], in folder: URL) throws {
    for (path, text) in files { try writeFile(Data(text.utf8), to: folder.appending(path: path)) }
}

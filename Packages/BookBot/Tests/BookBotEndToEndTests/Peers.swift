import Foundation
import TestKit

/// Asks `Scripts/peers.py` what Python and its packages say.
enum Peers {
    /// The package's own folder.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let script = package.appending(path: "Scripts/peers.py")

    /// `needsPackages` tells whether the peers of `.build-venv` are asked, or Python alone.
    static func ask<Answer: Decodable>(_ arguments: [String], needsPackages: Bool = true) async throws -> Answer {
        if needsPackages { return try await PeerScript.ask(script, arguments) }
        let python = try RequiredTool.path(of: "python3", package: "python3")
        let output = try await Program(python, [script.path] + arguments).output()
        return try JSONDecoder().decode(Answer.self, from: output)
    }

    /// The folder of real books, if this machine has it.
    static let books: [String] = {
        guard let vectors = ProcessInfo.processInfo.environment["VECTORS"] else { return [] }
        let folder = URL(filePath: vectors).deletingLastPathComponent().appending(path: "books")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { folder.appending(path: $0).path }
    }()

    /// The King James Bible, as Debian's `bible-kjv` prints it.
    static func kingJames(_ verses: String, in folder: URL) async throws -> String {
        let path = folder.appending(path: "king-james.txt")
        let bible = Program(try RequiredTool.path(of: "bible", package: "bible-kjv"), ["-f", verses])
        try await bible.output().write(to: path)
        return path.path
    }
}

/// Writes files into a temporary folder and gives their folder to `body`.
func withFiles<Value>(_ files: [String: Data], _ body: (URL) async throws -> Value) async throws -> Value {
    try await withTemporaryFolder { folder in
        for (name, data) in files { try writeFile(data, to: folder.appending(path: name)) }
        return try await body(folder)
    }
}

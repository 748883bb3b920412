import Foundation

/// Asks `Scripts/peers.py` what Python and its packages say.
enum Peers {
    /// The package's own folder.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `needsPackages` tells whether the peers of `.build-venv` are asked, or Python alone.
    static func ask<Answer: Decodable>(_ arguments: [String], needsPackages: Bool) async throws -> Answer {
        let python = try needsPackages ? RequiredTool.python() : RequiredTool.path(of: "python3", package: "python3")
        return try await withTemporaryFolder { folder in
            let output = folder.appending(path: "out")
            let errors = folder.appending(path: "err")
            try Data().write(to: output)
            try Data().write(to: errors)
            let process = Process()
            process.executableURL = URL(filePath: python)
            process.arguments = [package.appending(path: "Scripts/peers.py").path] + arguments
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try await process.runToEnd()
            guard process.terminationStatus == 0 else {
                throw Missing(
                    message:
                        "peers.py failed: run Scripts/setup.sh.\n\(try String(contentsOf: errors, encoding: .utf8))")
            }
            return try JSONDecoder().decode(Answer.self, from: try Data(contentsOf: output))
        }
    }

    /// Whether the long suites run whole.
    static let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] == "1"

    /// A seed that is new in each run and stands in every failure.
    static let seed =
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(Int.init) ?? Int.random(in: 1..<1_000_000)

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
        try Data().write(to: path)
        let process = Process()
        process.executableURL = URL(filePath: try RequiredTool.path(of: "bible", package: "bible-kjv"))
        process.arguments = ["-f", verses]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: path)
        try await process.runToEnd()
        return path.path
    }
}

import Foundation
import TestKit

/// The repository that holds these tests.
enum Repository {
    /// Its top folder.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The packages under `Packages/`, by name.
    static let packages: [String] = entries("Packages").filter {
        FileManager.default.fileExists(atPath: root.appending(path: "Packages/\($0)/Package.swift").path)
    }

    /// The executables of all packages: each is a folder with a `main.swift`.
    static let executables: [String] = packages.flatMap { package in
        entries("Packages/\(package)/Sources").filter {
            FileManager.default.fileExists(
                atPath: root.appending(path: "Packages/\(package)/Sources/\($0)/main.swift").path)
        }
    }

    /// Runs a script of `Scripts/` of this repository, or of a copy, from a folder that is not its own.
    static func script(_ name: String, _ arguments: [String] = [], of copy: URL = root) async throws -> (
        status: Int32, text: String
    ) {
        try await run("bash", [copy.appending(path: "Scripts/\(name)").path] + arguments, in: URL(filePath: "/"))
    }

    /// Runs a program of `PATH` to its end and returns what it wrote, both streams together.
    static func run(_ program: String, _ arguments: [String], in folder: URL) async throws -> (
        status: Int32, text: String
    ) {
        let shell = "exec 2>&1 </dev/null; exec \"$@\""
        let result = try await Program("/bin/sh", ["-c", shell, "-", program] + arguments, in: folder).run()
        return (result.status, result.output)
    }

    /// Gives `body` a copy of the repository's files, under git as the original is.
    static func withCopy<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        try await withTemporaryFolder { copy in
            let steps = """
                set -e
                git ls-files --cached --others --exclude-standard | while read -r f; do [ -e "$f" ] && echo "$f"; done \
                | tar -cf - -T - | tar -xf - -C "$0"
                git -C "$0" init --quiet
                """
            let copied = try await run("bash", ["-c", steps, copy.path], in: root)
            guard copied.status == 0 else { throw Missing("the repository was not copied: \(copied.text)") }
            return try await body(copy)
        }
    }

    private static func entries(_ folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (names ?? []).sorted()
    }
}

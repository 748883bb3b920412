import Foundation
import TestKit
import Testing

/// What the continuous integration does with tests that fail, crash, watch a clock, or miss a tool: tried on a
/// repository with one small package, whose tests do what the variable `TINY` says.
@Suite("The continuous integration", .serialized)
struct ContinuousIntegrationTests {
    /// A copy of the scripts with the small package instead of ours; built once.
    private static let repository = Task { () throws -> URL in
        let folder = FileManager.default.temporaryDirectory.appending(path: "ci-\(UUID().uuidString)")
        let steps = """
            set -e
            mkdir -p "$1/Packages/Tiny/Tests/TinyTests" "$1/Packages/Tiny/Sources/Tiny" "$1/Scripts"
            cp -R .ci "$1/"
            cp Scripts/common.sh Scripts/setup.sh Scripts/test.sh "$1/Scripts/"
            for script in lint run; do printf '#!/bin/sh\\n' >"$1/Scripts/$script.sh"; chmod +x "$1/Scripts/$script.sh"; done
            sed -i.old 's/BookBot SQLDatabase/Tiny/' "$1/.ci/run"
            """
        let made = try await Repository.run("bash", ["-c", steps, "-", folder.path], in: Repository.root)
        guard made.status == 0 else { throw Missing("the small repository was not made: \(made.text)") }
        let manifest = """
            // swift-tools-version: 6.2
            import PackageDescription
            let package = Package(name: "Tiny", targets: [
                .target(name: "Tiny", path: "PATHSources/Tiny"),
                .testTarget(name: "TinyTests", dependencies: ["Tiny"], path: "PATHTests/TinyTests"),
            ])
            """
        try Data(manifest.replacing("PATH", with: "Packages/Tiny/").utf8)
            .write(to: folder.appending(path: "Package.swift"))
        let package = folder.appending(path: "Packages/Tiny")
        try Data(manifest.replacing("PATH", with: "").utf8).write(to: package.appending(path: "Package.swift"))
        try Data("public let one = 1\n".utf8).write(to: package.appending(path: "Sources/Tiny/Tiny.swift"))
        try Data(tests.utf8).write(to: package.appending(path: "Tests/TinyTests/TinyTests.swift"))
        return folder
    }

    private static let tests = """
        import Foundation
        import Testing
        import Tiny

        private let variables = ProcessInfo.processInfo.environment
        private let mode = variables["TINY"] ?? ""

        @Test func adds() {
            if mode == "crash" { fatalError("on purpose") }
            #expect(one + (mode == "fail" ? 1 : 0) == 1)
        }

        @Test func watches() throws {
            // As TestKit's mark does it: added to what is there.
            if let list = variables["TEST_CLOCK_LIST"], let file = fopen(list, "a") {
                fputs("TinyTests watches()\\n", file)
                fclose(file)
            }
            guard mode == "clock", let mark = variables["TINY_MARK"] else { return }
            // The first run is late, the second is not.
            let isFirst = !FileManager.default.fileExists(atPath: mark)
            try Data().write(to: URL(filePath: mark))
            #expect(!isFirst)
        }

        @Test(.enabled(if: mode == "whole", "a long one: TINY=whole runs it")) func isLong() {}
        """

    /// Runs a script of the small repository.
    private func run(_ script: String, _ arguments: [String] = [], _ environment: [String: String]) async throws -> (
        status: Int32, text: String
    ) {
        let folder = try await Self.repository.value
        let bash = try RequiredTool.path(of: "bash", package: "bash")
        let result = try await Program(
            bash, [folder.appending(path: script).path] + arguments, environment: environment
        ).run()
        return (result.status, result.output + result.errors)
    }

    @Test("passes where all is well, and says what each step took and what was skipped")
    func passes() async throws {
        let (status, text) = try await run(".ci/run", [], ["TINY": ""])
        #expect(status == 0, "\(text)")
        #expect(text.contains("what each step took") && text.contains(" s  Scripts/test.sh --twice\n"))
        #expect(text.contains("skipped, 1 test(s):\n  TinyTests isLong(): a long one: TINY=whole runs it"))
    }

    @Test("a failing test fails it, without a second run", arguments: [".ci/run"])
    func aFailureFails(script: String) async throws {
        let (status, text) = try await run(script, [], ["TINY": "fail"])
        #expect(status != 0)
        #expect(text.contains("failed: TinyTests adds()") && text.contains("no second run"))
        #expect(!text.contains("once more") && text.contains("the last step failed"))
    }

    @Test("a crash fails it, without a second run")
    func aCrashFails() async throws {
        let (status, text) = try await run(".ci/run", [], ["TINY": "crash"])
        #expect(status != 0)
        #expect(text.contains("a crash, which is never run again") && !text.contains("once more"))
    }

    @Test("a test that watches a clock gets one second run, which is listed last")
    func aClockWatcherRunsTwice() async throws {
        let once = try await run("Scripts/test.sh", ["tiny"], ["TINY": "clock", "TINY_MARK": mark()])
        #expect(once.status != 0 && once.text.contains("failed: TinyTests watches()"))
        let twice = try await run("Scripts/test.sh", ["--twice", "tiny"], ["TINY": "clock", "TINY_MARK": mark()])
        #expect(twice.status == 0, "\(twice.text)")
        #expect(
            twice.text.contains("passed only in a second run, 1 test(s) that watch a clock:\n  TinyTests watches()"))
    }

    @Test("a tool that is missing fails the set-up, by name")
    func aMissingToolFails() async throws {
        let folder = try await Self.repository.value
        let list = folder.appending(path: "Packages/Tiny/Requirements.txt")
        try Data("debian test no-such-package-of-debian nothing needs it\n".utf8).write(to: list)
        defer { try? FileManager.default.removeItem(at: list) }
        // Without a package index that could be asked, so that nothing outside is.
        let (status, text) = try await run(".ci/run", [], ["TINY": "", "APT_CONFIG": "/dev/null"])
        #expect(status != 0)
        #expect(text.contains("no-such-package-of-debian"), "\(text)")
    }

    private func mark() -> String {
        FileManager.default.temporaryDirectory.appending(path: "mark-\(UUID().uuidString)").path
    }
}

import Foundation
import TestKit
import Testing

@Suite("The guide", .watchesClock)
struct GuideTests {
    /// The guide's page: in the repository's `Docs/`, also where the package was exported alone.
    private static let page: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let page = folder.appending(path: "Docs/SQLDatabase.md")
            if FileManager.default.fileExists(atPath: page.path) { return page }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    @Test("every command of the guide prints what the guide says", .enabled(if: page != nil))
    func commands() async throws {
        let text = try String(contentsOf: #require(Self.page), encoding: .utf8)
        var commands = 0
        try await withTemporaryFolder { folder in
            for block in text.components(separatedBy: "```console\n").dropFirst() {
                let lines = block.components(separatedBy: "\n```")[0].components(separatedBy: "\n")
                var index = 0
                while index < lines.count {
                    let command = try #require(lines[index].hasPrefix("$ sqlshell ") ? lines[index].dropFirst(2) : nil)
                    index += 1
                    var expected = ""
                    while index < lines.count, !lines[index].hasPrefix("$ ") {
                        expected += lines[index] + "\n"
                        index += 1
                    }
                    let found = try await output(of: String(command), in: folder)
                    #expect(found == expected, "\(command)")
                    commands += 1
                }
            }
        }
        #expect(commands >= 4)
    }

    private func output(of command: String, in folder: URL) async throws -> String {
        let (executable, before) = try sqlshell.command
        let quoted = ([executable.path] + before).map { "'\($0)'" }.joined(separator: " ")
        let bash = try RequiredTool.path(of: "bash", package: "bash")
        return try await Program(bash, ["-c", "exec 2>&1; sqlshell() { \(quoted) \"$@\"; }; \(command)"], in: folder)
            .run().output
    }
}

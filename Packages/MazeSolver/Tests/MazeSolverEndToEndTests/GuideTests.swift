import Foundation
import TestKit
import Testing

/// A command line of the guide.
private struct Line: Sendable, CustomStringConvertible {
    let tool: String
    let arguments: [String]
    var description: String { ([tool] + arguments).joined(separator: " ") }
}

@Test("the commands of the guide run as they stand there, and make the files that they name")
func theCommandsOfTheGuide() async throws {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Docs/MazeSolver.md").path)
    {
        folder.deleteLastPathComponent()
    }
    let guide = try String(contentsOf: folder.appending(path: "Docs/MazeSolver.md"), encoding: .utf8)
    var lines: [Line] = []
    var isCode = false
    for line in guide.split(separator: "\n") {
        if line.hasPrefix("```") {
            isCode = line == "```bash"
        } else if isCode {
            let words = line.split(separator: " ").map(String.init)
            lines.append(Line(tool: try #require(words.first), arguments: Array(words.dropFirst())))
        }
    }
    #expect(lines.count { $0.tool == "mazesolver" } >= 7)
    #expect(lines.count { $0.tool == "shortestpath" } >= 3)
    try await withTemporaryFolder { scratch in
        for line in lines {
            let result = try await BuiltTool(line.tool).run(line.arguments, in: scratch)
            #expect(result.status == 0, "\(line): \(result.errors)")
            for option in ["--output", "--record", "--coordinates"] {
                guard let square = line.arguments.firstIndex(of: option) else { continue }
                let file = line.arguments[square + 1]
                #expect(try Data(contentsOf: scratch.appending(path: file)).count > 100, "\(line)")
            }
        }
    }
}

import Foundation
import Testing

@Test("the commands of the guide run as they stand there")
func theCommandsOfTheGuide() async throws {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Docs/MazeSolver.md").path)
    {
        folder.deleteLastPathComponent()
    }
    let guide = try String(contentsOf: folder.appending(path: "Docs/MazeSolver.md"), encoding: .utf8)
    var commands: [[String]] = []
    var isCode = false
    for line in guide.split(separator: "\n") {
        if line.hasPrefix("```") {
            isCode = line == "```bash"
        } else if isCode && line.hasPrefix("mazesolver ") {
            commands.append(line.split(separator: " ").dropFirst().map(String.init))
        }
    }
    #expect(commands.count >= 7)
    try await withTemporaryFolder { scratch in
        for command in commands {
            let result = try await BuiltTool("mazesolver").run(command, in: scratch)
            #expect(result.status == 0, "\(command.joined(separator: " ")): \(result.errors)")
        }
        for picture in ["maze.png", "race.png", "search.apng", "player.html", "solved.png", "tower.png"] {
            #expect(try Data(contentsOf: scratch.appending(path: picture)).count > 100, "\(picture)")
        }
    }
}

import Foundation
import TestKit
import Testing

private let guide = Peers.package.deletingLastPathComponent().deletingLastPathComponent().appending(
    path: "Docs/BookBot.md")
private let readme = Peers.package.appending(path: "README.md")

@Test(
    "every command in the guide and the README runs",
    .enabled(if: FileManager.default.fileExists(atPath: guide.path), "an exported package has no Docs folder"))
func documentedCommands() async throws {
    let (executable, before) = try BuiltTool("bookbot").command
    _ = try RequiredTool.path(of: "bible", package: "bible-kjv")
    for document in [guide, readme] {
        let commands = try shellBlocks(String(contentsOf: document, encoding: .utf8))
        #expect(!commands.isEmpty)
        try await withTemporaryFolder { folder in
            let shim = folder.appending(path: "bookbot")
            try Data("#!/bin/sh\nexec '\(executable.path)' \(before.joined(separator: " ")) \"$@\"\n".utf8).write(
                to: shim)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shim.path)
            let path = "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")"
            let result = try await Program("/bin/sh", ["-ec", commands], environment: ["PATH": path], in: folder).run()
            #expect(result.status == 0, "\(document.lastPathComponent):\n\(commands)\n\(result.errors)")
        }
    }
}

/// The lines of the blocks marked `sh`; those that call the repository's scripts are for a clone, not for here.
private func shellBlocks(_ text: String) throws -> String {
    var isInside = false
    var lines: [Substring] = []
    for line in text.split(separator: "\n") {
        if line.hasPrefix("```") {
            isInside = line == "```sh"
        } else if isInside && !line.contains("Scripts/") {
            lines.append(line)
        }
    }
    return lines.joined(separator: "\n")
}

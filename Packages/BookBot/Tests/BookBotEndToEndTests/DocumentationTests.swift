import Foundation
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
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-ec", commands]
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["PATH": "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")"]) { $1 }
            process.currentDirectoryURL = folder
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try await process.runToEnd()
            #expect(process.terminationStatus == 0, "\(document.lastPathComponent):\n\(commands)")
        }
    }
}

/// The lines of the blocks marked `sh`; those that call the street's scripts are for a clone, not for here.
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

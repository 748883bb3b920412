import Foundation
import TestKit
import Testing

/// The pages whose code blocks are run: the README beside the sources, and the guide where there is one.
private let pages: [URL] = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let street = package.deletingLastPathComponent().deletingLastPathComponent()
    let guides = [package, street].map { $0.appending(path: "Docs/Pokedex.md") }
    return [package.appending(path: "README.md")]
        + guides.filter { FileManager.default.fileExists(atPath: $0.path) }.prefix(1)
}()

/// Where the guide's examples for PostgreSQL run; filled by the first that asks.
private let postgreSQL = Task { () async throws -> PrivatePostgreSQL in
    let server = try await PrivatePostgreSQL.start()
    let filled = try await pokedex.run(["migrate", "--replace", "--quiet", "--database", server.url])
    guard filled.status == 0 else { throw Missing("PostgreSQL cannot be filled: \(filled.errors)") }
    return server
}

/// `$ pokedex …` in a code block is run, and what follows must be what it prints, to the letter. A block of commands
/// alone is run, too, and each must succeed.
///
/// With `POKEDEX_WRITE_GUIDE=1` in the environment, the outputs are written into the pages instead of compared.
@Test("what guide and README show is what the commands print", arguments: pages)
func pagesShowWhatCommandsPrint(page: URL) async throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    var blocks = text.components(separatedBy: "\n```")
    var commands = 0
    try await withTemporaryFolder { folder in
        // Every second part is the inside of a block, after its language.
        for index in stride(from: 1, to: blocks.count, by: 2) {
            guard let head = blocks[index].firstIndex(of: "\n") else { continue }
            let lines = blocks[index][blocks[index].index(after: head)...].components(separatedBy: "\n")
            let isSession = lines.contains { $0.hasPrefix("$ ") }
            var printed: [String] = []
            for line in lines where line.hasPrefix("$ ") || (!isSession && isCommand(line)) {
                let command = line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line
                let result = try await shell(command.replacing("Scripts/run.sh pokedex", with: "pokedex"), in: folder)
                #expect(result.status == 0, "\(command): \(result.errors)")
                commands += 1
                printed +=
                    [line] + result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                if printed.last == "" { printed.removeLast() }
            }
            guard isSession else { continue }
            if ProcessInfo.processInfo.environment["POKEDEX_WRITE_GUIDE"] == "1" {
                blocks[index].replaceSubrange(
                    blocks[index].index(after: head)..., with: printed.joined(separator: "\n"))
            } else {
                #expect(lines == printed, "\(page.lastPathComponent)")
            }
        }
    }
    #expect(commands >= 2)
    let now = blocks.joined(separator: "\n```")
    if now != text { try Data(now.utf8).write(to: page) }
}

private func isCommand(_ line: String) -> Bool {
    (line.hasPrefix("pokedex ") || line.hasPrefix("Scripts/run.sh pokedex ")) && !line.contains(" serve")
}

/// Runs a line as its reader would: `pokedex` is on the path, `$POSTGRES` the address of a filled database.
private func shell(_ line: String, in folder: URL) async throws -> BuiltTool.Result {
    let (executable, before) = try pokedex.command
    let script = folder.appending(path: "pokedex")
    let call = ([executable.path] + before).map { "'\($0)'" }.joined(separator: " ")
    try Data("#!/bin/sh\nexec \(call) \"$@\"\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    var environment = ProcessInfo.processInfo.environment.merging(try await sharedDatabase.value) { _, new in new }
    environment["PATH"] = "\(folder.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
    if line.contains("$POSTGRES") { environment["POSTGRES"] = try await postgreSQL.value.url }
    return try await Program("/bin/sh", ["-c", line], environment: environment, in: folder).run()
}

import Foundation
import TestKit
import Testing

@Suite("when the database fails", .watchesClock)
struct OutageTests {
    @Test("PostgreSQL down: 503 with Retry-After, a clear refusal to start, and recovery without a restart")
    func postgreSQLGoesDown() async throws {
        let server = try await PrivatePostgreSQL.start()
        var address = try #require(URLComponents(string: server.url))
        address.user = "visitor"
        let environment = [
            "POKEDEX_DATABASE": server.url, "POKEDEX_READER_DATABASE": try #require(address.string),
        ]
        let made = try await pokedex.run(["migrate", "--quiet", "--reader", "visitor"], environment: environment)
        #expect(made.status == 0, "\(made.errors)")
        try await withServer(environment: environment) { site in
            #expect(try await get("/api/pokemon/pikachu", of: site).status == 200)
            #expect(try await get("/healthz", of: site).status == 200)

            try await server.stop()
            for path in [
                "/api/pokemon/eevee", "/api/v2/pokemon/133/", "/api/sql?sql=SELECT%201", "/", "/sql?sql=VALUES(1)",
            ] {
                let reply = try await get(path, of: site)
                #expect(reply.status == 503, "\(path)")
                #expect(reply.headers["retry-after"] == "5", "\(path)")
                #expect(reply.text.contains("does not answer"), "\(path): \(reply.text.prefix(200))")
            }
            #expect(try await get("/healthz", of: site).status == 503)
            // What was asked before is still known.
            #expect(try await get("/api/pokemon/pikachu", of: site).status == 200)
            let start = try await pokedex.run(["serve", "--port", "0"], environment: environment)
            #expect(start.status == 1 && start.output.isEmpty)
            #expect(start.errors.contains("No connection to") && !start.errors.contains("Fatal"), "\(start.errors)")
            let question = try await pokedex.run(["show", "pikachu"], environment: environment)
            #expect(question.status == 1 && question.errors.contains("No connection to"))

            try await server.resume()
            for path in ["/api/pokemon/eevee", "/api/v2/pokemon/133/", "/api/sql?sql=SELECT%201", "/", "/healthz"] {
                #expect(try await get(path, of: site).status == 200, "\(path)")
            }
            // A restart between two questions cuts the connections in the pool; nobody should notice.
            try await server.restart()
            #expect(try await get("/api/pokemon/ditto", of: site).status == 200)
        }
    }

    @Test(
        "a damaged file is recognised: cut short, overwritten, or something else",
        arguments: [Damage.cut(100), .cut(4096), .cut(5_000_000), .overwritten(0), .overwritten(4096), .text])
    func aDamagedFileIsRecognised(damage: Damage) async throws {
        try await withCopy { file in
            try damage.harm(file)
            let before = try Data(contentsOf: file)
            let url = "sqlite:\(file.path)"
            for arguments in [["show", "pikachu"], ["serve", "--port", "0"], ["migrate"]] {
                let result = try await pokedex.run(arguments + ["--database", url])
                #expect(result.status == 1, "\(arguments)")
                #expect(result.errors.contains("is not a database, or a damaged one"), "\(result.errors)")
                #expect(result.errors.contains(file.path) && result.errors.contains("Move the file away"))
            }
            #expect(try Data(contentsOf: file) == before, "a damaged file is left as it is")
        }
    }

    @Test("damage in the middle of the file keeps the server from starting, and no answer is made up from it")
    func damageInTheMiddleIsRecognised() async throws {
        try await withCopy { file in
            try Damage.scattered.harm(file)
            let url = "sqlite:\(file.path)"
            for arguments in [["serve", "--port", "0"], ["migrate"]] {
                let result = try await pokedex.run(arguments + ["--database", url])
                #expect(result.status == 1 && result.errors.contains("a damaged one"), "\(arguments): \(result.errors)")
            }
            let all = try await pokedex.run(["sql", "SELECT sum(level) FROM learnset NOT INDEXED", "--database", url])
            #expect(all.status == 1 && all.errors.contains("a damaged one"), "\(all.output)\(all.errors)")
        }
    }

    @Test("migrate moves an edited database across, and says what it left behind")
    func migrateMovesAnEditedDatabase() async throws {
        try await withCopy { file in
            let edit = """
                import sqlite3, sys
                database = sqlite3.connect(sys.argv[1])
                database.execute("UPDATE species SET name = 'Sparky' WHERE id = 25")
                database.execute("UPDATE forms SET name = 'Sparky' WHERE id = 25")
                database.execute("CREATE TABLE my_team (member TEXT)")
                database.commit()
                """
            let edited = try await Program(RequiredTool.python(), ["-c", edit, file.path]).run()
            #expect(edited.status == 0, "\(edited.errors)")
            let server = try await PrivatePostgreSQL.start()
            // Without --from, an empty database gets what the usual one holds.
            let moved = try await pokedex.run(
                ["migrate", "--database", server.url], environment: ["POKEDEX_DATABASE": "sqlite:\(file.path)"])
            #expect(moved.status == 0 && moved.output.hasPrefix("copied "), "\(moved.output)\(moved.errors)")
            #expect(moved.errors == "not copied, since they are no Pokédex's: my_team\n")
            let card = try await pokedex.run(["show", "25", "--database", server.url])
            #expect(card.output.hasPrefix("Sparky  #25  electric\n"), "\(card.output)\(card.errors)")
            let again = try await pokedex.run(["migrate", "--database", server.url])
            #expect(again.output == "\(server.url) is up to date\n")
            let refused = try await pokedex.run(["migrate", "--from", "sqlite:\(file.path)", "--database", server.url])
            #expect(refused.status == 1 && refused.errors.contains("--replace"), "\(refused.errors)")
        }
    }

    /// Gives `body` a copy of the filled database.
    private func withCopy(_ body: (URL) async throws -> Void) async throws {
        let url = try #require(try await sharedDatabase.value["POKEDEX_DATABASE"])
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "copy.db")
            try FileManager.default.copyItem(at: URL(filePath: String(url.dropFirst("sqlite:".count))), to: file)
            try await body(file)
        }
    }
}

/// What can happen to a file.
enum Damage: CustomTestStringConvertible {
    case cut(Int)
    case overwritten(Int)
    /// One page of each megabyte but the first is overwritten.
    case scattered
    case text

    var testDescription: String {
        switch self {
        case .cut(let length): "cut to \(length) bytes"
        case .overwritten(let offset): "overwritten from byte \(offset)"
        case .scattered: "overwritten here and there"
        case .text: "text"
        }
    }

    private func noise(_ length: Int) -> Data { Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }) }

    func harm(_ file: URL) throws {
        let handle = try FileHandle(forUpdating: file)
        defer { try? handle.close() }
        switch self {
        case .cut(let length): try handle.truncate(atOffset: UInt64(length))
        case .overwritten(let offset):
            try handle.seek(toOffset: UInt64(offset))
            try handle.write(contentsOf: noise(200_000))
        case .scattered:
            for offset in stride(from: 1 << 20, to: try handle.seekToEnd(), by: 1 << 20) {
                try handle.seek(toOffset: UInt64(offset))
                try handle.write(contentsOf: noise(4096))
            }
        case .text:
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(String(repeating: "This is text and no database. ", count: 200).utf8))
        }
    }
}

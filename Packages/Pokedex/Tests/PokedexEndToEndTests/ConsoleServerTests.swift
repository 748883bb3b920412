import Foundation
import TestKit
import Testing

@Suite("the SQL console of a server", .serialized, .watchesClock)
struct ConsoleServerTests {
    private static func query(_ sql: String) -> String {
        "/api/sql?sql=" + (sql.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }

    @Test("attacks end in time, other requests go on meanwhile, and SIGTERM ends the server in the middle of them")
    func attacksEndInTime() async throws {
        let attacks = [
            "SELECT instr(hex(zeroblob(300000)), hex(zeroblob(150000))||'1')",
            "SELECT hex(zeroblob(200000)) LIKE '%'||hex(zeroblob(20000))||'1'",
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
            "SELECT count(*) FROM learnset AS a, learnset AS b, learnset AS c",
            "SELECT printf('%900000000d', 1)", "SELECT file FROM pragma_database_list",
        ]
        let environment = try await sharedDatabase.value
        try await pokedex.withServer(["serve", "--port", "0"], environment: environment) { process, server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for attack in attacks + attacks {
                    group.addTask {
                        let start = ContinuousClock.now
                        let reply = try await get(Self.query(attack), of: server)
                        #expect([400, 503].contains(reply.status), "\(reply.status): \(attack)")
                        #expect(ContinuousClock.now - start < .seconds(20), "\(attack)")
                    }
                }
                for _ in 0..<5 {
                    let start = ContinuousClock.now
                    #expect(try await get("/api/v2/pokemon/25/", of: server).status == 200)
                    #expect(ContinuousClock.now - start < .seconds(5))
                }
                try await group.waitForAll()
            }
            #expect(try await get(Self.query("SELECT 1"), of: server).status == 200)
            // Nobody waits for what runs when the signal comes.
            let running = Task { _ = try? await get(Self.query(attacks[3]), of: server) }
            try await Task.sleep(for: .milliseconds(300))
            let start = ContinuousClock.now
            #expect(await process.stop(grace: .seconds(30)) == 0)
            #expect(ContinuousClock.now - start < .seconds(15))
            await running.value
        }
    }

    @Test("the page takes parameters, offers CSV, JSON, a link, the plan and a chart, and points at faults")
    func thePageServes() async throws {
        try await withServer { server in
            let sql =
                "SELECT slug, speed FROM pokemon WHERE type_1 = :type AND speed > :speed ORDER BY speed DESC LIMIT 5"
            let escaped = sql.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let page = try await get("/sql?sql=\(escaped)&type=Fire&speed=100", of: server)
            #expect(page.status == 200)
            for part in [
                "<input name=\"type\" value=\"Fire\">", "format=csv", ">JSON</a>", ">Plan</a>", ">Link to this</a>",
                "<svg role=\"img\"", "href=\"/pokemon/",
            ] {
                #expect(page.text.contains(part), "\(part)")
            }
            let csv = try await get("/api/sql?sql=\(escaped)&type=Fire&speed=100&format=csv", of: server)
            #expect(csv.text.hasPrefix("slug,speed\n") && csv.text.split(separator: "\n").count == 6)
            let plan = try await get("/sql?sql=EXPLAIN%20QUERY%20PLAN%20\(escaped)&type=Fire&speed=100", of: server)
            #expect(plan.text.contains("forms"))
            let missing = try await get("/api/sql?sql=\(escaped)&type=Fire", of: server)
            #expect(missing.status == 400 && missing.text.contains(":speed has no value"))
            let fault = try await get(Self.query("SELECT slug,\n naem FROM pokemon"), of: server).object
            let error = try #require(fault["error"] as? [String: Any])
            #expect(error["line"] as? Int == 2 && error["column"] as? Int == 2)
            #expect((error["nearest"] as? [String])?.contains("name") == true)
            let empty = try await get(
                "/sql?sql=SELECT%20type_1,%20count(*)%20FROM%20pokemon%20GROUP%20BY%201", of: server)
            #expect(empty.text.contains("Chart: count(*) by type_1"))
            let surf = "SELECT pokemon, level FROM learned_moves WHERE move = 'surf' AND generation = 1"
            #expect(try await get(Self.query(surf), of: server).text.contains("squirtle"))
        }
    }

    @Test("every value of a key leads to the row that it refers to, and that row to all that refers to it")
    func keysAreLinks() async throws {
        try await withServer { server in
            func page(_ sql: String) async throws -> String {
                let escaped = sql.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                return try await get("/sql?sql=\(escaped)", of: server).text
            }
            // An alias hides no key, and a computed column is none.
            let aliased = try await page(
                "SELECT l.move_id AS m, l.move_id + 0 AS n, 7 AS move_id FROM learnset AS l LIMIT 1")
            #expect(aliased.components(separatedBy: "<td><a href=\"/sql?sql=SELECT").count == 2)
            #expect(aliased.contains("%22moves%22%20WHERE%20%22id%22"))
            // A view's columns lead where the tables' below it do; the PokéAPI's tables have keys by their names.
            let view = try await page("SELECT pokemon, move, level FROM learned_moves WHERE move = 'surf' LIMIT 1")
            #expect(view.contains("href=\"/pokemon/") && view.contains("%22moves%22%20WHERE%20%22slug%22"))
            let theirs = try await page(
                "SELECT * FROM pokeapi_pokemon_evolution WHERE known_move_id IS NOT NULL LIMIT 1")
            for target in ["pokeapi_moves", "pokeapi_pokemon_species", "pokeapi_evolution_triggers"] {
                #expect(theirs.contains("%22\(target)%22%20WHERE%20%22id%22"), "\(target)")
            }
            // The link leads to the row, and from there to what refers to it.
            let row = try await get(
                "/sql?sql=SELECT%20*%20FROM%20%22moves%22%20WHERE%20%22id%22%20%3D%20%3Akey&key=57", of: server)
            #expect(row.status == 200 && row.text.contains("surf"))
            #expect(row.text.contains("What refers to it") && row.text.contains("learnset.move_id"))
            #expect(row.text.contains("%22learnset%22%20WHERE%20%22move_id%22"))
        }
    }

    @Test("on PostgreSQL the console is for a role that may only read, which migrate makes; others are told why not")
    func theConsoleIsForReaders() async throws {
        let server = try await PrivatePostgreSQL.start()
        let made = try await pokedex.run(["migrate", "--database", server.url, "--reader", "visitor"])
        #expect(made.status == 0 && made.output.contains("the role visitor may read"), "\(made.output)\(made.errors)")
        var address = try #require(URLComponents(string: server.url))
        address.user = "visitor"
        let reader = try #require(address.string)
        // The owner may do everything, so his console is closed; all else is served.
        try await pokedex.withServer(["serve", "--port", "0", "--database", server.url]) { process, base in
            let closed = try await get(Self.query("SELECT 1"), of: base)
            #expect(
                closed.status == 403 && closed.text.contains("is a superuser") && closed.text.contains("--reader ROLE"))
            let page = try await get("/sql", of: base)
            #expect(page.status == 403 && page.text.contains("role=\"alert\""))
            #expect(process.errors.contains("The SQL console is closed"))
            #expect(try await get("/api/v2/pokemon/25/", of: base).status == 200)
        }
        for arguments in [["--database", server.url, "--reader-database", reader], ["--database", reader]] {
            try await pokedex.withServer(["serve", "--port", "0"] + arguments) { process, base in
                #expect(process.errors == "")
                #expect(try await get(Self.query("SELECT slug FROM types LIMIT 1"), of: base).text.contains("normal"))
                for attack in [
                    "SELECT U&\"pg!005Fread!005Ffile\" UESCAPE '!' ('/etc/hostname')", "SELECT pg_sleep(20)",
                    "SELECT pg_read_file('/etc/hostname')", "DELETE FROM types", "SELECT * FROM pg_authid",
                    "SELECT set_config('statement_timeout', '0', false)", "COPY types TO '/tmp/x'",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity", "SELECT lo_import('/etc/passwd')",
                ] {
                    let reply = try await get(Self.query(attack), of: base)
                    #expect(reply.status == 400 && !reply.text.contains("rows"), "\(attack): \(reply.text)")
                }
                #expect(try await get("/api/v2/pokemon/25/", of: base).status == 200)
            }
        }
        let again = try await pokedex.run(["migrate", "--database", server.url, "--reader", "visitor", "--quiet"])
        #expect(again.status == 0 && again.output.isEmpty)
        let mistaken = try await pokedex.run(["migrate", "--reader", "x"], environment: try await sharedDatabase.value)
        #expect(mistaken.status == 1 && mistaken.errors.contains("Roles are PostgreSQL's"))
    }
}

import Foundation
import PokedexQueries
import PokedexStorage
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing

/// Statements that should do harm, a line each: what is expected, the engines, the statement.
private struct Attack: Sendable {
    /// `refused`: an answer that says why not; `ended`: the clock's or the memory's answer, or a refusal before it
    /// runs; `harmless`: an ordinary answer, which tells nothing that it should not.
    let expected: String
    let engine: Engine
    let sql: String

    static let all: [Attack] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/attacks.tsv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap { line -> [Attack] in
            let columns = line.split(separator: "\t", maxSplits: 2).map(String.init)
            guard columns.count == 3 else { return [] }
            let engines: [Engine] =
                ["s": [.sqlite], "p": [.postgreSQL], "sp": [.sqlite, .postgreSQL]][columns[1]] ?? []
            return engines.map { Attack(expected: columns[0], engine: $0, sql: columns[2]) }
        }
    }()
}

@Suite("visitors' SQL", .serialized, .watchesClock)
struct ConsoleTests {
    private func limits(seconds: Int = 1) -> ReaderSQL.Limits {
        var limits = ReaderSQL.Limits()
        limits.time = .seconds(seconds)
        return limits
    }

    @Test("a hundred attacks each get their answer in time, and change nothing")
    func attacksGetTheirAnswer() async throws {
        #expect(Attack.all.count >= 100)
        let clock = ContinuousClock()
        var table = "expected\tanswer\tmilliseconds\tengine\tstatement\n"
        for attack in Attack.all {
            let reader = ReaderSQL(database: try await attack.engine.visitors, limits: limits())
            let start = clock.now
            var answer = "harmless"
            do {
                _ = try await reader.run(attack.sql)
            } catch let refusal as ReaderSQL.Refusal {
                switch refusal {
                case .tookTooLong, .tooMuch: answer = "ended"
                default: answer = "refused"
                }
                if "\(refusal)".contains("memory") { answer = "ended" }
            }
            let time = clock.now - start
            table +=
                "\(attack.expected)\t\(answer)\t\(Int(time / .milliseconds(1)))\t\(attack.engine.rawValue)\t\(attack.sql.prefix(90))\n"
            let isRight = answer == attack.expected || (attack.expected == "ended" && answer == "refused")
            #expect(isRight, "\(attack.engine): \(answer), not \(attack.expected): \(attack.sql)")
            // The limit is a second and its grace another; the rest is what a busy machine needs.
            #expect(time < .seconds(4), "\(attack.engine): \(time): \(attack.sql)")
        }
        if let file = ProcessInfo.processInfo.environment["ATTACKS_TABLE"] {
            try table.write(toFile: file, atomically: true, encoding: .utf8)
        }
        for engine in Engine.allCases {
            let database = try await engine.database
            #expect(try await database.value("SELECT count(*) FROM types", as: Int.self) == 19)
            #expect(try await database.value("SELECT count(*) FROM species", as: Int.self) == 1025)
            // What one statement set, no other sees.
            let reader = ReaderSQL(database: try await engine.visitors, limits: limits())
            let rows = try await reader.run("SELECT slug FROM types ORDER BY id LIMIT 1").rows
            #expect(rows.first?.first?.plainText == "normal")
        }
    }

    @Test("queries are answered as they always were", arguments: Engine.allCases)
    func queriesAreAnswered(engine: Engine) async throws {
        var limits = limits(seconds: 5)
        limits.rows = 3
        let reader = ReaderSQL(database: try await engine.visitors, limits: limits)
        let answer = try await reader.run("SELECT slug FROM types ORDER BY id; -- the end")
        #expect(answer.columns == ["slug"] && answer.isCut)
        #expect(answer.rows.map { $0.map(\.plainText) } == [["normal"], ["fighting"], ["flying"]])
        #expect(answer.csv == "slug\nnormal\nfighting\nflying\n")
        for sql in [
            "/* a ; b */ SELECT ';' AS semicolon", "(SELECT 1) UNION (SELECT 2)", "VALUES (1), (2)",
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10) SELECT max(x) FROM n",
            "SELECT name, total, rank() OVER (ORDER BY total DESC) FROM pokemon LIMIT 3",
            "SELECT replace(name, 'a', 'b'), upper(slug), round(hp / 2.0) FROM pokemon WHERE slug LIKE 'pika%'",
            "EXPLAIN SELECT * FROM forms WHERE species_id = 25",
            "SELECT count(*) FROM learned_moves WHERE move = 'surf'",
            "SELECT identifier FROM pokeapi_items ORDER BY id LIMIT 2", "SELECT coalesce(NULL, 'a:b') AS \"x:y\"",
        ] where engine == .postgreSQL || !sql.hasPrefix("(") {
            #expect(try await !reader.run(sql).rows.isEmpty, "\(sql)")
        }
    }

    @Test("parameters are bound, never written into the statement", arguments: Engine.allCases)
    func parametersAreBound(engine: Engine) async throws {
        let reader = ReaderSQL(database: try await engine.visitors, limits: limits(seconds: 5))
        let sql =
            "SELECT slug FROM pokemon WHERE type_1 = :type AND speed > :speed AND ':no' <> '' -- :nor\nORDER BY speed DESC"
        let rows = try await reader.run(sql, values: [("type", "Fire"), ("speed", "120"), ("sql", "x")]).rows
        #expect(!rows.isEmpty)
        let hostile = try await reader.run(sql, values: [("type", "' OR 1=1 --"), ("speed", "0")]).rows
        #expect(hostile.isEmpty)
        await #expect(throws: ReaderSQL.Refusal.parameter(name: "speed")) {
            try await reader.run(sql, values: [("type", "Fire")])
        }
        #expect(SQLText("SELECT :a, ':b', \":c\", /* :d */ :e, :a, x::int").parameters == ["a", "e"])
        #expect(SQLText("SELECT $$ :a ; $$, E'\\':b', :c", dialect: .postgreSQL).parameters == ["c"])
        #expect(SQLText("SELECT $tag$ ; $tag$", dialect: .postgreSQL).hasSeveralStatements == false)
    }

    @Test("a fault is told with its line, its column and the nearest name", arguments: Engine.allCases)
    func aFaultIsTold(engine: Engine) async throws {
        let reader = ReaderSQL(database: try await engine.visitors, limits: limits(seconds: 5))
        func fault(_ sql: String) async throws -> (line: Int?, column: Int?, nearest: [String]) {
            do {
                _ = try await reader.run(sql)
            } catch ReaderSQL.Refusal.wrong(_, let line, let column, let nearest) {
                return (line, column, nearest)
            }
            return (nil, nil, [])
        }
        let column = try await fault("SELECT slug,\n  naem FROM pokemon")
        #expect(column.line == 2 && column.column == 3 && column.nearest.contains("name"))
        let table = try await fault("SELECT 1 FROM pokemons")
        #expect(table.nearest.contains("pokemon"))
        #expect(try await fault("SELECT slug\nFROM pokemon\nWHERE").line != 0)
    }

    @Test("a statement that does not end is left to itself, and others go on")
    func aStatementIsGivenUp() async throws {
        // Without restrictions SQLite looks at no clock within one step.
        let unrestricted = try await Database.open("sqlite:\(SharedFile.path)", engines: [SQLite()])
        var limits = limits()
        limits.time = .milliseconds(200)
        limits.grace = .milliseconds(200)
        let reader = ReaderSQL(database: unrestricted, limits: limits)
        let clock = ContinuousClock()
        let start = clock.now
        // Some seconds of work, on a fast machine, too.
        await #expect(throws: ReaderSQL.Refusal.tookTooLong(limit: .milliseconds(200))) {
            _ = try await reader.run("SELECT instr(hex(zeroblob(240000)), hex(zeroblob(120000)) || '1')")
        }
        #expect(clock.now - start < .seconds(2))
        let other = ReaderSQL(database: unrestricted)
        #expect(try await other.run("SELECT 1").rows.count == 1)
    }

    @Test("a role that can do more than read is found out, and a made reader is not")
    func powersAreFoundOut() async throws {
        let database = try await Engine.postgreSQL.database
        _ = try await Engine.postgreSQL.visitors
        func powers(_ role: String) async throws -> String {
            try await database.read { try ReaderRole.powers(of: role, $0) }.joined(separator: "; ")
        }
        #expect(try await powers("pokedex_reader") == "")
        let me = try await database.value("SELECT current_user::text", as: String.self)
        #expect(try await powers(me) == "is a superuser")
        for (role, grant, words) in [
            ("writer", "GRANT INSERT ON types TO", "may change types"),
            ("column_writer", "GRANT UPDATE (name) ON types TO", "may change types"),
            ("file_reader", "GRANT pg_read_server_files TO", "is a member of pg_read_server_files"),
            ("caller", "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO", "may call pg_read_file"),
            ("maker", "GRANT CREATE ON SCHEMA public TO", "may create in the schema public"),
        ] {
            try await database.execute(SQLStatement(trusted: "CREATE ROLE \(role) LOGIN"))
            #expect(try await powers(role) == "")
            try await database.execute(SQLStatement(trusted: "\(grant) \(role)"))
            #expect(try await powers(role) == words)
            // Such a role is not taken as the reader either.
            if role == "file_reader" {
                await #expect(throws: ReaderRole.Failure.self) { try await ReaderRole.make(role, in: database) }
            }
        }
        try await database.execute(
            script:
                "CREATE ROLE peeper LOGIN; CREATE TABLE my_secrets (a INTEGER); GRANT SELECT ON my_secrets TO peeper")
        #expect(try await powers("peeper") == "may read public.my_secrets")
        try await database.execute("DROP TABLE my_secrets")
        try await database.execute("CREATE ROLE breeder LOGIN CREATEROLE CREATEDB")
        #expect(try await powers("breeder") == "may make roles; may make databases")
        await #expect(throws: ReaderRole.Failure.self) {
            try await ReaderRole.make("x", in: Engine.sqlite.database)
        }
    }
}

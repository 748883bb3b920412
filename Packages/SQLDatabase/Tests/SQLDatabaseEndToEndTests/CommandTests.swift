import Foundation
import TestKit
import Testing

let sqlshell = BuiltTool("sqlshell")

/// Where the shell is tried: a SQLite file, and a schema on the private server.
enum Target: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }

    func withURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        try await withTemporaryFolder { folder in
            if self == .sqlite { return try await body("sqlite:\(folder.appending(path: "test.db").path)") }
            let server = try await PrivatePostgreSQL.shared
            let schema = "shell_\(UUID().uuidString.prefix(8).lowercased())"
            let made = try await sqlshell.run([server.url, "CREATE SCHEMA \(schema)"])
            #expect(made.status == 0, "\(made.errors)")
            return try await body("\(server.url)?options=-csearch_path%3D\(schema)")
        }
    }
}

@Suite("The shell as its user sees it", .watchesClock)
struct CommandTests {
    private static let people = """
        CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER);
        INSERT INTO person VALUES (1, 'Ada Lovelace', 1815), (2, 'Grace, "Amazing"', NULL), (3, '', 1912);
        """

    @Test("rows are shown as a table", arguments: Target.allCases)
    func table(target: Target) async throws {
        try await target.withURL { url in
            let result = try await sqlshell.run([url, Self.people, "SELECT * FROM person ORDER BY id"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    id  name              born
                    ──  ────────────────  ────
                     1  Ada Lovelace      1815
                     2  Grace, "Amazing"  NULL
                     3                    1912

                    """)
            #expect(result.errors == "")
        }
    }

    @Test("rows are written as CSV by RFC 4180", arguments: Target.allCases)
    func csv(target: Target) async throws {
        try await target.withURL { url in
            let result = try await sqlshell.run([
                url, "--format", "csv", Self.people, "SELECT * FROM person ORDER BY id",
            ])
            #expect(result.output == "id,name,born\n1,Ada Lovelace,1815\n2,\"Grace, \"\"Amazing\"\"\",\n3,\"\",1912\n")
        }
    }

    @Test("rows are written as JSON that a parser reads", arguments: Target.allCases)
    func json(target: Target) async throws {
        try await target.withURL { url in
            let result = try await sqlshell.run([url, "--json", Self.people, "SELECT * FROM person ORDER BY id"])
            let rows = try #require(JSONSerialization.jsonObject(with: result.outputData) as? [[String: Any]])
            #expect(rows.map { $0["name"] as? String } == ["Ada Lovelace", "Grace, \"Amazing\"", ""])
            #expect(rows[0]["born"] as? Int == 1815)
            #expect(rows[1]["born"] is NSNull)
            let empty = try await sqlshell.run([url, "--json", "SELECT * FROM person WHERE id > 9"])
            #expect(empty.output == "[]\n")
        }
    }

    @Test("tables, schema and plan are shown", arguments: Target.allCases)
    func catalog(target: Target) async throws {
        try await target.withURL { url in
            let index = "CREATE INDEX by_born ON person (born)"
            let result = try await sqlshell.run(
                [url, Self.people, index, ".schema person", ".plan SELECT * FROM person WHERE id = 1"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("CREATE TABLE"))
            #expect(result.output.contains("by_born"))
            #expect(result.output.contains(target == .sqlite ? "SEARCH person USING INTEGER PRIMARY KEY" : "Scan"))
            #expect(try await sqlshell.run([url, ".tables"]).output.contains("person"))
            let missing = try await sqlshell.run([url, ".schema nobody"])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("there is no table 'nobody'"))
        }
    }

    @Test(
        "standard input is one session: a transaction typed by hand is rolled back by hand", arguments: Target.allCases)
    func input(target: Target) async throws {
        try await target.withURL { url in
            let script = """
                -- a comment; with a semicolon
                \(Self.people)
                BEGIN;
                DELETE FROM person
                  WHERE name <> 'it''s; not the end';
                ROLLBACK; .mode
                .mode csv
                SELECT count(*) AS n
                  FROM person
                """.replacing(" .mode\n", with: "\n")
            let result = try await sqlshell.run([url], input: Data(script.utf8))
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "n\n3\n")
        }
    }

    @Test("a trigger's body and a dollar-quoted function are one statement each")
    func bodies() async throws {
        try await Target.sqlite.withURL { url in
            let trigger = """
                CREATE TABLE n (i); CREATE TEMP TRIGGER t AFTER INSERT ON main.n BEGIN
                  UPDATE n SET i = CASE WHEN i > 1 THEN 7 END; SELECT 1; END; INSERT INTO n VALUES (2); SELECT i FROM n;
                """
            let result = try await sqlshell.run([url, "--format", "csv"], input: Data(trigger.utf8))
            #expect(result.output == "i\n7\n", "\(result.errors)")
        }
        try await Target.postgreSQL.withURL { url in
            let function = """
                CREATE FUNCTION seven() RETURNS integer AS $body$ BEGIN /* ; /* ; */ */ RETURN 7; END; $body$ LANGUAGE plpgsql;
                SELECT seven() AS i, E'\\';' AS t;
                """
            let result = try await sqlshell.run([url, "--format", "csv"], input: Data(function.utf8))
            #expect(result.output == "i,t\n7,';\n", "\(result.errors)")
        }
    }

    @Test("a faulty statement ends with status 1 and an arrow at the fault", arguments: Target.allCases)
    func fault(target: Target) async throws {
        try await target.withURL { url in
            let result = try await sqlshell.run([url, Self.people, "SELECT *\nFROM person WHERE nme = 1", "SELECT 2"])
            #expect(result.status == 1)
            #expect(result.output == "")
            #expect(result.errors.contains("nme"))
            #expect(result.errors.contains("  FROM person WHERE nme = 1\n                    ^\n"), "\(result.errors)")
            if target == .postgreSQL {
                #expect(result.errors.contains("\nHINT: Perhaps you meant"), "\(result.errors)")
            }
        }
    }

    @Test("control characters in data cannot command the terminal")
    func controlCharacters() async throws {
        let result = try await sqlshell.run([
            "sqlite::memory:", "SELECT char(27) || '[2J' AS t, 'a' || char(10) || 'b' AS u",
        ])
        #expect(result.output.hasSuffix("·[2J  a⏎b\n"))
    }

    @Test("results go into a file with --output, and colors only where asked for")
    func outputFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "out.csv")
            let result = try await sqlshell.run(
                ["sqlite::memory:", "--format", "csv", "--output", file.path, "SELECT 1 AS a"])
            #expect(result.output == "")
            #expect(try String(contentsOf: file, encoding: .utf8) == "a\n1\n")
            let colored = try await sqlshell.run(["sqlite::memory:", "--color", "always", "SELECT 1 AS a"])
            #expect(colored.output.hasPrefix("\u{1B}[1ma\u{1B}[0m\n"))
            let failed = try await sqlshell.run(["sqlite::memory:", "--output", folder.path, "SELECT 1"])
            #expect(failed.status == 1)
        }
    }

    @Test("help teaches by example, and wrong usage is status 64")
    func usage() async throws {
        let help = try await sqlshell.run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("sqlshell sqlite:app.db \"SELECT * FROM person LIMIT 5\""))
        #expect(try await sqlshell.run([], environment: ["DATABASE_URL": ""]).status == 1)
        #expect(try await sqlshell.run(["sqlite::memory:", "--format", "xml", "SELECT 1"]).status == 64)
        #expect(try await sqlshell.run(["mysql://x", "SELECT 1"]).status == 1)
        let variable = try await sqlshell.run(
            [], input: Data("SELECT 5".utf8), environment: ["DATABASE_URL": "sqlite::memory:"])
        #expect(variable.output.hasSuffix("5\n"))
    }
}

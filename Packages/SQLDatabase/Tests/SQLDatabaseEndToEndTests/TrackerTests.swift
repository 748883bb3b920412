import Foundation
import TestKit
import Testing

/// Situations that the trackers of other shells and drivers tell of; each names where.
@Suite("what users of other shells ran into", .watchesClock)
struct TrackerTests {
    private func server() async throws -> String { try await PrivatePostgreSQL.shared.emptyDatabase() }

    private func run(_ url: String, _ script: String, _ options: [String] = []) async throws -> Program.Result {
        try await sqlshell.run([url] + options, input: Data(script.utf8))
    }

    // MARK: PostgreSQL

    @Test("bytes in CSV are written as the server reads them back, as psql does (usql, DuckDB: bytea exported as text)")
    func bytesInCSV() async throws {
        let url = try await server()
        let shown = try await sqlshell.run([url, "--format", "csv", #"SELECT '\x00ff'::bytea AS b, ''::bytea AS e"#])
        #expect(shown.output == "b,e\n\\x00ff,\\x\n")
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "b.csv")
            try Data("b\n\\x00ff\n".utf8).write(to: file)
            let read = try await sqlshell.run([
                url, "--format", "csv", "CREATE TABLE t (b bytea)", ".import \(file.path) t",
                "SELECT encode(b, 'hex') AS h FROM t",
            ])
            #expect(read.output == "h\n00ff\n", "\(read.errors)")
        }
    }

    @Test(
        "a script that turns standard_conforming_strings off is cut where the server would (dumps of old servers; pgcli)"
    )
    func backslashesInStrings() async throws {
        let result = try await run(
            server(),
            #"""
            SET escape_string_warning = off;
            SET standard_conforming_strings = off;
            SELECT 'a\'b;c' AS x, 'd\\' AS y; SELECT '\';' AS z;
            SET standard_conforming_strings = on;
            SELECT 'a\' AS x; SELECT 2 AS y;
            """#, ["--format", "csv"])
        #expect(result.output == "x,y\na'b;c,d\\\nz\n';\nx\na\\\ny\n2\n")
        #expect(result.errors == "")
    }

    @Test("names like begin and end inside a body in standard SQL are names (psql counts them; supabase CLI)")
    func keyWordsAsNames() async throws {
        let result = try await run(
            server(),
            """
            CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC
              SELECT 1 AS begin; SELECT t.end FROM (SELECT 2 AS end) AS t;
              SELECT CASE 1 WHEN 1 THEN CASE 2 WHEN 2 THEN 3 END END;
            END;
            SELECT f() AS n;
            """, ["--format", "csv"])
        #expect(result.output == "n\n3\n" && result.errors == "")
    }

    @Test(
        "dollar quotes inside each other, in any script's letters, and names with a dollar are cut right (sqlparse, sqlit)"
    )
    func dollarQuotes() async throws {
        let result = try await run(
            server(),
            """
            DO $outer$ BEGIN EXECUTE $sql$ CREATE TABLE t (a int); INSERT INTO t VALUES (7); $sql$; END $outer$;
            SELECT $é$a;b$é$ AS a, $$ $x; $$ AS b; SELECT a AS a$$b FROM t;
            SELECT 1/*;*/+/*/*;*/;*/2 AS n; SELECT 'x'
            ';y' AS s, U&"d;\\0061" FROM (SELECT 1 AS "d;a") AS q;
            """, ["--format", "csv"])
        #expect(result.output == "a,b\na;b,\" $x; \"\na$$b\n7\nn\n3\ns,d;a\nx;y,1\n", "\(result.errors)")
        #expect(result.errors == "")
    }

    @Test("COPY reads every escape of its text format, and of CSV with marks of its own (psql, cockroach, asyncpg)")
    func escapesOfCopy() async throws {
        let result = try await run(
            server(),
            #"""
            CREATE TABLE c (n int, a text, b text);
            COPY c FROM stdin;
            1	tab\there	nl\nhere
            2	\N	\\N
            3	oct\101hex\x42	\b\f\v\r
            4		a.b
            \.
            COPY c FROM stdin WITH (FORMAT csv, HEADER, NULL 'nil', QUOTE '''', DELIMITER ';');
            n;a;b
            5;'x;y';nil
            6;'it''s';'two
            lines'
            \.
            SELECT n, a, encode(convert_to(b, 'UTF8'), 'escape') AS b FROM c ORDER BY n;
            """#, ["--format", "csv"])
        #expect(
            result.output
                == "n,a,b\n1,tab\there,\"nl\nhere\"\n2,,\\\\N\n3,octAhexB,\"\u{08}\u{0C}\u{0B}\r\"\n4,\"\",a.b\n5,x;y,\n6,it's,\"two\nlines\"\n",
            "\(result.errors)")
    }

    @Test(
        "numbers, dates, intervals and arrays at their limits come as the server writes them (usql, PostgresNIO, pgx)")
    func limitsOfValues() async throws {
        let result = try await run(
            server(),
            """
            SET timezone = 'Asia/Kathmandu';
            SELECT 'NaN'::float8 AS a, '-Infinity'::float4 AS b, 'NaN'::numeric AS c, 'Infinity'::numeric AS d,
                1e-20::numeric AS e, 12345678901234567890.10::numeric AS f, 5e-324::float8 AS g;
            SELECT 'infinity'::timestamptz AS a, '-infinity'::date AS b, '4713-01-01 BC'::date AS c,
                '294276-12-31 23:59:59.999999'::timestamp AS d, '24:00:00'::time AS e, '12:00+05:30'::timetz AS f,
                '2024-02-29 12:00:00.5+00'::timestamptz AS g;
            SELECT '1 year -3 days 04:05:06.789'::interval AS a, '178000000 years'::interval AS b,
                '{1,NULL}'::int[] AS c, '[0:1]={1,2}'::int[] AS d, ARRAY['NULL', '', 'a"b'] AS e, '{[1,2)}'::int4multirange AS f;
            SET intervalstyle = 'iso_8601'; SELECT '1 year 2 days'::interval AS a;
            SET datestyle = 'German'; SELECT '2024-02-29'::date AS a;
            """, ["--format", "csv"])
        #expect(
            result.output == #"""
                a,b,c,d,e,f,g
                NaN,-Infinity,NaN,Infinity,0.00000000000000000001,12345678901234567890.10,5e-324
                a,b,c,d,e,f,g
                infinity,-infinity,4713-01-01 BC,294276-12-31 23:59:59.999999,24:00:00,12:00:00+05:30,2024-02-29 17:45:00.5+05:45
                a,b,c,d,e,f
                1 year -3 days +04:05:06.789,178000000 years,"{1,NULL}","[0:1]={1,2}","{""NULL"","""",""a\""b""}","{[1,2)}"
                a
                P1Y2D
                a
                29.02.2024

                """#, "\(result.errors)")
    }

    @Test(
        "a password of every special character works in a URL, in key=value form, in the environment and a password file"
    )
    func passwords() async throws {
        let server = try await PrivatePostgreSQL.start()
        let password = #"p@:/?#[]%20 '"\é&="#
        let quoted = password.replacing("'", with: "''")
        let made = try await sqlshell.run([server.url, "CREATE ROLE locked LOGIN PASSWORD '\(quoted)'"])
        #expect(made.status == 0, "\(made.errors)")
        let address = try #require(URLComponents(string: server.url))
        let port = try #require(address.port)
        let encoded = try #require(password.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let sql = "SELECT current_user::text AS u"
        let escaped = password.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "pgpass")
            let line = password.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
            try Data("127.0.0.1:\(port):*:locked:\(line)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let plain = "postgres://locked@127.0.0.1:\(port)/postgres"
            for (url, environment) in [
                ("postgres://locked:\(encoded)@127.0.0.1:\(port)/postgres", [:]),
                ("host=127.0.0.1 port=\(port) user=locked dbname=postgres password='\(escaped)'", [:]),
                (plain, ["PGPASSWORD": password]), (plain, ["PGPASSFILE": file.path]),
            ] {
                let result = try await sqlshell.run([url, sql, "--format", "csv"], environment: environment)
                #expect(result.output == "u\nlocked\n", "\(url): \(result.errors)")
            }
            // A service file names server and database.
            let service = folder.appending(path: "service.conf")
            try Data("[mine]\nhost=127.0.0.1\nport=\(port)\nuser=tester\ndbname=postgres\n".utf8).write(to: service)
            for url in ["service=mine", "postgres://?service=mine"] {
                let result = try await sqlshell.run(
                    [url, "SELECT 1 AS n", "--format", "csv"], environment: ["PGSERVICEFILE": service.path])
                #expect(result.output == "n\n1\n", "\(result.errors)")
            }
            // The first of two servers that answers is taken, and options reach it.
            let two = "postgres://tester@127.0.0.1:1,127.0.0.1:\(port)/postgres?options=-c%20work_mem%3D1234kB"
            #expect(try await sqlshell.run([two, "SHOW work_mem", "--format", "csv"]).output == "work_mem\n1234kB\n")
        }
        let wrong = try await sqlshell.run(["postgres://locked:wr%40ng@127.0.0.1:\(port)/postgres", "SELECT 1"])
        #expect(wrong.status == 1 && wrong.errors.contains("refused the log-in") && !wrong.errors.contains("wr@ng"))
    }

    @Test("a transaction that is left open is told, and so is a message of one's own LISTEN (psql; asyncpg, pgcli)")
    func openTransactionsAndMessages() async throws {
        let url = try await server()
        let open = try await run(url, "BEGIN;\nCREATE TABLE gone (a int);\n")
        #expect(open.status == 0 && open.errors.contains("had no COMMIT: nothing of it was kept"))
        #expect(try await run(url, "BEGIN; CREATE TABLE kept (a int); COMMIT;").errors == "")
        let told = try await run(url, "LISTEN x; NOTIFY x, 'hello'; SELECT 1 AS n;", ["--format", "csv"])
        #expect(told.output == "n\n1\n" && told.errors.contains("NOTIFY x: hello (from process "))
        let sqlite = try await run("sqlite::memory:", "BEGIN; CREATE TABLE gone (a int);")
        #expect(sqlite.errors.contains("had no COMMIT"))
    }

    @Test("a script that fails halfway stops there, keeps what was committed, and its COPY's rows are no statements")
    func failsHalfway() async throws {
        let url = try await server()
        let script = """
            CREATE TABLE a (n int);
            COPY a FROM stdin;
            1
            x; DROP TABLE a;
            \\.
            CREATE TABLE b (n int);
            """
        let stopped = try await run(url, script)
        #expect(
            stopped.status == 1 && stopped.errors.contains("line 2") && stopped.errors.contains("column n: \"x; DROP"))
        let went = try await run(url, "DROP TABLE a;" + script, ["--keep-going"])
        #expect(went.status == 1)
        let tables = try await sqlshell.run(
            [url, "--format", "csv", "SELECT count(*) AS n FROM pg_tables WHERE tablename IN ('a', 'b')"])
        #expect(tables.output == "n\n2\n")
    }

    @Test("the numbers of a file are kept where the table always makes its own, as COPY does (Npgsql, DBeaver)")
    func importsIdentities() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "t.csv")
            try Data("id,v\n7,x\n".utf8).write(to: file)
            let result = try await sqlshell.run([
                try await server(), "--format", "csv",
                "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, v text, w text GENERATED ALWAYS AS (v || '!') STORED)",
                ".import \(file.path) t", "SELECT * FROM t",
            ])
            #expect(result.output == "id,v,w\n7,x,x!\n", "\(result.errors)")
        }
    }

    // MARK: SQLite

    @Test(
        "a dump keeps carriage returns, statistics, the application's number, infinities and odd names in both shells")
    func dumpsEverything() async throws {
        try await withTemporaryFolder { folder in
            let source = "sqlite:\(folder.path)/a.db"
            let made = try await run(
                source,
                """
                PRAGMA application_id = 77; PRAGMA user_version = 42;
                CREATE TABLE texts (t TEXT);
                INSERT INTO texts VALUES ('a' || char(13, 10) || 'b'), ('\\r' || char(13) || '(\\r)'''), (CAST(x'ff41' AS TEXT)),
                    (CAST(x'610062' AS TEXT));
                CREATE TABLE numbers (x REAL, i INTEGER);
                INSERT INTO numbers VALUES (9e999, 9223372036854775807), (-9e999, -9223372036854775808), (1e-320, NULL), (-0.0, 0);
                CREATE TABLE made (a INTEGER, b INTEGER AS (a * 2) STORED, c AS (a + 1)); INSERT INTO made (a) VALUES (1);
                CREATE TABLE strict (a ANY, k INT PRIMARY KEY, b BLOB) STRICT, WITHOUT ROWID;
                INSERT INTO strict VALUES ('1', 1, x''), (1, 2, x'0d0a'), (1.0, 3, NULL);
                CREATE TABLE "odd ""name; --
                next" ("se lect", [from], `a``b`); INSERT INTO "odd ""name; --
                next" VALUES ('it''s', 'x
                y', '😀');
                CREATE INDEX i ON texts (t); ANALYZE;
                """)
            #expect(made.status == 0, "\(made.errors)")
            let dump = try await sqlshell.run([source, ".dump"])
            #expect(!dump.output.contains("\r"))
            let copies = ["\(folder.path)/b.db", "\(folder.path)/c.db"]
            let ours = try await run("sqlite:\(copies[0])", dump.output)
            #expect(ours.status == 0 && ours.errors == "")
            let sqlite = try RequiredTool.path(of: "sqlite3", package: "sqlite3")
            _ = try await Program(sqlite, ["-bail", copies[1]]).output(input: dump.outputData)
            let queries = [
                "PRAGMA application_id", "PRAGMA user_version", "SELECT hex(t), typeof(t) FROM texts",
                "SELECT x, typeof(x), i FROM numbers", "SELECT * FROM made",
                "SELECT a, typeof(a), k, hex(b), typeof(b) FROM strict",
                "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1",
                "SELECT * FROM \"odd \"\"name; --\nnext\"",
            ]
            let wanted = try await sqlshell.run([source, "--format", "csv"] + queries)
            for copy in copies {
                let found = try await sqlshell.run(["sqlite:\(copy)", "--format", "csv"] + queries)
                #expect(found.output == wanted.output, "\(copy): \(found.errors)")
            }
        }
    }

    @Test("files of old Macs, with marks, blank lines and odd heads are imported row by row (sqlite3, DuckDB, litecli)")
    func importsOddFiles() async throws {
        try await withTemporaryFolder { folder in
            func imported(_ text: String, _ name: String = "t.csv") async throws -> (String, String) {
                let file = folder.appending(path: name)
                try Data(text.utf8).write(to: file)
                let result = try await sqlshell.run([
                    "sqlite::memory:", "--format", "csv", ".import \(file.path) t", "SELECT * FROM t",
                ])
                return (result.output, result.errors)
            }
            #expect(try await imported("a,b\r1,2\r\r\"x\ry\",4").0 == "a,b\n1,2\n\"x\ry\",4\n")
            #expect(try await imported("a,b\r\n1,\"x\r\ny\"\r\n").0 == "a,b\n1,\"x\r\ny\"\n")
            #expect(try await imported("\u{FEFF}a,b\n\n1,\n2,\"\"\n\n").0 == "a,b\n1,\n2,\"\"\n")
            #expect(try await imported("sel\"ect,from\n1,2\n").0 == "\"sel\"\"ect\",from\n1,2\n")
            #expect(try await imported("a\tb\n1,5\tx\n", "t.tsv").0 == "a,b\n\"1,5\",x\n")
            for (text, complaint) in [
                ("a,a\n1,2\n", "doubled"), ("a,b\n1\n", "line 2: 1 fields"), ("a,b\n1,2,3\n", "line 2: 3 fields"),
                ("a,b\n1,\"x\n2,3\n", "not closed"), ("a,b\n1,\"x\"y\n", "after a closing quote"), ("", "empty"),
            ] {
                let (rows, errors) = try await imported(text)
                #expect(errors.contains(complaint) && !rows.contains("1"), "\(text): \(errors)")
            }
        }
    }

    @Test("a database in UTF-16 is read and dumped, links and URIs lead to their file, and names are taken as written")
    func filesAndNames() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.path
            let wide = try await run(
                "sqlite:\(path)/wide.db",
                "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); INSERT INTO t VALUES ('Grüße 😀'), (x'd800');")
            #expect(wide.status == 0, "\(wide.errors)")
            let dump = try await sqlshell.run(["sqlite:\(path)/wide.db", ".dump"]).output
            #expect(dump.contains("VALUES('Grüße 😀');") && dump.contains("VALUES(x'd800');"))
            try FileManager.default.createSymbolicLink(
                atPath: "\(path)/link.db", withDestinationPath: "wide.db")
            for address in ["sqlite:\(path)/link.db", "file:\(path)/wide.db?mode=ro", "\(path)/wide.db"] {
                let read = try await sqlshell.run([address, "SELECT count(*) AS n FROM t", "--format", "csv"])
                #expect(read.output == "n\n2\n", "\(address): \(read.errors)")
            }
            for name in ["with space.db", "ha#sh.db", "per%20cent.db", "umläut.db"] {
                let made = try await sqlshell.run(["sqlite:\(path)/\(name)", "CREATE TABLE t (x)"])
                #expect(made.status == 0 && FileManager.default.fileExists(atPath: "\(path)/\(name)"), "\(name)")
            }
            let other = try await sqlshell.run(["sqlite:\(path)/link.db", "ATTACH '\(path)/ha#sh.db' AS o"])
            #expect(other.status == 1 && other.errors.contains("same text encoding"))
            // A file that is a link is written through, and a pipe and a device stay what they are.
            try Data("old".utf8).write(to: folder.appending(path: "real.txt"))
            try FileManager.default.createSymbolicLink(atPath: "\(path)/link.txt", withDestinationPath: "real.txt")
            _ = try await sqlshell.run(["sqlite::memory:", "SELECT 1 AS n", "--output", "\(path)/link.txt"])
            #expect(try String(contentsOfFile: "\(path)/real.txt", encoding: .utf8).contains("n\n─\n1\n"))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(path)/link.txt") == "real.txt")
        }
    }
}

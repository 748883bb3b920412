import Foundation
import SQLDatabase
import Testing

@testable import SQLShellCommand

@Suite("Cutting SQL into statements")
struct StatementSplitterTests {
    private func split(_ sql: String, _ dialect: SQLDialect, pieceLength: Int = .max) -> [String] {
        var splitter = StatementSplitter(dialect: dialect)
        var found: [StatementSplitter.Statement] = []
        var rest = Array(sql.utf8)[...]
        while !rest.isEmpty {
            splitter.append(rest.prefix(pieceLength))
            rest = rest.dropFirst(pieceLength)
            while let statement = splitter.next() { found.append(statement) }
        }
        while let statement = splitter.rest() { found.append(statement) }
        return found.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Each is one statement for its dialect, or as many as there are `¶` behind semicolons.
    private static let cases: [(SQLDialect, String)] = [
        (.sqlite, "SELECT 1;¶ SELECT 2;¶"),
        (.sqlite, "SELECT ';', \";\", `;`, [;], 'it''s;' -- ;\n /* ; */ ;¶"),
        (.sqlite, "CREATE TRIGGER t AFTER INSERT ON n BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 1; END;¶ SELECT 2;¶"),
        (.sqlite, "create temporary trigger t after insert on n begin select 1; end;¶"),
        (.sqlite, "EXPLAIN CREATE TRIGGER t AFTER INSERT ON n BEGIN SELECT 1; END;¶ SELECT 1;¶"),
        (.sqlite, "EXPLAIN QUERY PLAN CREATE TEMP TRIGGER t AFTER INSERT ON n BEGIN SELECT 1; END;¶ SELECT 1;¶"),
        (.sqlite, "CREATE TABLE trigger_log (a);¶ SELECT 1 /* /* ; */;¶"),
        (.sqlite, "BEGIN;¶ COMMIT;¶ END;¶"),
        (.postgreSQL, "SELECT $$;$$, $a$ $$ ; $b$ ; $a$, E'\\';', 'a\\';¶ SELECT $1;¶"),
        (.postgreSQL, "SELECT a$b$c, ';' FROM x$;¶ SELECT 2;¶"),
        (.postgreSQL, "SELECT /* ; /* ; */ ; */ 1;¶ SELECT U&\"d\\0061t;a\";¶"),
        (
            .postgreSQL,
            "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT CASE WHEN a > 0 THEN 1 END; END;¶ SELECT 1;¶"
        ),
        (.postgreSQL, "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO a VALUES (1); END;¶ SELECT 1;¶"),
        (.postgreSQL, "CREATE FUNCTION f() RETURNS int RETURN 1;¶ BEGIN;¶ SELECT CASE WHEN true THEN 1 END;¶ END;¶"),
        (
            .postgreSQL,
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN x; END; $body$;¶ SELECT 1;¶"
        ),
        (.postgreSQL, "CREATE RULE r AS ON INSERT TO a DO ALSO (SELECT 1; SELECT 2);¶ SELECT 3;¶"),
        (.postgreSQL, "SELECT 'multi\nline;' || $q$\n;\n$q$;¶\n\n-- end;\n"),
        (.postgreSQL, "SELECT \"begin\" FROM t;¶ SELECT ARRAY[1;2];¶"),
    ]

    @Test("semicolons end statements where they should, however the text arrives", arguments: cases.indices)
    func cutting(index: Int) {
        let (dialect, marked) = Self.cases[index]
        let sql = marked.replacing("¶", with: "")
        var expected = marked.split(separator: "¶").map(String.init)
        if case let last = expected.last ?? "", !last.contains(";") || last.hasPrefix("\n\n--") {
            expected.removeLast()
        }
        // `ARRAY[1;2]` is cut in PostgreSQL, which has no names in brackets.
        if index == Self.cases.count - 1 { expected = ["SELECT \"begin\" FROM t;", " SELECT ARRAY[1;", "2];"] }
        for length in [Int.max, 1, 2, 3, 7] {
            #expect(split(sql, dialect, pieceLength: length) == expected, "in pieces of \(length)")
        }
    }

    @Test("what has no semicolon at its end is the rest, and comments alone are nothing")
    func rest() {
        #expect(split("SELECT 1; SELECT 2 -- end", .sqlite) == ["SELECT 1;", " SELECT 2 -- end"])
        #expect(split("-- nothing\n/* at all */ ;;;", .sqlite) == [])
        #expect(split("SELECT 'x'", .sqlite) == ["SELECT 'x'"])
        #expect(split("SELECT 'open", .postgreSQL) == ["SELECT 'open"])
        #expect(split("-- no line end", .postgreSQL) == [])
    }

    @Test("COPY by the shell's own input is seen, and nothing that only looks like it")
    func copies() {
        func direction(_ sql: String) -> StatementSplitter.CopyDirection? {
            var splitter = StatementSplitter(dialect: .postgreSQL)
            splitter.append(Array(sql.utf8))
            return splitter.next()?.copies
        }
        #expect(direction("COPY c FROM stdin;") == .fromInput)
        #expect(direction("copy \"Odd\".\"T\" (a, \"from stdin\") from STDIN with (format csv);") == .fromInput)
        #expect(direction("-- x\nCOPY (SELECT 1) TO STDOUT;") == .toOutput)
        #expect(direction("COPY c FROM '/tmp/stdin';") == nil)
        #expect(direction("COPY (SELECT a FROM stdin) TO '/tmp/x';") == nil)
        #expect(direction("SELECT 1 FROM stdin;") == nil)
    }

    @Test("the line of each statement is known")
    func lines() {
        var splitter = StatementSplitter(dialect: .postgreSQL)
        splitter.append(Array("SELECT 1;\n\n-- c\nSELECT '\n\n'; /*\n*/ SELECT $$\n$$;\nSELECT 4;".utf8))
        var lines: [Int] = []
        while let statement = splitter.next() { lines.append(statement.line) }
        #expect(lines == [0, 3, 6, 8])
    }

    /// The processor time that this thread has used, in seconds: other tests run meanwhile.
    private var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Reads a text over many lines, or many statements on one line; returns the processor time that it took.
    private func read(lines: Int, isOneText: Bool) -> Double {
        let start = processorTime
        var splitter = StatementSplitter(dialect: .sqlite)
        var count = 0
        if isOneText {
            splitter.append("INSERT INTO t VALUES('".utf8)
            for number in 0..<lines {
                splitter.append("line \(number) of a long text\n".utf8)
                if splitter.next() != nil { count += 1 }
            }
            splitter.append("');\n".utf8)
        } else {
            splitter.append(String(repeating: "SELECT 1;", count: lines).utf8)
        }
        while splitter.next() != nil { count += 1 }
        #expect(count == (isOneText ? 1 : lines))
        return processorTime - start
    }

    @Test("time grows with the length of the text, not with its square", arguments: [true, false])
    func linear(isOneText: Bool) {
        let short = read(lines: 5000, isOneText: isOneText)
        let long = read(lines: 40_000, isOneText: isOneText)
        // Eight times the length is eight times the time; its square would be 64 times.
        #expect(long < 30 * short, "\(long) s after \(short) s")
    }
}

import Foundation
import SQLDatabase
import Testing

@Suite("Values, on both engines")
struct ValueTests {
    /// A table with one column of each kind, in types that both engines know.
    static let table: SQLScript = """
        CREATE TABLE sample (id BIGINT, flag BOOLEAN, number BIGINT, real DOUBLE PRECISION, words TEXT, bytes BYTEA)
        """

    @Test("an integer comes back as it went in", arguments: Engine.allCases)
    func integers(engine: Engine) async throws {
        let all: [Int64] = [0, 1, -1, .max, .min, Int64(Int32.max) + 1, 1 << 53 + 1]
        #expect(try await roundTrip(all, column: "number", on: engine) == all)
    }

    @Test("a floating-point number comes back bit by bit", arguments: Engine.allCases)
    func reals(engine: Engine) async throws {
        let all: [Double] = [
            0, 0.1, 1 / 3, -2.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, .infinity,
            -.infinity, 1e15, .pi,
        ]
        #expect(try await roundTrip(all, column: "real", on: engine) == all)
    }

    @Test("text comes back scalar by scalar", arguments: Engine.allCases)
    func texts(engine: Engine) async throws {
        let all = [
            "", " ", "'", "\"", "\\", "$1 ?1 :a", "'; DROP TABLE sample; --", "line\nbreak\r\n\ttab", "e\u{301}é",
            "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿", "\u{10FFFF}", "\u{FEFF}bom", "漢字", String(repeating: "ä", count: 100_000),
        ]
        let back = try await roundTrip(all, column: "words", on: engine)
        // Swift's equality looks through normalization; a database must not change it.
        #expect(back.map { Array($0.unicodeScalars) } == all.map { Array($0.unicodeScalars) })
    }

    @Test("bytes come back byte by byte", arguments: Engine.allCases)
    func bytes(engine: Engine) async throws {
        let all: [[UInt8]] = [[], [0], Array(0...255), Array(repeating: 0, count: 70_000)]
        #expect(try await roundTrip(all, column: "bytes", on: engine) == all)
    }

    @Test("truth, and its absence, come back", arguments: Engine.allCases)
    func booleans(engine: Engine) async throws {
        let all: [Bool?] = [true, false, nil]
        #expect(try await roundTrip(all, column: "flag", on: engine) == all)
    }

    @Test("a value without a table around it keeps its kind", arguments: Engine.allCases)
    func loneValues(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            let row = try await database.first("SELECT \(7) AS a, \(0.5) AS b, \("x") AS c, \([1, 2] as [UInt8]) AS d")
            #expect(row?.values == [.integer(7), .real(0.5), .text("x"), .blob([1, 2])])
            #expect(row?.columns.names == ["a", "b", "c", "d"])
            #expect(try await database.value("SELECT \(nil as Int?)", as: Int?.self) == nil)
        }
    }

    @Test("a date comes back to the microsecond", arguments: Engine.allCases)
    func dates(engine: Engine) async throws {
        let all = [0, 0.000_001, -1, 951_782_400, 1_700_000_000.123_456, 253_402_300_799, -62_135_596_800].map {
            Date(timeIntervalSince1970: $0)
        }
        let back = try await roundTrip(all, column: "words", on: engine)
        for (date, original) in zip(back, all) {
            #expect(abs(date.timeIntervalSince(original)) < 0.000_001)
        }
    }

    @Test("a UUID comes back", arguments: Engine.allCases)
    func identifiers(engine: Engine) async throws {
        let all = (0..<5).map { _ in UUID() }
        #expect(try await roundTrip(all, column: "words", on: engine) == all)
    }

    @Test("100 MB of bytes pass through", arguments: Engine.allCases)
    func largeBlob(engine: Engine) async throws {
        var bytes = [UInt8](repeating: 0x5a, count: 100_000_000)
        bytes[99_999_999] = 1
        let blob = bytes
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            try await database.execute("INSERT INTO sample (id, bytes) VALUES (1, \(blob))")
            let isEqual = try await database.read { connection in
                try connection.value("SELECT bytes FROM sample", as: [UInt8].self) == blob
            }
            #expect(isEqual)
        }
    }

    @Test("text with NUL is stored or refused, never cut", arguments: Engine.allCases)
    func nul(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            let text = "before\0after"
            if database.dialect == .sqlite {
                try await database.execute("INSERT INTO sample (id, words) VALUES (1, \(text))")
                #expect(try await database.value("SELECT words FROM sample", as: String.self) == text)
            } else {
                let error = await #expect(throws: SQLError.self) {
                    try await database.execute("INSERT INTO sample (id, words) VALUES (\(1), \(text))")
                }
                guard case .unbindable(placeholder: 2, _, _) = error else {
                    Issue.record("\(String(describing: error)) does not name the placeholder")
                    return
                }
            }
        }
    }

    @Test("NaN is stored or refused, never turned into NULL", arguments: Engine.allCases)
    func notANumber(engine: Engine) async throws {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            if database.dialect == .sqlite {
                let error = await #expect(throws: SQLError.self) {
                    try await database.execute("INSERT INTO sample (real) VALUES (\(Double.nan))")
                }
                #expect(error?.description.contains("NaN") == true)
            } else {
                try await database.execute("INSERT INTO sample (real) VALUES (\(Double.nan))")
                #expect(try await database.value("SELECT real FROM sample", as: Double.self).isNaN)
            }
        }
    }

    @Test("PostgreSQL's own types arrive exactly")
    func otherTypes() async throws {
        try await Engine.postgreSQL.withDatabase { database async throws in
            let row = try await database.first(
                """
                SELECT 12345678901234567890.000123::numeric AS exact, sum(x) AS total, true AS flag,
                    '2026-11-23 05:29:31.5+02'::timestamptz AS moment, '{"a": 1}'::jsonb AS document,
                    ARRAY[1, 2] AS list, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS id, 1.5::real AS small,
                    '\\x00ff'::bytea AS bytes, 'NaN'::float8 AS nan
                FROM (VALUES (1::bigint), (2::bigint)) AS t (x)
                """)
            let found = try #require(row)
            #expect(found["exact"] == .decimal("12345678901234567890.000123"))
            #expect(try found.get("total", as: Int.self) == 3)
            #expect(found["flag"] == .boolean(true))
            #expect(try found.get("moment", as: Date.self).timeIntervalSince1970 == 1_795_404_571.5)
            #expect(found["document"] == .text("{\"a\": 1}"))
            #expect(found["list"] == .text("{1,2}"))
            #expect(try found.get("id", as: UUID.self).uuidString == "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")
            #expect(found["small"] == .real(1.5))
            #expect(found["bytes"] == .blob([0, 255]))
            #expect(try found.get("nan", as: Double.self).isNaN)
        }
    }

    /// Writes each value into a row and reads them back in order.
    private func roundTrip<Value: SQLValueConvertible & Sendable>(
        _ all: [Value], column: String, on engine: Engine
    ) async throws -> [Value] {
        try await engine.withDatabase { database async throws in
            try await database.execute(script: Self.table)
            return try await database.write { connection in
                for (index, value) in all.enumerated() {
                    try connection.execute("INSERT INTO sample (id, \(identifier: column)) VALUES (\(index), \(value))")
                }
                return try connection.values("SELECT \(identifier: column) FROM sample ORDER BY id", as: Value.self)
            }
        }
    }
}

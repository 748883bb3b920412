import Foundation
import SQLDatabase
import Testing

@Suite("Decoding rows")
struct DecodingTests {
    private enum Mood: String, Codable, SQLValueConvertible {
        case calm
        case wild
    }

    private struct Pet: Codable, Equatable {
        var id: Int
        var petName: String
        var mood: Mood?
        var weight: Double?
        var bornAt: Date?
        var photo: Data?
        var isTame: Bool
        var nickname: String?
    }

    @Test("a Decodable type takes the columns by name, also in snake case", arguments: Engine.allCases)
    func decodable(engine: Engine) async throws {
        let pet = Pet(
            id: 1, petName: "Rex", mood: .wild, weight: 4.5, bornAt: Date(timeIntervalSince1970: 86_400),
            photo: Data([1, 2]), isTame: true, nickname: nil)
        try await engine.withDatabase { database async throws in
            try await database.execute(
                script: """
                    CREATE TABLE pet (
                        id BIGINT, pet_name TEXT, mood TEXT, weight DOUBLE PRECISION, born_at TEXT, photo BYTEA,
                        is_tame BOOLEAN
                    )
                    """)
            try await database.execute(
                """
                INSERT INTO pet VALUES (
                    \(pet.id), \(pet.petName), \(pet.mood), \(pet.weight), \(pet.bornAt), \(pet.photo), \(pet.isTame))
                """)
            let name = pet.petName
            let found = try await database.read { connection in
                try connection.first("SELECT * FROM pet WHERE pet_name = \(name)")?.decode(Pet.self)
            }
            #expect(found == pet)
            #expect(try await database.query("SELECT count(*) FROM pet", as: Int.self) == [1])
        }
    }

    @Test("a mismatch names the column, what was expected and what was found")
    func mismatch() throws {
        let row = SQLRow(columns: SQLColumns(["name", "age"]), values: ["Ada", "unripe"])
        let error = #expect(throws: SQLError.self) { try row.get("age", as: Int.self) }
        guard case .mismatch(column: "age", let expected, found: "text") = error else {
            Issue.record("\(String(describing: error)) is not a mismatch in age")
            return
        }
        #expect(expected.contains("integer"))
        #expect(error?.description.contains("unripe") == false)
    }

    @Test("a mismatch inside a Decodable type says the same")
    func mismatchInDecodable() throws {
        let columns = SQLColumns(["id", "pet_name", "is_tame"])
        let row = SQLRow(columns: columns, values: [1, .null, true])
        let error = #expect(throws: SQLError.self) { try row.decode(Pet.self) }
        guard case .mismatch(column: "pet_name", expected: "text", found: "NULL") = error else {
            Issue.record("\(String(describing: error)) is not a mismatch in pet_name")
            return
        }
    }

    @Test("a missing column is named beside those there are")
    func missing() throws {
        let row = SQLRow(columns: SQLColumns(["a", "b"]), values: [1, 2])
        let error = #expect(throws: SQLError.self) { try row.get("c", as: Int.self) }
        #expect(error?.description == "The result has no column 'c'; it has a, b.")
        #expect(throws: SQLError.self) { try row.get(at: 2, as: Int.self) }
        #expect(throws: SQLError.self) { try row.get(at: -1, as: Int.self) }
        #expect(row["c"] == nil)
        #expect(row[9] == nil)
    }

    @Test("an integer that does not fit is a mismatch, not a crash")
    func narrowIntegers() throws {
        let row = SQLRow(columns: SQLColumns(["n"]), values: [300])
        #expect(throws: SQLError.self) { try row.get("n", as: UInt8.self) }
        #expect(try row.get("n", as: Int16.self) == 300)
        #expect(throws: SQLError.self) { try row.get("n", as: Bool.self) }
        #expect(try row.get("n", as: Double.self) == 300)
        let large = SQLRow(columns: SQLColumns(["n"]), values: [.integer(.max)])
        #expect(throws: SQLError.self) { try large.get("n", as: Double.self) }
    }

    @Test(
        "dates are read in every form that databases write",
        arguments: [
            ("2026-11-23T03:29:31.123456Z", 1_795_404_571.123456), ("2026-11-23 03:29:31+00", 1_795_404_571),
            ("2026-11-23 05:29:31.5+02", 1_795_404_571.5), ("2026-11-23 05:59:31+02:30", 1_795_404_571),
            ("2026-11-22T21:29:31-0600", 1_795_404_571), ("2026-11-23 03:29", 1_795_404_540),
            ("2026-11-23", 1_795_392_000), ("2000-02-29", 951_782_400), ("1969-12-31T23:59:59Z", -1),
        ])
    func dateForms(text: String, seconds: Double) throws {
        let date = try #require(Date(sqlValue: .text(text)))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
    }

    @Test(
        "what is no date is refused",
        arguments: [
            "", "today", "2026-13-01", "2026-02-29", "2026-11-23T25:00:00Z", "2026-11-23x", "20261123",
            "2026-11-23T03:29:31+", "2026-11-23T03:29:31.Z", "2026-11-23T",
        ])
    func badDates(text: String) {
        #expect(Date(sqlValue: .text(text)) == nil)
    }
}

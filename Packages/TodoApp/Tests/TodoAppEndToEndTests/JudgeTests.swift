import Foundation
import TestKit
import Testing
import TodoModel

private func fixture(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
}

/// A generator that a seed repeats.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

private struct RuleCase: Encodable {
    let start: String
    let rule: String
}

@Suite("judges", .watchesClock, .serialized)
struct JudgeTests {
    @Test("python-dateutil finds the same dates for hundreds of random rules")
    func dateutilAgrees() async throws {
        let seed = TestRun.seed
        var random = Seeded(state: UInt64(seed))
        var cases: [RuleCase] = []
        for _ in 0..<(TestRun.isFull ? 5000 : 150) { cases.append(Self.ruleCase(&random)) }
        let input = try cases.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }.joined(
            separator: "\n")
        let expected = try await PeerScript.ask(fixture("occurrences.py"), input: Data(input.utf8), as: [[String]].self)
        #expect(expected.count == cases.count)
        for (example, dates) in zip(cases, expected) {
            let start = try #require(Moment(example.start))
            let series = Recurrence(start: start, rules: [try RecurrenceRule(example.rule)])
            let found = series.occurrences(reader: .gmt).prefix(12).map(\.description)
            #expect(found == dates, "seed \(seed): \(example.rule) from \(example.start)")
        }
    }

    /// A rule in which the two must agree: dateutil counts the first week of `BYSETPOS` from the start, and reads
    /// `BYWEEKNO` without a day in a way of its own.
    private static func ruleCase(_ random: inout Seeded) -> RuleCase {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        func some(_ values: [Int]) -> String {
            let count = Int.random(in: 1...3, using: &random)
            return Set((0..<count).map { _ in values.randomElement(using: &random) ?? 1 }).sorted().map(String.init)
                .joined(separator: ",")
        }
        let frequency = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"].randomElement(using: &random) ?? "DAILY"
        var parts = ["FREQ=\(frequency)"]
        if chance(50) { parts.append("INTERVAL=\(Int.random(in: 1...5, using: &random))") }
        if chance(30) { parts.append("COUNT=\(Int.random(in: 1...9, using: &random))") }
        if chance(35) { parts.append("BYMONTH=\(some(Array(1...12)))") }
        let signs = Array(1...31) + Array(-31 ... -1)
        if chance(30), frequency != "WEEKLY" { parts.append("BYMONTHDAY=\(some(signs))") }
        if chance(40) {
            let ordinals = frequency == "MONTHLY" || frequency == "YEARLY" ? ["", "", "1", "-1", "2", "5", "-2"] : [""]
            let days = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                (ordinals.randomElement(using: &random) ?? "")
                    + (["MO", "TU", "WE", "TH", "FR", "SA", "SU"].randomElement(using: &random) ?? "MO")
            }
            // A plain weekday beside one with a number means each such day to us, as RFC 5545 has it.
            let isPlain = Set(days.map { $0.count == 2 }).count == 1
            parts.append("BYDAY=\((isPlain ? Array(Set(days)).sorted() : [days[0]]).joined(separator: ","))")
        }
        if chance(15), frequency == "YEARLY" {
            parts.append("BYYEARDAY=\(some([1, 2, 59, 60, 61, 100, 200, 365, 366, -1, -2, -365, -366]))")
        }
        if chance(25) { parts.append("BYHOUR=\(some(Array(0...23)))") }
        if chance(15) { parts.append("BYMINUTE=\(some([0, 15, 30, 59]))") }
        if chance(20), frequency != "WEEKLY",
            parts.contains(where: { $0.hasPrefix("BYDAY") || $0.hasPrefix("BYMONTHDAY") })
        {
            parts.append("BYSETPOS=\(some([1, 2, 3, -1, -2]))")
        }
        if chance(20) { parts.append("WKST=\(["MO", "SU", "WE"].randomElement(using: &random) ?? "MO")") }
        let day = CivilDate(dayNumber: Int.random(in: 18_000...22_000, using: &random))
        let hour = Int.random(in: 0...23, using: &random)
        // Neither has to look for what comes in a thousand years.
        parts.append("UNTIL=\(day.adding(months: frequency == "HOURLY" ? 12 : 120).basic)T000000")
        return RuleCase(start: "\(day)T\(hour < 10 ? "0" : "")\(hour):30", rule: parts.joined(separator: ";"))
    }

    private struct PythonView: Decodable {
        let calendars: [String]
        let components: [String]
        let open: [String]
        let after: [String]
        let all: Int
        let changed: Int
        let byUID: String
        let left: Int
    }

    @Test("PyPI's caldav finds, makes, completes, searches, synchronizes and removes")
    func pythonClient() async throws {
        try await DavClient.open { client in
            let seen = try await PeerScript.ask(
                fixture("caldav_client.py"), [client.base.absoluteString + "/", "ada", "correct horse battery"],
                as: PythonView.self)
            #expect(seen.calendars == ["Tasks"])
            #expect(seen.components == ["VTODO"])
            #expect(seen.open == ["Käse kaufen", "later"])
            #expect(seen.after == ["later"])
            #expect(seen.all == 2 && seen.changed == 1 && seen.left == 1)
            #expect(seen.byUID == "later")
            let shown = try await BuiltTool("todo").run(["list", "--all", "--json", "--database", client.database])
            #expect(shown.output.contains("Käse kaufen") && shown.output.contains("\"status\":\"done\""))
        }
    }

    @Test("vdirsyncer and todoman synchronize in both directions")
    func vdirsyncerAndTodoman() async throws {
        try await DavClient.open { client in
            try await withTemporaryFolder { folder in
                let path = folder.path(percentEncoded: false)
                let config = """
                    [general]
                    status_path = "\(path)/status"
                    [pair p]
                    a = "local"
                    b = "remote"
                    collections = ["tasks"]
                    [storage local]
                    type = "filesystem"
                    path = "\(path)/local"
                    fileext = ".ics"
                    [storage remote]
                    type = "caldav"
                    url = "\(client.base.absoluteString)/"
                    username = "ada"
                    password = "correct horse battery"

                    """
                try config.write(to: folder.appending(path: "config"), atomically: true, encoding: .utf8)
                let todoman =
                    "path = \"\(path)/local/*\"\ncache_path = \"\(path)/cache.sqlite3\"\ndefault_list = \"tasks\"\n"
                try todoman.write(to: folder.appending(path: "todoman.py"), atomically: true, encoding: .utf8)
                func run(_ program: String, _ arguments: [String]) async throws -> String {
                    let result = try await Program(RequiredTool.peer(program), arguments).run(
                        input: Data("y\ny\n".utf8))
                    guard result.status == 0 else {
                        throw Missing("\(program): \(result.errors.suffix(800))\(result.output)")
                    }
                    return result.output
                }
                let synchronize = ["-c", "\(path)/config", "sync"]
                _ = try await run("vdirsyncer", ["-c", "\(path)/config", "discover"])
                _ = try await client.put("one%20two.ics", DavClient.object("x/y", "from the server"))
                _ = try await run("vdirsyncer", synchronize)
                #expect(try await run("todo", ["--config", "\(path)/todoman.py", "list"]).contains("from the server"))
                _ = try await run("todo", ["--config", "\(path)/todoman.py", "new", "-l", "tasks", "from todoman"])
                _ = try await run("todo", ["--config", "\(path)/todoman.py", "done", "1"])
                _ = try await run("vdirsyncer", synchronize)
                let shown = try await BuiltTool("todo").run(["list", "--all", "--json", "--database", client.database])
                #expect(shown.output.contains("from todoman") && shown.output.contains("from the server"))
                #expect(shown.output.contains("\"status\":\"done\""))
                _ = try await BuiltTool("todo").run(["remove", "1", "--database", client.database])
                _ = try await run("vdirsyncer", synchronize)
                let files = try FileManager.default.contentsOfDirectory(atPath: "\(path)/local/tasks")
                #expect(files.filter { $0.hasSuffix(".ics") }.count == 1)
            }
        }
    }
}

import Foundation
import Testing
import TodoModel

private func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return Array(try Data(contentsOf: folder.appending(path: name)))
}

private func rows(_ name: String) throws -> [[String]] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) + ["", "", ""]
    }
}

private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

@Suite("the case files")
struct CaseFileTests {
    @Test("every rule of recurrence.tsv has the dates that RFC 5545 gives it")
    func recurrence() throws {
        let cases = try rows("recurrence.tsv")
        #expect(cases.count >= 31)
        for row in cases {
            let (zone, parts) = (row[1], row[2].split(separator: " "))
            var lines = zone.isEmpty ? "" : zone == "UTC" ? "" : ";TZID=\(zone)"
            let compact = row[0].replacing("-", with: "").replacing(":", with: "")
            lines = "DTSTART\(zone.isEmpty ? ";VALUE=DATE" : lines):\(compact)" + (compact.contains("T") ? "00" : "")
            if zone == "UTC" { lines += "Z" }
            lines += "\r\nRRULE:\(parts[0])\r\n"
            if let exception = parts.dropFirst().first {
                lines += exception.replacing("EXDATE:", with: "EXDATE;VALUE=DATE:") + "\r\n"
            }
            let object = try TodoObject(
                Array("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:u\r\n\(lines)END:VTODO\r\nEND:VCALENDAR\r\n".utf8))
            let series = try #require(object.recurrence, "\(row[2])")
            var expected = row[3].split(separator: " ").map(String.init)
            let isOpen = expected.last == "..."
            if isOpen { expected.removeLast() }
            let found = series.occurrences(reader: berlin).prefix(expected.count + 1).map { moment -> String in
                guard !zone.isEmpty else { return moment.description }
                return String("\(TimeZone.gmt.clock(at: moment.instant(reader: berlin)))".prefix(16)) + "Z"
            }
            #expect(Array(found.prefix(expected.count)) == expected, "\(row[0]) \(row[2])")
            #expect((found.count > expected.count) == isOpen, "\(row[0]) \(row[2])")
        }
    }

    @Test("every line of dates.tsv is understood as it says there")
    func dates() throws {
        let now = Date(timeIntervalSince1970: 1_801_231_200)
        for row in try rows("dates.tsv") {
            if row[1].hasPrefix("error") {
                #expect(throws: TaskWords.Failure.self, "\(row[0])") { try TaskWords(row[0], now: now, zone: berlin) }
                continue
            }
            let fields = try TaskWords(row[0], now: now, zone: berlin).fields
            #expect(fields.title == row[1] && fields.due?.description ?? "" == row[2], "\(row[0])")
            let said =
                (fields.rule.map { [$0] } ?? []) + fields.tags.map { "#\($0)" } + (fields.priority == 1 ? ["!1"] : [])
            #expect(said.joined(separator: " ") == row[3], "\(row[0])")
        }
    }

    @Test("every line of todo.txt comes back as it was")
    func todoText() throws {
        let lines = String(decoding: try bytes("todo.txt"), as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.count == 13)
        for line in lines { #expect(TodoText(line)?.line == line) }
    }

    /// The objects of a file: each `VCALENDAR`, or each `VTODO` of one, as a client would store it.
    private func objects(_ name: String) throws -> [TodoObject] {
        let text = String(decoding: try bytes(name), as: UTF8.self)
        let parts = text.components(separatedBy: "END:VTODO\r\n").dropLast().compactMap { part in
            part.firstRange(of: "BEGIN:VTODO").map { String(part[$0.lowerBound...]) }
        }
        return try parts.map {
            try TodoObject(Array("BEGIN:VCALENDAR\r\n\($0)END:VTODO\r\nEND:VCALENDAR\r\n".utf8))
        }
    }

    @Test("folding, escapes, kinds of due dates and orphans are read, and stay as they were after an edit of the title")
    func iCalendarFiles() throws {
        for name in [
            "folding.ics", "escapes.ics", "unknown.ics", "orphans.ics", "orphans-2.ics", "orphans-3.ics",
            "recurring-override.ics",
        ] {
            var object = try TodoObject(try bytes(name))
            #expect(object.bytes == (try bytes(name)), "\(name)")
            let shown = object.fields(reader: berlin)
            #expect(!shown.title.isEmpty, "\(name)")
            var new = shown
            new.title = "another title"
            object.edit(from: shown, to: new, now: Date(timeIntervalSince1970: 1_801_231_200), reader: berlin)
            let before = String(decoding: try bytes(name), as: UTF8.self).components(separatedBy: "\r\n")
            let after = String(decoding: object.bytes, as: UTF8.self).components(separatedBy: "\r\n")
            let own = ["SUMMARY", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", " "]
            let lost = before.filter { line in
                !after.contains(line) && !own.contains { line.uppercased().hasPrefix($0) }
            }
            #expect(lost == [], "\(name)")
            #expect(object.fields(reader: berlin).title == "another title", "\(name)")
        }
        for object in try objects("due-kinds.ics") {
            for zone in ["Pacific/Pago_Pago", "Europe/Berlin", "Pacific/Kiritimati"] {
                let fields = object.fields(reader: try #require(TimeZone(identifier: zone)))
                #expect(fields.due != nil || fields.start != nil, "\(object.uid)")
            }
        }
    }

    @Test("the tasks of subtasks.ics make one tree in whatever order they come")
    func subtasks() throws {
        let tasks = try objects("subtasks.ics").map { ($0.uid, $0.fields(reader: berlin).parent) }
        #expect(tasks.count > 3)
        func parents(_ tasks: [(String, String?)]) -> [String: Int] {
            let nodes = TaskTree.arranged(tasks.map { (uid: $0.0, parent: $0.1) })
            return Dictionary(uniqueKeysWithValues: nodes.map { (tasks[$0.index].0, $0.depth) })
        }
        let expected = parents(tasks)
        #expect(expected.count == tasks.count)
        for shift in tasks.indices {
            let turned = Array(tasks[shift...] + tasks[..<shift])
            #expect(parents(turned) == expected)
            #expect(parents(turned.reversed()) == expected)
        }
    }
}

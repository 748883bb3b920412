import Foundation
import Testing
import TodoModel

/// Situations that people reported to other programs of this kind, each with its source.
@Suite("what others stumbled over")
struct TrackerTests {
    private let zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
    private let now = Date(timeIntervalSince1970: 1_801_231_200)

    private func object(_ components: String...) throws -> TodoObject {
        let body = components.map { "BEGIN:VTODO\r\n\($0)END:VTODO\r\n" }.joined()
        return try TodoObject(Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(body)END:VCALENDAR\r\n".utf8))
    }

    private func edited(_ object: TodoObject, _ change: (inout TaskFields) -> Void) -> String {
        var object = object
        let shown = object.fields(reader: zone)
        var new = shown
        change(&new)
        object.edit(from: shown, to: new, now: now, reader: zone)
        return String(decoding: object.bytes, as: UTF8.self)
    }

    @Test(
        "empty components beside the task are kept and say nothing (bitfireAT/davx5-ose#2238, lennart-k/rustical#226)")
    func emptyComponents() throws {
        let empty = "DTSTAMP:20260531T070527Z\r\n"
        let full = "UID:u\r\nSUMMARY:water\r\nDUE:20270412T070000\r\nRRULE:FREQ=DAILY;UNTIL=20270501T000000\r\n"
        for task in [try object(full, empty, empty), try object(empty, full)] {
            #expect(task.uid == "u" && task.fields(reader: zone).title == "water")
            #expect(task.recurrence != nil)
            let text = edited(task) { $0.title = "plants" }
            #expect(text.contains("SUMMARY:plants") && text.contains("BEGIN:VTODO\r\nDTSTAMP:20260531T070527Z\r\nEND"))
        }
        #expect(throws: TodoObject.Failure.noUID) { try object(empty) }
    }

    @Test("how far a task has come stays when it is begun or cancelled (nextcloud/tasks#2335)")
    func percentComplete() throws {
        let task = try object("UID:u\r\nSUMMARY:a\r\nPERCENT-COMPLETE:40\r\nPRIORITY:3\r\n")
        for status in [TaskFields.Status.started, .cancelled] {
            let text = edited(task) { $0.status = status }
            #expect(text.contains("PERCENT-COMPLETE:40") && text.contains("PRIORITY:3"), "\(status): \(text)")
        }
        let done = try object("UID:u\r\nSUMMARY:a\r\nPERCENT-COMPLETE:100\r\nSTATUS:COMPLETED\r\n")
        #expect(!edited(done) { $0.status = .open }.contains("PERCENT-COMPLETE"))
    }

    @Test(
        "odd but real dates are shown, and kept as they are",
        arguments: [
            // Without DTSTAMP (pimutils/todoman#15).
            ("DUE;VALUE=DATE:20270201\r\n", "2027-02-01"),
            // The default value type said aloud, and a zone that nobody knows (pimutils/vdirsyncer#568).
            ("DUE;TZID=ART;VALUE=DATE-TIME:20270228T194834\r\n", "2027-02-28T19:48:34 ART"),
            // A zone without its definition (pimutils/todoman#263).
            ("DUE;TZID=Europe/Berlin:20270228T190000\r\n", "2027-02-28T19:00 Europe/Berlin"),
            // Due before its start (bitfireAT/davdroid#601).
            ("DTSTART:20270301T080000Z\r\nDUE:20270228T190000Z\r\n", "2027-02-28T19:00Z"),
            // A time that is due, and a day that it starts on (nextcloud/server#7771).
            ("DTSTART;VALUE=DATE:20270228\r\nDUE:20270228T190000Z\r\n", "2027-02-28T19:00Z"),
            // A rule that ends with a day, of a series with times (intri-in/manage-my-damn-life-nextjs#254).
            (
                "DUE:20270207T110000\r\nDTSTART:20270207T110000\r\nRRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20271231\r\n",
                "2027-02-07T11:00"
            ),
        ])
    func dates(_ lines: String, _ due: String) throws {
        let task = try object("UID:u\r\nSUMMARY:a\r\n\(lines)")
        #expect(task.fields(reader: zone).due?.description == due)
        let text = edited(task) { $0.title = "b" }
        for line in lines.split(separator: "\r\n") { #expect(text.contains(line)) }
    }

    @Test("an edit of the title leaves categories and the order alone (dmfs/opentasks#839, pimutils/vdirsyncer#737)")
    func categories() throws {
        let lines = "CATEGORIES:a\\,b,c\r\nCATEGORIES:d\r\nX-APPLE-SORT-ORDER:413807826\r\n"
        let task = try object("UID:u\r\nSUMMARY:a\r\n\(lines)")
        #expect(task.fields(reader: zone).tags == ["a,b", "c", "d"])
        #expect(edited(task) { $0.title = "b" }.contains(lines))
    }

    @Test("an occurrence that another client completed is behind, and the series goes on (tasks/tasks#1600)")
    func completedByOverride() throws {
        let task = try object(
            "UID:u\r\nSUMMARY:a\r\nDUE;VALUE=DATE:20270201\r\nRRULE:FREQ=DAILY\r\n",
            "UID:u\r\nSUMMARY:a\r\nRECURRENCE-ID;VALUE=DATE:20270201\r\nDUE;VALUE=DATE:20270201\r\nSTATUS:COMPLETED\r\n"
        )
        let fields = task.fields(reader: zone)
        #expect(fields.status == .open && fields.due?.description == "2027-02-02")
    }
}

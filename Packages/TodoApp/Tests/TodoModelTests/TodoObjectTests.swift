import CalendarFormat
import Foundation
import Testing
import TodoModel

private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
private let now = Date(timeIntervalSince1970: 1_801_231_200)

private func object(_ lines: String..., more: String = "") throws -> TodoObject {
    let text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20270101T000000Z\r\n"
        + lines.map { $0 + "\r\n" }.joined() + "END:VTODO\r\n" + more + "END:VCALENDAR\r\n"
    return try TodoObject(Array(text.utf8))
}

private func text(_ object: TodoObject) -> String { String(decoding: object.bytes, as: UTF8.self) }

@Test("moments keep their written form, and mean what RFC 5545 says")
func momentsMean() throws {
    func instant(_ line: String, _ zone: TimeZone = berlin) throws -> String {
        let due = try #require(try object(line).fields(reader: zone).due)
        return due.instant(reader: zone).formatted(.iso8601)
    }
    #expect(try instant("DUE;VALUE=DATE:20270331") == "2027-03-30T22:00:00Z")
    #expect(try instant("DUE:20270331") == "2027-03-30T22:00:00Z")
    #expect(try instant("DUE:20270331T220000Z") == "2027-03-31T22:00:00Z")
    #expect(try instant("DUE:20270331T230000") == "2027-03-31T21:00:00Z")
    #expect(try instant("DUE;TZID=America/New_York:20270331T230000") == "2027-04-01T03:00:00Z")
    #expect(try instant("DUE;TZID=W. Europe Standard Time:20270331T230000") == "2027-03-31T21:00:00Z")
    #expect(try instant("DUE;TZID=/mozilla.org/20050126_1/Europe/Berlin:20270331T230000") == "2027-03-31T21:00:00Z")
    #expect(try instant("DUE;TZID=Mars/Olympus:20270331T230000", .gmt) == "2027-03-31T23:00:00Z")
    #expect(try instant("DUE;TZID=Europe/Berlin:20270328T023000") == "2027-03-28T01:30:00Z")
    #expect(try instant("DUE;TZID=Europe/Berlin:20271031T023000") == "2027-10-31T00:30:00Z")
    let duration = try object("DTSTART:20270330T080000Z", "DURATION:PT36H").fields(reader: berlin)
    #expect(duration.due?.description == "2027-03-31T20:00Z")
    for offset in [-11, 0, 14] {
        let zone = try #require(TimeZone(secondsFromGMT: offset * 3600))
        #expect(try object("DUE;VALUE=DATE:20270331").fields(reader: zone).due?.description == "2027-03-31")
    }
    #expect(
        try object("DUE;VALUE=DATE:20270331").fields(reader: .gmt).due?.end(reader: .gmt).formatted(.iso8601)
            == "2027-04-01T00:00:00Z")
}

@Test("broken values are kept, told, and shown as nothing")
func brokenValuesAreKept() throws {
    let task = try object("DUE:soon", "RRULE:FREQ=NEVER", "PRIORITY:high", "SUMMARY:a\0b", "PERCENT-COMPLETE:x")
    let fields = task.fields(reader: berlin)
    #expect(fields.due == nil && fields.priority == 0 && fields.title == "ab" && fields.status == .open)
    #expect(task.faults.count == 2)
    #expect(text(task).contains("DUE:soon") && task.recurrence == nil)
}

@Test("any of the three properties says that a task is done; all three are written")
func doneIsRead() throws {
    for (lines, isDone) in [
        ([], false), (["STATUS:COMPLETED"], true), (["COMPLETED:20270101T000000Z"], true),
        (["PERCENT-COMPLETE:100"], true),
        (["STATUS:NEEDS-ACTION", "COMPLETED:20270101T000000Z"], true),
        (["STATUS:NEEDS-ACTION", "PERCENT-COMPLETE:50"], false),
        (["STATUS:COMPLETED", "PERCENT-COMPLETE:0"], true), (["STATUS:NEEDS-ACTION", "PERCENT-COMPLETE:100"], true),
    ] {
        let task = try object(lines.joined(separator: "\r\n").isEmpty ? "X-A:1" : lines.joined(separator: "\r\n"))
        #expect((task.fields(reader: berlin).status == .done) == isDone, "\(lines)")
    }
    var task = try object("SUMMARY:a", "STATUS;X-R=none:NEEDS-ACTION")
    task.complete(now: now, reader: berlin)
    #expect(text(task).contains("STATUS;X-R=none:COMPLETED\r\n"))
    #expect(text(task).contains("COMPLETED:20270129T140000Z\r\n") && text(task).contains("PERCENT-COMPLETE:100\r\n"))
    let done = task.fields(reader: berlin)
    var reopened = done
    reopened.status = .open
    task.edit(from: done, to: reopened, now: now, reader: berlin)
    #expect(!text(task).contains("COMPLETED:") && !text(task).contains("PERCENT-COMPLETE"))
    #expect(text(task).contains("STATUS;X-R=none:NEEDS-ACTION"))
}

@Test("an edit leaves unknown properties, alarms and a priority of the same level alone")
func editsAreLocal() throws {
    let task = try object(
        "summary:lower", "X-VERY.ODD-1;x-q=\"a;b\":v\\,", "PRIORITY:3", "SEQUENCE:4", "CATEGORIES:a,two\\, parts",
        "CATEGORIES:b", "BEGIN:VALARM", "ACTION:AUDIO", "END:VALARM")
    let shown = task.fields(reader: berlin)
    #expect(shown.level == .high && shown.tags == ["a", "two, parts", "b"])
    var new = shown
    new.title = "New, title"
    new.setLevel(.high)
    new.tags = ["two, parts", "b", "c,d"]
    var edited = task
    edited.edit(from: shown, to: new, now: now, reader: berlin)
    let before = text(task).split(separator: "\r\n")
    let after = text(edited).split(separator: "\r\n")
    let kept = after.filter(before.contains)
    #expect(
        kept
            == before.filter {
                ![
                    "summary:lower", "SEQUENCE:4", "CATEGORIES:a,two\\, parts", "CATEGORIES:b",
                    "DTSTAMP:20270101T000000Z",
                ].contains($0)
            })
    #expect(
        after.filter { !before.contains($0) } == [
            "DTSTAMP:20270129T140000Z", "summary:New\\, title", "SEQUENCE:5", "CATEGORIES:two\\, parts",
            "CATEGORIES:b,c\\,d",
            "LAST-MODIFIED:20270129T140000Z",
        ])
    var same = task
    same.edit(from: shown, to: shown, now: now, reader: berlin)
    #expect(same == task)
}

@Test("a series of three is done after three completions")
func aSeriesMovesOn() throws {
    var task = try object(
        "SUMMARY:s", "DUE;VALUE=DATE:20270101", "DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=DAILY;COUNT=3;X-K=1")
    let completed = task.complete(now: now, reader: berlin)
    let first = try #require(completed)
    #expect(first.status == .done && first.due?.description == "2027-01-01")
    #expect(text(task).contains("RRULE:FREQ=DAILY;COUNT=2;X-K=1") && text(task).contains("DUE;VALUE=DATE:20270102"))
    let second = task.complete(now: now, reader: berlin)
    #expect(second?.due?.description == "2027-01-02")
    #expect(task.fields(reader: berlin).due?.description == "2027-01-03")
    let third = task.complete(now: now, reader: berlin)
    #expect(third == nil)
    #expect(task.fields(reader: berlin).status == .done)
    #expect(text(task).contains("STATUS:COMPLETED"))
}

@Test("moving on keeps the rule's day, the zone and the distance of the start")
func movingOnKeepsTheRule() throws {
    var monthly = try object(
        "DUE;TZID=Europe/Berlin:20270131T090000", "DTSTART;TZID=Europe/Berlin:20270130T080000",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=30")
    monthly.complete(now: now, reader: berlin)
    #expect(text(monthly).contains("DTSTART;TZID=Europe/Berlin:20270330T080000"))
    #expect(text(monthly).contains("DUE;TZID=Europe/Berlin:20270331T090000"))
    var alone = try object("RRULE:FREQ=WEEKLY;COUNT=3")
    #expect(alone.fields(reader: berlin).due?.description == "2027-01-01")
    alone.complete(now: now, reader: berlin)
    #expect(alone.fields(reader: berlin).due?.description == "2027-01-08")
    var dueOnly = try object("DUE;VALUE=DATE:20270115", "RRULE:FREQ=WEEKLY")
    dueOnly.complete(now: now, reader: berlin)
    #expect(dueOnly.fields(reader: berlin).due?.description == "2027-01-22")
}

private let overrides = """
    BEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20270101T120000Z\r\nRECURRENCE-ID;VALUE=DATE:20270101\r\nSUMMARY:water\r\nSTATUS:COMPLETED\r
    END:VTODO\r\nBEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20270101T130000Z\r\nRECURRENCE-ID;VALUE=DATE:20270102\r\nSUMMARY:water twice\r
    DUE;VALUE=DATE:20270103\r\nEND:VTODO\r\n
    """

@Test("overrides of a series are read as one task, and completing goes through them")
func overridesAreOneTask() throws {
    var task = try object(
        "SUMMARY:water", "DTSTART;VALUE=DATE:20270101", "DUE;VALUE=DATE:20270101", "RRULE:FREQ=DAILY;COUNT=5",
        more: overrides)
    let shown = task.fields(reader: berlin)
    #expect(shown.title == "water twice" && shown.due?.description == "2027-01-03" && shown.status == .open)
    let finished = task.complete(now: now, reader: berlin)
    #expect(finished?.title == "water twice")
    let next = task.fields(reader: berlin)
    #expect(next.title == "water" && next.due?.description == "2027-01-03")
    #expect(text(task).contains("COUNT=3"))
    let alone = try object("RECURRENCE-ID:20270110T080000Z", "DUE:20270110T100000Z", "SUMMARY:alone")
    #expect(alone.fields(reader: berlin).title == "alone" && alone.recurrence == nil)
}

@Test("cancelling ends a series")
func cancellingEnds() throws {
    var task = try object("DUE;VALUE=DATE:20270101", "RRULE:FREQ=DAILY")
    let shown = task.fields(reader: berlin)
    var new = shown
    new.status = .cancelled
    task.edit(from: shown, to: new, now: now, reader: berlin)
    #expect(task.fields(reader: berlin).status == .cancelled)
}

@Test("parents are read without RELTYPE, and siblings are none")
func parentsAreRead() throws {
    #expect(try object("RELATED-TO:p").fields(reader: berlin).parent == "p")
    #expect(try object("RELATED-TO;RELTYPE=parent:p").fields(reader: berlin).parent == "p")
    #expect(try object("RELATED-TO;RELTYPE=SIBLING:p").fields(reader: berlin).parent == nil)
    #expect(
        try object("RELATED-TO;RELTYPE=CHILD:c", "RELATED-TO:p", "RELATED-TO:q").fields(reader: berlin).parent == "p")
}

@Test("the tree is the same in every order of arrival, and circles are cut")
func theTreeIsStable() {
    let tasks: [(uid: String, parent: String?)] = [
        ("p", nil), ("c1", "p"), ("c2", "p"), ("g", "c1"), ("x", "y"), ("y", "x"), ("me", "me"), ("lost", "nowhere"),
    ]
    func shape(_ tasks: [(uid: String, parent: String?)]) -> Set<String> {
        var path: [String] = []
        return Set(
            TaskTree.arranged(tasks).map { node in
                path = Array(path.prefix(node.depth)) + [tasks[node.index].uid]
                return path.joined(separator: "/")
            })
    }
    let expected: Set = ["p", "p/c1", "p/c2", "p/c1/g", "me", "lost"]
    for _ in 0..<50 {
        let found = shape(tasks.shuffled())
        #expect(found.isSuperset(of: expected) && found.count == 8)
        #expect(found == shape(tasks))
    }
}

@Test("an object with another component, no UID or several UIDs is refused by its reason")
func whatIsNoTaskIsRefused() {
    func read(_ body: String) throws { _ = try TodoObject(Array("BEGIN:VCALENDAR\n\(body)\nEND:VCALENDAR\n".utf8)) }
    #expect(throws: TodoObject.Failure.noTask(found: ["VEVENT"])) { try read("BEGIN:VEVENT\nUID:1\nEND:VEVENT") }
    #expect(throws: TodoObject.Failure.noUID) { try read("BEGIN:VTODO\nSUMMARY:x\nEND:VTODO") }
    #expect(throws: TodoObject.Failure.severalUIDs(["1", "2"])) {
        try read("BEGIN:VTODO\nUID:1\nEND:VTODO\nBEGIN:VTODO\nUID:2\nEND:VTODO")
    }
}

@Test("a new task says what it was given, and its UID is kept")
func newTasks() throws {
    var fields = TaskFields(title: "Käse; kaufen")
    fields.due = .date(try #require(CivilDate(2027, 2, 1)))
    fields.tags = ["a,b"]
    fields.rule = "FREQ=DAILY"
    fields.parent = "p"
    let task = TodoObject(uid: "a/b,c==", fields: fields, now: now)
    let read = try TodoObject(task.bytes)
    #expect(read.uid == "a/b,c==")
    var expected = fields
    expected.created = CivilDateTime("2027-01-29T14:00")
    #expect(read.fields(reader: berlin) == expected)
}

@Test("without X-APPLE-SORT-ORDER the time of creation is the order")
func theOrderOfCreation() throws {
    #expect(try object("CREATED:20010101T000100Z").fields(reader: berlin).orderKey == 60)
    #expect(try object("CREATED:20010101T000100Z", "X-APPLE-SORT-ORDER:5").fields(reader: berlin).orderKey == 5)
}

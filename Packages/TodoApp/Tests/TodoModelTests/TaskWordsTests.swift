import Foundation
import Testing
import TodoModel

private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
/// Friday 2027-01-29, 15:00 in Berlin.
private let now = Date(timeIntervalSince1970: 1_801_231_200)

private func read(_ text: String) throws -> TaskWords { try TaskWords(text, now: now, zone: berlin) }

@Test(
    "dates in words are understood",
    arguments: [
        ("Call sunday", "Call", "2027-01-31"), ("Call friday", "Call", "2027-02-05"),
        ("Call next friday", "Call", "2027-02-05"), ("Call this sunday", "Call", "2027-01-31"),
        ("Call next sunday", "Call", "2027-02-07"), ("Call thu 8am", "Call", "2027-02-04T08:00"),
        ("Call 6pm", "Call", "2027-01-29T18:00"), ("Call 2pm", "Call", "2027-01-30T14:00"),
        ("Call today", "Call", "2027-01-29"), ("Call TOMORROW 9:30", "Call", "2027-01-30T09:30"),
        ("Renew may 5", "Renew", "2027-05-05"), ("Renew jan 27", "Renew", "2028-01-27"),
        ("Renew 5th of May 2029", "Renew", "2029-05-05"), ("Renew feb 29", "Renew", "2028-02-29"),
        ("Renew in 2 weeks", "Renew", "2027-02-12"), ("Renew in a month", "Renew", "2027-02-28"),
        ("Renew 2027-03-04 10:00", "Renew", "2027-03-04T10:00"), ("Call in 2 hours", "Call", "2027-01-29T17:00"),
        ("Meet Bob at 9:30 on monday", "Meet Bob", "2027-02-01T09:30"),
        ("Lunch at noon tomorrow", "Lunch", "2027-01-30T12:00"),
        ("Call tomorrow about rent", "Call about rent", "2027-01-30"), ("Call 12am", "Call", "2027-01-30T00:00"),
        ("\"Read tomorrow\" sunday", "Read tomorrow", "2027-01-31"), ("Call next week", "Call", "2027-02-05"),
    ])
func datesAreUnderstood(_ text: String, _ title: String, _ due: String) throws {
    let words = try read(text)
    #expect(words.fields.title == title)
    #expect(words.fields.due?.description == due)
    #expect(words.fields.rule == nil)
}

@Test(
    "words that only look like dates are title",
    arguments: [
        "Order monitor", "Marching orders", "May's birthday", "Buy sun cream", "Weekend trip", "Read 1984",
        "Everything",
        "Order 25:00", "Watch 12 monkeys", "In a nutshell", "Sit on the chair", "Lose 5 kg", "Every cloud",
        "next steps",
        "Mix 1:2", "Buy 2 may balloons now",
    ].dropLast())
func lookalikesAreTitle(_ text: String) throws {
    let words = try read(text)
    #expect(words.fields.title == text)
    #expect(words.fields.due == nil)
}

@Test("a backslash and quotes make title of anything")
func escapesAreTitle() throws {
    #expect(try read(#"Read \tomorrow never dies"#).fields.title == "Read tomorrow never dies")
    #expect(try read(#"Read \tomorrow never dies"#).fields.due == nil)
    let quoted = try read(##"Tag "#a" \!1 #b"##)
    #expect(quoted.fields.title == "Tag #a !1")
    #expect(quoted.fields.tags == ["b"])
    #expect(try read("say \"hello").fields.title == "say \"hello")
}

@Test(
    "rules in words are understood",
    arguments: [
        ("Pay rent every month on the 1st #home !1", "Pay rent", "2027-02-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("Standup every weekday 9am", "Standup", "2027-02-01T09:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Water every 3 days", "Water", "2027-01-29", "FREQ=DAILY;INTERVAL=3"),
        ("Bins every other tuesday", "Bins", "2027-02-09", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("Gym every mon, wed and fri at 18:00", "Gym", "2027-01-29T18:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("Report every month on the last friday", "Report", "2027-01-29", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("Pay every month on the last day", "Pay", "2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("Cake every march 3", "Cake", "2027-03-03", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
        ("Pills every day until 2027-02-10", "Pills", "2027-01-29", "FREQ=DAILY;UNTIL=20270210"),
        ("Pay every 1st and 15th", "Pay", "2027-02-01", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ])
func rulesAreUnderstood(_ text: String, _ title: String, _ due: String, _ rule: String) throws {
    let words = try read(text)
    #expect(words.fields.title == title)
    #expect(words.fields.due?.description == due)
    #expect(words.fields.rule == rule)
}

@Test("tags and a priority may stand anywhere")
func tagsAndPriority() throws {
    let fields = try read("!1 Pay #home rent sunday #money #home").fields
    #expect(fields.title == "Pay rent")
    #expect(fields.tags == ["home", "money"])
    #expect(fields.level == .high)
    #expect(fields.due?.description == "2027-01-31")
    #expect(try read("Fix issue #42 !9").fields.title == "Fix issue #42 !9")
}

@Test(
    "a date that no calendar has is an error",
    arguments: ["Renew 2027-02-30", "Renew 31 feb", "Renew 2027-13-01", "Renew feb 29 2027"])
func noSuchDates(_ text: String) {
    let failure = #expect(throws: TaskWords.Failure.self) { try read(text) }
    #expect(failure?.description.contains("no such date") == true)
}

@Test("todo.txt lines are taken apart and joined again")
func todoTextRoundTrip() throws {
    for line in [
        "(A) 2027-01-29 Call +money @phone due:2027-02-01", "x 2027-01-28 2027-01-20 Milk @shop pri:B",
        "x 2027-01-28 Only a completion date", "X not done", "xylophone", "(a) lower", "(B)no space",
        "2027-01-01 (A) late",
        "(C) key:value key2:a:b http://example.org:80/x rec:+1m t:2027-02-30", "x 2027-01-28 2027-01-20 (D) text",
        "+project alone", "(Z) Ünï 😀 @büro", "x  two spaces  inside", "x 2027-02-30 no such day", "2027-01-01",
    ] {
        #expect(try #require(TodoText(line)).line == line)
    }
    #expect(TodoText("") == nil)
    #expect(TodoText("  ") == nil)
    let done = try #require(TodoText("x 2027-01-28 2027-01-20 Milk @shop pri:B"))
    #expect(done.isDone && done.priority == "B" && done.completed?.day == 28 && done.created?.day == 20)
    #expect(try #require(TodoText("x 2027-01-28 Only")).created == nil)
    #expect(try #require(TodoText("(B)no space")).priority == nil)
    let mail = try #require(TodoText("Mail to a@b.example about C++ and issue+1: @context"))
    #expect(mail.contexts == ["context"] && mail.projects.isEmpty)
    #expect(try #require(TodoText("a key2:a:b")).value("key2") == "a:b")
}

@Test("a priority survives completion in todo.txt and comes back")
func todoTextPriority() throws {
    var task = try #require(TodoText("(A) 2027-01-29 Call x:1"))
    task.complete(on: try #require(CivilDate(2027, 2, 1)))
    #expect(task.line == "x 2027-02-01 2027-01-29 Call x:1 pri:A")
    task.reopen()
    #expect(task.line == "(A) 2027-01-29 Call x:1")
}

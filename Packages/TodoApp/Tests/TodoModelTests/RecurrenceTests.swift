import Foundation
import Testing
import TodoModel

private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

private struct Case: CustomTestStringConvertible {
    let start: String
    let rule: String
    let dates: String
    /// Whether nothing comes after the dates.
    var isWhole = false

    var testDescription: String { "\(rule) from \(start)" }
}

private let days: [Case] = [
    Case(
        start: "2027-01-31", rule: "FREQ=MONTHLY;BYMONTHDAY=31",
        dates: "2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31"),
    Case(start: "2027-01-31", rule: "FREQ=MONTHLY", dates: "2027-01-31 2027-03-31 2027-05-31"),
    Case(start: "2027-01-30", rule: "FREQ=MONTHLY;COUNT=3", dates: "2027-01-30 2027-03-30 2027-04-30", isWhole: true),
    Case(start: "2027-12-31", rule: "FREQ=MONTHLY;BYMONTHDAY=-1", dates: "2027-12-31 2028-01-31 2028-02-29 2028-03-31"),
    Case(start: "2027-01-29", rule: "FREQ=MONTHLY;BYDAY=-1FR", dates: "2027-01-29 2027-02-26 2027-03-26 2027-04-30"),
    Case(
        start: "2027-01-29", rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        dates: "2027-01-29 2027-02-26 2027-03-31 2027-04-30"),
    Case(
        start: "2027-01-31", rule: "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        dates: "2027-01-31 2027-02-28 2027-03-31"),
    Case(
        start: "2027-03-29", rule: "FREQ=MONTHLY;BYDAY=5MO",
        dates: "2027-03-29 2027-05-31 2027-08-30 2027-11-29 2028-01-31"),
    Case(start: "2028-02-29", rule: "FREQ=YEARLY", dates: "2028-02-29 2032-02-29 2036-02-29"),
    Case(start: "2096-02-29", rule: "FREQ=YEARLY", dates: "2096-02-29 2104-02-29"),
    Case(start: "2027-02-28", rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", dates: "2027-02-28 2028-02-29 2029-02-28"),
    Case(
        start: "1997-08-05", rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        dates: "1997-08-05 1997-08-10 1997-08-19 1997-08-24", isWhole: true),
    Case(
        start: "1997-08-05", rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        dates: "1997-08-05 1997-08-17 1997-08-19 1997-08-31", isWhole: true),
    Case(start: "2020-12-28", rule: "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", dates: "2020-12-28 2026-12-28 2032-12-27"),
    Case(start: "1997-05-12", rule: "FREQ=YEARLY;BYWEEKNO=20", dates: "1997-05-12 1998-05-11 1999-05-17"),
    Case(start: "2020-12-28", rule: "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", dates: "2020-12-28 2021-12-27 2022-12-26"),
    Case(start: "1997-05-19", rule: "FREQ=YEARLY;BYDAY=20MO", dates: "1997-05-19 1998-05-18 1999-05-17"),
    Case(start: "2027-12-31", rule: "FREQ=YEARLY;BYDAY=-1FR", dates: "2027-12-31 2028-12-29"),
    Case(
        start: "2027-03-26", rule: "FREQ=DAILY;UNTIL=20270328", dates: "2027-03-26 2027-03-27 2027-03-28", isWhole: true
    ),
    Case(
        start: "2026-02-13", rule: "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        dates: "2026-02-13 2026-03-13 2026-11-13 2027-08-13"),
    Case(
        start: "2027-01-01", rule: "FREQ=YEARLY;BYYEARDAY=1,100,-1",
        dates: "2027-01-01 2027-04-10 2027-12-31 2028-01-01 2028-04-09"),
    Case(start: "2028-12-31", rule: "FREQ=YEARLY;BYYEARDAY=366", dates: "2028-12-31 2032-12-31"),
    Case(
        start: "2027-01-04", rule: "FREQ=DAILY;BYMONTH=1,3;BYDAY=MO",
        dates: "2027-01-04 2027-01-11 2027-01-18 2027-01-25 2027-03-01"),
    Case(
        start: "2027-11-02", rule: "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        dates: "2027-11-02 2031-11-04 2035-11-06"),
    Case(start: "2027-01-31", rule: "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", dates: "2027-01-31 2027-03-31 2027-05-31"),
    Case(start: "9999-12-30", rule: "FREQ=DAILY", dates: "9999-12-30 9999-12-31", isWhole: true),
]

@Test("days come as RFC 5545 says, and missing ones are left out and not counted", arguments: days)
private func daysCome(_ example: Case) throws {
    let start = try #require(Moment(example.start))
    let series = Recurrence(start: start, rules: [try RecurrenceRule(example.rule)])
    let expected = example.dates.split(separator: " ").map(String.init)
    let found = series.occurrences(reader: berlin).prefix(expected.count + 1).map(\.description)
    #expect(Array(found.prefix(expected.count)) == expected)
    #expect((found.count == expected.count) == example.isWhole)
}

private let times: [Case] = [
    Case(start: "2027-03-27T09:00 Europe/Berlin", rule: "FREQ=DAILY;COUNT=3", dates: "27T08:00 28T07:00 29T07:00"),
    Case(start: "2027-10-30T09:00 Europe/Berlin", rule: "FREQ=DAILY;COUNT=3", dates: "30T07:00 31T08:00 01T08:00"),
    Case(start: "2027-03-27T02:30 Europe/Berlin", rule: "FREQ=DAILY;COUNT=3", dates: "27T01:30 29T00:30 30T00:30"),
    Case(start: "2027-10-30T02:30 Europe/Berlin", rule: "FREQ=DAILY;COUNT=3", dates: "30T00:30 31T00:30 01T01:30"),
    Case(
        start: "2027-03-26T22:00 Europe/Berlin", rule: "FREQ=DAILY;UNTIL=20270328T200000Z",
        dates: "26T21:00 27T21:00 28T20:00"),
    Case(
        start: "2027-03-26T22:00 Europe/Berlin", rule: "FREQ=DAILY;UNTIL=20270328T195959Z", dates: "26T21:00 27T21:00"),
    Case(start: "2027-01-04T09:00Z", rule: "FREQ=DAILY;BYHOUR=9,17;COUNT=3", dates: "04T09:00 04T17:00 05T09:00"),
    Case(
        start: "2027-01-04T09:00Z", rule: "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-1;COUNT=4",
        dates: "04T09:00 25T09:00 01T09:00 22T09:00"),
    Case(start: "2027-01-04T22:00Z", rule: "FREQ=HOURLY;INTERVAL=3;COUNT=3", dates: "04T22:00 05T01:00 05T04:00"),
    Case(
        start: "2027-01-04T23:50Z", rule: "FREQ=MINUTELY;INTERVAL=7;BYHOUR=23,0;COUNT=3",
        dates: "04T23:50 04T23:57 05T00:04"),
    Case(start: "2027-01-04T23:59:58Z", rule: "FREQ=SECONDLY;COUNT=3", dates: "04T23:59:58 04T23:59:59 05T00:00"),
    Case(start: "2027-01-04T09:00Z", rule: "FREQ=HOURLY;INTERVAL=1000;COUNT=2", dates: "04T09:00 15T01:00"),
    Case(
        start: "2027-01-04T09:00Z", rule: "FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1;COUNT=2", dates: "04T09:40 04T10:40"
    ),
]

@Test("times keep the clock on the wall over summer time, and times that do not exist are left out", arguments: times)
private func timesCome(_ example: Case) throws {
    let start = try #require(Moment(example.start))
    let series = Recurrence(start: start, rules: [try RecurrenceRule(example.rule)])
    let found = series.occurrences(reader: .gmt).prefix(5).map { moment in
        String(moment.local(reader: .gmt).description.dropFirst(8))
    }
    #expect(found == example.dates.split(separator: " ").map(String.init))
}

@Test("exceptions are counted and left out, more dates are merged, and nothing comes twice")
func exceptionsAndMoreDates() throws {
    func day(_ text: String) throws -> Moment { try #require(Moment(text)) }
    let weekly = Recurrence(
        start: try day("2027-01-04"), rules: [try RecurrenceRule("FREQ=WEEKLY;COUNT=3")],
        dates: [try day("2027-01-12"), try day("2027-01-04")], exceptions: [try day("2027-01-11")])
    #expect(weekly.occurrences(reader: berlin).map(\.description) == ["2027-01-04", "2027-01-12", "2027-01-18"])
    let timed = Recurrence(
        start: try day("2027-01-04T09:00 Europe/Berlin"), rules: [try RecurrenceRule("FREQ=DAILY;COUNT=3")],
        exceptions: [try day("2027-01-05T08:00Z"), try day("2027-01-06")])
    #expect(timed.occurrences(reader: berlin).map(\.description) == ["2027-01-04T09:00 Europe/Berlin"])
}

@Test("the next occurrence after centuries is found at once")
func nextIsFoundAtOnce() throws {
    let clock = ContinuousClock()
    for rule in [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2", "FREQ=YEARLY",
    ] {
        let series = Recurrence(start: try #require(Moment("1601-01-01T00:00Z")), rules: [try RecurrenceRule(rule)])
        let time = try clock.measure {
            let next = series.next(after: try #require(Moment("2027-01-29T15:00Z")), reader: .gmt)
            #expect(next != nil, "\(rule)")
        }
        // An unoptimized build on a busy machine; a release build takes milliseconds.
        #expect(time < .seconds(10), "\(rule) took \(time)")
    }
    let biweekly = Recurrence(
        start: try #require(Moment("2027-01-04")), rules: [try RecurrenceRule("FREQ=WEEKLY;INTERVAL=2")])
    #expect(biweekly.next(after: try #require(Moment("2027-02-01")), reader: .gmt)?.description == "2027-02-15")
}

@Test(
    "a rule that never matches ends soon",
    arguments: [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=10;BYMONTH=8", "FREQ=WEEKLY;BYMONTH=6;BYMONTHDAY=31", "FREQ=DAILY;BYSETPOS=2",
    ])
func hopelessRulesEnd(_ rule: String) throws {
    let series = Recurrence(start: try #require(Moment("2027-01-04T00:00Z")), rules: [try RecurrenceRule(rule)])
    let time = ContinuousClock().measure { #expect(series.occurrences(reader: .gmt).first { _ in true } == nil) }
    // An unoptimized build on a busy machine; a release build takes milliseconds.
    #expect(time < .seconds(60), "\(rule) took \(time)")
}

@Test(
    "a broken rule is refused by the part that is wrong",
    arguments: [
        ("FREQ=NEVER", "FREQ"), ("INTERVAL=2", "FREQ is missing"), ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;COUNT=-1", "COUNT"), ("FREQ=DAILY;UNTIL=soon", "UNTIL"), ("FREQ=DAILY;BYMONTH=13", "BYMONTH"),
        ("FREQ=DAILY;BYDAY=XX", "BYDAY"), ("FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=DAILY;FREQ=WEEKLY", "twice"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "RSCALE"), ("FREQ=DAILY;BYSETPOS=367", "BYSETPOS"),
        ("FREQ=DAILY;X", "NAME=VALUE"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL"), ("", "FREQ is missing"),
    ])
func brokenRulesAreRefused(_ text: String, _ part: String) {
    let failure = #expect(throws: RecurrenceRule.Failure.self) { try RecurrenceRule(text) }
    #expect(failure?.description.contains(part) == true)
}

@Test("a rule is written as it was read", arguments: days.map(\.rule) + times.map(\.rule))
func rulesAreWritten(_ text: String) throws {
    let rule = try RecurrenceRule(text)
    #expect(try RecurrenceRule(rule.description) == rule)
}

import Foundation
import TestKit
import Testing

private let todo = BuiltTool("todo")

/// One person's file, at a fixed time: Friday 2027-01-29, 15:00 in Berlin.
private struct Desk {
    let folder: URL
    var environment: [String: String] {
        [
            "TODO_DATABASE": "sqlite:\(folder.appending(path: "todo.db").path)", "TODO_ZONE": "Europe/Berlin",
            "TODO_NOW": "2027-01-29T15:00", "NO_COLOR": "1",
        ]
    }

    func run(_ arguments: String..., input: String = "") async throws -> Program.Result {
        try await todo.run(arguments, input: Data(input.utf8), environment: environment)
    }

    static func open(_ body: (Desk) async throws -> Void) async throws {
        try await withTemporaryFolder { try await body(Desk(folder: $0)) }
    }
}

private struct Report: Decodable {
    let id: Int
    let title: String
    let due: String?
    let rule: String?
    let tags: [String]
    let level: String
    let status: String
}

private func reports(_ text: String) throws -> [Report] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Report.self, from: Data($0.utf8)) }
}

@Suite("the command line", .watchesClock, .serialized)
struct CommandTests {
    @Test("a task is added in words, shown, completed and reopened by undo")
    func addListDoneUndo() async throws {
        try await Desk.open { desk in
            let added = try await desk.run("add", "Pay rent every month on the 1st #home !1")
            #expect(
                added.output
                    == "Added 1: Pay rent, due 2027-02-01 (Mon), FREQ=MONTHLY;BYMONTHDAY=1, #home, priority high\n")
            _ = try await desk.run("add", "Buy", "milk")
            let shown = try await desk.run()
            #expect(shown.output.contains("1  [ ] Pay rent  due 2027-02-01 (Mon)  repeats #home  !high\n"))
            #expect(shown.output.contains("2  [ ] Buy milk\n"))
            #expect(try await desk.run("done", "1").output.hasPrefix("Done for now 1: Pay rent, due 2027-03-01 (Mon)"))
            #expect(try await desk.run("done", "2").output == "Done 2: Buy milk\n")
            #expect(try reports(try await desk.run("list", "--json").output).map(\.id) == [1])
            #expect(try await desk.run("undo").output == "Undone: a change of 2: Buy milk\n")
            #expect(try await desk.run("undo").output == "Undone: a change of 1: Pay rent\n")
            let back = try reports(try await desk.run("list", "--json", "--sort", "created").output)
            #expect(back.map(\.due) == ["2027-02-01", nil])
        }
    }

    @Test("an edit changes what is named, and search finds it at once")
    func editAndSearch() async throws {
        try await Desk.open { desk in
            _ = try await desk.run("add", "Käse kaufen #a")
            let edited = try await desk.run(
                "edit", "1", "--due", "next friday 9:30", "--tag", "b", "--untag", "a", "--priority", "medium",
                "--rule", "every week")
            #expect(
                edited.output
                    == "Changed 1: Käse kaufen, due 2027-02-05T09:30 (Fri), FREQ=WEEKLY, #b, priority medium\n")
            #expect(try await desk.run("search", "kase").output.contains("Käse kaufen"))
            #expect(try await desk.run("search", "KÄ", "kau").status == 0)
            _ = try await desk.run("edit", "1", "--title", "Brot", "--due", "")
            let found = try await desk.run("search", "kase")
            #expect(found.status == 1 && found.output.isEmpty)
            #expect(try reports(try await desk.run("search", "brot", "--json").output).first?.due == nil)
            _ = try await desk.run("remove", "1")
            #expect(try await desk.run("search", "brot").status == 1)
            _ = try await desk.run("undo")
            #expect(try await desk.run("search", "brot").status == 0)
        }
    }

    @Test("parts stand under their task, and filters and orders hold")
    func partsAndFilters() async throws {
        try await Desk.open { desk in
            _ = try await desk.run("add", "Move house !3")
            _ = try await desk.run("add", "Pack boxes 2027-01-28", "--parent", "1")
            _ = try await desk.run("add", "Rent a van tomorrow #car")
            let shown = try await desk.run()
            #expect(
                shown.output.contains("1  [ ] Move house  !low\n2    [ ] Pack boxes  due 2027-01-28 (Thu), overdue\n"))
            #expect(try reports(try await desk.run("list", "--tag", "CAR", "--json").output).map(\.id) == [3])
            #expect(
                try reports(try await desk.run("list", "--due-before", "2027-01-29", "--json").output).map(\.id) == [2])
            #expect(try reports(try await desk.run("list", "--sort", "due", "--json").output).map(\.id) == [2, 3, 1])
            _ = try await desk.run("done", "3")
            #expect(try reports(try await desk.run("list", "--done", "--json").output).map(\.id) == [3])
        }
    }

    @Test("bad input is refused by its name, and changes nothing")
    func badInput() async throws {
        try await Desk.open { desk in
            let date = try await desk.run("add", "Renew 2027-02-30")
            #expect(date.status == 1 && date.errors.contains("no such date: '2027-02-30'"))
            let empty = try await desk.run("add", "#home tomorrow")
            #expect(empty.status == 1 && empty.errors.contains("has no title"))
            _ = try await desk.run("add", "one")
            let missing = try await desk.run("done", "1", "99")
            #expect(missing.status == 1 && missing.errors.contains("There is no task 99"))
            #expect(try reports(try await desk.run("list", "--json").output).map(\.status) == ["open"])
            #expect(try await desk.run("edit", "1", "--rule", "FREQ=NEVER").status == 64)
            #expect(try await desk.run("edit", "1", "--due", "someday").status == 64)
            #expect(try await desk.run("list", "--list", "nowhere").errors.contains("There is no list 'nowhere'"))
            let zone = try await desk.run("list", "--zone", "Mars/Olympus")
            #expect(zone.status == 64 && zone.errors.contains("Mars/Olympus"))
            #expect(try await desk.run("list", "--database", "mysql:x").status == 1)
            _ = try await desk.run("undo")
            #expect(try await desk.run("undo").errors.contains("nothing to undo"))
        }
    }

    @Test("todo.txt goes in and comes out with every word")
    func todoTextExchange() async throws {
        try await Desk.open { desk in
            let lines = [
                "(A) 2027-01-29 Call the bank +money @phone due:2027-02-01", "x 2027-01-28 2027-01-20 Milk @shop pri:B",
                "(C) key:value key2:a:b http://example.org:80/x rec:+1m", "(Z) Ünï 😀 @büro", "xylophone lesson",
                "(a) lower case", "x 2027-01-28 Only a completion date",
            ]
            let imported = try await desk.run("import", "-", input: lines.joined(separator: "\n") + "\n\n")
            #expect(imported.output == "Imported 7 tasks into Tasks.\n")
            let exported = try await desk.run("export")
            #expect(exported.output.split(separator: "\n").map(String.init) == lines)
            _ = try await desk.run("add", "Weekly every week")
            #expect(try await desk.run("export").errors.contains("1 tasks have a rule"))
        }
    }

    @Test("control characters of a title reach no terminal")
    func noEscapeSequences() async throws {
        try await Desk.open { desk in
            _ = try await desk.run("add", "--literal", "evil \u{1B}[31m red")
            #expect(try await !desk.run().output.contains("\u{1B}"))
        }
    }
}

import ArgumentParser
import CommandKit
import Foundation
import TodoModel
import TodoStorage

/// `todo list`: what is to be done.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is to be done, the most urgent first.",
        discussion: """
            Urgency is Taskwarrior's: priority, due date, tags, age. Parts of a task stand under it.

            Examples:
              todo list --tag home --due-before 2027-03-01
              todo list --all --json
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("Only this list.", valueName: "name")) var list: String?
    @Option(help: ArgumentHelp("Only tasks with this tag; may be given several times.", valueName: "tag")) var tag:
        [String] = []
    @Option(help: ArgumentHelp("Only tasks that are due before this day.", valueName: "date")) var dueBefore: String?
    @Option(help: "The order: urgency, due, manual or created.") var sort = SortOrder.urgency
    @Flag(help: "Also what is done or cancelled.") var all = false
    @Flag(help: "Only what is done or cancelled.") var done = false
    @Flag(help: "Print one JSON value a line.") var json = false
    @Option(help: "Whether to use colours: auto, always or never.") var color = ColorChoice.auto

    enum SortOrder: String, ExpressibleByArgument, CaseIterable {
        case urgency, due, manual, created
    }

    func run() async throws {
        try await runCommand("todo") {
            let before = try dueBefore.map { text in
                guard let day = CivilDate(text) else {
                    throw ValidationError("'\(text)' is not a valid date for --due-before (such as 2027-03-01).")
                }
                return day
            }
            let (now, zone) = (try options.instant(), try options.timeZone())
            let (store, person) = try await options.open()
            let lists = try await store.lists(of: person)
            let chosen = try TodoAppCommand.list(list, in: lists)
            var rows = try await store.tasks(of: person, in: chosen, isOpen: all ? nil : !done)
            await store.close()
            rows = rows.filter { row in
                tag.allSatisfy { wanted in row.fields.tags.contains { $0.lowercased() == wanted.lowercased() } }
                    && before.map { day in row.fields.due.map { $0.local(reader: zone).date < day } ?? false } ?? true
            }
            try TaskPrinter(now: now, zone: zone, lists: names(lists), json: json, color: color)
                .print(sorted(rows, now, zone))
        }
    }

    private func sorted(_ rows: [TaskRow], _ now: Date, _ zone: TimeZone) -> [TaskRow] {
        switch sort {
        case .urgency:
            let keyed = rows.map { ($0, Urgency.of($0.fields, now: now, reader: zone)) }
            return keyed.sorted { ($1.1, $0.0.id) < ($0.1, $1.0.id) }.map(\.0)
        case .due:
            let keyed = rows.map { ($0, $0.fields.due?.instant(reader: zone) ?? .distantFuture) }
            return keyed.sorted { ($0.1, $0.0.id) < ($1.1, $1.0.id) }.map(\.0)
        case .manual: return rows.sorted { ($0.fields.orderKey, $0.id) < ($1.fields.orderKey, $1.id) }
        case .created: return rows.sorted { $0.id < $1.id }
        }
    }
}

/// Prints tasks as a table or as JSON.
struct TaskPrinter {
    let now: Date
    let zone: TimeZone
    let lists: [Int: String]
    let json: Bool
    let color: ColorChoice

    func print(_ rows: [TaskRow]) throws {
        let output = try OutputFile(nil)
        if json {
            for row in rows { try output.writeJSON(TaskReport(row, lists: lists, now: now, zone: zone)) }
            return try output.close()
        }
        let style = TextStyle(isOn: color.isColored(output))
        let width = rows.map { String($0.id).count }.max() ?? 1
        for node in TaskTree.arranged(rows.map { ($0.uid, $0.fields.parent) }) {
            try output.write(line(rows[node.index], depth: node.depth, width: width, style))
        }
        try output.close()
        if rows.isEmpty { complain("Nothing to show.") }
    }

    private func line(_ row: TaskRow, depth: Int, width: Int, _ style: TextStyle) -> String {
        let fields = row.fields
        let id = String(row.id)
        var text = String(repeating: " ", count: width - id.count) + id + "  "
        text += String(repeating: "  ", count: depth)
        switch fields.status {
        case .done: text += style.dim("[x] ")
        case .cancelled: text += style.dim("[-] ")
        case .started: text += "[>] "
        case .open: text += "[ ] "
        }
        // A title of several lines, or with a terminal's escape sequences, is shown as one plain line.
        let title = String(fields.title.map { $0.isNewline ? " " : $0 })
        text += fields.status.isClosed ? style.dim(title) : fields.level == .high ? style.bold(title) : title
        if let due = fields.due {
            let isOver = !fields.status.isClosed && due.end(reader: zone) < now
            text += "  " + style.paint("due \(shown(due))" + (isOver ? ", overdue" : ""), isOver ? "1;31" : "36")
        }
        if fields.rule != nil { text += "  " + style.dim("repeats") }
        for tag in fields.tags { text += " " + style.paint("#\(tag)", "35") }
        if fields.level != .none { text += "  " + style.dim("!\(fields.level.rawValue)") }
        if lists.count > 1, let list = lists[row.listID] { text += "  " + style.dim("(\(list))") }
        return text + "\n"
    }
}

/// `todo search`: tasks with some words.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find tasks by the beginnings of words in title, notes and tags, done ones as well.",
        discussion: """
            Examples:
              todo search rent
            """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "The words; a task must have all.") var words: [String]
    @Flag(help: "Print one JSON value a line.") var json = false
    @Option(help: "Whether to use colours: auto, always or never.") var color = ColorChoice.auto

    func run() async throws {
        try await runCommand("todo") {
            let (now, zone) = (try options.instant(), try options.timeZone())
            let (store, person) = try await options.open()
            let limit = 100
            let rows = try await store.search(words.joined(separator: " "), of: person, limit: limit + 1)
            let lists = names(try await store.lists(of: person))
            await store.close()
            try TaskPrinter(now: now, zone: zone, lists: lists, json: json, color: color).print(
                Array(rows.prefix(limit)))
            if rows.count > limit { complain("More than \(limit) tasks match; the rest is not shown. Add a word.") }
            if rows.isEmpty { throw ExitCode.failure }
        }
    }
}

/// `todo lists`: the lists.
struct ListsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: "Show the lists, or make one with --add.",
        discussion: """
            Examples:
              todo lists --add Groceries
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("Make a list of this name.", valueName: "name")) var add: String?
    @Flag(help: "Print one JSON value a line.") var json = false

    private struct Report: Encodable {
        let id: Int
        let name: String
        let href: String
        let changes: Int
    }

    func run() async throws {
        try await runCommand("todo") {
            let (store, person) = try await options.open()
            if let add {
                let name = add.trimmingCharacters(in: .whitespacesAndNewlines)
                guard !name.isEmpty, name.count <= 200 else {
                    throw ValidationError("'\(add.prefix(40))' is not a valid name for a list (1 to 200 characters).")
                }
                _ = try await store.makeList(
                    href: UUID().uuidString.lowercased(), name: name, properties: [:], of: person)
            }
            let lists = try await store.lists(of: person)
            await store.close()
            let output = try OutputFile(nil)
            for list in lists {
                if json {
                    try output.writeJSON(
                        Report(id: list.id, name: list.name, href: list.href, changes: list.changeNumber))
                } else {
                    try output.write("\(list.name)\n")
                }
            }
            try output.close()
        }
    }
}

/// `todo history`: what changed.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show the last changes, whoever made them, the newest first.",
        discussion: """
            Examples:
              todo history --limit 10
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: "How many changes.") var limit = 20
    @Flag(help: "Print one JSON value a line.") var json = false

    private struct Report: Encodable {
        let id: Int
        let task: Int
        let action: String
        let title: String
        let time: String
        let isUndone: Bool
        let finished: String?
    }

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("'\(limit)' is not a valid number of changes (1 to 10000).")
        }
    }

    func run() async throws {
        try await runCommand("todo") {
            let (store, person) = try await options.open()
            let entries = try await store.history(of: person, limit: limit)
            await store.close()
            let output = try OutputFile(nil)
            for entry in entries {
                if json {
                    try output.writeJSON(
                        Report(
                            id: entry.id, task: entry.taskID, action: entry.action.rawValue, title: entry.title,
                            time: entry.changed, isUndone: entry.isUndone, finished: entry.finished))
                } else {
                    let what = entry.finished == nil ? entry.action.rawValue : "complete"
                    try output.write(
                        "\(entry.changed)  \(what)  \(entry.taskID)  \(entry.title)\(entry.isUndone ? "  (undone)" : "")\n"
                    )
                }
            }
            try output.close()
        }
    }
}

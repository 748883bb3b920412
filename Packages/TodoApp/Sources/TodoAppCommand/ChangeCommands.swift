import ArgumentParser
import CommandKit
import Foundation
import TodoModel
import TodoStorage

/// `todo add`: a new task.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a task in a line of English; what was understood is printed.",
        discussion: """
            #tag and !1 (high), !2 (medium), !3 (low) may stand anywhere. Dates: today, tomorrow, friday, next friday,
            may 5, 2027-03-04, in 2 weeks, next week; times: 9:30, 6pm, noon, in 2 hours. Rules: every day, every 3 weeks,
            every weekday, every mon and fri, every month on the 1st, every month on the last friday, every march 3, with
            "until 2027-12-31". The last date of a line counts. A backslash (\\tomorrow) or quotes make a word part of the
            title. A time without a zone is every device's own clock.

            Examples:
              todo add "Pay rent every month on the 1st #home !1"
              todo add Call the bank tomorrow 9:30
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("The list; the first one if not given.", valueName: "name")) var list: String?
    @Option(help: ArgumentHelp("Notes.", valueName: "text")) var notes: String?
    @Option(help: ArgumentHelp("The number of the task that it is a part of.", valueName: "id")) var parent: Int?
    @Flag(help: "Take the words as the title, without looking for dates, tags or priorities.") var literal = false
    @Flag(help: "Print the task as JSON.") var json = false
    @Argument(help: "The task.") var words: [String]

    func run() async throws {
        try await runCommand("todo") {
            let (now, zone) = (try options.instant(), try options.timeZone())
            let text = words.joined(separator: " ")
            var fields =
                literal
                ? TaskFields(title: text.trimmingCharacters(in: .whitespacesAndNewlines))
                : try TaskWords(text, now: now, zone: zone).fields
            guard !fields.title.isEmpty else {
                throw CommandFailure("'\(text)' has no title: add words that say what is to be done.")
            }
            fields.notes = notes ?? ""
            let (store, person) = try await options.open()
            let fallback = try await store.defaultList(of: person)
            let lists = try await store.lists(of: person)
            if let parent { fields.parent = try await store.task(parent, of: person).uid }
            let row = try await store.add(fields, to: try TodoAppCommand.list(list, in: lists) ?? fallback, now: now)
            await store.close()
            let output = try OutputFile(nil)
            if json {
                try output.writeJSON(TaskReport(row, lists: names(lists), now: now, zone: zone))
            } else {
                try output.write("Added \(row.id): \(row.sentence)\n")
            }
            try output.close()
        }
    }
}

/// `todo done`: completes tasks.
struct DoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Complete tasks; a series moves on to its next date.",
        discussion: """
            Examples:
              todo done 3 5
              todo undo
            """)

    @OptionGroup var options: StoreOptions
    @Flag(help: "Print one JSON value a line.") var json = false
    @Argument(help: "The numbers of the tasks.") var ids: [Int]

    func run() async throws {
        try await runCommand("todo") {
            let (now, zone) = (try options.instant(), try options.timeZone())
            let (store, person) = try await options.open()
            let lists = names(try await store.lists(of: person))
            // All are looked up first: a wrong number changes nothing.
            for id in ids { _ = try await store.task(id, of: person) }
            let output = try OutputFile(nil)
            for id in ids {
                let row = try await store.complete(id, of: person, now: now)
                if json {
                    try output.writeJSON(TaskReport(row, lists: lists, now: now, zone: zone))
                } else if row.fields.status == .done {
                    try output.write("Done \(row.id): \(row.fields.title)\n")
                } else {
                    try output.write("Done for now \(row.id): \(row.sentence)\n")
                }
            }
            await store.close()
            try output.close()
        }
    }
}

/// `todo edit`: changes a task.
struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a task; what is not named stays.",
        discussion: """
            --due takes the words of 'add' or nothing (--due ''), --rule an iCalendar rule or words.

            Examples:
              todo edit 3 --title "Pay the rent" --due "next friday" --tag home
              todo edit 3 --status open
            """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "The number of the task.") var id: Int
    @Option(help: ArgumentHelp("The title.", valueName: "text")) var title: String?
    @Option(help: ArgumentHelp("The notes.", valueName: "text")) var notes: String?
    @Option(help: ArgumentHelp("When it is due, in words; empty for never.", valueName: "date")) var due: String?
    @Option(
        help: ArgumentHelp(
            "How it recurs: RRULE parts, or words such as 'every week'; empty for never.", valueName: "rule")) var rule:
        String?
    @Option(help: ArgumentHelp("Add a tag; may be given several times.", valueName: "tag")) var tag: [String] = []
    @Option(help: ArgumentHelp("Remove a tag; may be given several times.", valueName: "tag")) var untag: [String] = []
    @Option(help: "The priority: high, medium, low or none.") var priority: PriorityLevel?
    @Option(help: "Where it stands: open, started, done or cancelled.") var status: TaskFields.Status?
    @Option(help: ArgumentHelp("The number of the task that it is a part of; 0 for none.", valueName: "id")) var parent:
        Int?
    @Flag(help: "Print the task as JSON.") var json = false

    func run() async throws {
        try await runCommand("todo") {
            let (now, zone) = (try options.instant(), try options.timeZone())
            let newDue = try due.map { try Self.moment($0, now, zone) }
            let newRule = try rule.map { try Self.rule($0, now, zone) }
            if let title, title.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
                throw ValidationError("The title is empty.")
            }
            let (store, person) = try await options.open()
            let lists = names(try await store.lists(of: person))
            var newParent: String??
            if let parent {
                newParent = .some(parent == 0 ? nil : try await store.task(parent, of: person).uid)
            }
            let (title, notes, tag, untag, priority, status) = (title, notes, tag, untag, priority, status)
            let change: @Sendable (inout TaskFields) -> Void = { [newParent] fields in
                if let title { fields.title = title }
                if let notes { fields.notes = notes }
                if let newDue { fields.due = newDue }
                if let newRule { fields.rule = newRule }
                // A rule counts from a date: without one the series ends.
                if fields.due == nil, fields.start == nil, newRule == nil { fields.rule = nil }
                fields.tags.removeAll { untag.contains($0) }
                fields.tags += tag.filter { !fields.tags.contains($0) && !$0.isEmpty }
                if let priority { fields.setLevel(priority) }
                if let status { fields.status = status }
                if let newParent { fields.parent = newParent }
            }
            let row = try await store.edit(id, of: person, now: now, change)
            await store.close()
            let output = try OutputFile(nil)
            if json {
                try output.writeJSON(TaskReport(row, lists: lists, now: now, zone: zone))
            } else {
                try output.write("Changed \(row.id): \(row.sentence)\n")
            }
            try output.close()
        }
    }

    private static func moment(_ text: String, _ now: Date, _ zone: TimeZone) throws -> Moment? {
        if text.isEmpty { return nil }
        if let moment = Moment(text) { return moment }
        let words = try TaskWords(text, now: now, zone: zone).fields
        guard let due = words.due, words.title.isEmpty else {
            throw ValidationError("'\(text)' is not a valid date for --due (such as 'friday 9:30' or 2027-03-01).")
        }
        return due
    }

    private static func rule(_ text: String, _ now: Date, _ zone: TimeZone) throws -> String? {
        if text.isEmpty { return nil }
        if text.uppercased().hasPrefix("FREQ=") {
            do { return try RecurrenceRule(text).description } catch { throw ValidationError("\(error)") }
        }
        let words = try TaskWords(text, now: now, zone: zone).fields
        guard let rule = words.rule, words.title.isEmpty else {
            throw ValidationError("'\(text)' is not a valid rule (such as 'every week' or FREQ=WEEKLY).")
        }
        return rule
    }
}

extension PriorityLevel: ExpressibleByArgument {}
extension TaskFields.Status: ExpressibleByArgument {}

/// `todo remove`: removes tasks.
struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove tasks; 'todo undo' brings them back.",
        discussion: """
            Examples:
              todo remove 3
            """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "The numbers of the tasks.") var ids: [Int]

    func run() async throws {
        try await runCommand("todo") {
            let (store, person) = try await options.open()
            var titles: [(Int, String)] = []
            for id in ids { titles.append((id, try await store.task(id, of: person).fields.title)) }
            let output = try OutputFile(nil)
            for (id, title) in titles {
                try await store.remove(id, of: person)
                try output.write("Removed \(id): \(title)\n")
            }
            await store.close()
            try output.close()
        }
    }
}

/// `todo undo`: takes back the last change.
struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the last change, whoever made it; again for the one before.",
        discussion: """
            Examples:
              todo undo
            """)

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await runCommand("todo") {
            let (store, person) = try await options.open()
            let entry = try await store.undo(of: person)
            await store.close()
            let word =
                switch entry.action {
                case .add: "the adding"
                case .change: "a change"
                case .remove: "the removal"
                }
            let output = try OutputFile(nil)
            try output.write("Undone: \(word) of \(entry.taskID): \(entry.title)\n")
            try output.close()
        }
    }
}

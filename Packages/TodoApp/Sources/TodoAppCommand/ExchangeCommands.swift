import ArgumentParser
import CommandKit
import Foundation
import TodoModel
import TodoStorage

/// `todo import`: tasks of a todo.txt file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add the tasks of a todo.txt file.",
        discussion: """
            +projects and @contexts become tags (with their sign), due: and t: dates; every other key:value stays in the
            title, so that 'export' writes it back.

            Examples:
              todo import todo.txt
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("The list; the first one if not given.", valueName: "name")) var list: String?
    @Argument(help: "The file; - is standard input.", completion: .file()) var file: String

    func run() async throws {
        try await runCommand("todo") {
            let data: Data
            if file == "-" {
                data = try FileHandle.standardInput.readToEnd() ?? Data()
            } else {
                do { data = try Data(contentsOf: URL(filePath: file)) } catch {
                    throw CommandFailure("'\(file)' cannot be read: \(error.localizedDescription)")
                }
            }
            let now = try options.instant()
            let tasks = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
                .compactMap { TodoText(String($0)) }
            let (store, person) = try await options.open()
            let fallback = try await store.defaultList(of: person)
            let chosen = try TodoAppCommand.list(list, in: try await store.lists(of: person)) ?? fallback
            for task in tasks { _ = try await store.add(TodoTextExchange.fields(task), to: chosen, now: now) }
            await store.close()
            let output = try OutputFile(nil)
            try output.write("Imported \(tasks.count) tasks into \(chosen.name).\n")
            try output.close()
        }
    }
}

/// `todo export`: all tasks as a todo.txt file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all tasks as a todo.txt file.",
        discussion: """
            todo.txt has no rules, notes, times or parts: what it cannot say is counted on standard error.

            Examples:
              todo export --output todo.txt
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: ArgumentHelp("Only this list.", valueName: "name")) var list: String?
    @Option(name: .shortAndLong, help: "Write to this file, whole or not at all.", completion: .file())
    var output: String?

    func run() async throws {
        try await runCommand("todo") {
            let zone = try options.timeZone()
            let (store, person) = try await options.open()
            let chosen = try TodoAppCommand.list(list, in: try await store.lists(of: person))
            let rows = try await store.tasks(of: person, in: chosen)
            await store.close()
            let file = try OutputFile(output)
            var poorer = 0
            for row in rows {
                let fields = row.fields
                try file.write(TodoTextExchange.line(fields, zone: zone) + "\n")
                let losesTime = fields.due?.time != nil || fields.start?.time != nil
                if fields.rule != nil || !fields.notes.isEmpty || fields.parent != nil || losesTime { poorer += 1 }
            }
            try file.close()
            if poorer > 0 {
                complain(
                    "\(poorer) tasks have a rule, notes, a time or a parent, which todo.txt cannot say: skipped there.")
            }
        }
    }
}

/// How a line of todo.txt and a task stand for each other.
enum TodoTextExchange {
    /// The task of a line: the text is the title, word for word, but for dates that a task has itself.
    static func fields(_ task: TodoText) -> TaskFields {
        var fields = TaskFields(title: task.text)
        if let due = task.value("due").flatMap({ CivilDate($0) }) {
            fields.due = .date(due)
            fields.title = without("due:", fields.title)
        }
        if let start = task.value("t").flatMap({ CivilDate($0) }) {
            fields.start = .date(start)
            fields.title = without("t:", fields.title)
        }
        if let priority = task.priority {
            fields.priority = priority == "A" ? 1 : priority == "B" ? 5 : 9
            // Letters after C all are low: the letter itself is kept, to come back.
            if !["A", "B", "C"].contains(priority) || task.isDone { fields.title = without("pri:", fields.title) }
            if !["A", "B", "C"].contains(priority) { fields.title += " pri:\(priority)" }
        }
        if task.isDone {
            fields.status = .done
            fields.completed = task.completed.map { CivilDateTime($0, second: 43_200) }
        }
        fields.tags = task.projects.map { "+\($0)" } + task.contexts.map { "@\($0)" }
        if let created = task.created { fields.title += " created:\(created)" }
        return fields
    }

    /// The line of a task.
    static func line(_ fields: TaskFields, zone: TimeZone) -> String {
        var title = fields.title.split(whereSeparator: \.isNewline).joined(separator: " ")
        let text = TodoText(text: title)
        var result = TodoText(text: "")
        if let letter = text.value("pri"), letter.count == 1, let first = letter.first, ("A"..."Z").contains(first) {
            result.priority = first
            title = without("pri:", title)
        } else if fields.level != .none {
            result.priority = fields.level == .high ? "A" : fields.level == .medium ? "B" : "C"
        }
        if let created = text.value("created").flatMap({ CivilDate($0) }) {
            result.created = created
            title = without("created:", title)
        }
        var words = [title]
        let present = Set(title.split(separator: " ").map(String.init))
        for tag in fields.tags {
            let word = tag.hasPrefix("+") || tag.hasPrefix("@") ? tag : "@\(tag)"
            let joined = word.replacing(" ", with: "_")
            if !present.contains(joined) { words.append(joined) }
        }
        if let due = fields.due { words.append("due:\(due.local(reader: zone).date)") }
        if let start = fields.start { words.append("t:\(start.local(reader: zone).date)") }
        if fields.status.isClosed {
            result.isDone = true
            result.completed = fields.completed?.date
            if result.completed == nil { result.created = nil }
            if let priority = result.priority { words.append("pri:\(priority)") }
        }
        result.text = words.joined(separator: " ")
        return result.line
    }

    private static func without(_ key: String, _ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).filter { !$0.hasPrefix(key) }.joined(
            separator: " ")
    }
}

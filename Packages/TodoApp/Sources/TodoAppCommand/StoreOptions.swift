import ArgumentParser
import CommandKit
import Foundation
import TodoModel
import TodoStorage

/// Where the tasks are, whose they are, and what time it is.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the tasks are: sqlite:FILE or postgres://…; a file in your home if not given. Also TODO_DATABASE.",
            valueName: "url"))
    var database: String?
    @Option(help: ArgumentHelp("Whose tasks; the first person's if not given. Also TODO_USER.", valueName: "name"))
    var user: String?
    @Option(
        help: ArgumentHelp(
            "Your zone, such as Europe/Berlin; the machine's if not given. Also TODO_ZONE.", valueName: "zone"))
    var zone: String?
    @Option(
        help: ArgumentHelp(
            "The time to take for now, such as 2027-01-29T15:00, for scripts. Also TODO_NOW.", valueName: "time"))
    var now: String?

    static let variables = EnvironmentVariables(tool: "todo")

    /// The zone.
    func timeZone() throws -> TimeZone {
        let found = try Self.variables.value(zone.map { try Self.zone($0) }, "zone") { try Self.zone($0) }
        return found ?? .current
    }

    private static func zone(_ name: String) throws -> TimeZone {
        guard let zone = ZoneNames.zone(name) else {
            throw ValidationError("'\(name)' is not a valid zone (such as Europe/Berlin or UTC).")
        }
        return zone
    }

    /// The time.
    func instant() throws -> Date {
        let zone = try timeZone()
        func moment(_ text: String) throws -> Date {
            guard let moment = Moment(text) else {
                throw ValidationError("'\(text)' is not a valid time (such as 2027-01-29T15:00).")
            }
            return moment.instant(reader: zone)
        }
        return try Self.variables.value(now.map(moment), "now", check: moment) ?? Date()
    }

    /// The address of the database, with the folder of the default file made.
    func address(_ argument: String? = nil) throws -> String {
        if let argument { return argument }
        if let given = database ?? Self.variables.text("database", or: ["DATABASE_URL"]) { return given }
        let home = FileManager.default.homeDirectoryForCurrentUser
        let data =
            EnvironmentVariables.text("XDG_DATA_HOME").map { URL(filePath: $0) } ?? home.appending(path: ".local/share")
        let folder = data.appending(path: "todo")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return "sqlite:\(folder.appending(path: "todo.db").path(percentEncoded: false))"
    }

    /// The store, and whose tasks.
    func open() async throws -> (store: TodoStore, person: Person) {
        let store = try await TodoStore.open(address(), zone: timeZone())
        if let name = user ?? Self.variables.text("user") { return (store, try await store.person(named: name)) }
        if let first = try await store.people().first(where: { $0.name != Person.boardOwner }) { return (store, first) }
        return (store, try await store.person(named: "me"))
    }
}

/// What every command prints of a task with `--json`.
struct TaskReport: Encodable {
    let id: Int
    let uid: String
    let list: String
    let title: String
    let notes: String
    let tags: [String]
    let priority: Int
    let level: String
    let status: String
    let due: String?
    let start: String?
    let rule: String?
    let parent: String?
    let completed: String?
    let created: String?
    let urgency: Double

    init(_ row: TaskRow, lists: [Int: String], now: Date, zone: TimeZone) {
        let fields = row.fields
        id = row.id
        uid = row.uid
        list = lists[row.listID] ?? ""
        title = fields.title
        notes = fields.notes
        tags = fields.tags
        priority = fields.priority
        level = fields.level.rawValue
        status = fields.status.rawValue
        due = fields.due?.description
        start = fields.start?.description
        rule = fields.rule
        parent = fields.parent
        completed = fields.completed.map { "\($0)Z" }
        created = fields.created.map { "\($0)Z" }
        urgency = (Urgency.of(fields, now: now, reader: zone) * 100).rounded() / 100
    }
}

extension TaskRow {
    /// The task in one line, as commands say what they did: `Pay rent, due 2027-02-01 (Mon), FREQ=MONTHLY, #home, high`.
    var sentence: String {
        var parts = [fields.title]
        if let due = fields.due { parts.append("due \(shown(due))") }
        if let rule = fields.rule { parts.append(rule) }
        parts += fields.tags.map { "#\($0)" }
        if fields.level != .none { parts.append("priority \(fields.level.rawValue)") }
        return parts.joined(separator: ", ")
    }
}

/// A moment with its day of the week: `2027-02-01 (Mon)`.
func shown(_ moment: Moment) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return "\(moment) (\(days[moment.date.weekday.rawValue]))"
}

/// The names of lists by their numbers.
func names(_ lists: [TaskList]) -> [Int: String] {
    Dictionary(lists.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
}

/// The list of a name in any case.
func list(_ name: String?, in lists: [TaskList]) throws -> TaskList? {
    guard let name else { return nil }
    guard let found = lists.first(where: { $0.name.lowercased() == name.lowercased() }) else {
        let known = lists.map { "'\($0.name)'" }.joined(separator: ", ")
        throw CommandFailure("There is no list '\(name)'; there are \(known.isEmpty ? "none" : known).")
    }
    return found
}

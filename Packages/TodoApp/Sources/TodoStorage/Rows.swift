import CalendarFormat
public import Foundation
import SQLDatabase
public import TodoModel

/// Somebody with lists.
public struct Person: Sendable, Hashable {
    /// The row's number.
    public let id: Int
    /// The name that one logs in with.
    public let name: String

    /// Who owns the list that everybody may read and write: nobody can log in with this name, since it has a space.
    public static let boardOwner = "open board"
}

/// A list of tasks: a CalDAV collection.
public struct TaskList: Sendable, Hashable {
    /// The row's number.
    public let id: Int
    /// Whose it is.
    public let personID: Int
    /// The last segment of its address, percent-encoded as the client wrote it.
    public let href: String
    /// Its name.
    public let name: String
    /// The number of its last change, counted from 1.
    public let changeNumber: Int
    /// The random mark of that change.
    public let changeMark: String

    /// What a client compares to learn whether anything changed: the ctag, and the end of the sync token.
    public var token: String { "\(changeNumber)-\(changeMark)" }

    static let columns: SQLStatement = "id, person_id, href, name, change_number, change_mark"

    init(_ row: SQLRow) throws {
        id = try row.get("id")
        personID = try row.get("person_id")
        href = try row.get("href")
        name = try row.get("name")
        changeNumber = try row.get("change_number")
        changeMark = try row.get("change_mark")
    }
}

/// A task as it is stored.
public struct TaskRow: Sendable {
    /// The row's number, by which people name it.
    public let id: Int
    /// Its list.
    public let listID: Int
    /// The last segment of its address, percent-encoded as the client wrote it.
    public let href: String
    /// Its UID.
    public let uid: String
    /// What it says.
    public let fields: TaskFields
    /// The number of its last change within the list.
    public let revision: Int
    /// The random mark of that change.
    public let mark: String
    /// When it was changed last, in UTC.
    public let changed: CivilDateTime
    private let stored: [UInt8]?
    private let isEdited: Bool

    /// What stands between the quotes of its entity tag: another one for each change, and after a restored backup.
    public var tag: String { "\(revision)-\(mark)" }

    static let columns = columns(object: "object")

    /// All but the object, for lists of many.
    static let lightColumns = columns(object: "NULL AS object")

    private static func columns(object: SQLStatement) -> SQLStatement {
        """
        id, list_id, title, notes, tags, priority, status, due, starts, rule, completed_at, parent_uid, sort_order, uid,
        href, \(object), is_edited, revision, mark, created_at, changed_at
        """
    }

    init(_ row: SQLRow) throws {
        id = try row.get("id")
        listID = try row.get("list_id")
        href = try row.get("href")
        uid = try row.get("uid")
        revision = try row.get("revision")
        mark = try row.get("mark")
        stored = try row.get("object")
        isEdited = try row.get("is_edited", as: Int.self) != 0
        changed = Self.clock(try row.get("changed_at")) ?? Self.epoch
        fields = try FieldColumns(row).fields
    }

    /// The task as clients exchange it, with what somebody changed in the columns alone.
    ///
    /// The same row gives the same bytes each time: what depends on the time takes that of the change.
    ///
    /// - Parameter reader: The zone for floating times.
    public func object(reader: TimeZone) -> TodoObject {
        let now = Date(timeIntervalSince1970: Double(changed.secondNumber))
        guard let stored, var object = try? TodoObject(stored) else {
            return TodoObject(uid: uid, fields: fields, now: now)
        }
        if isEdited { object.edit(from: object.fields(reader: reader), to: fields, now: now, reader: reader) }
        return object
    }

    private static let epoch = CivilDateTime(CivilDate(dayNumber: 0), second: 0)

    /// `2027-01-29T15:00:00Z`.
    static func clock(_ text: String?) -> CivilDateTime? {
        guard let text, text.last == "Z" else { return nil }
        return CivilDateTime(text.dropLast())
    }
}

/// The columns that say what a task says.
struct FieldColumns: Codable {
    var title: String
    var notes: String
    var tags: String
    var priority: Int
    var status: String
    var due: String?
    var starts: String?
    var rule: String?
    var completedAt: String?
    var parentUID: String?
    var sortOrder: Int?
    var createdAt: String?

    init(_ row: SQLRow) throws {
        title = try row.get("title")
        notes = try row.get("notes")
        tags = try row.get("tags")
        priority = try row.get("priority")
        status = try row.get("status")
        due = try row.get("due")
        starts = try row.get("starts")
        rule = try row.get("rule")
        completedAt = try row.get("completed_at")
        parentUID = try row.get("parent_uid")
        sortOrder = try row.get("sort_order")
        createdAt = try row.get("created_at")
    }

    init(_ fields: TaskFields) {
        title = fields.title
        notes = fields.notes
        tags = fields.tags.map { CalendarValue.escaped($0) }.joined(separator: ", ")
        priority = fields.priority
        status = fields.status.rawValue
        due = fields.due?.description
        starts = fields.start?.description
        rule = fields.rule
        completedAt = fields.completed.map { "\($0)Z" }
        parentUID = fields.parent
        sortOrder = fields.sortOrder
        createdAt = fields.created.map { "\($0)Z" }
    }

    var fields: TaskFields {
        var fields = TaskFields(title: title)
        fields.notes = notes
        fields.tags = CalendarValue.list(tags).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        fields.priority = priority
        fields.status = TaskFields.Status(rawValue: status) ?? .open
        fields.due = due.flatMap { Moment($0) }
        fields.start = starts.flatMap { Moment($0) }
        fields.rule = rule
        fields.completed = TaskRow.clock(completedAt)
        fields.parent = parentUID
        fields.sortOrder = sortOrder
        fields.created = TaskRow.clock(createdAt)
        return fields
    }
}

/// One change of the history.
public struct HistoryEntry: Sendable {
    /// What happened to the task.
    public enum Action: String, Sendable, SQLValueConvertible {
        /// What happened.
        case add, change, remove
    }

    /// The number over all lists.
    public let id: Int
    /// The list.
    public let listID: Int
    /// The number within the list.
    public let number: Int
    /// The task.
    public let taskID: Int
    /// What happened.
    public let action: Action
    /// The task's address in the list.
    public let href: String
    /// The task's title before the change, or of the task that was added.
    public let title: String
    /// When it happened: `2027-01-29T15:00:00Z`.
    public let changed: String
    /// Whether it has been undone.
    public let isUndone: Bool
    /// The occurrence of a series that was completed by the change.
    public let finished: String?

    init(_ row: SQLRow) throws {
        id = try row.get("id")
        listID = try row.get("list_id")
        number = try row.get("number")
        taskID = try row.get("task_id")
        action = try row.get("action")
        href = try row.get("href")
        title = try row.get("title")
        changed = try row.get("changed_at")
        isUndone = try row.get("undone_by", as: Int?.self) != nil
        finished = try row.get("finished")
    }
}

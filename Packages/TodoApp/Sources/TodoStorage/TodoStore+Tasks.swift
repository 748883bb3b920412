public import Foundation
import SQLDatabase
public import TodoModel

extension TodoStore {
    // MARK: Reading

    /// The tasks of a list, or of all of somebody's lists.
    ///
    /// - Parameters:
    ///   - isOpen: Only what is to be done; nil for all.
    ///   - withObjects: Whether ``TaskRow/object(reader:)`` is needed; without it less is read.
    public func tasks(
        of person: Person, in list: TaskList? = nil, isOpen: Bool? = nil, withObjects: Bool = false
    ) async throws -> [TaskRow] {
        let columns = withObjects ? TaskRow.columns : TaskRow.lightColumns
        let lists: SQLStatement =
            if let list {
                "list_id = \(list.id)"
            } else {
                "list_id IN (SELECT id FROM list WHERE person_id = \(person.id) AND removed_at IS NULL)"
            }
        let open: SQLStatement =
            switch isOpen {
            case nil: ""
            case true?: "AND status IN ('open', 'started')"
            case false?: "AND status IN ('done', 'cancelled')"
            }
        return try await database.read { connection in
            try connection.query("SELECT \(columns) FROM task WHERE \(lists) \(open) ORDER BY id").map {
                try TaskRow($0)
            }
        }
    }

    /// One of somebody's tasks.
    ///
    /// - Throws: ``TodoStoreError/noTask(_:)``.
    public func task(_ id: Int, of person: Person) async throws -> TaskRow {
        try await database.read { try Self.task(id, of: person, $0) }
    }

    private static func task(_ id: Int, of person: Person, _ connection: SQLConnection) throws -> TaskRow {
        let row = try connection.first(
            """
            SELECT \(TaskRow.columns) FROM task WHERE id = \(id)
            AND list_id IN (SELECT id FROM list WHERE person_id = \(person.id) AND removed_at IS NULL)
            """)
        guard let row else { throw TodoStoreError.noTask(id) }
        return try TaskRow(row)
    }

    /// A list's tasks at some addresses; those that are not there are left out.
    public func tasks(in list: TaskList, hrefs: [String]) async throws -> [TaskRow] {
        try await database.read { connection in
            var rows: [TaskRow] = []
            for start in stride(from: 0, to: hrefs.count, by: 500) {
                let part = hrefs[start..<min(start + 500, hrefs.count)]
                rows += try connection.query(
                    "SELECT \(TaskRow.columns) FROM task WHERE list_id = \(list.id) AND href IN (\(list: part))"
                ).map { try TaskRow($0) }
            }
            return rows
        }
    }

    /// All tasks of a list, without their objects.
    public func members(of list: TaskList) async throws -> [TaskRow] {
        try await database.query("SELECT \(TaskRow.lightColumns) FROM task WHERE list_id = \(list.id) ORDER BY id")
            .map { try TaskRow($0) }
    }

    // MARK: Writing

    /// Adds a task.
    public func add(_ fields: TaskFields, to list: TaskList, now: Date = Date()) async throws -> TaskRow {
        let uid = UUID().uuidString.lowercased()
        let object = TodoObject(uid: uid, fields: fields, now: now)
        let zone = zone
        return try await write { connection in
            try Self.insert(object, href: "\(uid).ics", into: list.id, zone, connection)
        }
    }

    /// Changes a task by what was seen of it: only what `change` makes different is written.
    @discardableResult
    public func edit(
        _ id: Int, of person: Person, now: Date = Date(),
        _ change: @escaping @Sendable (inout TaskFields) throws -> Void
    ) async throws -> TaskRow {
        let zone = zone
        return try await write { connection in
            let row = try Self.locked(id, of: person, connection)
            var object = row.object(reader: zone)
            let shown = object.fields(reader: zone)
            var new = shown
            try change(&new)
            if new.status == .done, shown.status != .done {
                new.status = shown.status
                object.edit(from: shown, to: new, now: now, reader: zone)
                let finished = object.complete(now: now, reader: zone)
                return try Self.update(row, object, finished: finished, zone, connection)
            }
            object.edit(from: shown, to: new, now: now, reader: zone)
            return try Self.update(row, object, finished: nil, zone, connection)
        }
    }

    /// Completes a task; a series moves on to its next occurrence.
    @discardableResult
    public func complete(_ id: Int, of person: Person, now: Date = Date()) async throws -> TaskRow {
        try await edit(id, of: person, now: now) { fields in fields.status = .done }
    }

    /// Removes a task.
    public func remove(_ id: Int, of person: Person) async throws {
        try await write { connection in
            let row = try Self.locked(id, of: person, connection)
            try connection.execute("DELETE FROM task WHERE id = \(row.id)")
        }
    }

    /// What became of a client's object.
    public enum PutOutcome: Sendable {
        /// There was nothing at the address.
        case added(TaskRow)
        /// What was there has been replaced, and is in the history.
        case replaced(TaskRow)
    }

    /// Stores a client's object at an address, byte for byte.
    ///
    /// - Parameters:
    ///   - bytes: The object, of which `object` is the reading.
    ///   - condition: Gets the tag of what is there, or nil, within the transaction; throws to refuse.
    /// - Throws: ``TodoStoreError/uidConflict(href:)``; what `condition` throws.
    public func put(
        _ object: TodoObject, at href: String, in list: TaskList,
        condition: @escaping @Sendable (String?) throws -> Void
    ) async throws -> PutOutcome {
        let zone = zone
        return try await write { connection in
            try Self.lock(list.id, connection)
            let present = try connection.first(
                "SELECT \(TaskRow.columns) FROM task WHERE list_id = \(list.id) AND href = \(href)"
            ).map { try TaskRow($0) }
            try condition(present?.tag)
            let other = try connection.first(
                "SELECT href FROM task WHERE list_id = \(list.id) AND uid = \(object.uid) AND href <> \(href)")
            if let other { throw TodoStoreError.uidConflict(href: try other.get("href")) }
            guard let present else {
                return .added(try Self.insert(object, href: href, into: list.id, zone, connection))
            }
            if present.uid != object.uid {
                try connection.execute("UPDATE task SET uid = \(object.uid) WHERE id = \(present.id)")
            }
            return .replaced(try Self.update(present, object, finished: nil, zone, connection))
        }
    }

    /// Removes what is at an address.
    ///
    /// - Parameter condition: As for ``put(_:at:in:condition:)``.
    /// - Returns: Whether there was anything.
    public func remove(
        at href: String, in list: TaskList, condition: @escaping @Sendable (String?) throws -> Void
    ) async throws -> Bool {
        try await write { connection in
            try Self.lock(list.id, connection)
            let present = try connection.first(
                "SELECT \(TaskRow.columns) FROM task WHERE list_id = \(list.id) AND href = \(href)"
            ).map { try TaskRow($0) }
            try condition(present?.tag)
            guard let present else { return false }
            try connection.execute("DELETE FROM task WHERE id = \(present.id)")
            return true
        }
    }

    /// Holds a list's row until the transaction ends; a writer of SQLite holds everything already.
    private static func lock(_ list: Int, _ connection: SQLConnection) throws {
        if connection.dialect == .postgreSQL {
            _ = try connection.first("SELECT id FROM list WHERE id = \(list) FOR UPDATE")
        }
    }

    static func locked(_ id: Int, of person: Person, _ connection: SQLConnection) throws -> TaskRow {
        try lock(try task(id, of: person, connection).listID, connection)
        return try task(id, of: person, connection)
    }

    private static func insert(
        _ object: TodoObject, href: String, into list: Int, _ zone: TimeZone, _ connection: SQLConnection
    ) throws -> TaskRow {
        let columns = FieldColumns(object.fields(reader: zone))
        let id: Int = try connection.value(
            """
            INSERT INTO task (list_id, title, notes, tags, priority, status, due, starts, rule, completed_at, parent_uid,
                sort_order, created_at, uid, href, object)
            VALUES (\(list), \(columns.title), \(columns.notes), \(columns.tags), \(columns.priority),
                \(columns.status), \(columns.due), \(columns.starts), \(columns.rule), \(columns.completedAt),
                \(columns.parentUID), \(columns.sortOrder), \(columns.createdAt), \(object.uid), \(href),
                \(object.bytes))
            RETURNING id
            """)
        return try stored(id, connection)
    }

    @discardableResult
    static func update(
        _ row: TaskRow, _ object: TodoObject, finished: TaskFields?, _ zone: TimeZone, _ connection: SQLConnection
    ) throws -> TaskRow {
        try write(FieldColumns(object.fields(reader: zone)), object.bytes, to: row.id, connection)
        // The triggers cannot know that the object has been brought up to date where its bytes are the same.
        let stored = try stored(row.id, connection)
        if let finished, stored.revision != row.revision {
            let text = String(decoding: try JSONEncoder().encode(FieldColumns(finished)), as: UTF8.self)
            try connection.execute(
                "UPDATE history SET finished = \(text) WHERE list_id = \(row.listID) AND number = \(stored.revision)")
        }
        return stored
    }

    private static func write(
        _ columns: FieldColumns, _ object: [UInt8]?, to id: Int, _ connection: SQLConnection
    ) throws {
        try connection.execute(
            """
            UPDATE task SET title = \(columns.title), notes = \(columns.notes), tags = \(columns.tags),
                priority = \(columns.priority), status = \(columns.status), due = \(columns.due),
                starts = \(columns.starts), rule = \(columns.rule), completed_at = \(columns.completedAt),
                parent_uid = \(columns.parentUID), sort_order = \(columns.sortOrder), object = \(object)
            WHERE id = \(id)
            """)
    }

    private static func stored(_ id: Int, _ connection: SQLConnection) throws -> TaskRow {
        guard let row = try connection.first("SELECT \(TaskRow.columns) FROM task WHERE id = \(id)") else {
            throw TodoStoreError.noTask(id)
        }
        return try TaskRow(row)
    }

    // MARK: History

    /// The changes of somebody's lists, the newest first.
    public func history(of person: Person, limit: Int = 50) async throws -> [HistoryEntry] {
        try await database.query(
            """
            SELECT \(Self.historyColumns) FROM history
            WHERE list_id IN (SELECT id FROM list WHERE person_id = \(person.id)) ORDER BY id DESC LIMIT \(limit)
            """
        ).map { try HistoryEntry($0) }
    }

    private static let historyColumns: SQLStatement =
        """
        id, list_id, number, task_id, action, href, uid, title, changed_at, notes, tags, priority, status, due, starts,
        rule, completed_at, parent_uid, sort_order, created_at, object, finished, undone_by
        """

    /// Takes back the last change that has not been taken back yet, whoever made it; the undoing is a change of its own.
    ///
    /// - Returns: What was undone.
    /// - Throws: ``TodoStoreError/nothingToUndo``, ``TodoStoreError/cannotUndo(_:)``.
    @discardableResult
    public func undo(of person: Person) async throws -> HistoryEntry {
        try await write { connection in
            let row = try connection.first(
                """
                SELECT \(Self.historyColumns) FROM history
                WHERE list_id IN (SELECT id FROM list WHERE person_id = \(person.id) AND removed_at IS NULL)
                    AND undone_by IS NULL AND undoes IS NULL
                ORDER BY id DESC LIMIT 1
                """)
            guard let row else { throw TodoStoreError.nothingToUndo }
            let entry = try HistoryEntry(row)
            try Self.lock(entry.listID, connection)
            try Self.revert(entry, row, connection)
            let newest: Int = try connection.value("SELECT max(id) FROM history WHERE list_id = \(entry.listID)")
            try connection.execute("UPDATE history SET undone_by = \(newest) WHERE id = \(entry.id)")
            if newest != entry.id {
                try connection.execute("UPDATE history SET undoes = \(entry.id) WHERE id = \(newest)")
            }
            return entry
        }
    }

    private static func revert(_ entry: HistoryEntry, _ row: SQLRow, _ connection: SQLConnection) throws {
        if entry.action == .add {
            try connection.execute("DELETE FROM task WHERE id = \(entry.taskID) AND list_id = \(entry.listID)")
            return
        }
        let columns = try FieldColumns(row)
        let object: [UInt8]? = try row.get("object")
        if entry.action == .change {
            try write(columns, object, to: entry.taskID, connection)
        } else {
            let uid: String = try row.get("uid")
            guard try connection.first("SELECT id FROM task WHERE id = \(entry.taskID)") == nil else {
                throw TodoStoreError.cannotUndo("the task is in another list now")
            }
            let other = try connection.first(
                """
                SELECT id FROM task WHERE list_id = \(entry.listID) AND (uid = \(uid) OR href = \(entry.href))
                """)
            guard other == nil else { throw TodoStoreError.cannotUndo("another task has its UID or address now") }
            try connection.execute(
                """
                INSERT INTO task (id, list_id, title, notes, tags, priority, status, due, starts, rule, completed_at,
                    parent_uid, sort_order, created_at, uid, href, object)
                VALUES (\(entry.taskID), \(entry.listID), \(columns.title), \(columns.notes), \(columns.tags),
                    \(columns.priority), \(columns.status), \(columns.due), \(columns.starts), \(columns.rule),
                    \(columns.completedAt), \(columns.parentUID), \(columns.sortOrder), \(columns.createdAt),
                    \(uid), \(entry.href), \(object))
                """)
        }
        // Columns that were edited without the object must be read into it again.
        try connection.execute("UPDATE task SET is_edited = 1 WHERE id = \(entry.taskID)")
    }

    // MARK: Synchronization

    /// What changed in a list since a client was there.
    public struct Changes: Sendable {
        /// What is there and was added or changed.
        public var changed: [TaskRow]
        /// The addresses of what is gone.
        public var removed: [String]
        /// The list as it was when the changes were read.
        public var list: TaskList
    }

    /// The changes after a token; nil if the token is not of this history: of another list, made up, or of a time that a
    /// restored backup does not know.
    public func changes(in list: TaskList, since token: String?) async throws -> Changes? {
        try await database.read { connection in
            guard let row = try connection.first("SELECT \(TaskList.columns) FROM list WHERE id = \(list.id)") else {
                return nil
            }
            let list = try TaskList(row)
            guard let token else {
                let all = try connection.query("SELECT \(TaskRow.columns) FROM task WHERE list_id = \(list.id)")
                return Changes(changed: try all.map { try TaskRow($0) }, removed: [], list: list)
            }
            if token == list.token { return Changes(changed: [], removed: [], list: list) }
            let parts = token.split(separator: "-")
            guard parts.count == 2, let number = Int(parts[0]) else { return nil }
            let mark = String(parts[1])
            let known = try connection.first(
                """
                SELECT id FROM history WHERE list_id = \(list.id) AND number = \(number) AND mark = \(mark)
                UNION ALL SELECT id FROM list WHERE id = \(list.id) AND \(number) = 0 AND first_mark = \(mark)
                """)
            guard known != nil else { return nil }
            let changed = try connection.query(
                "SELECT \(TaskRow.columns) FROM task WHERE list_id = \(list.id) AND revision > \(number)"
            ).map { try TaskRow($0) }
            let present = Set(changed.map(\.href))
            let hrefs: [String] = try connection.values(
                "SELECT DISTINCT href FROM history WHERE list_id = \(list.id) AND number > \(number) AND action = 'remove'"
            )
            return Changes(changed: changed, removed: hrefs.filter { !present.contains($0) }, list: list)
        }
    }

    // MARK: Search

    /// The tasks with words that begin with each of the words of a query, in title, notes or tags.
    public func search(_ query: String, of person: Person, limit: Int = 100) async throws -> [TaskRow] {
        let words = query.split { !$0.isLetter && !$0.isNumber }.prefix(20).map(String.init)
        guard !words.isEmpty else { return [] }
        let owned: SQLStatement =
            "list_id IN (SELECT id FROM list WHERE person_id = \(person.id) AND removed_at IS NULL)"
        if database.dialect == .postgreSQL {
            let match = words.map { "'\($0)':*" }.joined(separator: " & ")
            return try await database.read { connection in
                try connection.query(
                    """
                    SELECT \(TaskRow.lightColumns) FROM task
                    WHERE to_tsvector('simple', title || ' ' || notes || ' ' || tags) @@ to_tsquery('simple', \(match))
                        AND \(owned) ORDER BY id LIMIT \(limit)
                    """
                ).map { try TaskRow($0) }
            }
        }
        try await updateSearchIndex()
        let match = words.map { "\"\($0)\"*" }.joined(separator: " ")
        return try await database.read { connection in
            try connection.query(
                """
                SELECT \(TaskRow.lightColumns) FROM task
                WHERE id IN (SELECT rowid FROM search_index WHERE search_index MATCH \(match))
                    AND \(owned) ORDER BY id LIMIT \(limit)
                """
            ).map { try TaskRow($0) }
        }
    }

    /// Reads into SQLite's index what has changed since it was read last.
    ///
    /// Triggers could do that at once, but an SQL tool that trusts no schema (`trusted_schema=OFF`) refuses triggers that
    /// write to a virtual table: then nobody could edit a task there. The history tells what is new.
    private func updateSearchIndex() async throws {
        let isCurrent: Bool = try await database.read { connection in
            let known: Int = try connection.value("SELECT history_id FROM search_state WHERE id = 1")
            let newest: Int = try connection.value("SELECT COALESCE(max(id), 0) FROM history")
            return known == newest
        }
        if isCurrent { return }
        try await database.write { connection in
            let known: Int = try connection.value("SELECT history_id FROM search_state WHERE id = 1")
            let newest: Int = try connection.value("SELECT COALESCE(max(id), 0) FROM history")
            try connection.execute(
                """
                DELETE FROM search_index
                WHERE rowid IN (SELECT task_id FROM history WHERE id > \(known) AND id <= \(newest))
                """)
            try connection.execute(
                """
                INSERT INTO search_index (rowid, title, notes, tags) SELECT id, title, notes, tags FROM task
                WHERE id IN (SELECT task_id FROM history WHERE id > \(known) AND id <= \(newest))
                """)
            try connection.execute("UPDATE search_state SET history_id = \(newest) WHERE id = 1")
        }
    }
}

public import Foundation
import PostgreSQLEngine
public import SQLDatabase
import SQLiteEngine
import TodoModel

/// Lists and tasks in SQLite or PostgreSQL: every operation is one transaction, and every change can be undone.
///
/// ```swift
/// let store = try await TodoStore.open("sqlite:todo.db", zone: .current)
/// let me = try await store.person(named: "me")
/// let task = try await store.add(TaskFields(title: "Buy milk"), to: try await store.defaultList(of: me))
/// try await store.complete(task.id, of: me)
/// try await store.undo(of: me)
/// ```
public struct TodoStore: Sendable {
    /// The database.
    public let database: Database
    /// The zone for floating times.
    public let zone: TimeZone

    /// Opens a database and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - url: `sqlite:FILE` or `postgres://…`.
    ///   - zone: The zone for floating times.
    public static func open(_ url: String, zone: TimeZone) async throws -> TodoStore {
        var options = SQLOptions()
        // The file is the app's own: readers go on while one writes.
        options.journalMode = .writeAheadLog
        let database = try await Database.open(url, engines: [SQLite(), PostgreSQL()], options: options)
        try await database.migrate(Schema.migrations)
        return TodoStore(database: database, zone: zone)
    }

    /// Closes the database.
    public func close() async { await database.close() }

    /// A transaction; numbers are counted in the list's row, which each change locks, so that `READ COMMITTED` is enough.
    func write<Value: Sendable>(_ body: @escaping @Sendable (SQLConnection) throws -> Value) async throws -> Value {
        try await database.write(isolation: .readCommitted, body)
    }

    // MARK: People

    /// Somebody by name; made if there is no such person yet.
    public func person(named name: String) async throws -> Person {
        try await write { connection in
            try connection.execute("INSERT INTO person (name) VALUES (\(name)) ON CONFLICT (name) DO NOTHING")
            return try Self.person(named: name, connection) ?? { throw TodoStoreError.noPerson(name) }()
        }
    }

    /// Somebody by name, if there is such a person.
    public func findPerson(named name: String) async throws -> Person? {
        try await database.read { try Self.person(named: name, $0) }
    }

    private static func person(named name: String, _ connection: SQLConnection) throws -> Person? {
        try connection.first("SELECT id, name FROM person WHERE name = \(name)").map {
            Person(id: try $0.get("id"), name: try $0.get("name"))
        }
    }

    /// Everybody, in the order of their making.
    public func people() async throws -> [Person] {
        try await database.query("SELECT id, name FROM person ORDER BY id").map {
            Person(id: try $0.get("id"), name: try $0.get("name"))
        }
    }

    /// Keeps an app password's record; one of the same name is replaced.
    public func setPassword(_ record: String, name: String, of person: Person) async throws {
        try await database.execute(
            """
            INSERT INTO app_password (person_id, name, record) VALUES (\(person.id), \(name), \(record))
            ON CONFLICT (person_id, name) DO UPDATE SET record = excluded.record
            """)
    }

    /// The records of somebody's app passwords, the newest first.
    public func passwords(of person: Person) async throws -> [String] {
        try await database.query("SELECT record FROM app_password WHERE person_id = \(person.id) ORDER BY id DESC")
            .map { try $0.get("record") }
    }

    /// The record of somebody's app password of a name.
    public func password(named name: String, of person: Person) async throws -> String? {
        try await database.first(
            "SELECT record FROM app_password WHERE person_id = \(person.id) AND name = \(name)"
        ).map { try $0.get("record") }
    }

    /// The names of somebody's app passwords.
    public func passwordNames(of person: Person) async throws -> [String] {
        try await database.query("SELECT name FROM app_password WHERE person_id = \(person.id) ORDER BY id")
            .map { try $0.get("name") }
    }

    /// Forgets an app password; whether there was one.
    public func removePassword(named name: String, of person: Person) async throws -> Bool {
        try await database.execute("DELETE FROM app_password WHERE person_id = \(person.id) AND name = \(name)") > 0
    }

    // MARK: Lists

    /// Somebody's lists, in the order of their making.
    public func lists(of person: Person) async throws -> [TaskList] {
        try await database.query(
            """
            SELECT \(TaskList.columns) FROM list WHERE person_id = \(person.id) AND removed_at IS NULL ORDER BY id
            """
        ).map { try TaskList($0) }
    }

    /// A list by the last segment of its address.
    public func list(href: String, of person: Person) async throws -> TaskList? {
        try await database.first(
            """
            SELECT \(TaskList.columns) FROM list
            WHERE person_id = \(person.id) AND href = \(href) AND removed_at IS NULL
            """
        ).map { try TaskList($0) }
    }

    /// The first list; made if there is none.
    public func defaultList(of person: Person) async throws -> TaskList {
        if let first = try await lists(of: person).first { return first }
        return try await makeList(href: "tasks", name: "Tasks", properties: [:], of: person)
    }

    /// Makes a list.
    ///
    /// - Throws: ``TodoStoreError/listExists(_:)``.
    public func makeList(
        href: String, name: String, properties: [String: String], of person: Person
    ) async throws -> TaskList {
        try await write { connection in
            let made = try connection.first(
                """
                INSERT INTO list (person_id, href, name) VALUES (\(person.id), \(href), \(name))
                ON CONFLICT (person_id, href) DO NOTHING RETURNING \(TaskList.columns)
                """)
            guard let made else { throw TodoStoreError.listExists(href) }
            let list = try TaskList(made)
            for (name, xml) in properties { try Self.setProperty(name, xml, list.id, connection) }
            return list
        }
    }

    /// Removes a list with its tasks. The rows stay in the database with the time of the removal, out of sight.
    public func removeList(_ list: TaskList) async throws {
        try await database.execute(
            """
            UPDATE list SET removed_at = \(Self.stamp()), href = \("\(list.href)~removed~\(list.id)")
            WHERE id = \(list.id)
            """)
    }

    /// The properties that clients keep at a list, by `{namespace}name`, each as XML.
    public func properties(of list: TaskList) async throws -> [String: String] {
        var properties: [String: String] = [:]
        for row in try await database.query("SELECT name, xml FROM list_property WHERE list_id = \(list.id)") {
            properties[try row.get("name")] = try row.get("xml", as: String.self)
        }
        return properties
    }

    /// Renames a list and sets and removes properties, all or nothing.
    ///
    /// - Throws: ``TodoStoreError/tooManyProperties``.
    public func change(_ list: TaskList, name: String?, properties: [(name: String, xml: String?)]) async throws {
        try await write { connection in
            if let name { try connection.execute("UPDATE list SET name = \(name) WHERE id = \(list.id)") }
            for (name, xml) in properties { try Self.setProperty(name, xml, list.id, connection) }
            let count: Int = try connection.value("SELECT count(*) FROM list_property WHERE list_id = \(list.id)")
            guard count <= 100 else { throw TodoStoreError.tooManyProperties }
        }
    }

    private static func setProperty(_ name: String, _ xml: String?, _ list: Int, _ connection: SQLConnection) throws {
        guard let xml else {
            try connection.execute("DELETE FROM list_property WHERE list_id = \(list) AND name = \(name)")
            return
        }
        try connection.execute(
            """
            INSERT INTO list_property (list_id, name, xml) VALUES (\(list), \(name), \(xml))
            ON CONFLICT (list_id, name) DO UPDATE SET xml = excluded.xml
            """)
    }

    static func stamp(_ now: Date = Date()) -> String { "\(TimeZone.gmt.clock(at: now))Z" }
}

/// Why something cannot be done.
public enum TodoStoreError: Error, Equatable, CustomStringConvertible {
    /// There is no such person.
    case noPerson(String)
    /// There is a list at this address.
    case listExists(String)
    /// There is no task with this number.
    case noTask(Int)
    /// Another task of the list has this UID; its address.
    case uidConflict(href: String)
    /// A list holds more properties than anybody needs.
    case tooManyProperties
    /// There is nothing to undo.
    case nothingToUndo
    /// What was changed has changed again, so that the older change cannot be undone by itself.
    case cannotUndo(String)

    /// A sentence.
    public var description: String {
        switch self {
        case .noPerson(let name): "There is no person '\(name)'."
        case .listExists(let href): "There is a list at '\(href)' already."
        case .noTask(let id): "There is no task \(id)."
        case .uidConflict(let href): "Another task of this list has the same UID: \(href)."
        case .tooManyProperties: "A list can hold at most 100 properties."
        case .nothingToUndo: "There is nothing to undo."
        case .cannotUndo(let reason): "The last change cannot be undone: \(reason)."
        }
    }
}

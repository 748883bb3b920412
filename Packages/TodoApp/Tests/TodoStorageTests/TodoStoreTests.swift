import Foundation
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing
import TodoModel
import TodoStorage

private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

/// The engines that every behaviour is tried on.
private enum Engine: String, CaseIterable {
    case sqlite, postgreSQL

    /// Gives `body` a store of its own.
    func withStore(_ body: (TodoStore, Person, TaskList) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let url: String
            switch self {
            case .sqlite: url = "sqlite:\(folder.appending(path: "todo.db").path)"
            case .postgreSQL: url = try await PrivatePostgreSQL.shared.emptyDatabase()
            }
            let store = try await TodoStore.open(url, zone: berlin)
            let me = try await store.person(named: "me")
            try await body(store, me, try await store.defaultList(of: me))
            await store.close()
        }
    }
}

private func object(_ uid: String, _ title: String, _ more: String = "") throws -> TodoObject {
    try TodoObject(
        Array("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:\(uid)\nSUMMARY:\(title)\n\(more)END:VTODO\nEND:VCALENDAR\n".utf8))
}

@Suite("lists and tasks in a database", .watchesClock)
private struct TodoStoreTests {
    @Test("what a client puts is kept byte for byte, and read in columns", arguments: Engine.allCases)
    func putKeepsBytes(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            let sent = try object(
                "a/b==", "Tea\\, green\0", "DUE;VALUE=DATE:20270331\nX-ODD:\u{FEFF}1\nCATEGORIES:a\\,b,c\n")
            guard
                case .added(let row) = try await store.put(
                    sent, at: "x%40y.ics", in: list, condition: { #expect($0 == nil) })
            else { throw Missing("the object was not added") }
            let read = try #require(try await store.tasks(in: list, hrefs: ["x%40y.ics", "none"]).first)
            #expect(read.object(reader: berlin).bytes == sent.bytes)
            #expect(read.tag == row.tag && read.uid == "a/b==")
            #expect(read.fields.title == "Tea, green" && read.fields.tags == ["a,b", "c"])
            #expect(read.fields.due?.description == "2027-03-31")
            let tag = row.tag
            _ = try await store.put(sent, at: "x%40y.ics", in: list) { #expect($0 == tag) }
            #expect(try await store.task(row.id, of: me).tag == tag)
        }
    }

    @Test("an edit in SQL reaches the object, the tag, the token, search and undo", arguments: Engine.allCases)
    func editsInSQLAreSeen(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            _ = try await store.put(object("u", "old title", "X-KEPT:1\n"), at: "u.ics", in: list) { _ in }
            let before = try await store.tasks(of: me, withObjects: true)[0]
            let token = try await store.lists(of: me)[0].token
            try await store.database.execute("UPDATE task SET title = 'Neuer Titel', status = 'done' WHERE uid = 'u'")
            let after = try await store.tasks(of: me, withObjects: true)[0]
            let text = String(decoding: after.object(reader: berlin).bytes, as: UTF8.self)
            #expect(
                text.contains("SUMMARY:Neuer Titel\r\n") && text.contains("X-KEPT:1\n")
                    && text.contains("STATUS:COMPLETED"))
            #expect(after.object(reader: berlin).bytes == after.object(reader: berlin).bytes)
            #expect(after.tag != before.tag)
            #expect(try await store.lists(of: me)[0].token != token)
            #expect(try await store.search("neue", of: me).map(\.id) == [after.id])
            #expect(try await store.search("old", of: me).isEmpty)
            try await store.database.execute(
                "INSERT INTO task (list_id, title, due) VALUES (\(list.id), 'made in SQL', '2027-04-01')")
            let made = try await store.tasks(of: me, withObjects: true)[1]
            #expect(
                String(decoding: made.object(reader: berlin).bytes, as: UTF8.self).contains("DUE;VALUE=DATE:20270401"))
            let changes = try #require(try await store.changes(in: list, since: token))
            #expect(changes.changed.map(\.id).sorted() == [after.id, made.id])
            _ = try await store.undo(of: me)
            _ = try await store.undo(of: me)
            let back = try await store.tasks(of: me, withObjects: true)
            #expect(back.map(\.fields.title) == ["old title"])
            #expect(back[0].object(reader: berlin).bytes == before.object(reader: berlin).bytes)
        }
    }

    @Test("an SQL tool that trusts no schema can edit a task in the file")
    func anUntrustingToolCanEdit() async throws {
        try await withTemporaryFolder { folder in
            let url = "sqlite:\(folder.appending(path: "todo.db").path)"
            let store = try await TodoStore.open(url, zone: berlin)
            let me = try await store.person(named: "me")
            _ = try await store.add(TaskFields(title: "one"), to: try await store.defaultList(of: me))
            let tool = try await Database.open(url, engines: [SQLite()])
            try await tool.withConnection { connection in
                _ = try connection.query("PRAGMA trusted_schema = OFF")
                try connection.execute("UPDATE task SET title = 'two'")
            }
            await tool.close()
            #expect(try await store.search("two", of: me).count == 1)
            await store.close()
        }
    }

    @Test("every change can be undone, and an undo is a change of its own", arguments: Engine.allCases)
    func everythingCanBeUndone(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            let row = try await store.add(TaskFields(title: "one"), to: list)
            try await store.edit(row.id, of: me) { $0.title = "two" }
            try await store.complete(row.id, of: me)
            try await store.remove(row.id, of: me)
            #expect(try await store.tasks(of: me).isEmpty)
            let token = try await store.lists(of: me)[0].token
            #expect(try await store.undo(of: me).action == .remove)
            #expect(try await store.task(row.id, of: me).fields.status == .done)
            #expect(try await store.undo(of: me).action == .change)
            #expect(try await store.task(row.id, of: me).fields.status == .open)
            _ = try await store.undo(of: me)
            #expect(try await store.task(row.id, of: me).fields.title == "one")
            #expect(try await store.changes(in: list, since: token)?.changed.count == 1)
            #expect(try await store.undo(of: me).action == .add)
            await #expect(throws: TodoStoreError.nothingToUndo) { try await store.undo(of: me) }
            #expect(try await store.changes(in: list, since: token)?.removed.count == 1)
        }
    }

    @Test("completing a series keeps the finished occurrence in the history", arguments: Engine.allCases)
    func aSeriesKeepsItsHistory(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            var fields = TaskFields(title: "daily")
            fields.due = .date(try #require(CivilDate(2027, 1, 1)))
            fields.rule = "FREQ=DAILY;COUNT=3"
            let id = try await store.add(fields, to: list).id
            #expect(try await store.complete(id, of: me).fields.due?.description == "2027-01-02")
            #expect(try await store.complete(id, of: me).fields.due?.description == "2027-01-03")
            #expect(try await store.complete(id, of: me).fields.status == .done)
            let finished = try await store.history(of: me).compactMap(\.finished)
            #expect(finished.count == 2 && finished[1].contains("2027-01-01"))
            _ = try await store.undo(of: me)
            _ = try await store.undo(of: me)
            #expect(try await store.task(id, of: me).fields.due?.description == "2027-01-02")
        }
    }

    @Test("tokens tell what changed and what is gone; one of another history is none", arguments: Engine.allCases)
    func tokensTellChanges(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            let empty = try #require(try await store.changes(in: list, since: nil)).list.token
            for name in ["a", "b", "c"] {
                _ = try await store.put(object(name, name), at: "\(name).ics", in: list) { _ in }
            }
            let first = try #require(try await store.changes(in: list, since: nil))
            #expect(first.changed.count == 3 && first.removed.isEmpty)
            #expect(try await store.changes(in: list, since: empty)?.changed.count == 3)
            let token = first.list.token
            _ = try await store.put(object("a", "A"), at: "a.ics", in: list) { _ in }
            _ = try await store.remove(at: "b.ics", in: list) { _ in }
            _ = try await store.remove(at: "c.ics", in: list) { _ in }
            _ = try await store.put(object("c", "again"), at: "c.ics", in: list) { _ in }
            let second = try #require(try await store.changes(in: list, since: token))
            #expect(Set(second.changed.map(\.href)) == ["a.ics", "c.ics"] && second.removed == ["b.ics"])
            #expect(try await store.changes(in: list, since: second.list.token)?.changed.isEmpty == true)
            for bad in ["", "3", "x-y", "3-0000000000000000", "999-\(list.changeMark)", "-1-1"] {
                #expect(try await store.changes(in: list, since: bad) == nil, "\(bad)")
            }
            let other = try await store.makeList(href: "other", name: "Other", properties: [:], of: me)
            #expect(try await store.changes(in: other, since: second.list.token) == nil)
        }
    }

    @Test("a UID is free again where its task is gone, and taken where it is", arguments: Engine.allCases)
    func uidsAreUniqueInAList(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            _ = try await store.put(object("u", "1"), at: "1.ics", in: list) { _ in }
            await #expect(throws: TodoStoreError.uidConflict(href: "1.ics")) {
                _ = try await store.put(object("u", "2"), at: "2.ics", in: list) { _ in }
            }
            let other = try await store.makeList(href: "other", name: "Other", properties: [:], of: me)
            _ = try await store.put(object("u", "2"), at: "2.ics", in: other) { _ in }
            #expect(try await store.remove(at: "1.ics", in: list) { _ in })
            _ = try await store.put(object("u", "2"), at: "2.ics", in: list) { _ in }
            #expect(try await !store.remove(at: "1.ics", in: list) { _ in })
        }
    }

    @Test("of many who change one task with its tag, one wins each round", arguments: Engine.allCases)
    func oneWriterWins(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            struct Stale: Error {}
            _ = try await store.put(object("u", "0"), at: "u.ics", in: list) { _ in }
            for round in 1...3 {
                let tag = try await store.tasks(of: me)[0].tag
                let wins = await withTaskGroup(of: Bool.self) { group in
                    for writer in 0..<6 {
                        group.addTask {
                            do {
                                _ = try await store.put(object("u", "\(round) \(writer)"), at: "u.ics", in: list) {
                                    current in
                                    guard current == tag else { throw Stale() }
                                }
                                return true
                            } catch { return false }
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(wins == 1)
            }
            #expect(try await store.lists(of: me)[0].changeNumber == 4)
        }
    }

    @Test("one person's tasks are no other's", arguments: Engine.allCases)
    func peopleAreApart(_ engine: Engine) async throws {
        try await engine.withStore { store, me, list in
            let id = try await store.add(TaskFields(title: "mine"), to: list).id
            let other = try await store.person(named: "other")
            await #expect(throws: TodoStoreError.noTask(id)) { try await store.remove(id, of: other) }
            #expect(try await store.search("mine", of: other).isEmpty)
            await #expect(throws: TodoStoreError.nothingToUndo) { try await store.undo(of: other) }
        }
    }
}

public import Foundation
import SQLDatabase
import TodoModel

extension TodoStore {
    /// The tasks of a list in the order that people gave them.
    public func ordered(_ list: TaskList) async throws -> [TaskRow] {
        try await members(of: list).sorted { ($0.fields.orderKey, $0.id) < ($1.fields.orderKey, $1.id) }
    }

    /// Moves a task behind another one of its list.
    ///
    /// Only the moved task is written where there is room between its new neighbours; else those behind it move on by as
    /// little as it takes.
    ///
    /// - Parameters:
    ///   - id: The task.
    ///   - previous: The task that it is to stand behind; nil for the first position.
    public func move(_ id: Int, behind previous: Int?, of person: Person, now: Date = Date()) async throws {
        let zone = zone
        try await write { connection in
            let moved = try Self.locked(id, of: person, connection)
            let rows = try connection.query(
                "SELECT \(TaskRow.columns) FROM task WHERE list_id = \(moved.listID) AND id <> \(id)"
            ).map { try TaskRow($0) }.sorted { ($0.fields.orderKey, $0.id) < ($1.fields.orderKey, $1.id) }
            var index = 0
            if let previous {
                guard let found = rows.firstIndex(where: { $0.id == previous }) else {
                    throw TodoStoreError.noTask(previous)
                }
                index = found + 1
            }
            func set(_ key: Int, _ row: TaskRow) throws {
                var object = row.object(reader: zone)
                let shown = object.fields(reader: zone)
                var new = shown
                new.sortOrder = key
                object.edit(from: shown, to: new, now: now, reader: zone)
                try Self.update(row, object, finished: nil, zone, connection)
            }
            let before = index > 0 ? rows[index - 1].fields.orderKey : nil
            let after = index < rows.count ? rows[index].fields.orderKey : nil
            let key =
                switch (before, after) {
                case (nil, nil): moved.fields.orderKey
                case (nil, let after?): after - 1
                case (let before?, nil): before + 1
                case (let before?, let after?): before + max(1, (after - before) / 2)
                }
            try set(key, moved)
            var last = key
            for row in rows[index...] {
                guard row.fields.orderKey <= last else { break }
                last += 1
                try set(last, row)
            }
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Database {
    /// Brings the schema up to date: runs those steps that this database has not seen yet, in order.
    ///
    /// Each step runs in its own transaction, under a lock that other programs with the same steps wait for. The table
    /// `schema_migrations` keeps the number, name, SQL and time of each; a step that changed after it ran is refused, as
    /// is a database that a newer program has already migrated further.
    ///
    /// - Returns: The numbers of the steps that ran.
    /// - Throws: ``SQLError/migration(_:)`` for a contradiction, or the error of a step, which leaves no trace.
    @discardableResult
    public func migrate(_ migrations: [SQLMigration]) async throws -> [Int] {
        for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.number >= later.number {
            throw SQLError.migration("step \(later.number) stands after step \(earlier.number): list them in order")
        }
        var done: [Int] = []
        while let number = try await migrateOneStep(migrations) { done.append(number) }
        return done
    }

    private func migrateOneStep(_ migrations: [SQLMigration]) async throws -> Int? {
        // A stricter transaction would look at the database as it was before it waited for the lock.
        try await write(isolation: .readCommitted) { connection in
            try connection.driver.lockForMigration()
            guard let next = try connection.nextMigration(of: migrations) else { return nil }
            let script = next.script(for: connection.dialect)
            try connection.execute(script: script)
            try connection.execute(
                """
                INSERT INTO schema_migrations (number, name, script, applied_at)
                VALUES (\(next.number), \(next.name), \(script.text), \(Date()))
                """)
            return next.number
        }
    }
}

extension SQLConnection {
    /// The first step that has not run yet, after a check that those which ran are the same as then.
    fileprivate func nextMigration(of migrations: [SQLMigration]) throws -> SQLMigration? {
        try execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT PRIMARY KEY,
                name TEXT NOT NULL,
                script TEXT NOT NULL,
                applied_at TEXT NOT NULL
            )
            """)
        let known = Dictionary(migrations.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        var ran: Set<Int> = []
        for row in try query("SELECT number, name, script FROM schema_migrations ORDER BY number") {
            let number = try row.get("number", as: Int.self)
            guard let migration = known[number] else {
                throw SQLError.migration(
                    "the database has step \(number) (\(try row.get("name", as: String.self))), which this program "
                        + "does not know: it was migrated by a newer one")
            }
            guard migration.script(for: dialect).text == (try row.get("script", as: String.self)) else {
                throw SQLError.migration(
                    "step \(number) (\(migration.name)) is not the SQL that ran on this database: "
                        + "leave released steps alone and add a new one")
            }
            ran.insert(number)
        }
        guard let next = migrations.first(where: { !ran.contains($0.number) }) else { return nil }
        if let newest = ran.max(), next.number < newest {
            throw SQLError.migration("step \(next.number) is new, but step \(newest) has already run: number it higher")
        }
        return next
    }
}

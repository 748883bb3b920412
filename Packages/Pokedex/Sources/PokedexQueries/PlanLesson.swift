import PokedexModel
import SQLDatabase

/// How the database answers a statement, and how it would without one of its indexes.
public struct PlanLesson: Sendable {
    /// A plan, and the time that the statement takes with it.
    public struct Plan: Sendable, Equatable {
        /// The plan's steps as the engine words them; those of a step stand below it, two spaces to the right.
        public let steps: [String]
        /// The shortest of some runs, if they were asked for.
        public let time: Duration?
    }

    private let database: Database

    /// Asks this database.
    public init(database: Database) {
        self.database = database
    }

    /// The plan of a statement.
    ///
    /// - Parameters:
    ///   - sql: A statement that only reads.
    ///   - index: An index that is dropped before, in a transaction that is rolled back afterwards. Others who write
    ///     wait that long; on PostgreSQL those who read its table do, too.
    ///   - isTimed: Whether to run the statement as well.
    /// - Throws: ``ReaderSQL/Refusal``, ``Dex/UnknownName`` for an index that there is not, or the database's error.
    public func plan(of sql: String, without index: String? = nil, isTimed: Bool = false) async throws -> Plan {
        _ = try ReaderSQL(database: database).statement(sql, [])
        do {
            guard let index else {
                return try await database.read { try Self.plan(sql, on: $0, isTimed: isTimed) }
            }
            try await checkName(of: index)
            do {
                return try await database.write { connection -> Plan in
                    try connection.execute("DROP INDEX \(identifier: index)")
                    // Leaving by an error is what rolls the transaction back.
                    throw Learned(plan: try Self.plan(sql, on: connection, isTimed: isTimed))
                }
            } catch let learned as Learned {
                return learned.plan
            }
        } catch SQLError.statement(let failure) {
            let location = failure.position.map { ReaderSQL.location(of: $0, in: failure.statement ?? sql) }
            throw ReaderSQL.Refusal.wrong(
                message: failure.message, line: location?.line, column: location?.column, nearest: [])
        }
    }

    private struct Learned: Error {
        let plan: Plan
    }

    private func checkName(of index: String) async throws {
        let known: [String] = try await database.read { connection in
            switch connection.dialect {
            case .sqlite:
                try connection.values("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
            case .postgreSQL:
                try connection.values("SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()")
            }
        }
        guard known.contains(index) else {
            throw Dex.UnknownName(kind: "index", name: index, nearest: NameMatcher(known).nearest(to: index))
        }
    }

    private static func plan(_ sql: String, on connection: SQLConnection, isTimed: Bool) throws -> Plan {
        let statement = SQLStatement(trusted: sql)
        let steps: [String]
        switch connection.dialect {
        case .sqlite:
            var depths: [Int: Int] = [0: -1]
            steps = try connection.query("EXPLAIN QUERY PLAN \(statement)").map { row in
                let depth = (depths[try row.get("parent")] ?? -1) + 1
                depths[try row.get("id")] = depth
                return String(repeating: "  ", count: depth) + (try row.get("detail", as: String.self))
            }
        case .postgreSQL:
            // Costs are guesses from a sample of the rows, and other on each machine.
            steps = try connection.values("EXPLAIN (COSTS OFF) \(statement)")
        }
        guard isTimed else { return Plan(steps: steps, time: nil) }
        let clock = ContinuousClock()
        let times = try (0..<5).map { _ in
            try clock.measure { try connection.forEach(statement) { _ in } }
        }
        return Plan(steps: steps, time: times.min())
    }
}

import PokedexFacts
import SQLDatabase

/// A role of PostgreSQL that may read the Pokédex's tables and do nothing else: the one by which visitors' SQL is run.
///
/// What such a role must not have is asked of the server's own catalogues, so that it does not matter how somebody
/// came by it.
public enum ReaderRole {
    /// Why a role is not made.
    public enum Failure: Error, CustomStringConvertible {
        /// SQLite has no roles.
        case notPostgreSQL
        /// The name is none, or it is the role that makes it.
        case unfit(name: String, reason: String)
        /// A role of that name is there and has what a reader must not have.
        case tooPowerful(name: String, powers: [String])

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .notPostgreSQL: "Roles are PostgreSQL's: SQLite's console needs none, give a postgres:// address."
            case .unfit(let name, let reason): "'\(name.prefix(63))' cannot be the reader: \(reason)."
            case .tooPowerful(let name, let powers):
                "The role \(name) is there already, and \(powers.joined(separator: "; ")): give another name."
            }
        }
    }

    /// The views and tables that the reader may read.
    static var readable: [String] {
        Schema.factTables + PokeAPITables.all.map(\.name)
            + [
                "pokeapi_imports", "facts_source", "schema_migrations", "pokemon", "type_chart", "learned_moves",
                "evolution_steps",
            ]
    }

    /// Makes the role, or gives one that is there its rights anew.
    ///
    /// - Parameters:
    ///   - name: The role's name.
    ///   - password: Its password; none changes nothing.
    /// - Returns: What only a superuser could have done and so was left, in sentences.
    /// - Throws: ``Failure``, or the database's error.
    public static func make(_ name: String, password: String? = nil, in database: Database) async throws -> [String] {
        guard database.dialect == .postgreSQL else { throw Failure.notPostgreSQL }
        guard (1...63).contains(name.utf8.count), !name.hasPrefix("pg_"), !name.utf8.contains(0) else {
            throw Failure.unfit(name: name, reason: "a role's name has 1 to 63 bytes and does not begin with pg_")
        }
        return try await database.write { connection in
            let me = try connection.value("SELECT current_user::text", as: String.self)
            guard me != name else {
                throw Failure.unfit(name: name, reason: "it is the role that owns the tables")
            }
            if try connection.value("SELECT count(*) FROM pg_roles WHERE rolname = \(name)", as: Int.self) == 0 {
                try connection.execute("CREATE ROLE \(identifier: name) LOGIN CONNECTION LIMIT 64")
            }
            if let password {
                let statement = try connection.value(
                    "SELECT format('ALTER ROLE %I PASSWORD %L', \(name)::text, \(password)::text)", as: String.self)
                try connection.execute(SQLStatement(trusted: statement))
            }
            try grant(to: name, connection)
            let isSuperuser = try connection.value(
                "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", as: Bool.self)
            if isSuperuser { try revokeActingFunctions(connection) }
            let powers = try powers(of: name, connection)
            guard powers.isEmpty else { throw Failure.tooPowerful(name: name, powers: powers) }
            return isSuperuser
                ? []
                : [
                    "only a superuser can take away from everybody the functions that do more than compute, such as "
                        + "pg_sleep, so \(name) may call them; run this once as a superuser"
                ]
        }
    }

    private static func grant(to name: String, _ connection: SQLConnection) throws {
        let names = try connection.first("SELECT current_database()::text, current_schema()::text")
        let (database, schema) = (try names?.get(at: 0) ?? "", try names?.get(at: 1, as: String.self) ?? "public")
        for statement: SQLStatement in [
            "REVOKE ALL ON DATABASE \(identifier: database) FROM \(identifier: name)",
            "REVOKE TEMPORARY ON DATABASE \(identifier: database) FROM PUBLIC",
            "GRANT CONNECT ON DATABASE \(identifier: database) TO \(identifier: name)",
            "REVOKE ALL ON ALL TABLES IN SCHEMA \(identifier: schema) FROM \(identifier: name)",
            "REVOKE CREATE ON SCHEMA \(identifier: schema) FROM PUBLIC",
            "GRANT USAGE ON SCHEMA \(identifier: schema) TO \(identifier: name)",
            "ALTER ROLE \(identifier: name) SET default_transaction_read_only = on",
            "ALTER ROLE \(identifier: name) SET statement_timeout = '10s'",
            "ALTER ROLE \(identifier: name) SET idle_in_transaction_session_timeout = '30s'",
            "ALTER ROLE \(identifier: name) SET work_mem = '16MB'",
            "ALTER ROLE \(identifier: name) SET max_parallel_workers_per_gather = 0",
        ] { try connection.execute(statement) }
        let tables = readable.map { SQLStatement("\(identifier: $0)") }.joined(separator: ", ")
        try connection.execute("GRANT SELECT ON \(tables) TO \(identifier: name)")
    }

    /// Takes from everybody, in this database, the functions that act instead of computing: those that sleep, lock, end
    /// other sessions, change settings, read or write files. PostgreSQL calls them volatile; a few of these only look
    /// at the clock or roll dice. The role that runs this keeps them.
    private static func revokeActingFunctions(_ connection: SQLConnection) throws {
        try connection.execute(
            script: """
                DO $$
                DECLARE it regprocedure;
                BEGIN
                    FOR it IN
                        SELECT oid FROM pg_proc WHERE provolatile = 'v' AND prokind = 'f'
                        AND proname NOT IN
                            ('random', 'random_normal', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuidv4', 'uuidv7')
                        AND (proacl IS NULL OR EXISTS (
                            SELECT FROM aclexplode(proacl) WHERE grantee = 0 AND privilege_type = 'EXECUTE'))
                    LOOP
                        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', it);
                    END LOOP;
                END $$
                """)
        // Whoever owns the tables goes on migrating, which takes a lock.
        try connection.execute(
            script: """
                DO $$
                DECLARE the_owner name;
                BEGIN
                    FOR the_owner IN SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = current_schema() LOOP
                        EXECUTE format('GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO %I', the_owner);
                    END LOOP;
                END $$
                """)
    }

    /// What a role could do beyond reading the Pokédex's tables, in words; nothing if it is fit for visitors' SQL.
    ///
    /// - Parameter name: The role; the connection's own if none is given.
    public static func powers(of name: String? = nil, _ connection: SQLConnection) throws -> [String] {
        let name = try name ?? connection.value("SELECT session_user::text", as: String.self)
        var powers: [String] = []
        guard
            let role = try connection.first(
                """
                SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles
                WHERE rolname = \(name)
                """)
        else { return ["is no role"] }
        let attributes = [
            "is a superuser", "may make roles", "may make databases", "may replicate", "passes over row security",
        ]
        for (column, words) in attributes.enumerated() where try role.get(at: column, as: Bool.self) {
            powers.append(words)
        }
        // A superuser can do all that follows.
        if try role.get(at: 0, as: Bool.self) { return Array(powers.prefix(1)) }
        func add(_ words: String, _ query: SQLStatement) throws {
            let names = try connection.values(query, as: String.self)
            guard let first = names.first else { return }
            powers.append("\(words) \(first)" + (names.count > 1 ? " and \(names.count - 1) more" : ""))
        }
        try add(
            "is a member of",
            """
            SELECT other.rolname::text FROM pg_auth_members JOIN pg_roles AS other ON other.oid = roleid
            JOIN pg_roles AS me ON me.oid = member WHERE me.rolname = \(name) ORDER BY 1
            """)
        try add(
            "owns",
            """
            SELECT relname::text FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = \(name))
            UNION SELECT datname::text FROM pg_database
            WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = \(name))
            UNION SELECT proname::text FROM pg_proc WHERE proowner = (SELECT oid FROM pg_roles WHERE rolname = \(name))
            ORDER BY 1
            """)
        try add(
            "may change",
            """
            SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
            AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%')
            AND (has_table_privilege(\(name), oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
                OR has_any_column_privilege(\(name), oid, 'INSERT, UPDATE'))
            ORDER BY 1
            """)
        try add(
            "may read",
            """
            SELECT nspname || '.' || relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
            AND NOT (relnamespace = current_schema()::regnamespace AND relname IN (\(list: readable)))
            AND (has_table_privilege(\(name), pg_class.oid, 'SELECT')
                OR has_any_column_privilege(\(name), pg_class.oid, 'SELECT'))
            ORDER BY 1
            """)
        try add(
            "may create in",
            """
            SELECT 'the schema ' || nspname FROM pg_namespace WHERE has_schema_privilege(\(name), oid, 'CREATE')
            UNION SELECT 'the database ' || current_database()
            WHERE has_database_privilege(\(name), current_database(), 'CREATE, TEMPORARY') ORDER BY 1
            """)
        // Functions that are nobody's by default, such as those that read files, and that somebody granted to it.
        try add(
            "may call",
            """
            SELECT proname::text FROM pg_proc WHERE proacl IS NOT NULL AND provolatile = 'v'
            AND NOT EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0 AND privilege_type = 'EXECUTE')
            AND has_function_privilege(\(name), oid, 'EXECUTE') ORDER BY 1
            """)
        return powers
    }
}

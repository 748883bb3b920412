import SQLDatabase

/// The tables, as migrations in their order, in the SQL that both engines share but for the names of types.
///
/// Every list that a reader turns the pages of is a range of one index; every count that is shown is kept beside what
/// it counts. Keys are the network's own identifiers, which grow with time, so that new rows go to the end.
public enum Schema {
    /// The steps; each runs once on a database.
    public static let migrations = [
        SQLMigration(
            1, "network", sqlite: SQLScript(trusted: sqlite(tables)),
            postgreSQL: SQLScript(trusted: postgreSQL(tables))),
        SQLMigration(2, "indexes", SQLScript(trusted: indexes)),
        SQLMigration(
            3, "full text", sqlite: SQLScript(trusted: sqliteText), postgreSQL: SQLScript(trusted: postgreSQLText)),
        SQLMigration(
            4, "what clients show", sqlite: SQLScript(trusted: sqlite(clientTables)),
            postgreSQL: SQLScript(trusted: postgreSQL(clientTables))),
        SQLMigration(5, "plain names", SQLScript(trusted: plainNames)),
        SQLMigration(
            6, "moderation and invitations", sqlite: SQLScript(trusted: sqlite(moderationTables)),
            postgreSQL: SQLScript(trusted: postgreSQL(moderationTables))),
    ]

    private static let plainNames = """
        ALTER TABLE notices RENAME TO notifications;
        ALTER TABLE notice_policies RENAME TO notification_policies;
        ALTER TABLE mutes RENAME COLUMN hides_notices TO hides_notifications;
        """

    /// The names of all tables that hold what members made.
    public static let tableNames = (tables + clientTables + moderationTables).split(separator: "CREATE TABLE ")
        .dropFirst()
        .map { renamed[String($0.prefix { $0 != " " })] ?? String($0.prefix { $0 != " " }) }.filter {
            $0 != "thread_starts"
        }

    private static func sqlite(_ script: String) -> String {
        script.replacing("BIGINT", with: "INTEGER").replacing("BOOLEAN", with: "INTEGER")
            .replacing("KEYTEXT", with: "TEXT").replacing("BYTES", with: "BLOB").replacing("FLOAT8", with: "REAL")
            .replacing("\n);", with: "\n) STRICT;")
    }

    private static func postgreSQL(_ script: String) -> String {
        // Prefixes are looked up as ranges of bytes, whatever the language of the server.
        script.replacing("KEYTEXT", with: "TEXT COLLATE \"C\"").replacing("BYTES", with: "BYTEA")
    }

    private static let tables = """
        CREATE TABLE accounts (
            id BIGINT PRIMARY KEY,
            username TEXT NOT NULL,
            username_key KEYTEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            email_key KEYTEXT NOT NULL UNIQUE,
            password TEXT NOT NULL,
            display_name TEXT NOT NULL DEFAULT '',
            display_key KEYTEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            fields TEXT NOT NULL DEFAULT '',
            is_locked BOOLEAN NOT NULL,
            is_bot BOOLEAN NOT NULL,
            is_discoverable BOOLEAN NOT NULL,
            avatar TEXT,
            header TEXT,
            default_visibility BIGINT NOT NULL DEFAULT 0,
            default_sensitive BOOLEAN NOT NULL,
            default_language TEXT,
            statuses_count BIGINT NOT NULL DEFAULT 0,
            followers_count BIGINT NOT NULL DEFAULT 0,
            following_count BIGINT NOT NULL DEFAULT 0,
            last_status_at BIGINT
        );
        CREATE TABLE statuses (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            spoiler TEXT NOT NULL,
            is_sensitive BOOLEAN NOT NULL,
            visibility BIGINT NOT NULL,
            language TEXT,
            in_reply_to_id BIGINT REFERENCES statuses(id) ON DELETE SET NULL,
            in_reply_to_account_id BIGINT,
            boost_of_id BIGINT REFERENCES statuses(id) ON DELETE CASCADE,
            application TEXT,
            edited_at BIGINT,
            replies_count BIGINT NOT NULL DEFAULT 0,
            boosts_count BIGINT NOT NULL DEFAULT 0,
            favourites_count BIGINT NOT NULL DEFAULT 0,
            attachments BIGINT NOT NULL
        );
        CREATE TABLE status_edits (
            id BIGINT PRIMARY KEY,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            at BIGINT NOT NULL,
            text TEXT NOT NULL,
            spoiler TEXT NOT NULL,
            is_sensitive BOOLEAN NOT NULL,
            media TEXT NOT NULL
        );
        CREATE TABLE media (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            status_id BIGINT REFERENCES statuses(id) ON DELETE CASCADE,
            place BIGINT NOT NULL DEFAULT 0,
            kind BIGINT NOT NULL,
            file TEXT NOT NULL,
            description TEXT NOT NULL,
            width BIGINT NOT NULL,
            height BIGINT NOT NULL,
            focus_x FLOAT8,
            focus_y FLOAT8
        );
        CREATE TABLE mentions (
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            PRIMARY KEY (status_id, account_id)
        );
        CREATE TABLE tags (
            id BIGINT PRIMARY KEY,
            name KEYTEXT NOT NULL UNIQUE,
            statuses_count BIGINT NOT NULL DEFAULT 0
        );
        CREATE TABLE status_tags (
            tag_id BIGINT NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            PRIMARY KEY (tag_id, status_id)
        );
        CREATE TABLE favourites (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            UNIQUE (account_id, status_id)
        );
        CREATE TABLE bookmarks (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            UNIQUE (account_id, status_id)
        );
        CREATE TABLE follows (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            shows_boosts BOOLEAN NOT NULL,
            notifies BOOLEAN NOT NULL,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE TABLE follow_requests (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            shows_boosts BOOLEAN NOT NULL,
            notifies BOOLEAN NOT NULL,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE TABLE blocks (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE TABLE mutes (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            hides_notices BOOLEAN NOT NULL,
            until BIGINT NOT NULL,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE TABLE account_notes (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            note TEXT NOT NULL,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE TABLE notices (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            kind BIGINT NOT NULL,
            from_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            status_id BIGINT REFERENCES statuses(id) ON DELETE CASCADE
        );
        CREATE TABLE reading_markers (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            timeline TEXT NOT NULL,
            last_read_id BIGINT NOT NULL,
            version BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, timeline)
        );
        CREATE TABLE idempotency_keys (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            at BIGINT NOT NULL,
            PRIMARY KEY (account_id, key)
        );
        CREATE TABLE applications (
            id BIGINT PRIMARY KEY,
            client_id KEYTEXT NOT NULL UNIQUE,
            secret_hash BYTES NOT NULL,
            name TEXT NOT NULL,
            website TEXT,
            redirect_uris TEXT NOT NULL,
            scopes TEXT NOT NULL
        );
        CREATE TABLE access_tokens (
            hash BYTES PRIMARY KEY,
            application_id BIGINT REFERENCES applications(id) ON DELETE CASCADE,
            account_id BIGINT REFERENCES accounts(id) ON DELETE CASCADE,
            scopes TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE authorization_codes (
            hash BYTES PRIMARY KEY,
            application_id BIGINT NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            scopes TEXT NOT NULL,
            redirect_uri TEXT NOT NULL,
            challenge TEXT,
            expires_at BIGINT NOT NULL
        );
        CREATE TABLE browser_sessions (
            hash BYTES PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            started_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL
        );
        """

    private static let indexes = """
        CREATE INDEX statuses_of_account ON statuses (account_id, id, boost_of_id);
        CREATE INDEX statuses_public ON statuses (id) WHERE visibility = 0 AND boost_of_id IS NULL;
        CREATE INDEX statuses_boosts ON statuses (boost_of_id, account_id) WHERE boost_of_id IS NOT NULL;
        CREATE INDEX statuses_replies ON statuses (in_reply_to_id) WHERE in_reply_to_id IS NOT NULL;
        CREATE INDEX status_edits_of_status ON status_edits (status_id, id);
        CREATE INDEX media_of_status ON media (status_id, place) WHERE status_id IS NOT NULL;
        CREATE INDEX media_of_account ON media (account_id);
        CREATE INDEX media_orphaned ON media (id) WHERE status_id IS NULL;
        CREATE INDEX mentions_of_account ON mentions (account_id, status_id);
        CREATE INDEX status_tags_of_status ON status_tags (status_id, tag_id);
        CREATE INDEX favourites_of_account ON favourites (account_id, id);
        CREATE INDEX favourites_of_status ON favourites (status_id, id);
        CREATE INDEX bookmarks_of_account ON bookmarks (account_id, id);
        CREATE INDEX bookmarks_of_status ON bookmarks (status_id);
        CREATE INDEX follows_of_account ON follows (account_id, id);
        CREATE INDEX follows_of_target ON follows (target_id, id);
        CREATE INDEX follows_notifying ON follows (target_id) WHERE notifies;
        CREATE INDEX follow_requests_of_target ON follow_requests (target_id, id);
        CREATE INDEX blocks_of_account ON blocks (account_id, id);
        CREATE INDEX blocks_of_target ON blocks (target_id, account_id);
        CREATE INDEX mutes_of_account ON mutes (account_id, id);
        CREATE INDEX mutes_of_target ON mutes (target_id);
        CREATE INDEX account_notes_of_target ON account_notes (target_id);
        CREATE INDEX notices_of_account ON notices (account_id, id);
        CREATE INDEX notices_from ON notices (from_id);
        CREATE INDEX notices_of_status ON notices (status_id) WHERE status_id IS NOT NULL;
        CREATE INDEX idempotency_keys_of_status ON idempotency_keys (status_id);
        CREATE INDEX idempotency_keys_at ON idempotency_keys (at);
        CREATE INDEX access_tokens_of_account ON access_tokens (account_id);
        CREATE INDEX access_tokens_of_application ON access_tokens (application_id);
        CREATE INDEX authorization_codes_of_account ON authorization_codes (account_id);
        CREATE INDEX authorization_codes_of_application ON authorization_codes (application_id);
        CREATE INDEX browser_sessions_of_account ON browser_sessions (account_id);
        CREATE INDEX accounts_by_display_key ON accounts (display_key);
        CREATE INDEX accounts_by_activity ON accounts (last_status_at) WHERE is_discoverable;
        CREATE INDEX tags_by_use ON tags (statuses_count);
        """

    /// An index of words over the statuses themselves. SQLite would have it kept by triggers, but a schema that calls
    /// nothing is safe to open wherever the file comes from; ``SQLRecords`` keeps it.
    private static let sqliteText = """
        CREATE VIRTUAL TABLE statuses_text USING fts5(spoiler, text, content = 'statuses', content_rowid = 'id');
        """

    private static let postgreSQLText = """
        CREATE INDEX statuses_text ON statuses USING gin (to_tsvector('simple', spoiler || ' ' || text))
            WHERE boost_of_id IS NULL;
        """
}

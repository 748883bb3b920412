/// The tables behind what clients show a member beside the timelines: filters, lists, polls, pins, conversations,
/// scheduled statuses, reports and policies. They came later than the first ones; the order of steps tells.
extension Schema {
    static let clientTables = """
        ALTER TABLE accounts ADD COLUMN is_indexable BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE accounts ADD COLUMN hides_collections BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE accounts ADD COLUMN standing BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE media ADD COLUMN orphaned_at BIGINT;
        ALTER TABLE notices ADD COLUMN is_waiting BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE statuses ADD COLUMN thread_id BIGINT NOT NULL DEFAULT 0;
        CREATE TABLE polls (
            status_id BIGINT PRIMARY KEY REFERENCES statuses(id) ON DELETE CASCADE,
            options TEXT NOT NULL,
            expires_at BIGINT NOT NULL,
            is_multiple BOOLEAN NOT NULL,
            hides_totals BOOLEAN NOT NULL,
            is_told BOOLEAN NOT NULL
        );
        CREATE TABLE poll_votes (
            status_id BIGINT NOT NULL REFERENCES polls(status_id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            choice BIGINT NOT NULL,
            PRIMARY KEY (status_id, account_id, choice)
        );
        CREATE TABLE pins (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, status_id)
        );
        CREATE TABLE filters (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            contexts BIGINT NOT NULL,
            action BIGINT NOT NULL,
            expires_at BIGINT
        );
        CREATE TABLE filter_keywords (
            id BIGINT PRIMARY KEY,
            filter_id BIGINT NOT NULL REFERENCES filters(id) ON DELETE CASCADE,
            keyword TEXT NOT NULL,
            is_whole_word BOOLEAN NOT NULL
        );
        CREATE TABLE filter_statuses (
            id BIGINT PRIMARY KEY,
            filter_id BIGINT NOT NULL REFERENCES filters(id) ON DELETE CASCADE,
            status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE
        );
        CREATE TABLE lists (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            replies BIGINT NOT NULL,
            is_exclusive BOOLEAN NOT NULL
        );
        CREATE TABLE list_accounts (
            id BIGINT NOT NULL,
            list_id BIGINT NOT NULL REFERENCES lists(id) ON DELETE CASCADE,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            PRIMARY KEY (list_id, account_id)
        );
        CREATE TABLE followed_tags (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            name KEYTEXT NOT NULL,
            PRIMARY KEY (account_id, name)
        );
        CREATE TABLE featured_tags (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            name KEYTEXT NOT NULL,
            PRIMARY KEY (account_id, name)
        );
        CREATE TABLE conversations (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            thread_id BIGINT NOT NULL,
            last_status_id BIGINT NOT NULL REFERENCES statuses(id) ON DELETE CASCADE,
            is_unread BOOLEAN NOT NULL,
            PRIMARY KEY (account_id, thread_id)
        );
        CREATE TABLE muted_threads (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            thread_id BIGINT NOT NULL,
            PRIMARY KEY (account_id, thread_id)
        );
        CREATE TABLE scheduled_statuses (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            at BIGINT NOT NULL,
            draft TEXT NOT NULL
        );
        CREATE TABLE scheduled_media (
            media_id BIGINT PRIMARY KEY REFERENCES media(id) ON DELETE CASCADE,
            scheduled_id BIGINT NOT NULL REFERENCES scheduled_statuses(id) ON DELETE CASCADE
        );
        CREATE TABLE reports (
            id BIGINT PRIMARY KEY,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            category TEXT NOT NULL,
            comment TEXT NOT NULL,
            statuses TEXT NOT NULL,
            resolved_at BIGINT
        );
        CREATE TABLE notice_policies (
            account_id BIGINT PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
            not_following BIGINT NOT NULL,
            not_followers BIGINT NOT NULL,
            new_accounts BIGINT NOT NULL,
            private_mentions BIGINT NOT NULL,
            limited_accounts BIGINT NOT NULL
        );
        CREATE TABLE accepted_senders (
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            from_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, from_id)
        );
        CREATE TABLE used_codes (
            hash BYTES PRIMARY KEY,
            token_hash BYTES NOT NULL,
            expires_at BIGINT NOT NULL
        );
        CREATE TABLE thread_starts (
            id BIGINT PRIMARY KEY,
            start BIGINT NOT NULL
        );
        INSERT INTO thread_starts (id, start)
            WITH RECURSIVE walk (id, start) AS (
                SELECT id, id FROM statuses WHERE in_reply_to_id IS NULL
                UNION ALL SELECT s.id, walk.start FROM walk JOIN statuses s ON s.in_reply_to_id = walk.id)
            SELECT id, start FROM walk;
        UPDATE statuses SET thread_id = coalesce((SELECT start FROM thread_starts t WHERE t.id = statuses.id), id);
        DROP TABLE thread_starts;
        CREATE INDEX statuses_direct ON statuses (thread_id, id) WHERE visibility = 3;
        CREATE INDEX polls_running ON polls (expires_at) WHERE NOT is_told;
        CREATE INDEX poll_votes_of_account ON poll_votes (account_id);
        CREATE INDEX pins_of_status ON pins (status_id);
        CREATE INDEX filters_of_account ON filters (account_id, id);
        CREATE INDEX filter_keywords_of_filter ON filter_keywords (filter_id, id);
        CREATE INDEX filter_statuses_of_filter ON filter_statuses (filter_id, id);
        CREATE INDEX filter_statuses_of_status ON filter_statuses (status_id);
        CREATE INDEX lists_of_account ON lists (account_id, id);
        CREATE INDEX list_accounts_of_list ON list_accounts (list_id, id);
        CREATE INDEX list_accounts_of_account ON list_accounts (account_id, list_id);
        CREATE INDEX followed_tags_of_account ON followed_tags (account_id, id);
        CREATE INDEX followed_tags_by_name ON followed_tags (name, account_id);
        CREATE INDEX conversations_of_account ON conversations (account_id, last_status_id);
        CREATE INDEX conversations_of_status ON conversations (last_status_id);
        CREATE INDEX scheduled_statuses_of_account ON scheduled_statuses (account_id, id);
        CREATE INDEX scheduled_statuses_due ON scheduled_statuses (at);
        CREATE INDEX scheduled_media_of_scheduled ON scheduled_media (scheduled_id);
        CREATE INDEX reports_open ON reports (id) WHERE resolved_at IS NULL;
        CREATE INDEX reports_of_account ON reports (account_id);
        CREATE INDEX reports_of_target ON reports (target_id);
        CREATE INDEX accepted_senders_from ON accepted_senders (from_id);
        CREATE INDEX notices_waiting ON notices (account_id, from_id) WHERE is_waiting;
        INSERT INTO conversations (account_id, thread_id, last_status_id, is_unread)
            SELECT account_id, thread_id, max(id), FALSE FROM (
                SELECT account_id, thread_id, id FROM statuses WHERE visibility = 3
                UNION ALL SELECT m.account_id, s.thread_id, s.id FROM statuses s JOIN mentions m ON m.status_id = s.id
                WHERE s.visibility = 3) involved
            GROUP BY account_id, thread_id;
        UPDATE accounts SET
            statuses_count = (SELECT count(*) FROM statuses s WHERE s.account_id = accounts.id AND s.visibility < 3),
            last_status_at = (SELECT max(s.id) / 65536 FROM statuses s
                WHERE s.account_id = accounts.id AND s.visibility < 3);
        UPDATE statuses SET replies_count = (SELECT count(*) FROM statuses c
            WHERE c.in_reply_to_id = statuses.id AND c.visibility < 2) WHERE replies_count > 0;
        UPDATE tags SET statuses_count = (SELECT count(*) FROM status_tags t JOIN statuses s ON s.id = t.status_id
            WHERE t.tag_id = tags.id AND s.visibility = 0);
        """
}

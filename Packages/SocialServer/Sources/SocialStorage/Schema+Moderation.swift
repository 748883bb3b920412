/// What came after the tables of clients: moderators, invitations, and what profiles and relationships had no column for.
extension Schema {
    /// Tables that a later step than that which made them has renamed.
    static let renamed = ["notices": "notifications", "notice_policies": "notification_policies"]

    static let moderationTables = """
        ALTER TABLE accounts ADD COLUMN is_moderator BOOLEAN NOT NULL DEFAULT FALSE;
        ALTER TABLE accounts ADD COLUMN avatar_description TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN header_description TEXT NOT NULL DEFAULT '';
        CREATE TABLE invitations (
            id BIGINT PRIMARY KEY,
            code_hash BYTES NOT NULL UNIQUE,
            uses_left BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        );
        CREATE TABLE endorsements (
            id BIGINT NOT NULL,
            account_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            target_id BIGINT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, target_id)
        );
        CREATE INDEX endorsements_of_account ON endorsements (account_id, id);
        CREATE INDEX endorsements_of_target ON endorsements (target_id);
        """
}

/// Who may decide about others, who was invited, and who is shown on whose profile.
public protocol ModerationRecords {
    /// Makes an account a moderator, or no longer one.
    func setModerator(_ isModerator: Bool, of account: Identifier) throws
    /// Accounts for a moderator to look at, the newest first.
    ///
    /// - Parameters:
    ///   - standing: Only those with a standing; nil for all.
    ///   - words: Only those whose name, shown name or address contains it, in lower case; empty for all.
    func accounts(standing: Standing?, containing words: String, _ page: PageRequest) throws -> [Account]
    /// Adds an invitation.
    func insert(_ invitation: Invitation, codeHash: [UInt8]) throws
    /// Takes one use of an invitation; whether there was one.
    func takeInvitation(codeHash: [UInt8], now: Int64) throws -> Bool
    /// Whether an invitation can be used.
    func isInvited(codeHash: [UInt8], now: Int64) throws -> Bool
    /// The invitations that can still be used, the newest first.
    func invitations(now: Int64) throws -> [Invitation]
    /// Removes an invitation; whether there was one.
    func deleteInvitation(_ id: Identifier) throws -> Bool
    /// Shows an account on another's profile.
    func insertEndorsement(id: Identifier, from account: Identifier, of target: Identifier) throws
    /// Shows it there no more.
    func deleteEndorsement(from account: Identifier, of target: Identifier) throws
}

/// Statuses on top of a profile, and threads that one wants to hear nothing of.
extension Transaction {
    /// Puts a status of the viewer's on top of their profile.
    public func pin(_ id: Identifier) throws -> StatusView {
        let viewer = try viewer()
        let target = try visibleStatus(id)
        guard target.accountID == viewer else {
            throw SocialError.invalid(field: "Status", reason: "of somebody else's cannot be pinned")
        }
        guard target.visibility != .direct else {
            throw SocialError.invalid(field: "Status", reason: "that only those mentioned see cannot be pinned")
        }
        if try records.pin(target.id, of: viewer, id: newID()) {
            guard try records.pinned(by: viewer).count <= limits.pins else {
                throw SocialError.invalid(field: "Pins", reason: "are at most \(limits.pins)")
            }
        }
        return try status(target.id)
    }

    /// Takes a status off the top of the viewer's profile.
    public func unpin(_ id: Identifier) throws -> StatusView {
        let target = try visibleStatus(id)
        try records.unpin(target.id, of: viewer())
        return try status(target.id)
    }

    /// The statuses on top of an account's profile, as far as the viewer may see them.
    public func pinned(by id: Identifier) throws -> [StatusView] {
        _ = try account(id)
        if let viewerID, try records.hidden(from: viewerID, among: [id])[id]?.contains(.blockedBy) ?? false {
            return []
        }
        return try views(of: try records.pinned(by: id), .asked)
    }

    /// Mutes the thread of a status, or ends that: no notifications come from it.
    public func setThreadMuted(_ isMuted: Bool, of id: Identifier) throws -> StatusView {
        let target = try visibleStatus(id)
        try records.setMuted(isMuted, thread: target.threadID, of: viewer())
        return try status(id)
    }
}

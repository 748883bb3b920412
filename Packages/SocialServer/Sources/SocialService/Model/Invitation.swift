/// A way into a network that is closed, or that lets in by approval: whoever has the code registers at once.
public struct Invitation: Sendable, Hashable {
    /// The identifier, by which the operator takes it back.
    public var id: Identifier
    /// How many accounts may still be made with it.
    public var usesLeft: Int
    /// When it ends, in milliseconds since 1970.
    public var expiresAt: Int64

    /// Makes an invitation.
    public init(id: Identifier, usesLeft: Int, expiresAt: Int64) {
        self.id = id
        self.usesLeft = usesLeft
        self.expiresAt = expiresAt
    }
}

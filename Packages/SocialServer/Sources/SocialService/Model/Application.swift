/// A program that has registered.
public struct Application: Sendable, Hashable {
    /// The identifier.
    public var id: Identifier
    /// What it is known by to the outside.
    public var clientID: String
    /// The hash of its secret; this layer only keeps it.
    public var secretHash: [UInt8]
    /// Its name.
    public var name: String
    /// Its site, an `http` or `https` address.
    public var website: String?
    /// Where authorization codes may be sent.
    public var redirectURIs: [String]
    /// The most that it may ask for.
    public var scopes: Scopes

    /// Makes an application.
    public init(
        id: Identifier, clientID: String, secretHash: [UInt8], name: String, website: String?, redirectURIs: [String],
        scopes: Scopes
    ) {
        self.id = id
        self.clientID = clientID
        self.secretHash = secretHash
        self.name = name
        self.website = website
        self.redirectURIs = redirectURIs
        self.scopes = scopes
    }
}

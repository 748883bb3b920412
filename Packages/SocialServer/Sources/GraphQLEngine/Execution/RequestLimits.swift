/// What a request may ask for. All of it is counted before anything is executed, through fragments.
///
/// The introspection query of client tools passes: it is 14 fields deep and has no aliases.
public struct RequestLimits: Sendable {
    /// Size, tokens and nesting of the document.
    public var document: DocumentLimits
    /// Fields with another response name. Each is a field that runs again.
    public var aliases: Int
    /// Directives at one place.
    public var directivesPerPlace: Int
    /// Directives in the document.
    public var directives: Int
    /// How deep fields nest.
    public var depth: Int
    /// How deep fragments spread fragments.
    public var spreads: Int
    /// Fields that may have to be resolved, each as often as the lists above it may be long.
    public var cost: Int
    /// The length of a list whose field has neither `first` nor `last`.
    public var assumedListSize: Int
    /// Errors of an execution that are kept.
    public var errors: Int

    /// Limits for untrusted clients, or others.
    public init(
        document: DocumentLimits = DocumentLimits(), aliases: Int = 100, directivesPerPlace: Int = 10,
        directives: Int = 200, depth: Int = 20, spreads: Int = 100, cost: Int = 2_500, assumedListSize: Int = 10,
        errors: Int = 100
    ) {
        self.document = document
        self.aliases = aliases
        self.directivesPerPlace = directivesPerPlace
        self.directives = directives
        self.depth = depth
        self.spreads = spreads
        self.cost = cost
        self.assumedListSize = assumedListSize
        self.errors = errors
    }
}

/// What an operation costs.
public struct RequestCost: Sendable, Equatable {
    /// Fields, each as often as the lists above it may be long. Throttles count this, not requests.
    public var fields = 0
    /// How deep fields nest.
    public var depth = 0
    /// Fields with another response name, through fragments.
    public var aliases = 0
}

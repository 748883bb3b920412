/// A move, as the newest games have it.
public struct Move: Sendable, Equatable {
    /// The games' number of the move.
    public var id: Int
    /// The slug, such as `thunderbolt`.
    public var slug: String
    /// The name.
    public var name: String
    /// The generation that brought it.
    public var generation: Int
    /// The slug of its type.
    public var type: String
    /// `physical`, `special` or `status`.
    public var damageClass: String
    /// The slug of what it aims at.
    public var target: String
    /// The power; nothing for moves without a fixed one.
    public var power: Int?
    /// The chance to hit in percent; nothing for moves that cannot miss.
    public var accuracy: Int?
    /// How often it can be used.
    public var pp: Int
    /// Moves of a higher priority come first.
    public var priority: Int

    /// Makes a move.
    public init(
        id: Int, slug: String, name: String, generation: Int, type: String, damageClass: String, target: String,
        power: Int?, accuracy: Int?, pp: Int, priority: Int
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.generation = generation
        self.type = type
        self.damageClass = damageClass
        self.target = target
        self.power = power
        self.accuracy = accuracy
        self.pp = pp
        self.priority = priority
    }
}

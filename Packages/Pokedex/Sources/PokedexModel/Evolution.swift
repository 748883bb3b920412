/// One evolution: from which form to which, and what it takes.
public struct EvolutionStep: Sendable, Equatable {
    /// The number and slug of the earlier form.
    public var from: (id: Int, slug: String)
    /// The number and slug of the later form.
    public var to: (id: Int, slug: String)
    /// The trigger's slug: `level-up`, `trade`, `use-item` or `other`.
    public var trigger: String
    /// The level from which it happens.
    public var minimumLevel: Int?
    /// The slug of the item that is used.
    public var item: String?
    /// The slug of the item that is held.
    public var heldItem: String?
    /// The slug of the move that must be known.
    public var move: String?
    /// Whether high friendship is needed.
    public var needsFriendship: Bool
    /// `day`, `night`, `dusk` or `full-moon`.
    public var timeOfDay: String?
    /// `female` or `male`.
    public var gender: String?
    /// The slug of the region.
    public var region: String?
    /// The slug of the species that must take part.
    public var partner: String?
    /// The slug of the type that must take part.
    public var partnerType: String?
    /// The slug of another condition.
    public var condition: String?
    /// The amount that the condition speaks of.
    public var amount: Int?

    /// Makes a step that only needs its trigger.
    public init(from: (id: Int, slug: String), to: (id: Int, slug: String), trigger: String) {
        self.from = from
        self.to = to
        self.trigger = trigger
        needsFriendship = false
    }

    /// Steps are equal when they lead from and to the same forms by the same way.
    public static func == (one: Self, other: Self) -> Bool {
        one.from == other.from && one.to == other.to && one.summary == other.summary
    }

    /// What it takes, in a few words: `level 16`, `use thunder-stone`, `trade holding metal-coat`.
    public var summary: String {
        var words: [String] = []
        switch trigger {
        case "trade": words.append("trade")
        case "use-item": break
        case "level-up": words.append(minimumLevel.map { "level \($0)" } ?? "level up")
        default: break
        }
        if let item { words.append("use \(item)") }
        if let heldItem { words.append("holding \(heldItem)") }
        if let move { words.append("knowing \(move)") }
        if needsFriendship { words.append("with friendship") }
        if let partner { words.append("with \(partner)") }
        if let partnerType { words.append("with type \(partnerType)") }
        if let condition { words.append(amount.map { "\(condition) \($0)" } ?? condition) }
        if let timeOfDay { words.append("at \(timeOfDay)") }
        if let gender { words.append(gender) }
        if let region { words.append("in \(region)") }
        return words.joined(separator: ", ")
    }
}

/// What a form evolves into, and the same for each of those.
public struct EvolutionTree: Sendable, Equatable {
    /// The form's number.
    public let id: Int
    /// The form's slug.
    public let slug: String
    /// The way that leads here; nothing for the first form.
    public let step: EvolutionStep?
    /// What it evolves into.
    public let next: [EvolutionTree]

    /// Grows the tree of the steps from a form that none of them leads to.
    ///
    /// - Parameter depth: How many steps to follow; the games have at most two.
    public init(root: (id: Int, slug: String), steps: [EvolutionStep], step: EvolutionStep? = nil, depth: Int = 8) {
        id = root.id
        slug = root.slug
        self.step = step
        next =
            depth == 0
            ? []
            : steps.filter { $0.from.id == root.id }.map {
                EvolutionTree(root: $0.to, steps: steps, step: $0, depth: depth - 1)
            }
    }

    /// The tree as lines with branches drawn before the names.
    ///
    /// - Parameter name: How to write a slug.
    public func lines(name: (String) -> String = { $0 }) -> [String] {
        [name(slug)] + Self.branches(next, name: name)
    }

    private static func branches(_ trees: [EvolutionTree], name: (String) -> String) -> [String] {
        trees.enumerated().flatMap { index, tree in
            let isLast = index == trees.count - 1
            let head = "\(isLast ? "└─" : "├─") \(name(tree.slug)) (\(tree.step?.summary ?? ""))"
            return [head] + branches(tree.next, name: name).map { (isLast ? "   " : "│  ") + $0 }
        }
    }
}

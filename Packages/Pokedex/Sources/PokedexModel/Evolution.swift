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

    /// What it takes, in a few words: `level 16`, `use thunder-stone`, `trade, holding metal-coat`.
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
        if let move, condition != "uses-of-move" { words.append("knowing \(move)") }
        if needsFriendship { words.append("with friendship") }
        if let condition {
            words.append(phrase(for: condition))
        } else if let companion = partner ?? partnerType {
            words.append(trigger == "trade" ? "for \(companion)" : "with \(companion)")
        }
        if let timeOfDay {
            let phrases = ["day": "during the day", "full-moon": "under a full moon"]
            words.append(phrases[timeOfDay] ?? "at \(timeOfDay)")
        }
        if let gender { words.append("if \(gender)") }
        if let region { words.append("in \(region)") }
        return words.isEmpty ? "in a way of its own" : words.joined(separator: ", ")
    }

    /// A condition's slug as words, with its amount and what else it speaks of.
    private func phrase(for condition: String) -> String {
        let count = amount.map(String.init) ?? "some"
        switch condition {
        case "rain": return "while it rains"
        case "upside-down": return "with the console upside down"
        case "magnetic-field": return "near a special magnetic field"
        case "attack-above-defense": return "with attack above defense"
        case "attack-equals-defense": return "with attack equal to defense"
        case "attack-below-defense": return "with attack below defense"
        case "partner-in-party":
            let companion = partner ?? partnerType.map { "a \($0)-type Pokémon" } ?? "another Pokémon"
            return "with \(companion) in the party"
        case "move-of-type-and-affection":
            return "knowing a \(partnerType ?? "certain")-type move, with affection of \(count) hearts"
        case "recoil-damage": return "after \(count) damage from recoil without fainting"
        case "steps": return "after \(count) steps in Let's Go mode"
        case "spin-with-sweet": return "when its trainer spins while it holds a sweet"
        case "uses-of-move": return "after using \(move ?? "a move") \(count) times"
        case "gimmighoul-coins": return "with \(count) gimmighoul coins"
        case "defeated-leaders": return "after defeating \(count) bisharp that lead pawniard"
        case "damage-taken-near-sculpture": return "after \(count) damage, under the stone sculpture in dusty bowl"
        case "critical-hits": return "after \(count) critical hits in one battle"
        case "tower-of-darkness": return "at the tower of darkness"
        case "tower-of-waters": return "at the tower of waters"
        default: return condition.replacing("-", with: " ")
        }
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

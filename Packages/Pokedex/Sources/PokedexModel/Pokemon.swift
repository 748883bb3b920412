/// A form of a species, with what is asked for most.
public struct Pokemon: Sendable, Equatable {
    /// The form's number: the national number for a species' first form, from 10001 for the others.
    public var id: Int
    /// The form's slug, such as `raichu-alola`.
    public var slug: String
    /// The form's name, such as `Raichu-Alola`.
    public var name: String
    /// The national number of the species.
    public var number: Int
    /// The slug of the species.
    public var speciesSlug: String
    /// The generation that brought the form.
    public var generation: Int
    /// What sort of form it is: `default`, `variant`, `regional`, `mega`, `primal`, `gigantamax` or `totem`.
    public var kind: String
    /// The height in decimetres.
    public var height: Int
    /// The weight in hectograms.
    public var weight: Int
    /// The slugs of its one or two types, in order.
    public var types: [String]
    /// The six base stats.
    public var stats: BaseStats
    /// The abilities, in the order of their slots.
    public var abilities: [Ability]

    /// An ability of a form.
    public struct Ability: Sendable, Equatable {
        /// The ability's slug.
        public var slug: String
        /// The ability's name.
        public var name: String
        /// 1, 2, or 3 for the hidden one.
        public var slot: Int
        /// Whether it is the hidden one.
        public var isHidden: Bool

        /// Makes an ability.
        public init(slug: String, name: String, slot: Int, isHidden: Bool) {
            self.slug = slug
            self.name = name
            self.slot = slot
            self.isHidden = isHidden
        }
    }

    /// Makes a form.
    public init(
        id: Int, slug: String, name: String, number: Int, speciesSlug: String, generation: Int, kind: String,
        height: Int, weight: Int, types: [String], stats: BaseStats, abilities: [Ability]
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.number = number
        self.speciesSlug = speciesSlug
        self.generation = generation
        self.kind = kind
        self.height = height
        self.weight = weight
        self.types = types
        self.stats = stats
        self.abilities = abilities
    }
}

/// The six base stats.
public struct BaseStats: Sendable, Equatable {
    /// The values in the order of ``Stat/allCases``.
    private let values: [Int]

    /// Takes six values, in the order of ``Stat/allCases``; `nil` if there are not six.
    public init?(_ values: [Int]) {
        guard values.count == Stat.allCases.count else { return nil }
        self.values = values
    }

    /// One of the values.
    public subscript(stat: Stat) -> Int { values[stat.id - 1] }

    /// The sum of the six.
    public var total: Int { values.reduce(0, +) }
}

/// A base stat, by its slug.
public enum Stat: String, CaseIterable, Sendable {
    case hp
    case attack
    case defense
    case specialAttack = "special-attack"
    case specialDefense = "special-defense"
    case speed

    /// The stat's number in the database.
    public var id: Int {
        switch self {
        case .hp: 1
        case .attack: 2
        case .defense: 3
        case .specialAttack: 4
        case .specialDefense: 5
        case .speed: 6
        }
    }

    /// A name of at most seven letters, for tables and bars.
    public var shortName: String {
        switch self {
        case .hp: "HP"
        case .attack: "Attack"
        case .defense: "Defense"
        case .specialAttack: "Sp. Atk"
        case .specialDefense: "Sp. Def"
        case .speed: "Speed"
        }
    }
}

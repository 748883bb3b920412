/// What to search for among the forms: the filters of `pokedex search`, of `/api/pokemon` and of the pages' list.
public struct Search: Sendable, Equatable {
    /// Words that the name, a type, an ability, an egg group or the colour should begin with.
    public var words: [String] = []
    /// Slugs of types that the form must have, all of them.
    public var types: [String] = []
    /// The generation that brought the form.
    public var generation: Int?
    /// The least that a stat or the total may be.
    public var minimum: [Bound] = []
    /// The most that a stat or the total may be.
    public var maximum: [Bound] = []
    /// Slugs of moves that the form must be able to learn, in any generation.
    public var moves: [String] = []
    /// The slug of an ability.
    public var ability: String?
    /// The slug of an egg group.
    public var eggGroup: String?
    /// What sort of forms.
    public var kind: String?
    /// How rare the species is.
    public var rarity: String?
    /// The order; the national number decides among equals.
    public var order: Order?
    /// Numbers to choose from; all if empty.
    public var ids: [Int] = []
    /// How many forms at most.
    public var limit = 1000
    /// How many forms to leave out before the first.
    public var offset = 0

    /// A bound on a number.
    public struct Bound: Sendable, Equatable {
        /// What is bounded.
        public var measure: Measure
        /// The bound itself.
        public var value: Int

        /// Makes a bound.
        public init(measure: Measure, value: Int) {
            self.measure = measure
            self.value = value
        }
    }

    /// The order of the results.
    public struct Order: Sendable, Equatable {
        /// By what.
        public var measure: Measure
        /// The largest first.
        public var isDescending: Bool

        /// Makes an order.
        public init(measure: Measure, isDescending: Bool) {
            self.measure = measure
            self.isDescending = isDescending
        }
    }

    /// What can be bounded and sorted by.
    public enum Measure: String, Sendable, CaseIterable {
        case hp, attack, defense
        case specialAttack = "special-attack"
        case specialDefense = "special-defense"
        case speed, total, height, weight, number, name

        /// The measures that are numbers.
        static let numbers = allCases.filter { $0 != .name }
    }

    /// Makes a search that finds everything.
    public init() {}

    /// Why a filter is refused: the field, what was given, and what is allowed.
    public struct Refusal: Error, Equatable, CustomStringConvertible {
        /// The filter's name.
        public let field: String
        /// What was given.
        public let value: String
        /// What would be right.
        public let allowed: [String]

        /// Makes a refusal.
        public init(field: String, value: String, allowed: [String]) {
            self.field = field
            self.value = value
            self.allowed = allowed
        }

        /// Stands before values that are only the nearest of many.
        public static let examples = "one such as"

        /// One sentence.
        public var description: String {
            "'\(value.prefix(60))' is not a value of \(field): give "
                + (allowed.first == Self.examples
                    ? "\(Self.examples) \(allowed.dropFirst().joined(separator: ", "))."
                    : "\(allowed.joined(separator: ", ")).")
        }
    }

    /// The filters' names.
    public static let fields = [
        "q", "type", "generation", "min", "max", "learns", "ability", "egg-group", "kind", "rarity", "sort", "ids",
        "limit", "offset",
    ]

    /// The sorts of forms.
    public static let kinds = ["default", "variant", "regional", "mega", "primal", "gigantamax", "totem"]
    /// How rare a species can be.
    public static let rarities = [
        "ordinary", "sub-legendary", "restricted-legendary", "mythical", "paradox", "ultra-beast",
    ]

    /// Adds one filter, as an address or a command line spells it.
    ///
    /// - Throws: ``Refusal`` with the field and the allowed values. Slugs are checked later, where the database is.
    public mutating func apply(_ field: String, _ value: String) throws(Refusal) {
        let value = value.trimmed
        if value.isEmpty { return }
        switch field {
        case "q":
            words += value.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(8).map(String.init)
        case "type": types += try Self.list(value, field)
        case "generation": generation = try Self.number(value, field, in: 1...9)
        case "min": for item in try Self.list(value, field) { minimum.append(try Self.bound(item, field)) }
        case "max": for item in try Self.list(value, field) { maximum.append(try Self.bound(item, field)) }
        case "learns": moves += try Self.list(value, field)
        case "ability": ability = value.lowercased()
        case "egg-group": eggGroup = value.lowercased()
        case "kind": kind = try Self.choice(value, field, Self.kinds)
        case "rarity": rarity = try Self.choice(value, field, Self.rarities)
        case "sort":
            let isDescending = value.hasPrefix("-")
            guard let measure = Measure(rawValue: (isDescending ? String(value.dropFirst()) : value).lowercased())
            else {
                let names = Measure.allCases.map(\.rawValue)
                throw Refusal(
                    field: field, value: value, allowed: names + ["each with - before it for the largest first"])
            }
            order = Order(measure: measure, isDescending: isDescending)
        case "ids": for item in try Self.list(value, field) { ids.append(try Self.number(item, field, in: 1...99999)) }
        case "limit": limit = try Self.number(value, field, in: 1...2000)
        case "offset": offset = try Self.number(value, field, in: 0...100_000)
        default: throw Refusal(field: "a filter's name", value: field, allowed: Self.fields)
        }
    }

    /// Items with commas between: at most 200, which is more than any list of types, moves or numbers needs.
    private static func list(_ value: String, _ field: String) throws(Refusal) -> [String] {
        let items = value.lowercased().split(separator: ",").map { String($0).trimmed }
        guard items.count <= 200 else {
            throw Refusal(field: field, value: "\(items.count) items", allowed: ["at most 200 items"])
        }
        return items.filter { !$0.isEmpty }
    }

    private static func number(_ value: String, _ field: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw Refusal(
                field: field, value: value, allowed: ["a number from \(range.lowerBound) to \(range.upperBound)"])
        }
        return number
    }

    private static func choice(_ value: String, _ field: String, _ allowed: [String]) throws(Refusal) -> String {
        guard allowed.contains(value.lowercased()) else { throw Refusal(field: field, value: value, allowed: allowed) }
        return value.lowercased()
    }

    /// `speed=100` or `speed:100`: in an address the colon needs no escaping.
    private static func bound(_ item: String, _ field: String) throws(Refusal) -> Bound {
        let parts = item.split { "=:".contains($0) }.map(String.init)
        guard parts.count == 2, let measure = Measure(rawValue: parts[0]), measure != .name,
            let value = Int(parts[1]), (0...100_000).contains(value)
        else {
            let names = Measure.numbers.map(\.rawValue).joined(separator: ", ")
            throw Refusal(field: field, value: item, allowed: ["MEASURE=NUMBER with one of the measures \(names)"])
        }
        return Bound(measure: measure, value: value)
    }
}

extension String {
    /// The string without white space around it.
    var trimmed: String {
        let body = drop(while: \.isWhitespace)
        return String(body[..<(body.lastIndex { !$0.isWhitespace }.map(body.index(after:)) ?? body.startIndex)])
    }
}

/// How well moves of each type work against each type.
public struct TypeChart: Sendable, Equatable {
    /// A type: its number in the database, its slug and its name.
    public struct TypeName: Sendable, Hashable {
        /// The number.
        public let id: Int
        /// The slug, such as `fire`.
        public let slug: String
        /// The name, such as `Fire`.
        public let name: String

        /// Makes a type.
        public init(id: Int, slug: String, name: String) {
            self.id = id
            self.slug = slug
            self.name = name
        }
    }

    /// The types that attack and defend, in the games' order.
    public let types: [TypeName]
    /// Percents by attacker and defender, a row an attacker.
    private let percents: [[Int]]
    /// Each type's index in the chart.
    private let indices: [String: Int]

    /// Makes a chart.
    ///
    /// - Parameters:
    ///   - types: The types in order.
    ///   - percent: What a pair's damage is multiplied by, in percent; 100 where nothing is said.
    public init(types: [TypeName], percent: (_ attacker: TypeName, _ defender: TypeName) -> Int?) {
        self.types = types
        indices = Dictionary(types.enumerated().map { ($1.slug, $0) }, uniquingKeysWith: { first, _ in first })
        percents = types.map { attacker in types.map { defender in percent(attacker, defender) ?? 100 } }
    }

    /// The damage of a move against a defender of one or two types, in percent of the usual: 0, 25, 50, 100, 200, 400.
    ///
    /// A type that the chart does not know changes nothing.
    public func percent(of attacker: String, against defenders: [String]) -> Int {
        guard let row = indices[attacker] else { return 100 }
        return defenders.reduce(100) { percent, defender in
            guard let column = indices[defender] else { return percent }
            return percent * percents[row][column] / 100
        }
    }

    /// For each type that attacks, the percent of damage that a defender takes from it.
    public func defenses(of defenders: [String]) -> [(attacker: TypeName, percent: Int)] {
        types.map { ($0, percent(of: $0.slug, against: defenders)) }
    }

    /// The types whose moves hurt a defender more than usual, worst first.
    public func weaknesses(of defenders: [String]) -> [(attacker: TypeName, percent: Int)] {
        let weak = defenses(of: defenders).filter { $0.percent > 100 }
        return weak.enumerated().sorted { one, other in
            (-one.element.percent, one.offset) < (-other.element.percent, other.offset)
        }.map(\.element)
    }
}

/// What a team is good and bad at.
public struct TeamReport: Sendable, Equatable {
    /// How the team's members fare against one type.
    public struct Row: Sendable, Equatable {
        /// The type's slug.
        public var type: String
        /// How many members take more damage than usual from its moves.
        public var weak: Int
        /// How many take less, or none.
        public var resistant: Int
        /// The most damage that a move of one of the members' own types does to it, in percent.
        public var bestAttack: Int
    }

    /// A form that would help the team.
    public struct Suggestion: Sendable, Equatable {
        /// The form's slug.
        public var slug: String
        /// The shared weaknesses that it resists, as slugs of types.
        public var resists: [String]
        /// The gaps that its own types fill, as slugs of types.
        public var covers: [String]
    }

    /// A row for each type.
    public let rows: [Row]
    /// The types that more members are weak to than resist, and at least two are weak to.
    public let sharedWeaknesses: [String]
    /// The types that no member's own types hit hard.
    public let gaps: [String]
    /// The forms that help most.
    public let suggestions: [Suggestion]

    /// Judges a team by its types.
    ///
    /// - Parameters:
    ///   - team: The members.
    ///   - chart: The chart to judge by.
    ///   - candidates: The forms that may be suggested; those that help alike are ordered by the total of their stats.
    ///   - count: How many suggestions at most.
    public init(team: [Pokemon], chart: TypeChart, candidates: [Pokemon] = [], count: Int = 5) {
        let attacks = Set(team.flatMap(\.types))
        rows = chart.types.map { type in
            let taken = team.map { chart.percent(of: type.slug, against: $0.types) }
            return Row(
                type: type.slug, weak: taken.count { $0 > 100 }, resistant: taken.count { $0 < 100 },
                bestAttack: attacks.map { chart.percent(of: $0, against: [type.slug]) }.max() ?? 0)
        }
        let weaknesses = rows.filter { $0.weak >= 2 && $0.weak > $0.resistant }.map(\.type)
        let open = rows.filter { $0.bestAttack < 200 }.map(\.type)
        sharedWeaknesses = weaknesses
        gaps = open
        let members = Set(team.map(\.number))
        let ranked = candidates.filter { !members.contains($0.number) }.map { candidate in
            let resists = weaknesses.filter { chart.percent(of: $0, against: candidate.types) < 100 }
            let covers = open.filter { gap in
                candidate.types.contains { chart.percent(of: $0, against: [gap]) > 100 }
            }
            let suffers = weaknesses.count { chart.percent(of: $0, against: candidate.types) > 100 }
            return (
                candidate: candidate, resists: resists, covers: covers, score: resists.count + covers.count - suffers
            )
        }
        let best = ranked.filter { $0.score > 0 }.sorted { one, other in
            (-one.score, -one.candidate.stats.total, one.candidate.id)
                < (-other.score, -other.candidate.stats.total, other.candidate.id)
        }
        suggestions = best.prefix(count).map {
            Suggestion(slug: $0.candidate.slug, resists: $0.resists, covers: $0.covers)
        }
    }
}

import PokedexModel
import Testing

/// Three types of a game that is not ours: what the chart computes must not depend on the facts.
private let chart = TypeChart(
    types: ["paper", "rock", "scissors"].enumerated().map { .init(id: $0, slug: $1, name: $1) }
) { attacker, defender in
    switch (attacker.slug, defender.slug) {
    case ("paper", "rock"), ("rock", "scissors"), ("scissors", "paper"): 200
    case ("rock", "paper"), ("scissors", "rock"): 50
    case ("paper", "scissors"): 0
    default: nil
    }
}

@Test(
    "two types' effects multiply",
    arguments: [
        ("paper", ["rock"], 200), ("paper", ["rock", "rock"], 400), ("paper", ["rock", "scissors"], 0),
        ("scissors", ["paper", "rock"], 100), ("rock", ["paper", "paper"], 25), ("lizard", ["rock"], 100),
        ("rock", ["spock"], 100),
    ])
func twoTypesEffectsMultiply(attacker: String, defenders: [String], percent: Int) {
    #expect(chart.percent(of: attacker, against: defenders) == percent)
}

@Test("weaknesses are listed worst first, and nothing else is")
func weaknessesAreListedWorstFirst() {
    #expect(chart.weaknesses(of: ["rock"]).map(\.attacker.slug) == ["paper"])
    #expect(chart.weaknesses(of: ["scissors", "rock"]).map(\.percent) == [200])
}

private func pokemon(_ id: Int, _ types: [String], total: Int = 60) throws -> Pokemon {
    let stats = try #require(BaseStats(Array(repeating: total / 6, count: 6)))
    return Pokemon(
        id: id, slug: "p\(id)", name: "P\(id)", number: id, speciesSlug: "p\(id)", generation: 1, kind: "default",
        height: 1, weight: 1, types: types, stats: stats, abilities: [])
}

@Test("a team's shared weaknesses need two sufferers, and the suggestion is who resists them and fills gaps")
func aTeamIsJudged() throws {
    let team = try [pokemon(1, ["rock"]), pokemon(2, ["rock"])]
    let report = TeamReport(
        team: team, chart: chart,
        candidates: try [pokemon(1, ["scissors"]), pokemon(3, ["scissors"]), pokemon(4, ["paper"])])
    #expect(report.sharedWeaknesses == ["paper"])
    #expect(report.gaps == ["paper", "rock"])
    // Number 1 is in the team already; number 3 takes nothing from paper and cuts it.
    #expect(report.suggestions.first?.slug == "p3")
    #expect(report.suggestions.first?.resists == ["paper"])
    #expect(report.suggestions.first?.covers == ["paper"])
    #expect(!report.suggestions.contains { $0.slug == "p1" })
}

@Test("stats are six, or none at all")
func statsAreSix() {
    #expect(BaseStats([1, 2, 3]) == nil)
    #expect(BaseStats([1, 2, 3, 4, 5, 6])?.total == 21)
    #expect(BaseStats([1, 2, 3, 4, 5, 6])?[.speed] == 6)
}

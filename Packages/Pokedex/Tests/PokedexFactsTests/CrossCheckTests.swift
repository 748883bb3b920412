import Foundation
import PokedexFacts
import Testing

/// The PokéAPI's own facts, where the machine has a checkout of them.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"].map {
    URL(filePath: $0).appending(path: "pokeapi")
}

/// Every difference in stats or types between the two sources, with its reason.
private let knownDifferences: [String: String] = [
    "minior-red-meteor": """
    The PokéAPI's default form is the meteor, ours the core: Showdown lists the core first.
    """
]

@Test(
    "stats and types agree with the PokéAPI's but for the listed differences",
    .enabled(if: vectors != nil, "set VECTORS to the folder of reference data"))
func statsAndTypesAgree() throws {
    let folder = try #require(vectors)
    let facts = try BuiltInFacts.load()
    var ours: [String: Int] = [:]
    for row in facts.table("form_aliases")?.rows ?? [] { ours[text(row[0])] = number(row[1]) }
    for row in facts.table("forms")?.rows ?? [] { ours[text(row[2])] = number(row[0]) }
    let ids = Set(ours.values)
    let stats = grouped(facts, "form_stats", value: 2)
    let types = grouped(facts, "form_types", value: 2)
    let theirStats = try gathered(folder, "pokemon_stats.csv", key: "pokemon_id", value: "base_stat")
    let theirTypes = try gathered(folder, "pokemon_types.csv", key: "pokemon_id", value: "type_id")
    var compared = 0
    for pokemon in try csv(folder, "pokemon.csv") {
        guard let id = pokemon["id"].flatMap(Int.init), let slug = pokemon["identifier"] else { continue }
        guard let mine = id < 10000 && ids.contains(id) ? id : ours[slug] else { continue }
        compared += 1
        let agrees = stats[mine] == theirStats[id] && types[mine] == theirTypes[id]
        #expect(agrees == (knownDifferences[slug] == nil), "\(slug)")
    }
    #expect(compared >= 1293)
}

@Test(
    "the type chart, natures and moves agree with the PokéAPI's",
    .enabled(if: vectors != nil, "set VECTORS to the folder of reference data"))
func theTypeChartAgrees() throws {
    let folder = try #require(vectors)
    let facts = try BuiltInFacts.load()
    var chart: [[Int]: Int] = [:]
    for row in facts.table("type_efficacy")?.rows ?? [] { chart[[number(row[0]), number(row[1])]] = number(row[2]) }
    for row in try csv(folder, "type_efficacy.csv") {
        let pair = [row["damage_type_id"], row["target_type_id"]].compactMap { $0.flatMap(Int.init) }
        #expect(chart[pair] == row["damage_factor"].flatMap(Int.init))
    }
    var natures: [Int: String] = [:]
    for row in facts.table("natures")?.rows ?? [] { natures[number(row[0])] = text(row[1]) }
    let theirNatures = try csv(folder, "natures.csv")
    #expect(Set(natures.values) == Set(theirNatures.compactMap { $0["identifier"] }))
    for row in theirNatures {
        // Rash stands at 15 there, before jolly, naughty and lax; here the stat that is raised gives the order.
        guard let id = row["id"].flatMap(Int.init), !(15...18).contains(id) else { continue }
        #expect(natures[id] == row["identifier"])
    }
    var moves: [Int: [FactValue]] = [:]
    for row in facts.table("moves")?.rows ?? [] { moves[number(row[0])] = row }
    var compared = 0
    for row in try csv(folder, "moves.csv") {
        guard let id = row["id"].flatMap(Int.init), let mine = moves[id], !isListed(id) else { continue }
        compared += 1
        #expect(number(mine[4]) == row["type_id"].flatMap(Int.init), "\(text(mine[1]))")
        // A power of 0 or 1 is the PokéAPI's way, in part, to say that there is no fixed one.
        let power = row["power"].flatMap(Int.init).flatMap { $0 > 1 ? $0 : nil }
        #expect(mine[7] == FactValue(power), "\(text(mine[1]))")
    }
    #expect(compared > 850)
}

/// Z-moves (numbers 622 to 657): the PokéAPI lists a physical and a special one of each, Showdown one with a power of 1.
private func isListed(_ move: Int) -> Bool { (622...657).contains(move) }

private func number(_ value: FactValue) -> Int {
    if case .integer(let number) = value { number } else { 0 }
}

private func text(_ value: FactValue) -> String {
    if case .text(let text) = value { text } else { "" }
}

private func grouped(_ facts: FactsFile, _ table: String, value: Int) -> [Int: [Int]] {
    var groups: [Int: [Int]] = [:]
    for row in facts.table(table)?.rows ?? [] { groups[number(row[0]), default: []].append(number(row[value])) }
    return groups
}

private func gathered(_ folder: URL, _ file: String, key: String, value: String) throws -> [Int: [Int]] {
    var groups: [Int: [Int]] = [:]
    for row in try csv(folder, file) {
        guard let key = row[key].flatMap(Int.init), let value = row[value].flatMap(Int.init) else { continue }
        groups[key, default: []].append(value)
    }
    return groups
}

/// The rows of a file without quotes in it.
private func csv(_ folder: URL, _ file: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let head = lines.first?.map(String.init) ?? []
    return lines.dropFirst().map { cells in
        Dictionary(zip(head, cells.map(String.init))) { first, _ in first }
    }
}

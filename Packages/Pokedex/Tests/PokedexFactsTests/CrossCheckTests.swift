import Foundation
import PokedexFacts
import Testing

/// The PokéAPI's own facts, where the machine has a checkout of them.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"].map {
    URL(filePath: $0).appending(path: "pokeapi")
}

@Test(
    "the facts agree with the PokéAPI's but for the listed differences, each with its reason",
    .enabled(if: vectors != nil, "set VECTORS to the folder of reference data"))
func theFactsAgree() throws {
    var check = CrossCheck(facts: try BuiltInFacts.load(), theirs: TheirFacts(folder: try #require(vectors)))
    try check.forms()
    try check.species()
    try check.moves()
    try check.names()
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/differences.tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
    let listed = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    for columns in listed { #expect(columns.count == 3 && !columns[2].isEmpty, "\(columns) has no reason") }
    let known = Set(listed.map { "\($0[0])\t\($0[1])" })
    #expect(known.count == listed.count, "a difference is listed twice")
    let unlisted = check.differences.filter { !known.contains($0) }
    #expect(unlisted == [], "differences without a reason")
    #expect(known.subtracting(check.differences) == [], "listed, but there is no such difference")
    #expect(check.comparisons > 25_000)
    #expect(check.comparedForms >= 1320)
}

@Test(
    "numbers and identifiers are the PokéAPI's, table by table and row by row",
    .enabled(if: vectors != nil, "set VECTORS to the folder of reference data"))
func theNumbersAreTheirs() throws {
    let facts = try BuiltInFacts.load()
    let folder = try #require(vectors)
    var tables = 0
    for table in PokeAPITables.all {
        guard let theirs = try PokeAPIFile.rows(of: table, in: folder) else { continue }
        tables += 1
        let ours = try #require(facts.table(table.name), "\(table.name)")
        #expect(ours.columns == theirs.columns && ours.rows == theirs.rows, "\(table.name)")
    }
    #expect(tables >= 21)
    // Ours bear the same numbers, wherever the PokéAPI has the thing.
    for (mine, file) in [("abilities", "abilities"), ("natures", "natures"), ("species", "pokemon_species")] {
        let numbers = Dictionary(
            uniqueKeysWithValues: facts.rows("pokeapi_\(file)").map { ($0.text("identifier"), $0.number("id")) })
        for row in facts.rows(mine) {
            guard let number = numbers[row.text("slug")] else { continue }
            #expect(row.number("id") == number, "\(mine): \(row.text("slug"))")
        }
    }
}

/// Compares the two sources fact by fact, and gathers what differs as `what TAB name`.
private struct CrossCheck {
    let facts: FactsFile
    let theirs: TheirFacts
    private(set) var differences: [String] = []
    private(set) var comparisons = 0
    private(set) var comparedForms = 0

    private mutating func compare<Value: Equatable>(_ what: String, _ name: String, _ ours: Value?, _ theirs: Value?) {
        comparisons += 1
        if ours != theirs { differences.append("\(what)\t\(name)") }
    }

    mutating func forms() throws {
        var numbers: [String: Int] = [:]
        for row in facts.rows("form_aliases") { numbers[row.text("slug")] = row.number("form_id") }
        for row in facts.rows("forms") { numbers[row.text("slug")] = row.number("id") }
        let forms = Dictionary(uniqueKeysWithValues: facts.rows("forms").map { ($0.number("id"), $0) })
        let stats = Dictionary(grouping: facts.rows("form_stats")) { $0.number("form_id") }
        let types = Dictionary(grouping: facts.rows("form_types")) { $0.number("form_id") }
        let abilities = Dictionary(grouping: facts.rows("form_abilities")) { $0.number("form_id") }
        let abilityNames = Dictionary(
            uniqueKeysWithValues: facts.rows("abilities").map { ($0.number("id"), $0.text("slug")) })
        let theirStats = try theirs.grouped("pokemon_stats", by: "pokemon_id") { [$0["stat_id"], $0["base_stat"]] }
        let theirTypes = try theirs.grouped("pokemon_types", by: "pokemon_id") { [$0["slot"], $0["type_id"]] }
        let theirAbilityNames = Dictionary(
            uniqueKeysWithValues: try theirs.rows("abilities").map { ($0["id"], $0["identifier"]) })
        let theirAbilities = try theirs.grouped("pokemon_abilities", by: "pokemon_id") { row in
            [row["slot"], theirAbilityNames[row["ability_id"]] ?? nil, row["is_hidden"]]
        }
        for row in try theirs.rows("pokemon") {
            guard let name = row["identifier"], let id = row.number("id") else { continue }
            guard let mine = numbers[name] ?? (id < 10000 ? id : nil), let form = forms[mine] else {
                compare("no such form", name, false, true)
                continue
            }
            comparedForms += 1
            compare("height", name, form.number("height_decimetres"), row.number("height"))
            compare("weight", name, form.number("weight_hectograms"), row.number("weight"))
            compare("species", name, form.number("species_id"), row.number("species_id"))
            compare("first form", name, form.number("is_default"), row.number("is_default"))
            compare("stats", name, stats[mine]?.map { $0.words("stat_id", "base") }.lines, theirStats[id]?.lines)
            compare("types", name, types[mine]?.map { $0.words("slot", "type_id") }.lines, theirTypes[id]?.lines)
            compare(
                "abilities", name,
                abilities[mine]?.map { row in
                    [row.text("slot"), abilityNames[row.number("ability_id") ?? 0], row.text("is_hidden")]
                }.lines, theirAbilities[id]?.lines)
        }
    }

    mutating func species() throws {
        let species = Dictionary(uniqueKeysWithValues: facts.rows("species").map { ($0.number("id"), $0) })
        let of = Dictionary(
            uniqueKeysWithValues: facts.rows("forms").map { ($0.number("id"), $0.number("species_id")) })
        var parents: [Int: Set<Int>] = [:]
        for row in facts.rows("evolutions") {
            guard let from = of[row.number("from_form_id")] ?? nil, let to = of[row.number("to_form_id")] ?? nil,
                from != to
            else { continue }
            parents[to, default: []].insert(from)
        }
        let groups = Dictionary(grouping: facts.rows("species_egg_groups")) { $0.number("species_id") }
        let theirGroups = try theirs.grouped("pokemon_egg_groups", by: "species_id") { [$0["egg_group_id"]] }
        for row in try theirs.rows("pokemon_species") {
            guard let name = row["identifier"], let id = row.number("id") else { continue }
            let mine = species[id]
            compare("species' name", name, mine?.text("slug"), name)
            compare("generation", name, mine?.number("generation_id"), row.number("generation_id"))
            compare("colour", name, mine?.number("color_id"), row.number("color_id"))
            compare("sexes", name, mine?.number("female_eighths") ?? -1, row.number("gender_rate"))
            compare("baby", name, mine?.number("is_baby"), row.number("is_baby"))
            let rarity = mine?.text("rarity") ?? ""
            compare("legendary", name, rarity.hasSuffix("legendary") ? 1 : 0, row.number("is_legendary"))
            compare("mythical", name, rarity == "mythical" ? 1 : 0, row.number("is_mythical"))
            compare(
                "evolves from", name, parents[id] ?? [], Set(row.number("evolves_from_species_id").map { [$0] } ?? []))
            compare("egg groups", name, groups[id]?.map { [$0.text("egg_group_id")] }.lines, theirGroups[id]?.lines)
        }
    }

    mutating func moves() throws {
        let moves = Dictionary(uniqueKeysWithValues: facts.rows("moves").map { ($0.number("id"), $0) })
        let columns = [
            ("type", "type_id", "type_id"), ("power", "power", "power"), ("PP", "pp", "pp"),
            ("accuracy", "accuracy", "accuracy"), ("priority", "priority", "priority"),
            ("damage class", "damage_class_id", "damage_class_id"), ("generation", "generation_id", "generation_id"),
        ]
        for row in try theirs.rows("moves") {
            guard let name = row["identifier"], let id = row.number("id") else { continue }
            guard let mine = moves[id] else {
                compare("no such move", name, false, true)
                continue
            }
            compare("move's name", name, mine.text("slug"), name)
            for (what, ours, theirs) in columns { compare(what, name, mine.number(ours), row.number(theirs)) }
        }
    }

    /// Types, their chart, natures and the names of abilities.
    mutating func names() throws {
        var chart: [[Int?]: Int?] = [:]
        for row in facts.rows("type_efficacy") {
            chart[[row.number("attacking_type_id"), row.number("defending_type_id")]] = row.number("percent")
        }
        for row in try theirs.rows("type_efficacy") {
            let pair = [row.number("damage_type_id"), row.number("target_type_id")]
            compare("type chart", "\(pair)", chart[pair] ?? nil, row.number("damage_factor"))
        }
        let theirNatures = Dictionary(uniqueKeysWithValues: try theirs.rows("natures").map { ($0["identifier"], $0) })
        for row in facts.rows("natures") {
            let (name, theirs) = (row.text("slug"), theirNatures[row.text("slug")])
            compare("nature's number", name, row.number("id"), theirs?.number("id"))
            let (up, down) = (theirs?.number("increased_stat_id"), theirs?.number("decreased_stat_id"))
            // A nature that raises what it lowers changes nothing, which is NULL here.
            compare("nature", name, row.number("increased_stat_id"), up == down ? nil : up)
            compare("nature", name, row.number("decreased_stat_id"), up == down ? nil : down)
        }
        let abilities = Dictionary(uniqueKeysWithValues: facts.rows("abilities").map { ($0.text("slug"), $0) })
        let theirAbilities = try theirs.rows("abilities").filter { $0["is_main_series"] == "1" }
        for row in theirAbilities {
            guard let name = row["identifier"] else { continue }
            compare("ability", name, abilities[name]?.number("generation_id"), row.number("generation_id"))
        }
        let known = Set(theirAbilities.compactMap { $0["identifier"] })
        for name in abilities.keys.sorted() { compare("ability only here", name, true, known.contains(name)) }
    }
}

/// The files of a checkout.
private struct TheirFacts {
    let folder: URL

    struct Row {
        let cells: [String: String]
        /// A cell's text; nothing if it is empty.
        subscript(column: String) -> String? { cells[column].flatMap { $0.isEmpty ? nil : $0 } }
        func number(_ column: String) -> Int? { self[column].flatMap(Int.init) }
    }

    /// The rows of a file without quotes in it.
    func rows(_ file: String) throws -> [Row] {
        let text = try String(contentsOf: folder.appending(path: "\(file).csv"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let head = lines.first?.map(String.init) ?? []
        return lines.dropFirst().map { cells in
            Row(cells: Dictionary(zip(head, cells.map(String.init))) { first, _ in first })
        }
    }

    func grouped(_ file: String, by key: String, _ words: (Row) -> [String?]) throws -> [Int?: [[String?]]] {
        Dictionary(grouping: try rows(file)) { $0.number(key) }.mapValues { $0.map(words) }
    }
}

extension [[String?]] {
    /// The rows as sorted lines.
    fileprivate var lines: [String] { map { $0.map { $0 ?? "" }.joined(separator: " ") }.sorted() }
}

/// A row of a table of ours, by its columns' names.
private struct OurRow {
    let table: FactTable
    let values: [FactValue]

    func value(_ column: String) -> FactValue { table.index(of: column).map { values[$0] } ?? .null }
    func number(_ column: String) -> Int? { if case .integer(let number) = value(column) { number } else { nil } }
    func words(_ columns: String...) -> [String?] { columns.map(text) }

    func text(_ column: String) -> String {
        switch value(column) {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null: ""
        }
    }
}

extension FactsFile {
    fileprivate func rows(_ table: String) -> [OurRow] {
        self.table(table).map { table in table.rows.map { OurRow(table: table, values: $0) } } ?? []
    }
}

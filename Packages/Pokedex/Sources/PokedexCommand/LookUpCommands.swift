import ArgumentParser
import PokedexModel
import PokedexQueries

/// `pokedex show`: one form's card.
struct ShowCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a Pokémon: types, stats, abilities, weaknesses and evolutions.",
        discussion: """
            Examples:
              pokedex show pikachu
              pokedex show raichu-alola --json
              pokedex show 6
            """)

    @Argument(help: "A name, a slug or a national number.")
    var pokemon: String
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func work() async throws {
        let name = pokemon
        let card = try await database.ask { try Card(name, in: $0) }
        try output.write(card.json, or: card.text(output.pen))
    }
}

/// `pokedex search`: forms by filters.
struct SearchCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find Pokémon by name, type, generation, stats, moves, ability or egg group.",
        discussion: """
            Words are looked for in names, types, abilities, egg groups and colours; a misspelt name is put right.
            Filters that are given twice must both hold.

            Examples:
              pokedex search --type fire --generation 1 --min speed=100 --sort -attack
              pokedex search --type water,flying --learns surf
              pokedex search charzard
              pokedex search --rarity mythical --json
            """)

    @Argument(help: "Words to look for.")
    var words: [String] = []
    @Option(help: "A type that it has; two with a comma between for both.")
    var type: [String] = []
    @Option(help: "The generation that brought it, 1 to 9.")
    var generation: String?
    @Option(help: ArgumentHelp("The least of a stat, such as speed=100.", valueName: "stat=number"))
    var min: [String] = []
    @Option(help: ArgumentHelp("The most of a stat, such as weight=50.", valueName: "stat=number"))
    var max: [String] = []
    @Option(help: "A move that it learns.")
    var learns: [String] = []
    @Option(help: "An ability that it may have.")
    var ability: String?
    @Option(help: "An egg group of its species.")
    var eggGroup: String?
    @Option(help: "default, variant, regional, mega, primal, gigantamax or totem.")
    var kind: String?
    @Option(help: "ordinary, sub-legendary, restricted-legendary, mythical, paradox or ultra-beast.")
    var rarity: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The order: a stat, total, height, weight, number or name; -attack for the largest first."))
    var sort: String?
    @Option(help: "How many at most.")
    var limit: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    /// The filters as a search.
    private func search() throws -> Search {
        var search = Search()
        let single = [
            ("generation", generation), ("ability", ability), ("egg-group", eggGroup), ("kind", kind),
            ("rarity", rarity), ("sort", sort), ("limit", limit),
        ]
        try search.apply("q", words.joined(separator: " "))
        for (field, values) in [("type", type), ("min", min), ("max", max), ("learns", learns)] {
            for value in values { try search.apply(field, value) }
        }
        for (field, value) in single {
            if let value { try search.apply(field, value) }
        }
        return search
    }

    func work() async throws {
        let search: Search
        do {
            search = try self.search()
        } catch let refusal as Search.Refusal {
            throw ValidationError(refusal.description)
        }
        let found = try await database.ask { try $0.search(search) }
        try output.write(.array(found.pokemon.map(\.json)), or: text(found))
        if found.pokemon.isEmpty { throw ExitCode.failure }
    }

    private func text(_ found: Dex.Found) -> String {
        let pen = output.pen
        let stats = Stat.allCases.map(\.shortName)
        var table = TextTable(
            output.quiet ? [] : ["#", "Name", "Types"] + stats + ["Total"], rightAligned: Set([0] + Array(3...9)))
        for pokemon in found.pokemon { table.append(pokemon.cells(pen)) }
        var lines = table.lines
        guard !output.quiet else { return lines.joined(separator: "\n") }
        if let corrected = found.corrected { lines.insert("Nothing is called that; this is for \(corrected).", at: 0) }
        lines.append(
            found.pokemon.count < found.count ? "\(found.pokemon.count) of \(found.count)" : "\(found.count) found")
        return lines.joined(separator: "\n")
    }
}

extension Pokemon {
    /// The form as a row: number, slug, types, stats and their total.
    func cells(_ pen: Pen) -> [String] {
        [String(number), slug, types.map(pen.type).joined(separator: " ")]
            + Stat.allCases.map { String(stats[$0]) } + [String(stats.total)]
    }
}

/// `pokedex compare`: two or more forms side by side.
struct CompareCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare Pokémon: stats side by side, and what their types do to each other.",
        discussion: """
            Examples:
              pokedex compare charizard blastoise
              pokedex compare raichu raichu-alola --json
            """)

    @Argument(help: "Two to six names.")
    var pokemon: [String]
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (2...6).contains(pokemon.count) else { throw ValidationError("Give two to six Pokémon to compare.") }
    }

    func work() async throws {
        let names = pokemon
        let (team, chart) = try await database.ask { dex in
            (try names.map(dex.pokemon(named:)), try dex.typeChart())
        }
        try output.write(json(team, chart), or: text(team, chart))
    }

    /// The most damage that a form's own types do to another, in percent.
    private func best(_ attacker: Pokemon, _ defender: Pokemon, _ chart: TypeChart) -> Int {
        attacker.types.map { chart.percent(of: $0, against: defender.types) }.max() ?? 100
    }

    private func json(_ team: [Pokemon], _ chart: TypeChart) -> JSON {
        .object([
            ("pokemon", .array(team.map(\.json))),
            (
                "best_attack",
                .object(
                    team.map { one in
                        let against = team.filter { $0.id != one.id }.map { other in
                            (other.slug, JSON.double(Double(best(one, other, chart)) / 100))
                        }
                        return (one.slug, .object(against))
                    })
            ),
        ])
    }

    private func text(_ team: [Pokemon], _ chart: TypeChart) -> String {
        let pen = output.pen
        var table = TextTable([""] + team.map(\.slug), rightAligned: Set(1...team.count))
        table.append(["Types"] + team.map { $0.types.map(pen.type).joined(separator: " ") })
        for stat in Stat.allCases {
            let most = team.map { $0.stats[stat] }.max()
            table.append(
                [stat.shortName]
                    + team.map { $0.stats[stat] == most ? pen.bold(String($0.stats[stat])) : String($0.stats[stat]) })
        }
        table.append(["Total"] + team.map { String($0.stats.total) })
        var lines = table.lines + [""]
        for one in team {
            for other in team where other.id != one.id {
                lines.append("\(one.slug) against \(other.slug): ×\(factor(best(one, other, chart)))")
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// A percent as a factor: 400 is 4, 50 is ½.
func factor(_ percent: Int) -> String {
    switch percent {
    case 50: "½"
    case 25: "¼"
    default: String(percent / 100)
    }
}

/// `pokedex team`: what a team lacks.
struct TeamCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "team",
        abstract: "Judge a team: coverage, shared weaknesses, gaps, and who would help.",
        discussion: """
            Examples:
              pokedex team pikachu charizard venusaur
              pokedex team garchomp gyarados dragonite --json
            """)

    @Argument(help: "One to six names.")
    var pokemon: [String]
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...6).contains(pokemon.count) else { throw ValidationError("A team has one to six Pokémon.") }
    }

    func work() async throws {
        let names = pokemon
        let report = try await database.ask { try $0.teamReport(names) }
        try output.write(report.json, or: text(report))
    }

    private func text(_ report: TeamReport) -> String {
        let pen = output.pen
        var table = TextTable(["Type", "weak", "resist", "best attack"], rightAligned: [1, 2, 3])
        for row in report.rows {
            table.append([pen.type(row.type), String(row.weak), String(row.resistant), "×\(factor(row.bestAttack))"])
        }
        func list(_ types: [String]) -> String {
            types.isEmpty ? "none" : types.map(pen.type).joined(separator: ", ")
        }
        var lines =
            table.lines + ["", "shared weaknesses: \(list(report.sharedWeaknesses))", "gaps: \(list(report.gaps))"]
        for suggestion in report.suggestions {
            var reasons: [String] = []
            if !suggestion.resists.isEmpty { reasons.append("resists \(list(suggestion.resists))") }
            if !suggestion.covers.isEmpty { reasons.append("hits \(list(suggestion.covers))") }
            lines.append("consider \(pen.bold(suggestion.slug)): \(reasons.joined(separator: "; "))")
        }
        return lines.joined(separator: "\n")
    }
}

import PokedexModel
import PokedexQueries

/// All that `pokedex show` tells of one form.
struct Card: Sendable {
    let pokemon: Pokemon
    let chart: TypeChart
    let tree: EvolutionTree

    /// Looks a name up.
    init(_ name: String, in dex: Dex) throws {
        pokemon = try dex.pokemon(named: name)
        chart = try dex.typeChart()
        tree = try dex.evolutionTree(of: pokemon)
    }

    /// The card as text.
    func text(_ pen: Pen) -> String {
        var lines = [
            "\(pen.bold(pokemon.name))  #\(pokemon.number)  \(pokemon.types.map(pen.type).joined(separator: " / "))",
            "generation \(pokemon.generation), \(meters), \(kilograms)\(pokemon.kind == "default" ? "" : ", \(pokemon.kind)")",
            "abilities: "
                + pokemon.abilities.map { $0.isHidden ? "\($0.name) (hidden)" : $0.name }.joined(separator: ", "),
            "",
        ]
        var stats = TextTable(rightAligned: [1])
        for stat in Stat.allCases {
            stats.append([stat.shortName, String(pokemon.stats[stat]), pen.bar(pokemon.stats[stat])])
        }
        stats.append(["Total", String(pokemon.stats.total)])
        lines += stats.lines
        lines.append("")
        for (label, percents) in [
            ("weak to", [400, 200]), ("resists", [50, 25]), ("immune to", [0]),
        ] {
            let types = percents.flatMap { percent in
                chart.defenses(of: pokemon.types).filter { $0.percent == percent }.map {
                    percent == 400 || percent == 25
                        ? "\(pen.type($0.attacker.slug)) \(percent == 400 ? "×4" : "×¼")" : pen.type($0.attacker.slug)
                }
            }
            if !types.isEmpty { lines.append("\(label): \(types.joined(separator: ", "))") }
        }
        if !tree.next.isEmpty {
            lines.append("")
            lines += tree.lines { $0 == pokemon.slug ? pen.bold($0) : $0 }
        }
        return lines.joined(separator: "\n")
    }

    private var meters: String { "\(pokemon.height / 10).\(pokemon.height % 10) m" }
    private var kilograms: String { "\(pokemon.weight / 10).\(pokemon.weight % 10) kg" }

    /// The card as JSON.
    var json: JSON {
        guard case .object(let members) = pokemon.json else { return .null }
        let defenses = chart.defenses(of: pokemon.types)
        return .object(
            members + [
                (
                    "defenses", .object(defenses.map { ($0.attacker.slug, .double(Double($0.percent) / 100)) })
                ),
                ("evolution", tree.json),
            ])
    }
}

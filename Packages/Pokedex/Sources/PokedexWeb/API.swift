import HTTPTypes
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase
import ServerShell

/// `/api/`: what the PokéAPI's users ask for: filters, bulk, chosen members, exports.
struct API {
    let dex: Dex
    let fields: [(name: String, value: String)]

    func answer(_ parts: [String]) throws -> Answer {
        switch (parts.first, parts.count) {
        case (nil, _): return json(Self.index)
        case ("openapi.json", 1): return json(OpenAPI.document)
        case ("schema", 1): return json(Catalogue.json(try Catalogue.tables(in: dex.connection)))
        case ("pokemon", 1): return try search()
        case ("pokemon", 2): return json(try choose(expanded(dex.pokemon(named: parts[1]), chart())))
        case ("moves", 1): return try moves()
        case ("moves", 2): return json(try move(parts[1]))
        case ("types", 1): return json(try types())
        case ("team", 1): return json(try team().json)
        default:
            throw ErrorAnswer(
                .notFound, "There is no such address; /api lists those that there are.")
        }
    }

    private static let index = JSON.object([
        ("pokemon", .string("/api/pokemon?type=fire&generation=1&min=speed:100&sort=-attack")),
        ("one", .string("/api/pokemon/pikachu?expand=evolution,moves&fields=slug,stats,evolution")),
        ("moves", .string("/api/moves?type=electric&class=special")),
        ("move", .string("/api/moves/surf")), ("types", .string("/api/types")),
        ("team", .string("/api/team?members=pikachu,charizard")),
        ("sql", .string("/api/sql?sql=SELECT+name,total+FROM+pokemon+LIMIT+5")),
        ("schema", .string("/api/schema")), ("openapi", .string("/api/openapi.json")),
        ("pokeapi", .string("/api/v2/")),
    ])

    private func json(_ value: JSON) -> Answer {
        Answer(type: Format.json.mediaType, body: value.encoded(), headers: ReadRequest.headers)
    }

    private func value(_ name: String) -> String? {
        fields.last { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Refuses a field that means nothing here: a misspelt filter must not return everything.
    private func allow(_ names: [String]) throws {
        for field in fields where !names.contains(field.name) {
            throw Search.Refusal(field: "a parameter's name", value: field.name, allowed: names)
        }
    }

    // MARK: Pokémon

    private static let expansions = ["defenses", "evolution", "moves"]

    private func search() throws -> Answer {
        try allow(Search.fields + ["expand", "fields", "format"])
        var search = Search()
        search.limit = 100
        for field in fields where Search.fields.contains(field.name) { try search.apply(field.name, field.value) }
        let format = try Format(fields)
        let found = try dex.search(search)
        let chart = try chart()
        let rows = try found.pokemon.map { try choose(expanded($0, chart)) }
        return format.answer(rows) { results in
            .object([
                ("count", .int(found.count)), ("corrected", JSON(found.corrected)), ("results", results),
            ])
        }
    }

    /// The type chart, if `expand=` needs it.
    private func chart() throws -> TypeChart? {
        try value("expand")?.split(separator: ",").contains("defenses") == true ? dex.typeChart() : nil
    }

    /// A form with what `expand=` adds.
    private func expanded(_ pokemon: Pokemon, _ chart: TypeChart?) throws -> JSON {
        guard let wanted = value("expand"), case .object(var members) = pokemon.json else { return pokemon.json }
        for name in wanted.split(separator: ",").map(String.init) {
            switch name {
            case "defenses":
                let defenses = chart?.defenses(of: pokemon.types) ?? []
                members.append((name, .object(defenses.map { ($0.attacker.slug, .double(Double($0.percent) / 100)) })))
            case "evolution": members.append((name, try dex.evolutionTree(of: pokemon).json))
            case "moves":
                let learnset = try dex.learnset(of: pokemon)
                members.append(
                    (
                        name,
                        .array(
                            learnset.moves.map {
                                .object([
                                    ("slug", .string($0.move.slug)), ("method", .string($0.method)),
                                    ("level", JSON($0.level)),
                                ])
                            })
                    ))
            default: throw Search.Refusal(field: "expand", value: name, allowed: Self.expansions)
            }
        }
        return .object(members)
    }

    /// Only the members that `fields=` names.
    private func choose(_ json: JSON) throws -> JSON {
        guard let wanted = value("fields"), case .object(let members) = json else { return json }
        let names = wanted.split(separator: ",").map(String.init)
        for name in names where !members.contains(where: { $0.0 == name }) {
            throw Search.Refusal(field: "fields", value: name, allowed: members.map(\.0))
        }
        return .object(members.filter { names.contains($0.0) })
    }

    // MARK: Moves, types, teams

    private func moves() throws -> Answer {
        try allow(["type", "class", "generation", "min-power", "format"])
        func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
            guard let text = value(name) else { return nil }
            guard let number = Int(text), range.contains(number) else {
                throw Search.Refusal(
                    field: name, value: text, allowed: ["a number from \(range.lowerBound) to \(range.upperBound)"])
            }
            return number
        }
        let moves = try dex.moves(
            type: value("type"), damageClass: value("class"), generation: try number("generation", 1...9),
            minimumPower: try number("min-power", 1...1000))
        return try Format(fields).answer(moves.map(\.json)) {
            .object([("count", .int(moves.count)), ("results", $0)])
        }
    }

    private func move(_ name: String) throws -> JSON {
        let move = try dex.move(named: name)
        guard case .object(let members) = move.json else { return .null }
        let learners = try dex.learners(of: move)
        return .object(
            members + [
                (
                    "learners",
                    .array(
                        learners.map {
                            .object([
                                ("slug", .string($0.slug)), ("generation", .int($0.generation)),
                                ("method", .string($0.method)), ("level", JSON($0.level)),
                            ])
                        })
                )
            ])
    }

    private func types() throws -> JSON {
        try allow(["generation"])
        var search = Search()
        if let generation = value("generation") { try search.apply("generation", generation) }
        let chart = try dex.typeChart(generation: search.generation ?? 9)
        return .object(
            chart.types.map { attacker in
                (
                    attacker.slug,
                    .object(
                        chart.types.map {
                            ($0.slug, .double(Double(chart.percent(of: attacker.slug, against: [$0.slug])) / 100))
                        })
                )
            })
    }

    private func team() throws -> TeamReport {
        try allow(["members"])
        let names = (value("members") ?? "").split(separator: ",").map(String.init)
        guard (1...6).contains(names.count) else {
            throw Search.Refusal(
                field: "members", value: value("members") ?? "", allowed: ["one to six names with commas between"])
        }
        return try dex.teamReport(names)
    }
}

import PokedexModel
import PokedexQueries
import SQLDatabase
import ServerShell

/// `/api/v2/`: the addresses and shapes of the PokéAPI, filled from our facts.
///
/// What the facts do not hold is there all the same, as an empty list or null, so that clients find every member.
struct PokeAPI {
    let dex: Dex
    /// `http://host:port`, which every address in the answers begins with.
    let base: String

    var connection: SQLConnection { dex.connection }

    /// The PokéAPI's resources, and the table of ours that fills each.
    static let resources: [(name: String, table: Dex.NamedTable?)] = [
        ("ability", .abilities), ("berry", nil), ("berry-firmness", nil), ("berry-flavor", nil),
        ("characteristic", nil), ("contest-effect", nil), ("contest-type", nil), ("egg-group", .eggGroups),
        ("encounter-condition", nil), ("encounter-condition-value", nil), ("encounter-method", nil),
        ("evolution-chain", nil), ("evolution-trigger", .evolutionTriggers), ("gender", nil),
        ("generation", .generations), ("growth-rate", nil), ("item", .items), ("item-attribute", nil),
        ("item-category", nil), ("item-fling-effect", nil), ("item-pocket", nil), ("language", nil),
        ("location", nil), ("location-area", nil), ("machine", nil), ("move", .moves),
        ("move-ailment", .ailments), ("move-battle-style", nil), ("move-category", nil),
        ("move-damage-class", .damageClasses), ("move-learn-method", .learnMethods), ("move-target", .moveTargets),
        ("nature", .natures), ("pal-park-area", nil), ("pokeathlon-stat", nil), ("pokedex", nil),
        ("pokemon", .forms), ("pokemon-color", .colors), ("pokemon-form", .forms), ("pokemon-habitat", nil),
        ("pokemon-shape", nil), ("pokemon-species", .species), ("region", .regions), ("stat", .stats),
        ("super-contest-effect", nil), ("type", .types), ("version", nil), ("version-group", .versionGroups),
    ]

    /// The index: every resource with its address.
    var index: JSON {
        .object(Self.resources.map { ($0.name, .string("\(base)/api/v2/\($0.name)/")) })
    }

    // MARK: References

    /// `{"name": …, "url": …}`.
    func reference(_ resource: String, _ id: Int, _ slug: String) -> JSON {
        .object([("name", .string(slug)), ("url", .string("\(base)/api/v2/\(resource)/\(id)/"))])
    }

    /// References to what a query finds; its rows are numbers and slugs.
    func references(_ resource: String, _ query: SQLStatement) throws -> JSON {
        .array(
            try connection.query(query).map { reference(resource, try $0.get(at: 0), try $0.get(at: 1)) })
    }

    /// A reference to what the two columns of a row name; null if they are NULL.
    func reference(_ resource: String, _ row: SQLRow, _ column: Int) throws -> JSON {
        guard let id = try row.get(at: column, as: Int?.self) else { return .null }
        return reference(resource, id, try row.get(at: column + 1))
    }

    /// The names of a thing: English ones, which are all that the facts have.
    func names(_ name: String) -> JSON {
        .array([.object([("name", .string(name)), ("language", reference("language", 9, "en"))])])
    }

    // MARK: Lists

    /// The part of a list that an address asks for.
    struct Page {
        var limit = 20
        var offset = 0
        /// What the names should contain.
        var query = ""
    }

    /// A list in the PokéAPI's form; nothing if there is no such resource.
    func list(_ resource: String, _ page: Page) throws -> JSON? {
        guard let entry = Self.resources.first(where: { $0.name == resource }) else { return nil }
        let count: Int
        let results: JSON
        if resource == "evolution-chain" {
            let chains = try EvolutionChains(dex)
            count = chains.count
            let ids = (1...max(1, count)).dropFirst(page.offset).prefix(page.limit)
            results = .array(
                ids.map { .object([("url", .string("\(base)/api/v2/evolution-chain/\($0)/"))]) })
        } else if resource == "language" {
            count = 1
            results = .array(page.offset == 0 ? [reference(resource, 9, "en")] : [])
        } else if let table = entry.table?.rawValue {
            // The slug's letters are letters, digits and hyphens; anything else matches nothing.
            let wanted = page.query.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" }
            let condition: SQLStatement = page.query.isEmpty ? "1 = 1" : "slug LIKE \("%\(wanted)%")"
            count = try connection.value("SELECT count(*) FROM \(identifier: table) WHERE \(condition)")
            results = try references(
                resource,
                """
                SELECT id, slug FROM \(identifier: table) WHERE \(condition)
                ORDER BY id LIMIT \(page.limit) OFFSET \(page.offset)
                """)
        } else {
            count = 0
            results = .array([])
        }
        func address(_ offset: Int) -> JSON {
            let query = page.query.isEmpty ? "" : "&q=\(WebText.percentEncoded(page.query))"
            return .string("\(base)/api/v2/\(resource)/?offset=\(offset)&limit=\(page.limit)\(query)")
        }
        return .object([
            ("count", .int(count)),
            ("next", page.offset + page.limit < count ? address(page.offset + page.limit) : .null),
            ("previous", page.offset > 0 ? address(max(0, page.offset - page.limit)) : .null),
            ("results", results),
        ])
    }

    // MARK: Details

    /// A resource by its number or name; nothing if there is none.
    func detail(_ resource: String, _ name: String) throws -> JSON? {
        guard let entry = Self.resources.first(where: { $0.name == resource }) else { return nil }
        if resource == "evolution-chain" {
            guard let id = Int(name) else { return nil }
            return try evolutionChain(id)
        }
        if resource == "language" {
            guard name == "9" || name == "en" else { return nil }
            return .object([
                ("id", .int(9)), ("name", .string("en")), ("official", .bool(true)), ("iso639", .string("en")),
                ("iso3166", .string("us")), ("names", names("English")),
            ])
        }
        if resource == "move-ailment", name == "0" || name == "none" { return try noAilment() }
        guard let table = entry.table else { return nil }
        let id: Int
        do {
            id = try table == .forms ? dex.formID(of: name) : dex.id(of: name, in: table)
        } catch is Dex.UnknownName {
            return nil
        }
        switch resource {
        case "pokemon": return try pokemon(id)
        case "pokemon-species": return try species(id)
        case "pokemon-form": return try form(id)
        case "move": return try move(id)
        case "type": return try type(id)
        case "ability": return try ability(id)
        default: return try small(resource, table, id)
        }
    }
}

import PokedexFacts
import PokedexModel
import PokedexQueries
import SQLDatabase
import ServerShell

/// `/api/v2/`: the addresses, numbers, names and shapes of the PokéAPI.
///
/// Every member that the PokéAPI's documents have is there. A fact that the database does not hold is null, a list
/// that it holds nothing of is empty, and a thing that it does not know is 404: never another thing.
struct PokeAPI {
    let dex: Dex
    /// `http://host:port`, which every address in the answers begins with.
    let base: String
    let index: PokeAPIIndex
    /// The same as it stands inside a JSON string.
    private let baseText: [UInt8]

    init(dex: Dex, base: String, index: PokeAPIIndex) {
        (self.dex, self.base, self.index) = (dex, base, index)
        baseText = Array(JSON.string(base).encoded().dropFirst().dropLast())
    }

    var connection: SQLConnection { dex.connection }

    /// The index: every resource with its address.
    static func index(_ base: String) -> JSON {
        .object(PokeAPIIndex.resources.map { ($0.name, .string("\(base)/api/v2/\($0.name)/")) })
    }

    // MARK: References

    /// The address of a thing, as an object of its own.
    func address(_ resource: String, _ id: Int) -> JSON {
        var bytes = Array("{".utf8)
        writeAddress(resource, id, to: &bytes)
        return .encoded(bytes)
    }

    /// `{"name": …, "url": …}`; null if there is no number, or nothing that has it.
    func reference(_ resource: String, _ id: Int?) -> JSON {
        guard let id, let name = index[resource]?.names[id] else { return .null }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96)
        bytes += "{\"name\":".utf8
        JSON.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        writeAddress(resource, id, to: &bytes)
        return .encoded(bytes)
    }

    /// The member `url` and the end of its object.
    private func writeAddress(_ resource: String, _ id: Int, to bytes: inout [UInt8]) {
        bytes += "\"url\":\"".utf8
        bytes += baseText
        bytes += "/api/v2/".utf8
        bytes += resource.utf8
        bytes.append(UInt8(ascii: "/"))
        bytes += String(id).utf8
        bytes += "/\"}".utf8
    }

    /// References to all numbers in order; those of nothing that is there are passed over.
    func references(_ resource: String, _ ids: [Int?]) -> JSON {
        .array(ids.compactMap { id in index[resource]?.names[id ?? .min] == nil ? nil : reference(resource, id) })
    }

    /// References to what stands in the first column of a query's rows.
    func references(_ resource: String, _ query: SQLStatement) throws -> JSON {
        references(resource, try connection.values(query, as: Int?.self))
    }

    // MARK: Rows

    /// The rows of a table of the PokéAPI's whose column has a value.
    func rows(_ file: String, _ column: String, _ value: Int, order: [String] = []) throws -> [SQLRow] {
        try connection.query(index.lookups.lookup(file, column, order).statement(value))
    }

    /// The row of a thing.
    func row(_ file: String, _ id: Int) throws -> SQLRow? { try rows(file, "id", id).first }

    /// References to those rows' numbers of a table whose column has a value.
    func references(_ resource: String, _ file: String, _ column: String, _ value: Int, _ key: String = "id") throws
        -> JSON
    {
        references(resource, try rows(file, column, value).map { try $0.int(key) }.sorted { ($0 ?? 0) < ($1 ?? 0) })
    }

    // MARK: Texts

    /// Texts in all languages: one object a row, with the members that `body` gives and the language.
    func texts(
        _ file: String, _ column: String, _ id: Int, language: String = "local_language_id",
        _ body: (SQLRow) throws -> [(String, JSON)]?
    ) throws -> JSON {
        .array(
            try rows(file, column, id).compactMap { row in
                guard let members = try body(row) else { return nil }
                return .object(members + [("language", reference("language", try row.int(language)))])
            })
    }

    /// Texts of one column in all languages.
    func texts(_ file: String, _ key: String, _ id: Int, _ column: String, as member: String? = nil) throws -> JSON {
        try texts(file, key, id) { row in
            try row.text(column).map { [(member ?? column, .string($0))] }
        }
    }

    /// The names of a thing: those of a checkout, or the English one that our facts have of the same number.
    func names(_ file: String, _ key: String, _ id: Int, ours: Dex.NamedTable? = nil, column: String = "name") throws
        -> JSON
    {
        let all = try texts(file, key, id, column, as: "name")
        guard case .array(let found) = all, found.isEmpty, let ours else { return all }
        let name = try connection.first("SELECT name FROM \(identifier: ours.rawValue) WHERE id = \(id)")
        let english = 9
        return .array(
            try name.map {
                [.object([("name", .string(try $0.get(at: 0))), ("language", reference("language", english))])]
            } ?? [])
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
    func list(_ resource: String, _ page: Page) -> JSON? {
        guard let kind = index[resource] else { return nil }
        var ids = kind.ids
        if !page.query.isEmpty {
            let wanted = page.query.lowercased()
            ids = ids.filter { kind.names[$0]?.contains(wanted) == true }
        }
        let count = ids.count
        let hasNames = !kind.names.isEmpty
        let results = ids.dropFirst(page.offset).prefix(page.limit).map { id -> JSON in
            hasNames ? reference(resource, id) : address(resource, id)
        }
        func part(_ offset: Int) -> JSON {
            let query = page.query.isEmpty ? "" : "&q=\(WebText.percentEncoded(page.query))"
            return .string("\(base)/api/v2/\(resource)/?offset=\(offset)&limit=\(page.limit)\(query)")
        }
        return .object([
            ("count", .int(count)),
            ("next", page.offset < count - page.limit ? part(page.offset + page.limit) : .null),
            ("previous", page.offset > 0 ? part(max(0, page.offset - page.limit)) : .null),
            ("results", .array(results)),
        ])
    }

    // MARK: Details

    /// A resource by its number or name; nothing if there is none.
    func detail(_ resource: String, _ name: String) throws -> JSON? {
        guard let id = index.id(of: name, in: resource) else { return nil }
        var head: [(String, JSON)] = [("id", .int(id))]
        if let name = index[resource]?.names[id] { head.append(("name", .string(name))) }
        return try members(of: resource, id).map { .object(head + $0) }
    }

    /// What follows the number and the name.
    private func members(of resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "ability": try ability(id)
        case "pokemon": try pokemon(id)
        case "pokemon-form": try form(id)
        case "pokemon-species": try species(id)
        case "evolution-chain": try evolutionChain(id)
        case "move": try move(id)
        case "type": try type(id)
        case "item", "item-attribute", "item-category", "item-fling-effect", "item-pocket", "machine", "currency":
            try itemKind(resource, id)
        case "berry", "berry-firmness", "berry-flavor", "contest-effect", "contest-type", "super-contest-effect":
            try berryOrContest(resource, id)
        case "encounter-condition", "encounter-condition-value", "encounter-method", "location", "location-area",
            "pal-park-area", "region":
            try locationKind(resource, id)
        case "move-ailment", "move-battle-style", "move-category", "move-damage-class", "move-learn-method",
            "move-target":
            try moveKind(resource, id)
        case "generation", "language", "pokedex", "version", "version-group": try game(resource, id)
        default: try trait(resource, id)
        }
    }
}

extension SQLRow {
    /// The number in a column, if there is one.
    func int(_ name: String) throws(SQLError) -> Int? { try get(name, as: Int?.self) }

    /// The text in a column, if there is one.
    func text(_ name: String) throws(SQLError) -> String? { try get(name, as: String?.self) }

    /// The number in a column, or null.
    func number(_ name: String) throws(SQLError) -> JSON { JSON(try int(name)) }

    /// The truth in a column, or null where it is not known.
    func truth(_ name: String) throws(SQLError) -> JSON { try int(name).map { .bool($0 != 0) } ?? .null }
}

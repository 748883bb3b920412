import HTTPTypes
import PokedexModel
import PokedexQueries
import ServerShell

/// One request, taken from an address, that the database can answer.
struct ReadRequest: Sendable {
    let path: String
    let fields: [(name: String, value: String)]
    let base: String
    /// The PokéAPI's names, kept between requests.
    let index: PokeAPIIndexStore

    /// What tells the request from others: the address without what has no meaning there.
    ///
    /// The PokéAPI passes over parameters that it does not know, so they make no new answer to be kept.
    var key: String {
        guard path.hasPrefix("/api/v2/") else { return written(fields) }
        let isList = path.split(separator: "/").count == 3
        return written(isList ? fields.filter { ["limit", "offset", "q"].contains($0.name) } : [])
    }

    private func written(_ fields: [(name: String, value: String)]) -> String {
        var key = base
        key += "\n"
        key += path
        for field in fields {
            key += "\n"
            key += field.name
            key += "="
            key += field.value
        }
        return key
    }

    /// The parts of the path between its slashes.
    private var parts: [String] {
        path.split(separator: "/").prefix(8).map { WebText.percentDecoded($0, plusIsSpace: false) }
    }

    func answer(_ dex: Dex) throws -> Answer {
        let parts = parts
        if parts.starts(with: ["api", "v2"]) { return try pokeAPI(dex, Array(parts.dropFirst(2))) }
        if parts.first == "api" { return try API(dex: dex, fields: fields).answer(Array(parts.dropFirst())) }
        return try Pages(dex: dex, fields: fields).answer(parts)
    }

    private func pokeAPI(_ dex: Dex, _ parts: [String]) throws -> Answer {
        let api = PokeAPI(dex: dex, base: base, index: try index.index(dex.connection))
        let json: JSON?
        switch parts.count {
        case 0: json = PokeAPI.index(base)
        case 1: json = api.list(parts[0], page)
        case 2: json = try api.detail(parts[0], parts[1].lowercased())
        case 3 where parts[0] == "pokemon" && parts[2] == "encounters":
            json = try api.index.id(of: parts[1].lowercased(), in: "pokemon").map(api.encounters)
        default: json = nil
        }
        guard let json else {
            return Answer(status: .notFound, type: "text/plain; charset=utf-8", body: Array("Not Found".utf8))
        }
        let body = json.encoded()
        return Answer(
            type: "application/json; charset=utf-8", body: body, headers: Self.headers, tag: .given(.quick(of: body)))
    }

    /// The facts change only with the program, so an answer may be kept for an hour.
    static let headers: [(HTTPField.Name, String)] = [(.cacheControl, "public, max-age=3600")]

    /// A page of a list; like the original, what is no number is passed over.
    private var page: PokeAPI.Page {
        var page = PokeAPI.Page()
        for (name, value) in fields {
            switch name {
            case "limit": page.limit = Self.count(value).flatMap { $0 > 0 ? $0 : nil } ?? page.limit
            case "offset": page.offset = Self.count(value) ?? page.offset
            case "q": page.query = String(value.prefix(80))
            default: break
            }
        }
        return page
    }

    /// A number of entries. No list is longer than a thousand million, so that a larger number means all of it.
    private static func count(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return min(Int(text) ?? .max, 1_000_000_000)
    }
}

import HTTPTypes
import Hummingbird
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase
import ServerShell

/// The Pokédex over HTTP: `/api/v2/` as the PokéAPI has it, `/api/` with more, and pages for people.
public struct PokedexSite: Sendable {
    /// How many bytes of answers are kept.
    public static let cacheSize = 16 << 20

    private let database: Database
    private let reader: ReaderSQL
    private let publicURL: String?
    private let cache = AnswerCache(limit: PokedexSite.cacheSize)

    /// Makes the site.
    ///
    /// - Parameters:
    ///   - database: The filled database.
    ///   - sqlDatabase: A handle of its own for strangers' SQL, so that slow questions leave the others their
    ///     connections.
    ///   - publicURL: The address that clients know the server by, without a slash at the end; by default what their
    ///     `Host` header says.
    public init(database: Database, sqlDatabase: Database, publicURL: String? = nil) {
        self.database = database
        reader = ReaderSQL(database: sqlDatabase)
        self.publicURL = publicURL
    }

    /// Whether the database answers.
    public func isHealthy() async -> Bool {
        (try? await database.value("SELECT count(*) FROM generations", as: Int.self)) == 9
    }

    /// Answers one request.
    ///
    /// - Throws: ``ErrorAnswer``.
    public func respond(to request: Request, _ context: BasicRequestContext) async throws -> Response {
        let path = request.uri.path
        guard request.method == .get || request.method == .head || (request.method == .post && path == "/api/sql")
        else {
            throw ErrorAnswer(.methodNotAllowed, "Only GET and HEAD are answered here, and POST at /api/sql.")
        }
        do {
            if path == "/api/sql" || path == "/sql" {
                return try await sql(request).response(for: request)
            }
            let base = publicURL ?? Self.base(request)
            // A tag, not the host alone: a client may ask for anything under any name.
            let key = "\(base)\n\(request.uri.string)"
            if let answer = cache.answer(for: key) { return answer.response(for: request) }
            let fields = Web.fields(request.uri.query ?? "")
            let question = Question(path: path, fields: fields, base: base)
            let answer = try await database.read { connection in try question.answer(Dex(connection)) }
            if answer.status == .ok { cache.keep(answer, for: key) }
            return answer.response(for: request)
        } catch {
            throw Self.answer(to: error)
        }
    }

    /// `http://` and the host that the client named, if it looks like one.
    private static func base(_ request: Request) -> String {
        let host = request.head.authority ?? ""
        let isHost =
            (1...255).contains(host.utf8.count)
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
        return "http://\(isHost ? host : "localhost")"
    }

    private func sql(_ request: Request) async throws -> Answer {
        var query = request.uri.query ?? ""
        if request.method == .post {
            var request = request
            let body = try await request.collectBody(upTo: 64 * 1024)
            query = String(buffer: body)
            if !(request.headers[.contentType] ?? "").hasPrefix("application/x-www-form-urlencoded") {
                query = "sql=\(Web.percentEncoded(query))&\(request.uri.query ?? "")"
            }
        }
        let fields = Web.fields(query)
        let sql = fields.first { $0.name == "sql" }?.value ?? ""
        if request.uri.path == "/sql" { return await playground(sql) }
        guard !sql.isEmpty else {
            throw ErrorAnswer(
                .badRequest, "Give the statement as ?sql=SELECT… or as the body of a POST.",
                details: [("field", "\"sql\"")])
        }
        let format = try Format(fields, allowed: [.json, .ndjson, .csv])
        return format.answer(try await reader.run(sql))
    }

    private func playground(_ sql: String) async -> Answer {
        let tables = (try? await database.read { try Catalogue.tables(in: $0) }) ?? []
        guard !sql.isEmpty else { return SQLPage(sql: sql, tables: tables, result: nil).answer }
        do {
            return SQLPage(sql: sql, tables: tables, result: .success(try await reader.run(sql))).answer
        } catch {
            return SQLPage(sql: sql, tables: tables, result: .failure(Self.answer(to: error))).answer
        }
    }

    /// The answer that an error of ours deserves.
    private static func answer(to error: any Error) -> ErrorAnswer {
        switch error {
        case let error as ErrorAnswer: error
        case let unknown as Dex.UnknownName:
            ErrorAnswer(
                .notFound, unknown.description,
                details: [("nearest", JSON.array(unknown.nearest.map(JSON.string)).text)])
        case let refusal as Search.Refusal:
            ErrorAnswer(
                .badRequest, refusal.description,
                details: [
                    ("field", JSON.string(refusal.field).text),
                    ("allowed", JSON.array(refusal.allowed.map(JSON.string)).text),
                ])
        case let refusal as ReaderSQL.Refusal:
            ErrorAnswer(.badRequest, refusal.description, details: [("field", "\"sql\"")])
        case let error as SQLError:
            switch error {
            case .cannotConnect, .accessDenied, .connectionLost, .poolExhausted, .busy, .timedOut, .closed, .system:
                ErrorAnswer(.serviceUnavailable, "The database does not answer now. Try again.", retryAfter: 5)
            default: ErrorAnswer(error)
            }
        default: ErrorAnswer(error)
        }
    }
}

/// One question, taken from an address, that the database can answer.
struct Question: Sendable {
    let path: String
    let fields: [(name: String, value: String)]
    let base: String

    /// The parts of the path between its slashes.
    private var parts: [String] {
        path.split(separator: "/").prefix(8).map { Web.percentDecoded($0, plusIsSpace: false) }
    }

    func answer(_ dex: Dex) throws -> Answer {
        let parts = parts
        if parts.starts(with: ["api", "v2"]) { return try pokeAPI(dex, Array(parts.dropFirst(2))) }
        if parts.first == "api" { return try API(dex: dex, fields: fields).answer(Array(parts.dropFirst())) }
        return try Pages(dex: dex, fields: fields).answer(parts)
    }

    private func pokeAPI(_ dex: Dex, _ parts: [String]) throws -> Answer {
        let api = PokeAPI(dex: dex, base: base)
        let json: JSON?
        switch parts.count {
        case 0: json = api.index
        case 1: json = try api.list(parts[0], page)
        case 2: json = try api.detail(parts[0], parts[1].lowercased())
        case 3 where parts[0] == "pokemon" && parts[2] == "encounters":
            json = try api.detail(parts[0], parts[1].lowercased()) == nil ? nil : .array([])
        default: json = nil
        }
        guard let json else {
            return Answer(status: .notFound, type: "text/plain; charset=utf-8", body: Array("Not Found".utf8))
        }
        return Answer(type: "application/json; charset=utf-8", body: json.encoded(), headers: Self.headers)
    }

    /// The facts change only with the program, so an answer may be kept for an hour; any page may ask for them.
    static let headers: [(HTTPField.Name, String)] = [
        (.cacheControl, "public, max-age=3600"), (.accessControlAllowOrigin, "*"),
    ]

    /// A page of a list; like the original, what is no number is passed over.
    private var page: PokeAPI.Page {
        var page = PokeAPI.Page()
        for (name, value) in fields {
            switch name {
            case "limit": page.limit = Int(value).flatMap { (1...100_000).contains($0) ? $0 : nil } ?? page.limit
            case "offset": page.offset = Int(value).flatMap { (0...100_000).contains($0) ? $0 : nil } ?? page.offset
            case "q": page.query = String(value.prefix(80))
            default: break
            }
        }
        return page
    }
}

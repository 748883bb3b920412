import Foundation
import HTTPTypes
import Hummingbird
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase
import ServerShell

/// The Pokédex over HTTP: `/api/v2/` as the PokéAPI has it, `/api/` with more, and pages for people.
public struct PokedexSite: Sendable {
    /// How many bytes of answers are kept, if nothing else is said.
    public static let usualCacheSize = 16 << 20

    private let database: Database
    private let queue: RequestQueue
    private let console: Console
    private let publicURL: String?
    private let cache: AnswerCache
    private let index = PokeAPIIndexStore()

    /// Where visitors may run SQL of their own.
    public enum Console: Sendable {
        /// By these statements' runner, which has a handle of its own: slow statements leave the others their
        /// connections.
        case open(ReaderSQL)
        /// Nowhere, for the reason that the sentence says.
        case closed(reason: String)
    }

    /// Makes the site.
    ///
    /// - Parameters:
    ///   - database: The filled database.
    ///   - console: Who runs visitors' SQL.
    ///   - publicURL: The address that clients know the server by, without a slash at the end; by default what their
    ///     `Host` header says.
    ///   - cacheSize: How many bytes of answers are kept; none if it is 0.
    public init(
        database: Database, console: Console, publicURL: String? = nil, cacheSize: Int = usualCacheSize
    ) {
        self.database = database
        // SQLite's readers only take processors from one another; a server's wait for the network, too.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let connections = database.options.poolSize
        queue = RequestQueue(
            database: database, workers: database.dialect == .sqlite ? min(cores, connections) : connections)
        cache = AnswerCache(limit: cacheSize)
        self.console = console
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
            let read = ReadRequest(
                path: path, fields: Web.fields(request.uri.query ?? ""),
                base: publicURL ?? WebText.base(host: request.head.authority ?? ""), index: index)
            let key = read.key
            if let answer = cache.answer(for: key) { return answer.response(for: request) }
            let answer = try await queue.answer(read)
            if answer.status == .ok { cache.keep(answer, for: key) }
            return answer.response(for: request)
        } catch {
            let answer = Self.answer(to: error)
            // A person reads a page; everything else under /api/ reads JSON.
            guard !path.hasPrefix("/api"), request.method != .post else { throw answer }
            return Layout.problem(answer, for: request)
        }
    }

    /// Answers a GET by itself, without a server and without the cache: what tests and measurements ask.
    ///
    /// - Throws: ``ErrorAnswer``.
    public func answer(path: String, query: String = "") async throws -> Answer {
        let fields = Web.fields(query)
        do {
            if path == "/api/sql" || path == "/sql" { return try await sql(path, fields) }
            return try await queue.answer(
                ReadRequest(path: path, fields: fields, base: publicURL ?? "http://localhost", index: index))
        } catch {
            throw Self.answer(to: error)
        }
    }

    private func sql(_ request: Request) async throws -> Answer {
        var query = request.uri.query ?? ""
        if request.method == .post {
            let body = try await request.wholeBody(upTo: 64 * 1024)
            query = String(buffer: body)
            if !(request.headers[.contentType] ?? "").hasPrefix("application/x-www-form-urlencoded") {
                query = "sql=\(WebText.percentEncoded(query))&\(request.uri.query ?? "")"
            }
        }
        return try await sql(request.uri.path, Web.fields(query))
    }

    private func sql(_ path: String, _ fields: [(name: String, value: String)]) async throws -> Answer {
        let sql = fields.first { $0.name == "sql" }?.value ?? ""
        if path == "/sql" { return try await playground(sql, fields) }
        guard case .open(let reader) = console else {
            if case .closed(let reason) = console { throw ErrorAnswer(.forbidden, reason) }
            throw ErrorAnswer(.forbidden, "The SQL console is closed.")
        }
        guard !sql.isEmpty else {
            throw ErrorAnswer(
                .badRequest, "Give the statement as ?sql=SELECT… or as the body of a POST.",
                details: [("field", "\"sql\"")])
        }
        let format = try Format(fields)
        return format.answer(try await reader.run(sql, values: fields))
    }

    private func playground(_ sql: String, _ fields: [(name: String, value: String)]) async throws -> Answer {
        let tables = try await database.read { try Catalogue.tables(in: $0) }
        var page = SQLPage(sql: sql, dialect: database.dialect, values: fields, tables: tables)
        switch console {
        case .closed(let reason): page.outcome = .closed(reason: reason)
        case .open(let reader):
            guard !sql.isEmpty else { break }
            do {
                page.outcome = .answered(try await reader.run(sql, values: fields, tellsOrigins: true))
            } catch let refusal as ReaderSQL.Refusal {
                page.outcome = .refused(refusal)
            }
        }
        return page.answer
    }

    /// The answer to a statement that is refused: why, and where the fault lies in it.
    private static func answer(to refusal: ReaderSQL.Refusal) -> ErrorAnswer {
        var details: [(String, String)] = [("field", "\"sql\"")]
        if case .wrong(_, let line, let column, let nearest) = refusal {
            if let line { details.append(("line", String(line))) }
            if let column { details.append(("column", String(column))) }
            if !nearest.isEmpty { details.append(("nearest", JSON.array(nearest.map(JSON.string)).text)) }
        }
        return ErrorAnswer(.badRequest, refusal.description, details: details)
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
        case let refusal as ReaderSQL.Refusal: Self.answer(to: refusal)
        case let damage as DamagedDatabase: ErrorAnswer(.internalServerError, damage.description)
        case let error as SQLError:
            switch error {
            case .notADatabase: Self.answer(to: DamagedDatabase(error) ?? error)
            case .cannotConnect, .accessDenied, .connectionLost, .poolExhausted, .busy, .timedOut, .closed, .system:
                ErrorAnswer(.serviceUnavailable, "The database does not answer now. Try again.", retryAfter: 5)
            default: ErrorAnswer(error)
            }
        default: ErrorAnswer(error)
        }
    }
}

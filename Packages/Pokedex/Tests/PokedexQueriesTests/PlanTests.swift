import Foundation
import PokedexQueries
import PokedexStorage
import PokedexWeb
import SQLDatabase
import SQLRecording
import SQLiteEngine
import Testing

/// One documented query, and the tables that it has to walk through from end to end.
private struct DocumentedQuery: CustomTestStringConvertible {
    let path: String
    let query: String
    let walks: Set<String>
    let reason: String

    var testDescription: String { query.isEmpty ? path : "\(path)?\(query)" }

    /// The catalogue: an address a line, and behind a tab the tables that no index spares it.
    static let all: [DocumentedQuery] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures/documented-queries.tsv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let address = columns[0].split(separator: "?", maxSplits: 1).map(String.init)
            let walks = columns.count > 1 ? columns[1].split(separator: ",").map(String.init) : []
            return DocumentedQuery(
                path: address[0], query: address.count > 1 ? address[1] : "", walks: Set(walks),
                reason: columns.count > 2 ? columns[2] : "")
        }
    }()
}

@Test("no documented query walks through a table where an index serves")
func noDocumentedQueryWalks() async throws {
    let queries = DocumentedQuery.all
    #expect(queries.count >= 100, "the catalogue is missing or short")
    let engine = RecordingEngine(SQLite())
    _ = try await Engine.sqlite.database
    let database = try await Database.open("sqlite:\(SharedFile.path)", engines: [engine])
    let tables = try await database.read { Set(try Catalogue.tables(in: $0).map(\.name)) }
    let site = PokedexSite(database: database, console: .open(ReaderSQL(database: database)))
    // Names are read once, whole, by the first answer that needs them.
    _ = try await site.answer(path: "/api/v2/")
    var seen = 0
    for query in queries {
        _ = engine.take()
        _ = try await site.answer(path: query.path, query: query.query)
        let statements = engine.take().filter { statement in
            ["SELECT", "WITH"].contains { statement.description.hasPrefix($0) }
        }
        seen += statements.count
        var walked: Set<String> = []
        for statement in statements {
            let plan = try await database.query("EXPLAIN QUERY PLAN \(statement)")
            let steps = try plan.map { try $0.get("detail", as: String.self) }
            walked.formUnion(walks(in: steps, of: statement.description, tables: tables))
        }
        #expect(walked == query.walks, "\(query.testDescription)")
        #expect(query.walks.isEmpty == query.reason.isEmpty, "\(query.testDescription) needs a reason")
    }
    #expect(seen > 300)
    await database.close()
}

/// The tables that a plan scans without an index, by their names in the schema.
private func walks(in plan: [String], of sql: String, tables: Set<String>) -> [String] {
    plan.compactMap { step in
        guard step.hasPrefix("SCAN "), !step.contains("INDEX") else { return nil }
        let alias = step.dropFirst(5).prefix { $0 != " " }
        if tables.contains(String(alias)) { return String(alias) }
        // `forms AS one` stands in the plan as `one`; what is no table at all is a list of constants or a subquery.
        let words = sql.split { " \n(),".contains($0) }
        for (place, word) in words.enumerated() where word == alias && place >= 2 && words[place - 1] == "AS" {
            if tables.contains(String(words[place - 2])) { return String(words[place - 2]) }
        }
        return nil
    }
}

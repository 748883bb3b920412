import HTTPTypes
import PokedexModel
import PokedexQueries
import PokedexStorage
import ServerShell

/// The SQL playground: a statement, its result, and the schema beside it.
struct SQLPage {
    let sql: String
    let tables: [Catalogue.Table]
    let result: Result<ReaderSQL.Answer, ReaderSQL.Refusal>?

    private static let examples = [
        "SELECT name, total FROM pokemon ORDER BY total DESC LIMIT 10",
        "SELECT type_1, count(*), avg(speed) FROM pokemon GROUP BY type_1 ORDER BY 3 DESC",
        "SELECT pokemon, level FROM learned_moves WHERE move = 'surf' AND generation = 1",
    ]

    var answer: Answer {
        var status = HTTPResponse.Status.ok
        if case .failure? = result { status = .badRequest }
        return Layout.page("SQL playground", current: "/sql", status: status, cache: "no-store", body)
    }

    private var body: String {
        let examples = Self.examples.map {
            "<li><a href=\"/sql?sql=\(WebText.percentEncoded($0))\"><code>\(WebText.escaped($0))</code></a></li>"
        }
        return """
            <div class="beside"><div>
            <form action="/sql"><label>One statement; the database is only read
            <textarea name="sql" required spellcheck="false">\(WebText.escaped(sql))</textarea></label>
            <p><button>Run</button></p></form>
            \(outcome)
            <h2>Try</h2><ul class="examples">\(examples.joined())</ul></div>
            <aside aria-label="Schema"><h2>Tables and views</h2><p><a href="/schema.svg">All tables as a picture</a></p>
            \(tables.map(Self.table).joined())</aside></div>
            """
    }

    private var outcome: String {
        switch result {
        case nil: return ""
        case .failure(let error): return "<p class=\"error\" role=\"alert\">\(WebText.escaped(error.description))</p>"
        case .success(let answer):
            let head = answer.columns.map { "<th scope=\"col\">\(WebText.escaped($0))</th>" }.joined()
            let rows = answer.rows.map { row in
                "<tr>\(row.map { "<td>\(WebText.escaped($0.plainText))</td>" }.joined())</tr>"
            }
            return """
                <p>\(answer.rows.count) row\(answer.rows.count == 1 ? "" : "s")\(answer.isCut ? ", and more" : "").</p>
                <div class="wide" tabindex="0" role="region" aria-label="Result"><table><thead><tr>\(head)</tr></thead>\
                <tbody>\(rows.joined())</tbody></table></div>
                """
        }
    }

    private static func table(_ table: Catalogue.Table) -> String {
        let columns = table.columns.map { column in
            let target =
                table.references.first { $0.column == column.name }.map { " → \(WebText.escaped($0.table))" } ?? ""
            return "<li><code>\(WebText.escaped(column.name))</code>\(target)</li>"
        }
        return
            "<details><summary><code>\(WebText.escaped(table.name))</code></summary><ul>\(columns.joined())</ul></details>"
    }
}

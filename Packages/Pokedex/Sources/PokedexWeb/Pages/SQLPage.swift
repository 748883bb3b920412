import HTTPTypes
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase
import ServerShell

/// The SQL playground: a statement with its parameters, its result, and the schema beside it.
///
/// The address of the page is the statement, so that it can be shared and kept.
struct SQLPage {
    /// What became of the statement.
    enum Outcome {
        case none
        case answered(ReaderSQL.Answer)
        case refused(ReaderSQL.Refusal)
        case closed(reason: String)
    }

    let sql: String
    let dialect: SQLDialect
    /// The values of parameters, among other fields of the address.
    let values: [(name: String, value: String)]
    let tables: [Catalogue.Table]
    private let keys: KeyLinks
    var outcome = Outcome.none

    init(
        sql: String, dialect: SQLDialect, values: [(name: String, value: String)], tables: [Catalogue.Table]
    ) {
        (self.sql, self.dialect, self.values, self.tables) = (sql, dialect, values, tables)
        keys = KeyLinks(tables)
    }

    private static let examples = [
        "SELECT name, total FROM pokemon ORDER BY total DESC LIMIT 10",
        "SELECT type_1, count(*), avg(speed) FROM pokemon GROUP BY type_1 ORDER BY 2 DESC",
        "SELECT pokemon, level FROM learned_moves WHERE move = 'surf' AND generation = 1",
        "SELECT slug, name, speed FROM pokemon WHERE type_1 = :type AND speed > :speed ORDER BY speed DESC&type=Fire&speed=90",
    ]

    var answer: Answer {
        let status: HTTPResponse.Status =
            switch outcome {
            case .refused: .badRequest
            case .closed: .forbidden
            default: .ok
            }
        return Layout.page("SQL playground", current: "/sql", status: status, cache: "no-store", body)
    }

    private var body: String {
        let examples = Self.examples.map { example -> String in
            let parts = example.split(separator: "&", maxSplits: 1).map(String.init)
            let rest = parts.count > 1 ? "&amp;" + parts[1].replacing("&", with: "&amp;") : ""
            let code = WebText.escaped(parts.first ?? "")
            return
                "<li><a href=\"/sql?sql=\(WebText.percentEncoded(parts.first ?? ""))\(rest)\"><code>\(code)</code></a></li>"
        }
        let fields = SQLText(sql, dialect: dialect).parameters.prefix(20).map { name in
            let value = values.last { $0.name == name }?.value ?? ""
            return
                "<label>:\(WebText.escaped(name)) <input name=\"\(WebText.escaped(name))\" value=\"\(WebText.escaped(value))\"></label>"
        }
        return """
            <div class="beside"><div>
            <form action="/sql"><label>One statement; the database is only read
            <textarea name="sql" required spellcheck="false">\(WebText.escaped(sql))</textarea></label>
            \(fields.joined(separator: "\n"))
            <p><button>Run</button></p></form>
            \(result)
            <h2>Try</h2><ul class="examples">\(examples.joined())</ul></div>
            <aside aria-label="Schema"><h2>Tables and views</h2><p><a href="/schema.svg">All tables as a picture</a></p>
            \(tables.filter { !$0.name.hasPrefix("pokeapi_") }.map(Self.table).joined())
            <h2>The PokéAPI's tables</h2>
            \(tables.filter { $0.name.hasPrefix("pokeapi_") }.map(Self.table).joined())</aside></div>
            """
    }

    private var result: String {
        switch outcome {
        case .none: ""
        case .refused(let error): "<p class=\"error\" role=\"alert\">\(WebText.escaped(error.description))</p>"
        case .closed(let reason): "<p class=\"error\" role=\"alert\">\(WebText.escaped(reason))</p>"
        case .answered(let answer): rows(of: answer)
        }
    }

    private func rows(of answer: ReaderSQL.Answer) -> String {
        let head = answer.columns.map { "<th scope=\"col\">\(WebText.escaped($0))</th>" }.joined()
        let origins = answer.origins
        let rows = answer.rows.map { row in
            "<tr>\(row.enumerated().map { "<td>\(cell($1, from: $0 < origins.count ? origins[$0] : nil))</td>" }.joined())</tr>"
        }
        return """
            <p>\(answer.rows.count) row\(answer.rows.count == 1 ? "" : "s")\(answer.isCut ? ", and more" : "").
            \(links)</p>
            \(chart(of: answer))
            <div class="wide" tabindex="0" role="region" aria-label="Result"><table><thead><tr>\(head)</tr></thead>\
            <tbody>\(rows.joined())</tbody></table></div>
            \(referrers(to: answer))
            """
    }

    /// The same statement as data, and its plan.
    private var links: String {
        let parameters = SQLText(sql, dialect: dialect).parameters.map { name in
            "&\(WebText.percentEncoded(name))=\(WebText.percentEncoded(values.last { $0.name == name }?.value ?? ""))"
        }.joined()
        let plan = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let address = "sql=\(WebText.percentEncoded(sql))\(parameters)"
        let isPlan = sql.lowercased().hasPrefix("explain")
        return [
            ("/api/sql?\(address)&format=csv", "CSV"), ("/api/sql?\(address)", "JSON"),
            ("/sql?\(address)", "Link to this"),
            isPlan ? ("", "") : ("/sql?sql=\(WebText.percentEncoded(plan + sql))\(parameters)", "Plan"),
        ].filter { !$0.0.isEmpty }.map { "<a href=\"\(WebText.escaped($0))\">\($1)</a>" }.joined(separator: " · ")
    }

    // MARK: Keys

    /// A value; a key leads to what it refers to, and a Pokémon's slug to its page.
    private func cell(_ value: SQLValue, from origin: SQLColumnOrigin?) -> String {
        let text = WebText.escaped(value.plainText)
        guard let target = keys.target(of: origin), value.isKey else { return text }
        let address =
            target == Self.pokemon ? "/pokemon/\(WebText.percentEncoded(value.plainText))" : Self.address(target, value)
        return "<a href=\"\(WebText.escaped(address))\">\(text)</a>"
    }

    private static let pokemon = KeyLinks.Target(table: "forms", column: "slug")

    /// The address of the rows of a table whose column has a value.
    private static func address(_ target: KeyLinks.Target, _ value: SQLValue) -> String {
        // Both engines take a name in quotes.
        let name = { (name: String) in "\"\(name.replacing("\"", with: "\"\""))\"" }
        let sql = "SELECT * FROM \(name(target.table)) WHERE \(name(target.column)) = :key"
        return "/sql?sql=\(WebText.percentEncoded(sql))&key=\(WebText.percentEncoded(value.plainText))"
    }

    /// What refers to the one row that is shown whole, by its number.
    private func referrers(to answer: ReaderSQL.Answer) -> String {
        guard answer.rows.count == 1, let row = answer.rows.first, !answer.isCut,
            let index = answer.origins.firstIndex(where: { $0?.column == "id" }), index < row.count,
            let table = answer.origins[index]?.table, row[index].isKey,
            answer.origins.allSatisfy({ $0?.table == table })
        else { return "" }
        let links = keys.referrers(to: table).map { key in
            "<li><a href=\"\(WebText.escaped(Self.address(key, row[index])))\"><code>\(WebText.escaped("\(key.table).\(key.column)"))</code></a></li>"
        }
        return links.isEmpty ? "" : "<h2>What refers to it</h2><ul>\(links.joined())</ul>"
    }

    // MARK: Chart

    /// Bars for a result of words and one measure: at most forty of them.
    private func chart(of answer: ReaderSQL.Answer) -> String {
        func number(_ value: SQLValue) -> Double? {
            switch value {
            case .integer(let number): Double(number)
            case .real(let number): number
            case .decimal(let text): Double(text)
            default: nil
            }
        }
        guard (2...40).contains(answer.rows.count), answer.columns.count >= 2,
            let measure = answer.columns.indices.dropFirst().first(where: { column in
                answer.rows.allSatisfy { number($0[column]).map { $0 >= 0 } ?? false }
            }),
            answer.rows.allSatisfy({ if case .text = $0[0] { true } else { false } })
        else { return "" }
        let largest = answer.rows.compactMap { number($0[measure]) }.max() ?? 0
        guard largest > 0, largest.isFinite else { return "" }
        let bars = answer.rows.enumerated().map { index, row in
            let width = Int((number(row[measure]) ?? 0) / largest * 400)
            let y = index * 20
            let label = WebText.escaped(String(row[0].plainText.prefix(24)))
            return """
                <text x="148" y="\(y + 14)" text-anchor="end">\(label)</text>\
                <rect x="154" y="\(y + 3)" width="\(width)" height="14" fill="#3b6ea5"/>\
                <text x="\(width + 160)" y="\(y + 14)">\(WebText.escaped(String(row[measure].plainText.prefix(12))))</text>
                """
        }
        let height = answer.rows.count * 20
        let title = WebText.escaped("\(answer.columns[measure]) by \(answer.columns[0])")
        return """
            <details><summary>Chart: \(title)</summary><svg role="img" aria-label="\(title)" viewBox="0 0 640 \(height)" \
            width="100%" font-size="12" fill="currentColor">\(bars.joined())</svg></details>
            """
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

extension SQLValue {
    /// Whether the value can be a key: a number, or a text that is not empty.
    fileprivate var isKey: Bool {
        switch self {
        case .integer: true
        case .text(let text): !text.isEmpty
        default: false
        }
    }
}

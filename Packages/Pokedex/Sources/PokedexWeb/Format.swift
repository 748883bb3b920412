import HTTPTypes
import PokedexModel
import PokedexQueries
import ServerShell

/// How rows are written: `format=json`, `ndjson` or `csv`.
enum Format: String, CaseIterable {
    case json, ndjson, csv

    /// The header that says that a statement had more rows than are answered.
    private static let cut = HTTPField.Name("X-Result-Cut")!  // proven: a token

    init(_ fields: [(name: String, value: String)], allowed: [Format] = Format.allCases) throws(Search.Refusal) {
        let wanted = fields.last { $0.name == "format" }?.value ?? "json"
        guard let format = Format(rawValue: wanted), allowed.contains(format) else {
            throw Search.Refusal(field: "format", value: wanted, allowed: allowed.map(\.rawValue))
        }
        self = format
    }

    var mediaType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv; charset=utf-8"
        }
    }

    /// Objects as an answer: an array inside `whole`, an object a line, or a table.
    func answer(_ rows: [JSON], whole: (JSON) -> JSON = { $0 }) -> Answer {
        let body: [UInt8] =
            switch self {
            case .json: whole(.array(rows)).encoded()
            case .ndjson: rows.flatMap { $0.encoded() + [UInt8(ascii: "\n")] }
            case .csv: Array(Self.csv(rows).utf8)
            }
        return Answer(type: mediaType, body: body, headers: ReadRequest.headers)
    }

    /// The answer of a statement.
    func answer(_ answer: ReaderSQL.Answer) -> Answer {
        let body: [UInt8] =
            switch self {
            case .json:
                JSON.object([
                    ("columns", .array(answer.columns.map(JSON.string))),
                    ("rows", .array(answer.rows.map { .array($0.map(\.json)) })), ("cut", .bool(answer.isCut)),
                ]).encoded()
            case .ndjson:
                answer.rows.flatMap { row in
                    JSON.object(zip(answer.columns, row).map { ($0, $1.json) }).encoded() + [UInt8(ascii: "\n")]
                }
            case .csv: Array(answer.csv.utf8)
            }
        // Lines and tables have no place in them that could say so.
        let cut: [(HTTPField.Name, String)] = answer.isCut ? [(Self.cut, "true")] : []
        return Answer(
            type: mediaType, body: body,
            headers: [(.cacheControl, "no-store")] + cut)
    }

    /// Objects as comma-separated values: nested objects become columns with a dot, lists become words with spaces.
    private static func csv(_ rows: [JSON]) -> String {
        let flat = rows.map { flatten($0, "") }
        let columns = flat.first?.map(\.0) ?? []
        let lines = [columns] + flat.map { $0.map(\.1) }
        return lines.map { $0.map(field).joined(separator: ",") + "\n" }.joined()
    }

    private static func flatten(_ value: JSON, _ name: String) -> [(String, String)] {
        switch value {
        case .object(let members):
            members.flatMap { flatten($0.1, name.isEmpty ? $0.0 : "\(name).\($0.0)") }
        case .array(let items): [(name, items.map(word).joined(separator: " "))]
        default: [(name, word(value))]
        }
    }

    private static func word(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .object(let members):
            members.first { $0.0 == "slug" }.map { word($0.1) } ?? value.text
        default: value.text
        }
    }

    private static func field(_ text: String) -> String {
        text.contains(where: { ",\"\n\r".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}

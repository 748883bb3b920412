/// A short way to write JSON schemas down, one line for an entity:
/// `id: id, note: text, language?: text?, visibility: public|unlisted, tags: [Tag]`.
///
/// A `?` after a name says that the member may be missing, one after a type that it may be `null`. Types are `id`,
/// `place` (an id, or nothing), `text`, `word` (a text that is not empty), `bool`, `flag` (a truth as forms spell it),
/// `int`, `number`, `time`, `day`, `url`, `file`, `object`, words with `|` between, `=word` for one word, a type in
/// brackets for a list of it, and anything that begins with a capital for another entity.
struct Notation: Sendable {
    /// One member or parameter.
    struct Field: Sendable {
        let name: String
        let isRequired: Bool
        let schema: JSONNode
    }

    let fields: [Field]

    /// Reads the notation.
    init(_ text: String) {
        fields = text.split(separator: ",").compactMap { part in
            let pair = part.split(separator: ":", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard pair.count == 2 else { return nil }
            let isOptional = pair[0].hasSuffix("?")
            return Field(
                name: isOptional ? String(pair[0].dropLast()) : pair[0], isRequired: !isOptional,
                schema: Self.schema(pair[1]))
        }
    }

    /// The fields as the schema of an object.
    var object: JSONNode {
        let required = fields.filter(\.isRequired).map { JSONNode.text($0.name) }
        return .object([
            ("type", "object"), ("properties", .object(fields.map { ($0.name, $0.schema) })),
            ("required", .list(required)),
        ])
    }

    /// The schema of a type.
    static func schema(_ type: String) -> JSONNode {
        if type.hasSuffix("?") { return nullable(schema(String(type.dropLast()))) }
        if type.hasPrefix("["), type.hasSuffix("]") {
            return .object([("type", "array"), ("items", schema(String(type.dropFirst().dropLast())))])
        }
        if type.contains("|") || type.hasPrefix("=") {
            let words = type.split { $0 == "|" || $0 == "=" }.map { JSONNode.text(String($0)) }
            return .object([("type", "string"), ("enum", .list(words))])
        }
        switch type {
        // 18 digits are enough for the milliseconds of four hundred years.
        case "id": return .object([("type", "string"), ("pattern", "^[0-9]{1,18}$")])
        case "text": return .object([("type", "string")])
        case "word": return .object([("type", "string"), ("minLength", .number(1))])
        // Where a client may give an id, an empty one stands for none.
        case "place": return .object([("type", "string"), ("pattern", "^([0-9]{1,18})?$")])
        case "flag":
            let words = ["", "true", "false", "1", "0", "t", "f", "on", "off", "yes", "no"].map(JSONNode.text)
            return .object([("enum", .list([.bool(true), .bool(false), .number(1), .number(0)] + words))])
        case "bool": return .object([("type", "boolean")])
        case "int":
            return .object([
                ("type", "integer"), ("minimum", .number(Int.min)), ("maximum", .number(Int.max)),
            ])
        case "number": return .object([("type", "number")])
        case "time": return .object([("type", "string"), ("format", "date-time")])
        case "day": return .object([("type", "string"), ("format", "date")])
        case "url": return .object([("type", "string"), ("format", "uri")])
        case "file": return .object([("type", "string"), ("format", "binary")])
        case "object": return .object([("type", "object")])
        default: return .object([("$ref", .text("#/components/schemas/\(type)"))])
        }
    }

    private static func nullable(_ schema: JSONNode) -> JSONNode {
        .object([("anyOf", .list([schema, .object([("type", "null")])]))])
    }
}

/// JSON with its members in the order in which they were written.
indirect enum JSONNode: Sendable, ExpressibleByStringLiteral {
    case object([(String, JSONNode)])
    case list([JSONNode])
    case text(String)
    case number(Int)
    case bool(Bool)

    init(stringLiteral text: String) {
        self = .text(text)
    }

    func write(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.raw("{")
            for (index, (name, value)) in members.enumerated() {
                if index > 0 { json.raw(",") }
                json.string(name)
                json.raw(":")
                value.write(to: &json)
            }
            json.raw("}")
        case .list(let values): json.array(values) { json, value in value.write(to: &json) }
        case .text(let text): json.string(text)
        case .number(let number): json.number(number)
        case .bool(let bool): json.bool(bool)
        }
    }
}

import PokedexModel
import PokedexQueries

/// The description of `/api/` for machines (OpenAPI 3.1).
///
/// Every parameter has an example, so that the document can be walked through: a test does.
enum OpenAPI {
    static let document = JSON.object([
        ("openapi", .string("3.1.0")),
        (
            "info",
            .object([
                ("title", .string("Pokédex")), ("version", .string("1.0.0")),
                ("summary", .string("The PokéAPI's addresses, and filters, bulk answers and SQL beyond them")),
                ("license", .object([("name", .string("MIT")), ("identifier", .string("MIT"))])),
            ])
        ),
        ("paths", .object(paths)),
        (
            "components",
            .object([
                ("schemas", .object(schemas)),
                (
                    "responses",
                    .object([
                        ("Refused", failure("A parameter is wrong: the field, and what is allowed there")),
                        ("Unknown", failure("There is no such thing: the nearest names")),
                        ("Unavailable", failure("The database does not answer now; see Retry-After")),
                    ])
                ),
            ])
        ),
    ])

    // MARK: Paths

    private static let paths: [(String, JSON)] = [
        get(
            "/api/pokemon", "findPokemon", "Find Pokémon", filters + [expand, fields, format], found("Pokemon"),
            isTable: true),
        get(
            "/api/pokemon/{name}", "pokemon", "One Pokémon", [path("name", "pikachu"), expand, fields], ref("Pokemon")),
        get(
            "/api/moves", "findMoves", "List moves, strongest first",
            [
                query("type", "A type's slug", "electric"),
                query("class", "How it does damage", "special", ["physical", "special", "status"]),
                number("generation", 1...9, 4), number("min-power", 1...1000, 80), format,
            ], found("Move"), isTable: true),
        get("/api/moves/{name}", "move", "One move, and who learns it", [path("name", "surf")], ref("Move")),
        get(
            "/api/types", "types", "The type chart: what each type's moves do to each type, as a factor",
            [number("generation", 1...9, 1)], object),
        get(
            "/api/team", "judgeTeam", "Judge a team: coverage, shared weaknesses, gaps, suggestions",
            [query("members", "One to six names with commas between", "pikachu,charizard", isRequired: true)], object),
        (
            "/api/sql",
            .object([
                (
                    "get",
                    operation(
                        "sql", "Ask in SQL; the database is only read",
                        [
                            query(
                                "sql", "One statement that begins with SELECT, WITH, VALUES or EXPLAIN",
                                "SELECT name, total FROM pokemon ORDER BY total DESC LIMIT 5", isRequired: true),
                            format,
                        ], ref("Result"), isTable: true)
                ),
                (
                    "post",
                    .object(
                        members(
                            of: operation(
                                "sqlByPost", "Ask in SQL, with the statement as the body", [format], ref("Result"),
                                isTable: true))
                            + [
                                (
                                    "requestBody",
                                    .object([
                                        ("required", .bool(true)),
                                        (
                                            "content",
                                            .object([
                                                (
                                                    "text/plain",
                                                    .object([
                                                        ("schema", .object([("type", .string("string"))])),
                                                        ("example", .string("SELECT count(*) FROM species")),
                                                    ])
                                                )
                                            ])
                                        ),
                                    ])
                                )
                            ])
                ),
            ])
        ),
        get("/api/schema", "schema", "The tables and views with their columns", [], array(object)),
        get("/api/openapi.json", "description", "This document", [], object),
        get("/api/v2/", "resources", "The PokéAPI's resources with their addresses", [], object),
        get(
            "/api/v2/{resource}/", "list", "A list as the PokéAPI has it",
            [
                path("resource", "pokemon", PokeAPIIndex.resources.map(\.name)), number("limit", 1...100_000, 20),
                number("offset", 0...100_000, 40), query("q", "What the names should contain", "saur"),
            ], ref("List")),
        get(
            "/api/v2/{resource}/{name}/", "detail", "A thing as the PokéAPI has it",
            [path("resource", "pokemon", PokeAPIIndex.resources.map(\.name)), path("name", "pikachu")], object,
            unknownIsText: true),
    ]

    private static let filters: [JSON] = [
        query("q", "Words that the name, a type, an ability, an egg group or the colour begins with", "char"),
        query("type", "Types that it has, with commas between", "fire,flying"),
        query("min", "Least values of measures", "speed:100,attack:80"),
        query("max", "Largest values of measures", "weight:500"),
        query("learns", "Moves that it learns, with commas between", "surf"),
        query("ability", "An ability that it may have", "levitate"), query("egg-group", "An egg group", "dragon"),
        query("kind", "What sort of form", "mega", Search.kinds),
        query("rarity", "How rare its species is", "mythical", Search.rarities),
        query("sort", "A measure; with - before it the largest first", "-attack"),
        query("ids", "Forms' numbers, with commas between", "1,25,150"), number("generation", 1...9, 1),
        number("limit", 1...2000, 10), number("offset", 0...100_000, 5),
    ]
    private static let expand = query(
        "expand", "What to add: defenses, evolution, moves, with commas", "evolution,moves")
    private static let fields = query("fields", "The members to return, with commas between", "slug,stats")
    private static let format = query("format", "How to write it", "csv", Format.allCases.map(\.rawValue))

    // MARK: Schemas

    private static let schemas: [(String, JSON)] = [
        (
            "Pokemon",
            shape(
                [
                    ("id", integer), ("slug", string), ("name", string), ("number", integer), ("species", string),
                    ("generation", integer), ("kind", string), ("height_m", real), ("weight_kg", real),
                    ("types", array(string)), ("stats", object), ("abilities", array(object)),
                    ("defenses", object), ("evolution", object), ("moves", array(object)),
                ], required: [])
        ),
        (
            "Move",
            shape(
                [
                    ("id", integer), ("slug", string), ("name", string), ("generation", integer), ("type", string),
                    ("class", string), ("target", string), ("power", orNull("integer")),
                    ("accuracy", orNull("integer")),
                    ("pp", integer), ("priority", integer), ("learners", array(object)),
                ], required: ["id", "slug", "name", "generation", "type", "class", "pp", "priority"])
        ),
        (
            "List",
            shape(
                [
                    ("count", integer), ("next", orNull("string")), ("previous", orNull("string")),
                    ("results", array(object)),
                ], required: ["count", "next", "previous", "results"])
        ),
        (
            "Result",
            shape(
                [
                    ("columns", array(string)), ("rows", array(array(.object([])))),
                    ("cut", .object([("type", .string("boolean")), ("description", .string("There were more rows"))])),
                ], required: ["columns", "rows", "cut"])
        ),
        (
            "Error",
            shape(
                [
                    (
                        "error",
                        shape(
                            [
                                ("status", integer), ("message", string), ("field", string), ("allowed", array(string)),
                                ("nearest", array(string)),
                            ], required: ["status", "message"])
                    )
                ], required: ["error"])
        ),
    ]

    private static let string = JSON.object([("type", .string("string"))])
    private static let integer = JSON.object([("type", .string("integer"))])
    private static let real = JSON.object([("type", .string("number"))])
    private static let object = JSON.object([("type", .string("object"))])

    private static func array(_ items: JSON) -> JSON {
        .object([("type", .string("array")), ("items", items)])
    }

    private static func orNull(_ type: String) -> JSON {
        .object([("type", .array([.string(type), .string("null")]))])
    }

    private static func ref(_ name: String) -> JSON {
        .object([("$ref", .string("#/components/schemas/\(name)"))])
    }

    private static func found(_ name: String) -> JSON {
        shape(
            [("count", integer), ("corrected", orNull("string")), ("results", array(ref(name)))],
            required: ["count", "results"])
    }

    private static func shape(_ properties: [(String, JSON)], required: [String]) -> JSON {
        .object(
            [("type", .string("object")), ("properties", .object(properties))]
                + (required.isEmpty ? [] : [("required", .array(required.map(JSON.string)))]))
    }

    // MARK: Parameters and operations

    private static func query(
        _ name: String, _ text: String, _ example: String, _ allowed: [String] = [], isRequired: Bool = false
    ) -> JSON {
        let values: [(String, JSON)] = allowed.isEmpty ? [] : [("enum", .array(allowed.map(JSON.string)))]
        return .object([
            ("name", .string(name)), ("in", .string("query")), ("description", .string(text)),
            ("required", .bool(isRequired)), ("schema", .object([("type", .string("string"))] + values)),
            ("example", .string(example)),
        ])
    }

    private static func number(_ name: String, _ range: ClosedRange<Int>, _ example: Int) -> JSON {
        .object([
            ("name", .string(name)), ("in", .string("query")), ("required", .bool(false)),
            (
                "schema",
                .object([
                    ("type", .string("integer")), ("minimum", .int(range.lowerBound)),
                    ("maximum", .int(range.upperBound)),
                ])
            ), ("example", .int(example)),
        ])
    }

    private static func path(_ name: String, _ example: String, _ allowed: [String] = []) -> JSON {
        let values: [(String, JSON)] = allowed.isEmpty ? [] : [("enum", .array(allowed.map(JSON.string)))]
        return .object([
            ("name", .string(name)), ("in", .string("path")), ("required", .bool(true)),
            ("schema", .object([("type", .string("string"))] + values)), ("example", .string(example)),
        ])
    }

    private static func get(
        _ path: String, _ id: String, _ summary: String, _ parameters: [JSON], _ schema: JSON, isTable: Bool = false,
        unknownIsText: Bool = false
    ) -> (String, JSON) {
        let answer = operation(id, summary, parameters, schema, isTable: isTable, unknownIsText: unknownIsText)
        return (path, .object([("get", answer)]))
    }

    private static func operation(
        _ id: String, _ summary: String, _ parameters: [JSON], _ schema: JSON, isTable: Bool = false,
        unknownIsText: Bool = false
    ) -> JSON {
        let text = JSON.object([("schema", string)])
        let tables: [(String, JSON)] = isTable ? [("application/x-ndjson", text), ("text/csv", text)] : []
        let answer = JSON.object([
            ("description", .string("The answer")),
            ("content", .object([("application/json", .object([("schema", schema)]))] + tables)),
        ])
        func response(_ name: String) -> JSON { .object([("$ref", .string("#/components/responses/\(name)"))]) }
        let unknown =
            unknownIsText
            ? JSON.object([
                ("description", .string("There is no such thing")),
                ("content", .object([("text/plain", .object([("schema", string)]))])),
            ]) : response("Unknown")
        return .object([
            ("operationId", .string(id)), ("summary", .string(summary)), ("parameters", .array(parameters)),
            (
                "responses",
                .object([
                    ("200", answer), ("304", .object([("description", .string("The client has this answer already"))])),
                    ("400", response("Refused")), ("404", unknown), ("503", response("Unavailable")),
                ])
            ),
        ])
    }

    private static func members(of object: JSON) -> [(String, JSON)] {
        if case .object(let members) = object { members } else { [] }
    }

    private static func failure(_ text: String) -> JSON {
        .object([
            ("description", .string(text)),
            ("content", .object([("application/json", .object([("schema", ref("Error"))]))])),
        ])
    }
}

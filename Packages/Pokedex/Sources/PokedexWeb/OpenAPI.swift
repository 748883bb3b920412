import PokedexModel
import PokedexQueries

/// The description of `/api/` for machines (OpenAPI 3.1).
enum OpenAPI {
    static let document = JSON.object([
        ("openapi", .string("3.1.0")),
        ("info", .object([("title", .string("Pokédex")), ("version", .string("1.0.0"))])),
        (
            "paths",
            .object([
                ("/api/pokemon", operation("Find Pokémon", filters + [expand, fields, format])),
                ("/api/pokemon/{name}", operation("One Pokémon", [path("name"), expand, fields])),
                (
                    "/api/moves",
                    operation(
                        "List moves",
                        [
                            query("type", "A type's slug"), query("class", "physical, special or status"),
                            number("generation", 1...9), number("min-power", 1...1000), format,
                        ])
                ),
                ("/api/moves/{name}", operation("One move and who learns it", [path("name")])),
                ("/api/types", operation("The type chart", [number("generation", 1...9)])),
                ("/api/team", operation("Judge a team", [query("members", "One to six names with commas between")])),
                (
                    "/api/sql",
                    operation("Ask in SQL; the database is only read", [query("sql", "One statement"), format])
                ),
                ("/api/schema", operation("The tables and their columns", [])),
            ])
        ),
    ])

    private static let filters =
        [
            ("q", "Words that the name, a type, an ability, an egg group or the colour begins with"),
            ("type", "Types that it has, with commas between"), ("min", "Least values, such as speed:100,attack:80"),
            ("max", "Largest values, such as weight:50"), ("learns", "Moves that it learns"),
            ("ability", "An ability's slug"), ("egg-group", "An egg group's slug"), ("kind", "What sort of form"),
            ("rarity", "How rare its species is"), ("sort", "A measure; -attack for the largest first"),
            ("ids", "Numbers, with commas between"),
        ].map { query($0.0, $0.1) } + [
            number("generation", 1...9), number("limit", 1...2000), number("offset", 0...100_000),
        ]

    private static let expand = query("expand", "defenses, evolution, moves: what to add, with commas between")
    private static let fields = query("fields", "The members to return, with commas between")
    private static let format = parameter(
        "format", "How to write it",
        .object([("type", .string("string")), ("enum", .array(Format.allCases.map { .string($0.rawValue) }))]))

    private static func query(_ name: String, _ text: String) -> JSON {
        parameter(name, text, .object([("type", .string("string"))]))
    }

    private static func number(_ name: String, _ range: ClosedRange<Int>) -> JSON {
        parameter(
            name, "A number",
            .object([
                ("type", .string("integer")), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
            ]))
    }

    private static func path(_ name: String) -> JSON {
        .object([
            ("name", .string(name)), ("in", .string("path")), ("required", .bool(true)),
            ("schema", .object([("type", .string("string"))])),
        ])
    }

    private static func parameter(_ name: String, _ text: String, _ schema: JSON) -> JSON {
        .object([
            ("name", .string(name)), ("in", .string("query")), ("description", .string(text)), ("schema", schema),
        ])
    }

    private static func operation(_ summary: String, _ parameters: [JSON]) -> JSON {
        let error = JSON.object([("description", .string("An error object that names the field and what is allowed"))])
        return .object([
            (
                "get",
                .object([
                    ("summary", .string(summary)), ("parameters", .array(parameters)),
                    (
                        "responses",
                        .object([
                            ("200", .object([("description", .string("The answer"))])), ("400", error), ("404", error),
                            (
                                "503",
                                .object([("description", .string("The database does not answer; see Retry-After"))])
                            ),
                        ])
                    ),
                ])
            )
        ])
    }
}

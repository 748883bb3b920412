import Foundation
import TestKit
import Testing

let pokedex = BuiltTool("pokedex")

private let sharedFolder = FileManager.default.temporaryDirectory.appending(path: "pokedex-\(UUID().uuidString)")

/// A database that the tests of this process share, filled by the first command that opens it.
let sharedDatabase = Task { () async throws -> [String: String] in
    let folder = sharedFolder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: sharedFolder) }
    let environment = ["POKEDEX_DATABASE": "sqlite:\(folder.path)/pokedex.db"]
    let filled = try await pokedex.run(["migrate", "--quiet"], environment: environment)
    guard filled.status == 0 else { throw Missing("the database cannot be filled: \(filled.errors)") }
    return environment
}

/// Runs a command on the shared database.
func run(_ arguments: String...) async throws -> BuiltTool.Result {
    try await pokedex.run(arguments, environment: try await sharedDatabase.value)
}

@Test("show draws a card with stats, weaknesses and the evolution tree")
func showDrawsACard() async throws {
    let card = try await run("show", "pikachu")
    #expect(card.status == 0 && card.errors.isEmpty)
    for line in [
        "Pikachu  #25  electric", "Speed     90  ███", "weak to: ground", "└─ pikachu (level up, with friendship)",
    ] {
        #expect(card.output.contains(line), "\(line)")
    }
    #expect(!card.output.contains("\u{1B}"))
    #expect(try await run("show", "pikachu", "--color", "always").output.contains("\u{1B}["))
}

@Test("an unknown name gets the nearest three and exit status 1")
func anUnknownNameGetsTheNearestThree() async throws {
    let result = try await run("show", "pikachoo")
    #expect(result.status == 1)
    #expect(result.errors.contains("did you mean pikachu, "))
}

@Test("search filters and sorts; a malformed filter is a usage error that says what is allowed")
func searchFiltersAndSorts() async throws {
    let found = try await run(
        "search", "--type", "fire", "--generation", "1", "--min", "speed=100", "--sort", "-attack", "--json")
    let rows = try #require(try JSONSerialization.jsonObject(with: found.outputData) as? [[String: Any]])
    #expect(rows.map { $0["slug"] as? String } == ["rapidash", "charizard", "ninetales"])
    // No fire type of the first generation that fast learns to surf.
    let none = try await run(
        "search", "--type", "fire", "--generation", "1", "--min", "speed=100", "--learns", "surf", "--sort", "-attack")
    #expect(none.status == 1 && none.output.hasSuffix("0 found\n"))
    let wrong = try await run("search", "--min", "luck=7")
    #expect(wrong.status == 64 && wrong.errors.contains("special-attack"))
    #expect(try await run("search", "charzard").output.contains("charizard"))
}

@Test(
    "every other question has an answer as text and as JSON",
    arguments: [
        (["compare", "charizard", "blastoise"], "charizard against blastoise: ×"),
        (["team", "pikachu", "charizard", "gyarados"], "shared weaknesses: "), (["moves", "pikachu"], "thunderbolt"),
        (["moves", "--type", "electric", "--class", "special"], "zap-cannon"), (["learn", "surf"], "machine"),
        (["evolutions", "eevee"], "├─ vaporeon (use water-stone)"), (["type-chart", "--generation", "1"], "½"),
    ])
func everyOtherQuestionHasAnAnswer(arguments: [String], expected: String) async throws {
    let environment = try await sharedDatabase.value
    let text = try await pokedex.run(arguments, environment: environment)
    #expect(text.status == 0 && text.output.contains(expected), "\(text.output.prefix(400))\(text.errors)")
    let json = try await pokedex.run(arguments + ["--json"], environment: environment)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: json.outputData) }
}

@Test("sql prints tables, JSON and CSV, and only reads")
func sqlPrintsTables() async throws {
    let question = "SELECT name, power FROM moves WHERE slug = 'surf'"
    #expect(try await run("sql", question).output == "name  power\nSurf     90\n")
    #expect(try await run("sql", question, "--json").output == "[{\"name\":\"Surf\",\"power\":90}]\n")
    #expect(try await run("sql", question, "--csv").output == "name,power\nSurf,90\n")
    let write = try await run("sql", "DELETE FROM moves")
    #expect(write.status == 1 && write.errors.contains("Only queries are answered"))
}

@Test("schema draws every table of the catalogue")
func schemaDrawsEveryTable() async throws {
    let svg = try await run("schema")
    #expect(svg.output.hasPrefix("<svg") && svg.output.hasSuffix("</svg>\n"))
    let tables = try await run(
        "sql",
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
            + "AND name NOT LIKE 'pokeapi%'", "--quiet")
    let count = try #require(Int(tables.output.filter(\.isNumber)))
    // Each of ours is a group; the two tables of book-keeping are left out.
    #expect(svg.output.matches(of: /<g transform/).count == count - 2)
}

@Test("an address that is none is refused with those that are")
func anAddressThatIsNoneIsRefused() async throws {
    let url = try await pokedex.run(["show", "25", "--database", "mysql://x"])
    #expect(url.status == 1 && url.errors.contains("sqlite:"))
}

@Test("an unknown command is a usage error, and every command shows examples")
func helpTeachesByExample() async throws {
    #expect(try await pokedex.run(["levitate"]).status == 64)
    for command in [
        "show", "search", "compare", "team", "moves", "learn", "evolutions", "type-chart", "sql", "explain", "schema",
        "serve", "migrate", "import", "health",
    ] {
        let help = try await pokedex.run([command, "--help"])
        #expect(help.status == 0 && help.output.contains("Examples:") && help.output.contains("pokedex \(command)"))
    }
}

@Test("the import makes the facts that are built in, to the last byte")
func theImportIsReproducible() async throws {
    let python = try RequiredTool.python()
    let environment = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent()
    try await withTemporaryFolder { folder in
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let builtIn = try Data(contentsOf: package.appending(path: "Sources/CPokedexFacts/facts.tsv.gz"))
        // Another version of zlib may compress otherwise; the tables must be the same.
        let (one, other) = (folder.appending(path: "a.tsv"), folder.appending(path: "b.tsv.gz"))
        try builtIn.write(to: other)
        let result = try await pokedex.run(
            ["import", "--from", "showdown", environment.path, "--tsv", "--output", one.path, "--quiet"])
        #expect(result.status == 0, "\(result.errors)")
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        #expect(try await Program(gzip, ["-d", other.path]).run().status == 0)
        #expect(try Data(contentsOf: folder.appending(path: "b.tsv")) == Data(contentsOf: one))
    }
}

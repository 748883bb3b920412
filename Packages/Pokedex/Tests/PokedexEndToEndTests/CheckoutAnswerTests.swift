import Foundation
import TestKit
import Testing

@Test(
    "a checkout of the PokéAPI is what /api/v2/ answers from: texts, names, learnsets by game, encounters, machines",
    .watchesClock)
func aCheckoutIsAnsweredFrom() async throws {
    let files = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "PokedexQueriesTests/Fixtures/checkout")
    try await withTemporaryFolder { folder in
        let environment = ["POKEDEX_DATABASE": "sqlite:\(folder.path)/pokedex.db"]
        let read = try await pokedex.run(["import", "--from", "pokeapi", files.path], environment: environment)
        #expect(read.status == 0 && read.output.contains("4\tpokemon_moves\n"), "\(read.output)\(read.errors)")
        #expect(read.errors.contains("skipped 1 files that nothing here uses: conquest_kingdoms"))
        #expect(read.errors.contains("skipped of pokemon_species.csv") && read.errors.contains("conquest_order"))
        #expect(read.errors.contains("not in the folder, so left as it was"))
        let none = try await pokedex.run(["import", "--from", "pokeapi", folder.path], environment: environment)
        #expect(none.status == 1 && none.errors.contains("There is no file of the PokéAPI's in"))
        let mixed = try await pokedex.run(
            ["import", "--from", "pokeapi", files.path, "--tsv"], environment: environment)
        #expect(mixed.status == 64 && mixed.errors.contains("--tsv belongs to --from showdown"))
        try await withServer(environment: environment) { server in
            func answer(_ path: String) async throws -> String { try await get("/api/v2/\(path)", of: server).text }
            let species = try await answer("pokemon-species/25/")
            for part in [
                #""capture_rate":190"#, #""genus":"Mouse Pokémon""#,
                #""flavor_text":"It said \"pika\",\u000athen\u000cslept.""#,
                #""flavor_text":"Électrique""#, #""name":"fr""#, #""pokedex_numbers":[{"entry_number":25"#,
                #""name":"pikachu-gmax""#,
            ] { #expect(species.contains(part), "\(part)") }
            let pikachu = try await answer("pokemon/pikachu/")
            for part in [
                #""name":"red-blue""#, #""name":"gold-silver""#, #""name":"sword-shield""#, #""name":"machine""#,
                "sprites/pokemon/25.png", "sprites/pokemon/other/official-artwork/25.png",
            ] { #expect(pikachu.contains(part), "\(part)") }
            // Nothing of our own learnsets is mixed in.
            #expect(!pikachu.contains("ultra-sun-ultra-moon") && !pikachu.contains("quick-attack"))
            #expect(try await answer("pokemon/25/encounters").contains(#""max_chance":25"#))
            #expect(try await answer("pokemon/25/encounters").contains(#""name":"time-night""#))
            #expect(try await answer("location-area/321/").contains(#""name":"viridian-forest-area""#))
            #expect(try await answer("machine/1/").contains(#""name":"surf""#))
            #expect(
                try await answer("move/57/").contains(
                    #""machines":[{"machine":{"url":"\#(server.absoluteString)/api/v2/machine/1/"}"#))
            #expect(try await answer("item/tr-surf/").contains(#""name":"DT Surf""#))
            #expect(try await answer("characteristic/1/").contains(#""possible_values":[0,5,10,15,20,25,30]"#))
            #expect(try await answer("pokemon?limit=5").contains(#""count":2"#))
            // What the folder has no file for is as it was.
            #expect(try await answer("ability/65/").contains("overgrow"))
        }
    }
}

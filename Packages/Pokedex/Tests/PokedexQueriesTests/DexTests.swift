import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase
import Testing

@Suite("both engines answer alike", .serialized)
struct DexTests {
    @Test("a name finds its form, however it is typed", arguments: Engine.allCases)
    func aNameFindsItsForm(engine: Engine) async throws {
        let database = try await engine.database
        let expected = [
            ("pikachu", "pikachu"), ("PIKACHU", "pikachu"), ("25", "pikachu"), ("Mr. Mime", "mr-mime"),
            ("Farfetch'd", "farfetchd"), ("deoxys-normal", "deoxys"), ("meowstic-female", "meowstic-f"),
        ]
        for (typed, slug) in expected {
            #expect(try await database.read { try Dex($0).pokemon(named: typed).slug } == slug)
        }
        let unknown = await #expect(throws: Dex.UnknownName.self) {
            try await database.read { try Dex($0).pokemon(named: "pikachoo") }
        }
        #expect(unknown?.nearest.first == "pikachu")
        #expect(unknown?.nearest.count == 3)
    }

    @Test("a form is told with its types, stats and abilities", arguments: Engine.allCases)
    func aFormIsTold(engine: Engine) async throws {
        let pokemon = try await engine.database.read { try Dex($0).pokemon(named: "charizard") }
        #expect(pokemon.number == 6 && pokemon.generation == 1)
        #expect(pokemon.types == ["fire", "flying"])
        #expect(pokemon.stats == BaseStats([78, 84, 78, 109, 85, 100]))
        #expect(pokemon.abilities.map(\.slug) == ["blaze", "solar-power"])
        #expect(pokemon.height == 17 && pokemon.weight == 905)
    }

    @Test("filters narrow the search, and the order is kept", arguments: Engine.allCases)
    func filtersNarrowTheSearch(engine: Engine) async throws {
        let database = try await engine.database
        func slugs(_ filters: [(String, String)]) async throws -> [String] {
            var search = Search()
            for (field, value) in filters { try search.apply(field, value) }
            let wanted = search
            return try await database.read { try Dex($0).search(wanted).pokemon.map(\.slug) }
        }
        #expect(
            try await slugs([("type", "fire"), ("generation", "1"), ("min", "speed=100"), ("sort", "-attack")])
                == ["rapidash", "charizard", "ninetales"])
        #expect(try await slugs([("q", "charzard")]).first == "charizard")
        #expect(try await slugs([("ids", "25,133")]) == ["pikachu", "eevee"])
        #expect(try await slugs([("learns", "surf"), ("type", "electric"), ("generation", "1")]).contains("pikachu"))
        #expect(try await slugs([("ability", "wonder-guard")]) == ["shedinja"])
        #expect(try await slugs([("egg-group", "ditto")]) == ["ditto"])
        #expect(try await slugs([("kind", "primal"), ("sort", "name")]) == ["groudon-primal", "kyogre-primal"])
        #expect(try await slugs([("sort", "-weight"), ("limit", "2"), ("offset", "1")]).count == 2)
        #expect(
            try await slugs([("q", "electric yellow"), ("generation", "1"), ("kind", "default")]).contains("pikachu"))
        let refusal = await #expect(throws: Search.Refusal.self) { try await slugs([("type", "fier")]) }
        #expect(refusal?.field == "type" && refusal?.allowed.contains("fire") == true)
    }

    @Test("the type chart is each generation's own", arguments: Engine.allCases)
    func theTypeChartIsEachGenerationsOwn(engine: Engine) async throws {
        let database = try await engine.database
        let first = try await database.read { try Dex($0).typeChart(generation: 1) }
        let now = try await database.read { try Dex($0).typeChart() }
        #expect(first.types.count == 15 && now.types.count == 18)
        // In the first games, ghosts did nothing to psychics, and bugs feared poison.
        #expect(first.percent(of: "ghost", against: ["psychic"]) == 0)
        #expect(now.percent(of: "ghost", against: ["psychic"]) == 200)
        #expect(first.percent(of: "poison", against: ["bug"]) == 200)
        #expect(
            try await database.read { try Dex($0).typeChart(generation: 5).percent(of: "ghost", against: ["steel"]) }
                == 50)
        #expect(now.percent(of: "ghost", against: ["steel"]) == 100)
    }

    @Test("evolutions join forms, not species", arguments: Engine.allCases)
    func evolutionsJoinForms(engine: Engine) async throws {
        let database = try await engine.database
        func lines(_ name: String) async throws -> [String] {
            try await database.read { try Dex($0).evolutionTree(of: Dex($0).pokemon(named: name)).lines() }
        }
        #expect(
            try await lines("raichu") == [
                "pichu", "└─ pikachu (level up, with friendship)", "   ├─ raichu (use thunder-stone)",
                "   └─ raichu-alola (use thunder-stone, in alola)",
            ])
        #expect(try await lines("meowth-galar") == ["meowth-galar", "└─ perrserker (level 28)"])
        #expect(try await lines("eevee").count == 9)
        #expect(
            try await lines("charizard-mega-x") == [
                "charmander", "└─ charmeleon (level 16)", "   └─ charizard (level 36)",
            ])
        #expect(try await lines("ditto") == ["ditto"])
    }

    @Test("learnsets say who learns what, and how", arguments: Engine.allCases)
    func learnsetsSay(engine: Engine) async throws {
        let database = try await engine.database
        let learnset = try await database.read {
            try Dex($0).learnset(of: Dex($0).pokemon(named: "bulbasaur"), generation: 4)
        }
        #expect(learnset.moves.contains { $0.move.slug == "vine-whip" && $0.method == "level-up" && $0.level == 9 })
        let learners = try await database.read { try Dex($0).learners(of: Dex($0).move(named: "Fly"), generation: 8) }
        #expect(learners.contains { $0.slug == "charizard" && $0.method == "machine" && $0.level == nil })
        let moves = try await database.read {
            try Dex($0).moves(type: "electric", damageClass: "special", minimumPower: 110)
        }
        #expect(moves.contains { $0.slug == "thunder" } && moves.allSatisfy { $0.type == "electric" })
    }

    @Test("the catalogue tells tables, keys and references", arguments: Engine.allCases)
    func theCatalogueTells(engine: Engine) async throws {
        let tables = try await engine.database.read { try Catalogue.tables(in: $0) }
        let forms = try #require(tables.first { $0.name == "forms" })
        #expect(forms.columns.first?.isKey == true && forms.columns.first?.name == "id")
        #expect(Set(forms.references.map(\.table)) == ["species", "generations"])
        #expect(tables.contains { $0.name == "pokemon" && $0.isView })
        let svg = SchemaDiagram(tables).svg
        #expect(svg.hasPrefix("<svg") && svg.contains(">learnset</text>") && svg.hasSuffix("</svg>"))
    }
}

@Test("no foreign key lacks an index, so that no join by one scans a table")
func noForeignKeyLacksAnIndex() async throws {
    let database = try await Engine.sqlite.database
    let missing = try await database.query(
        """
        SELECT t.name || '.' || k."from" AS column_name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k
        WHERE t.type = 'table' AND NOT EXISTS (
            SELECT 1 FROM pragma_index_list(t.name) AS l, pragma_index_info(l.name) AS i
            WHERE i.seqno = 0 AND i.name = k."from")
        """)
    #expect(try missing.map { try $0.get(at: 0, as: String.self) } == [])
}

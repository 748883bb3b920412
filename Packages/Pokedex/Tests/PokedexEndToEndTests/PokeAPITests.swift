import Foundation
import TestKit
import Testing

@Suite("the PokéAPI's addresses", .serialized, .watchesClock)
struct PokeAPITests {
    private func list(_ path: String, of server: URL) async throws -> [String: Any] {
        try await get("/api/v2/\(path)", of: server).object
    }

    @Test("every kind has the members that the PokéAPI documents, and no others, with values of their kind")
    func everyKindHasItsMembers() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/pokeapi-shapes.txt")
        let shapes = try Shapes(String(contentsOf: file, encoding: .utf8))
        // What the program brings nothing of; a checkout fills it.
        let empty: Set = ["location-area", "machine"]
        try await withServer { server in
            let index = try await list("", of: server)
            #expect(Set(index.keys) == Set(shapes.kinds.keys) && index.count == 49)
            for (kind, shape) in shapes.kinds.sorted(by: { $0.key < $1.key }) {
                let entries = try await list("\(kind)/?limit=100000", of: server)["results"] as? [[String: Any]] ?? []
                #expect(entries.isEmpty == empty.contains(kind), "\(kind)")
                // The first, the last, and some between.
                let step = Swift.max(1, entries.count / 12)
                for entry in entries.enumerated().filter({ $0.offset % step == 0 }).map(\.element) + entries.suffix(1) {
                    let address = try #require(entry["url"] as? String)
                    let reply = try await get(String(address.dropFirst(server.absoluteString.count)), of: server)
                    #expect(reply.status == 200, "\(address)")
                    let thing = try reply.object
                    #expect(shape.problems(in: thing, at: "\(kind)/\(thing["id"] ?? "?")") == [])
                    #expect(thing["name"] as? String == entry["name"] as? String)
                }
            }
        }
    }

    @Test(
        "numbers and names are the PokéAPI's",
        arguments: [
            ("ability/65", "overgrow"), ("ability/33", "swift-swim"), ("ability/10001", "mountaineer"),
            ("pokemon/10034", "charizard-mega-x"), ("pokemon/10100", "raichu-alola"),
            ("pokemon/386", "deoxys-normal"), ("pokemon/925", "maushold-family-of-four"),
            ("pokemon/774", "minior-red-meteor"), ("pokemon-form/10134", "charizard-mega-x"),
            ("item/4", "poke-ball"), ("item/17", "potion"), ("move/11", "vice-grip"),
            ("move/622", "breakneck-blitz--physical"), ("nature/16", "jolly"), ("nature/17", "naughty"),
            ("nature/18", "lax"), ("nature/15", "rash"), ("egg-group/5", "ground"), ("egg-group/15", "no-eggs"),
            ("version-group/1", "red-blue"), ("version-group/15", "x-y"), ("version/25", "omega-ruby"),
            ("move-target/7", "user"), ("move-ailment/5", "poison"), ("move-learn-method/4", "machine"),
            ("evolution-trigger/4", "shed"), ("growth-rate/4", "medium-slow"), ("pokemon-shape/8", "quadruped"),
            ("pokemon-habitat/1", "cave"), ("berry/1", "cheri"), ("berry-flavor/5", "sour"),
            ("contest-type/1", "cool"), ("item-pocket/3", "pokeballs"), ("item-category/34", "standard-balls"),
            ("type/10001", "unknown"), ("stat/9", "special"), ("gender/3", "genderless"), ("currency/2", "coin"),
            ("pokedex/2", "kanto"), ("region/9", "hisui"), ("language/9", "en"), ("encounter-method/2", "old-rod"),
        ])
    func numbersAndNamesAreTheirs(address: String, name: String) async throws {
        try await withServer { server in
            let byNumber = try await list("\(address)/", of: server)
            #expect(byNumber["name"] as? String == name)
            let parts = address.split(separator: "/")
            #expect(byNumber["id"] as? Int == Int(parts[1]))
            #expect(try await list("\(parts[0])/\(name)/", of: server)["id"] as? Int == Int(parts[1]))
        }
    }

    @Test("what the PokéAPI does not have is 404, not another thing; names of ours that are not its are unknown there")
    func whatItDoesNotHaveIsNotFound() async throws {
        try await withServer { server in
            for address in [
                "ability/0", "ability/9999", "ability/embody-aspect-teal", "pokemon/20001", "pokemon/arceus-fire",
                "pokemon/deoxys", "egg-group/field", "move/2001", "move/vise-grip", "item/20001", "pokemon/025",
                "evolution-chain/0", "evolution-chain/10000", "machine/1", "nature/26", "pokemon/1e1", "pokemon/-1",
                "digimon", "digimon/1",
            ] {
                let reply = try await get("/api/v2/\(address)/", of: server)
                #expect(reply.status == 404 && reply.text == "Not Found", "\(address)")
                #expect(reply.headers["access-control-allow-origin"] == "*", "\(address)")
            }
        }
    }

    @Test("chains have their historical numbers, and evolutions every condition in its member")
    func chainsHaveTheirNumbers() async throws {
        try await withServer { server in
            func family(_ number: Int) async throws -> [String: Any] {
                try #require(try await list("evolution-chain/\(number)/", of: server)["chain"] as? [String: Any])
            }
            func name(_ link: [String: Any]) -> String? { (link["species"] as? [String: Any])?["name"] as? String }
            #expect(name(try await family(213)) == "burmy")
            #expect(name(try await family(10)) == "pichu")
            let links = try #require(try await family(67)["evolves_to"] as? [[String: Any]])
            #expect(links.compactMap(name).first == "vaporeon" && links.count == 8)
            let sylveon = try #require(links.first { name($0) == "sylveon" }?["evolution_details"] as? [[String: Any]])
            #expect(
                sylveon.map { ($0["known_move_type"] as? [String: Any])?["name"] as? String } == ["fairy", "fairy"])
            #expect(sylveon.map { $0["min_affection"] as? Int } == [2, nil])
            #expect(sylveon.map { $0["min_happiness"] as? Int } == [nil, 160])
            #expect(sylveon.allSatisfy { $0["party_type"] is NSNull })
            let mantine = try await list("evolution-chain/?limit=100000", of: server)
            #expect(mantine["count"] as? Int == 541)
            let snorlax = try await list("evolution-chain/72/", of: server)
            #expect((snorlax["baby_trigger_item"] as? [String: Any])?["name"] as? String == "full-incense")
            // Each species' own address leads to its family.
            for species in [412, 25, 700, 979] {
                let chain =
                    try await list("pokemon-species/\(species)/", of: server)["evolution_chain"] as? [String: Any]
                let address = try #require(chain?["url"] as? String)
                let text = try await get(String(address.dropFirst(server.absoluteString.count)), of: server).text
                #expect(text.contains("/pokemon-species/\(species)/"))
            }
            let annihilape = try await get("/api/v2/evolution-chain/24/", of: server).text
            #expect(annihilape.contains("\"min_move_count\":20") && annihilape.contains("\"name\":\"rage-fist\""))
        }
    }

    @Test("moves have the healing, the ailments and the past of the PokéAPI")
    func movesHaveTheirFacts() async throws {
        try await withServer { server in
            func meta(_ move: String) async throws -> [String: Any] {
                try #require(try await list("move/\(move)/", of: server)["meta"] as? [String: Any])
            }
            for move in ["moonlight", "morning-sun", "synthesis", "recover", "roost", "shore-up", "slack-off"] {
                #expect(try await meta(move)["healing"] as? Int == 50, "\(move)")
            }
            #expect(try await meta("struggle")["healing"] as? Int == -25)
            #expect(try await meta("giga-drain")["drain"] as? Int == 50)
            let toxic = try await meta("toxic")
            #expect((toxic["ailment"] as? [String: Any])?["name"] as? String == "poison")
            #expect(toxic["ailment_chance"] as? Int == 0 && toxic["min_turns"] as? Int == 15)
            #expect((try await meta("fire-fang")["flinch_chance"] as? Int) == 10)
            let past = try #require(try await list("move/low-kick/", of: server)["past_values"] as? [[String: Any]])
            #expect(past.count == 1 && past[0]["power"] as? Int == 50 && past[0]["accuracy"] as? Int == 90)
            #expect((past[0]["version_group"] as? [String: Any])?["name"] as? String == "ruby-sapphire")
            let charmander = try await get("/api/v2/pokemon/4/", of: server).object
            let moves = try #require(charmander["moves"] as? [[String: Any]])
            let flamethrower = try #require(
                moves.first { ($0["move"] as? [String: Any])?["name"] as? String == "flamethrower" })
            let levels = (flamethrower["version_group_details"] as? [[String: Any]] ?? []).filter {
                ($0["version_group"] as? [String: Any])?["name"] as? String == "gold-silver"
            }.map { $0["level_learned_at"] as? Int }
            #expect(levels == [31])
        }
    }

    @Test("lists take any limit and any offset")
    func listsTakeAnyLimit() async throws {
        try await withServer { server in
            for (query, count) in [
                ("limit=1000000", 1351), ("limit=100000", 1351), ("limit=99999999999999999999999", 1351),
                ("limit=0", 20), ("limit=-5", 20), ("limit=x", 20), ("limit=", 20), ("offset=1350", 1),
                ("offset=1351", 0), ("offset=99999999999999999999", 0), ("offset=-1", 20), ("limit=5&offset=3", 5),
                ("nonsense=1", 20), ("limit=1000000&offset=1000", 351),
            ] {
                let page = try await list("pokemon?\(query)", of: server)
                #expect(page["count"] as? Int == 1351)
                #expect((page["results"] as? [Any])?.count == count, "\(query)")
            }
        }
    }

    @Test("a page of another origin may read answers, errors and preflights under /api/")
    func anotherOriginMayRead() async throws {
        try await withServer { server in
            let origin = ["Origin": "http://page.example"]
            for path in [
                "/api/v2/pokemon/25/", "/api/v2/pokemon/nosuch/", "/api/v2/nosuch", "/api/pokemon?typ=x", "/api/nosuch",
                "/api/sql?sql=DROP%20TABLE%20x", "/api/sql?sql=SELECT%201", "/api/sql", "/api/pokemon/pikachoo", "/api",
            ] {
                let reply = try await get(path, of: server, headers: origin)
                #expect(reply.headers["access-control-allow-origin"] == "*", "\(path) \(reply.status)")
            }
            let preflight = try await send(
                "OPTIONS", "/api/sql", of: server,
                headers: origin.merging([
                    "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type",
                ]) { $1 })
            #expect(preflight.status == 204 || preflight.status == 200)
            #expect(preflight.headers["access-control-allow-origin"] == "*")
            #expect(preflight.headers["access-control-allow-methods"]?.contains("POST") == true)
            #expect(preflight.headers["access-control-allow-headers"]?.lowercased().contains("content-type") == true)
        }
    }

    @Test("unmodified PyPI clients read things of every kind", arguments: ["pokebase", "pokelance", "aiopokeapi"])
    func clientsReadEveryKind(client: String) async throws {
        struct Walk: Decodable {
            let kinds: Int
            let read: Int
            let empty: [String]
            let unknown: [String]
            let problems: [String]
        }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/every_kind.py")
        try await withServer { server in
            try await withTemporaryFolder { folder in
                let said = try await PeerScript.run(
                    script, [client, "\(server.absoluteString)/api/v2", folder.path, "2"])
                let json = try #require(said.split(separator: 10).last { $0.first == UInt8(ascii: "{") })
                let walk = try JSONDecoder().decode(Walk.self, from: Data(json))
                #expect(walk.kinds >= 48 && walk.read > 100 && walk.unknown == [])
                #expect(Set(walk.empty) == ["location-area", "machine"])
                // This client's models know only the members of its day: of the PokéAPI's own chains it reads none.
                let others = walk.problems.filter { client != "aiopokeapi" || !$0.hasPrefix("evolution-chain/") }
                #expect(others == [])
            }
        }
    }
}

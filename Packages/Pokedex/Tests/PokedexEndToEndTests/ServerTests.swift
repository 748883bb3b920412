import Foundation
import TestKit
import Testing

@Suite("the server", .serialized, .watchesClock)
struct ServerTests {
    @Test("the PokéAPI's addresses answer in its shapes")
    func thePokeAPIsAddressesAnswer() async throws {
        try await withServer { server in
            let base = server.absoluteString
            let list = try await get("/api/v2/pokemon/?limit=2&offset=4", of: server).object
            #expect(list["count"] as? Int == 1351)
            #expect(list["next"] as? String == "\(base)/api/v2/pokemon/?offset=6&limit=2")
            #expect(list["previous"] as? String == "\(base)/api/v2/pokemon/?offset=2&limit=2")
            let results = try #require(list["results"] as? [[String: String]])
            #expect(results.first == ["name": "charmeleon", "url": "\(base)/api/v2/pokemon/5/"])
            let pikachu = try await get("/api/v2/pokemon/25/", of: server)
            #expect(try await get("/api/v2/pokemon/pikachu", of: server).body == pikachu.body)
            let stats = try #require(try pikachu.object["stats"] as? [[String: Any]])
            #expect(stats.map { $0["base_stat"] as? Int } == [35, 55, 40, 50, 50, 90])
            let past = try #require(try pikachu.object["past_stats"] as? [[String: Any]])
            #expect(past.count >= 2)
            let missing = try await get("/api/v2/pokemon/pikachoo/", of: server)
            #expect(missing.status == 404 && missing.text == "Not Found")
            #expect(try await get("/api/v2/digimon/", of: server).status == 404)
            let search = try await get("/api/v2/pokemon/?q=saur", of: server).object
            // Bulbasaur, its two evolutions, and the last one's mega and Gigantamax forms.
            #expect(search["count"] as? Int == 5)
        }
    }

    @Test("our own API filters, expands, chooses, exports and refuses with the field and what is allowed")
    func ourOwnAPIAnswers() async throws {
        try await withServer { server in
            let fire = try await get(
                "/api/pokemon?type=fire&generation=1&min=speed:100&sort=-attack&fields=slug", of: server)
            #expect(
                fire.text
                    == #"{"count":3,"corrected":null,"results":[{"slug":"rapidash"},{"slug":"charizard"},{"slug":"ninetales"}]}"#
            )
            let lines = try await get("/api/pokemon?ids=1,25,150&format=ndjson&fields=id,slug", of: server)
            #expect(
                lines.text
                    == "{\"id\":1,\"slug\":\"bulbasaur\"}\n{\"id\":25,\"slug\":\"pikachu\"}\n{\"id\":150,\"slug\":\"mewtwo\"}\n"
            )
            let csv = try await get("/api/pokemon?ids=6&format=csv&fields=slug,types", of: server)
            #expect(csv.text == "slug,types\ncharizard,fire flying\n")
            let one = try await get("/api/pokemon/eevee?expand=evolution,defenses,moves", of: server).object
            #expect(one["evolution"] is [String: Any] && one["moves"] is [Any])
            for (path, field) in [
                ("/api/pokemon?min=luck:7", "min"), ("/api/pokemon?typ=fire", "a parameter's name"),
                ("/api/pokemon?type=fier", "type"), ("/api/pokemon?fields=luck&ids=1", "fields"),
                ("/api/pokemon/25?expand=luck", "expand"), ("/api/moves?generation=x", "generation"),
                ("/api/team?members=", "members"), ("/api/sql?sql=DROP%20TABLE%20types", "sql"),
                ("/api/pokemon?format=xml", "format"),
            ] {
                let reply = try await get(path, of: server)
                let error = try #require(try reply.object["error"] as? [String: Any], "\(path)")
                #expect(reply.status == 400 && error["field"] as? String == field, "\(path)")
            }
            let unknown = try await get("/api/pokemon/pikachoo", of: server)
            let error = try #require(try unknown.object["error"] as? [String: Any])
            #expect(unknown.status == 404 && (error["nearest"] as? [String])?.first == "pikachu")
        }
    }

    @Test("statements come by POST, too; what is cut says so, and what is too long is refused")
    func statementsComeByPost() async throws {
        try await withServer { server in
            let plain = ["Content-Type": "text/plain"]
            let few = try await get(
                "/api/sql?format=csv", of: server, headers: plain, posting: Data("SELECT 1 AS one".utf8))
            #expect(few.text == "one\n1\n" && few.headers["x-result-cut"] == nil)
            let many = Data("SELECT name FROM pokemon".utf8)
            for format in ["csv", "ndjson", "json"] {
                let cut = try await get("/api/sql?format=\(format)", of: server, headers: plain, posting: many)
                #expect(cut.status == 200 && cut.headers["x-result-cut"] == "true", "\(format)")
            }
            let long = try await get(
                "/api/sql", of: server, headers: plain, posting: Data(repeating: 32, count: 64 * 1024 + 1))
            let error = try #require(try long.object["error"] as? [String: Any])
            #expect(long.status == 413 && error["message"] as? String == "The body has more than 65536 bytes.")
        }
    }

    @Test("an answer is sent once: then 304, and compressed to who takes it")
    func anAnswerIsSentOnce() async throws {
        try await withServer { server in
            let first = try await get("/api/v2/pokemon/25/", of: server, headers: ["Accept-Encoding": "identity"])
            let tag = try #require(first.headers["etag"])
            #expect(first.headers["content-encoding"] == nil && first.headers["vary"] == "Accept-Encoding")
            let second = try await get("/api/v2/pokemon/25/", of: server, headers: ["If-None-Match": tag])
            #expect(second.status == 304 && second.body.isEmpty)
            // The client's library takes gzip and unpacks it.
            let third = try await get("/api/v2/pokemon/25/", of: server, headers: ["Accept-Encoding": "gzip"])
            #expect(third.body == first.body)
            #expect(try await get("/healthz", of: server).text == "ok\n")
            #expect(try await get("/\(String(repeating: "x", count: 20_000))", of: server).status == 414)
        }
    }

    @Test("pages filter without scripts, escape what they are given, and answer mistakes in words")
    func pagesFilterWithoutScripts() async throws {
        try await withServer { server in
            let list = try await get("/?q=char&type=fire&generation=1", of: server)
            #expect(list.status == 200 && list.text.contains(">Charizard</a>") && !list.text.contains("<script"))
            #expect(!list.text.contains(">Squirtle</a>"))
            let hostile = try await get("/?q=%3Cscript%3E&min=%22%3E%3Cb%3E", of: server)
            #expect(hostile.status == 400 && !hostile.text.contains("<script>") && !hostile.text.contains("\"><b>"))
            let missing = try await get("/pokemon/pikachoo", of: server)
            #expect(missing.status == 404 && missing.text.contains("href=\"/pokemon/pikachu\""))
            #expect(try await get("/pokemon/pikachu", of: server).text.contains("raichu-alola"))
            #expect(
                try await get("/team?member=pikachu&member=gyarados", of: server).text.contains("Shared weaknesses"))
            let sql = try await get("/sql?sql=SELECT%20slug%20FROM%20types%20WHERE%20id=10", of: server)
            #expect(sql.text.contains(">fire</a></td>"), "a name that is a key leads to its row")
        }
    }

    @Test("the PyPI clients pokelance and pokebase work unmodified", arguments: ["pokelance", "pokebase"])
    func theClientsWork(client: String) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures/\(client)_client.py")
        try await withServer { server in
            try await withTemporaryFolder { folder in
                let said = try await PeerScript.run(script, ["\(server.absoluteString)/api/v2", folder.path])
                #expect(String(decoding: said, as: UTF8.self).hasSuffix("all as expected\n"))
            }
        }
    }

    @Test("health says whether a server is well")
    func healthSaysWhetherAServerIsWell() async throws {
        let port = try await withServer { server in
            let port = try #require(server.port)
            #expect(try await pokedex.run(["health", "--port", String(port)]).status == 0)
            return port
        }
        #expect(try await pokedex.run(["health", "--port", String(port)]).status == 1)
    }
}

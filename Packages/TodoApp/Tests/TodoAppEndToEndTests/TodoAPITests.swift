import Foundation
import TestKit
import Testing

/// The board of Todo-Backend's specification, told in sentences of our own: each of its sixteen behaviours is here.
@Suite("the JSON interface", .watchesClock, .serialized)
struct TodoAPITests {
    private struct Todo: Decodable, Equatable {
        let id: Int
        let url: String
        let title: String
        let completed: Bool
        let order: Int
        let tags: [String]
        let priority: String
        let due: String?
        let rule: String?
    }

    private func todo(_ answer: DavClient.Answer) throws -> Todo {
        try JSONDecoder().decode(Todo.self, from: answer.body)
    }
    private func todos(_ answer: DavClient.Answer) throws -> [Todo] {
        try JSONDecoder().decode([Todo].self, from: answer.body)
    }

    @Test("the open board does what Todo-Backend specifies, for pages of other sites as well")
    func openBoard() async throws {
        try await DavClient.open(["--open-board"]) { client in
            var stranger = client
            stranger.password = nil
            let root = "/board/todos"
            let cross = ["Origin": "http://other.example", "Content-Type": "application/json"]
            let preflight = try await stranger.send(
                "OPTIONS", root, nil, ["Origin": "http://other.example", "Access-Control-Request-Method": "PATCH"])
            #expect(preflight.headers["access-control-allow-methods"]?.contains("PATCH") == true)
            let empty = try await stranger.send("GET", root, nil, cross)
            #expect(empty.status == 200 && empty.text == "[]" && empty.headers["access-control-allow-origin"] == "*")
            #expect(empty.headers["access-control-allow-credentials"] == nil)
            let made = try await stranger.send("POST", root, "{\"title\":\"walk the dog\",\"order\":523}", cross)
            let dog = try todo(made)
            #expect(made.status == 201 && dog.title == "walk the dog" && !dog.completed && dog.order == 523)
            #expect(made.headers["location"] == dog.url && dog.url.hasPrefix(client.base.absoluteString))
            let path = "\(root)/\(dog.id)"
            #expect(try todo(await stranger.send("GET", path)) == dog)
            #expect(try todos(await stranger.send("GET", root)) == [dog])
            #expect(
                try todo(await stranger.send("PATCH", path, "{\"title\":\"bathe the cat\"}", cross)).title
                    == "bathe the cat")
            #expect(try todo(await stranger.send("PATCH", path, "{\"completed\":true}", cross)).completed)
            #expect(try todo(await stranger.send("PATCH", path, "{\"order\":95}", cross)).order == 95)
            let stored = try todo(await stranger.send("GET", path))
            #expect(stored.title == "bathe the cat" && stored.completed && stored.order == 95)
            #expect(try !todo(await stranger.send("PATCH", path, "{\"completed\":false}", cross)).completed)
            #expect(try await stranger.send("DELETE", path).status == 204)
            #expect(try await stranger.send("GET", path).status == 404)
            for title in ["a", "b"] { _ = try await stranger.send("POST", root, "{\"title\":\"\(title)\"}", cross) }
            #expect(try await stranger.send("DELETE", root).status == 204)
            #expect(try await stranger.send("GET", root).text == "[]")
            #expect(try await stranger.send("GET", "/api/todos").status == 401)
        }
    }

    @Test("one's own tasks need the app password, and are those of phone and terminal")
    func ownTasks() async throws {
        try await DavClient.open { client in
            _ = try await client.put(
                "u.ics",
                DavClient.object(
                    "u", "from the phone", "PRIORITY:3\r\nDUE;VALUE=DATE:20270131\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"))
            let phone = try #require(try todos(await client.send("GET", "/api/todos")).first)
            #expect(phone.title == "from the phone" && phone.priority == "high" && phone.due == "2027-01-31")
            let moved = try todo(await client.send("PATCH", "/api/todos/\(phone.id)", "{\"completed\":true}"))
            #expect(!moved.completed && moved.due == "2027-02-01")
            _ = try await client.send(
                "PATCH", "/api/todos/\(phone.id)", "{\"title\":\"new\",\"tags\":[\"a,b\"],\"priority\":\"high\"}")
            let object = try await client.send("GET", DavClient.list + "u.ics").text
            #expect(
                object.contains("SUMMARY:new\r\n") && object.contains("PRIORITY:3")
                    && object.contains("CATEGORIES:a\\,b"))
            #expect(object.contains("X-CLIENT:kept") && object.contains("COUNT=1"))
            let plain = try todo(await client.send("PATCH", "/api/todos/\(phone.id)", "{\"due\":null}"))
            #expect(plain.due == nil && plain.rule == nil)
            #expect(try await client.send("DELETE", "/api/todos").status == 405)
            #expect(try await client.send("GET", "/board/todos").status == 404)
            #expect(try await client.send("DELETE", "/api/todos/\(phone.id)").status == 204)
            #expect(try await client.send("GET", DavClient.list + "u.ics").status == 404)
        }
    }

    @Test("bad input is told by its member and changes nothing")
    func badInput() async throws {
        try await DavClient.open { client in
            for (body, status) in [
                ("", 400), ("[]", 400), ("{", 400), ("{}", 422), ("{\"title\":\" \"}", 422), ("{\"title\":7}", 422),
                ("{\"title\":\"a\",\"due\":\"someday\"}", 422), ("{\"title\":\"a\",\"rule\":\"FREQ=NEVER\"}", 422),
                ("{\"title\":\"a\",\"priority\":\"urgent\"}", 422), ("{\"title\":\"a\",\"completed\":\"yes\"}", 422),
            ] {
                let answer = try await client.send("POST", "/api/todos", body)
                #expect(answer.status == status && answer.text.contains("\"message\""), "\(body): \(answer.status)")
            }
            #expect(try await client.send("GET", "/api/todos").text == "[]")
            for path in ["/api/todos/7", "/api/todos/x", "/api/nothing", "/api/todos/1/2"] {
                #expect(try await client.send("GET", path).status == 404, "\(path)")
            }
        }
    }
}

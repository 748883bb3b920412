import Foundation
import TestKit
import Testing

private let everyTask = "<c:comp-filter name=\"VTODO\"/>"

@Suite("CalDAV", .watchesClock, .serialized)
struct CalDAVTests {
    @Test("clients find the lists from /, from /.well-known/caldav and from a list's address")
    func discovery() async throws {
        try await DavClient.open { client in
            var anonymous = client
            anonymous.password = nil
            let refused = try await anonymous.propfind("/.well-known/caldav", "<d:current-user-principal/>")
            #expect(refused.status == 401 && refused.headers["www-authenticate"]?.hasPrefix("Basic") == true)
            for path in ["/", "/.well-known/caldav", DavClient.list] {
                let answer = try await client.propfind(path, "<d:current-user-principal/>")
                #expect(answer.status == 207 && answer.values("href").last == "/dav/principals/ada/", "\(path)")
            }
            let home = try await client.propfind("/dav/principals/ada/", "<c:calendar-home-set/>")
            #expect(home.values("href").last == DavClient.home)
            let options = try await anonymous.send("OPTIONS", "/dav/principals/ada/")
            #expect(options.status == 200 && options.headers["dav"] == "1, 3, calendar-access, extended-mkcol")
            let lists = try await client.propfind(
                DavClient.home, depth: "1",
                "<d:resourcetype/><d:displayname/><c:supported-calendar-component-set/><s:getctag/><d:sync-token/>"
                    + "<d:current-user-privilege-set/><d:supported-report-set/>")
            #expect(lists.values("href") == [DavClient.home, DavClient.list])
            let own = try #require(lists.text.components(separatedBy: "<d:response>").last)
            #expect(!own.contains("404") && own.contains("<c:calendar/>") && own.contains("name=\"VTODO\""))
            #expect(try await client.propfind("/dav/lists/eve/", "<d:displayname/>").status == 403)
            #expect(try await client.propfind("/nothing", "<d:displayname/>").status == 404)
        }
    }

    @Test("unknown properties are 404 in a propstat of their own, with their namespace")
    func unknownProperties() async throws {
        try await DavClient.open { client in
            let answer = try await client.propfind(
                DavClient.list,
                "<d:displayname/><c:schedule-inbox-URL/><a:autoprovisioned/><x:odd xmlns:x=\"urn:x?a&amp;b\"/>")
            #expect(answer.status == 207)
            #expect(answer.values("status") == ["HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"])
            #expect(
                answer.text.contains("<odd xmlns=\"urn:x?a&amp;b\"/>") && answer.text.contains("<a:autoprovisioned/>"))
            #expect(try await client.send("PROPFIND", DavClient.list, nil, ["Depth": "1"]).text.contains("getctag"))
            let names = try await client.send("PROPFIND", DavClient.list, DavClient.xml("d:propfind", "<d:propname/>"))
            #expect(names.status == 207 && names.text.contains("<d:sync-token/>"))
        }
    }

    @Test("a list's properties are kept, and protected ones refuse the whole change")
    func proppatch() async throws {
        try await DavClient.open { client in
            let set = DavClient.xml(
                "d:propertyupdate",
                "<d:set><d:prop><a:calendar-order>1</a:calendar-order><d:displayname>Zu &lt;Hause&gt;</d:displayname>"
                    + "<a:calendar-color symbolic-color=\"red\">#FF2968FF</a:calendar-color>"
                    + "<c:calendar-timezone>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR&#13;\n</c:calendar-timezone></d:prop></d:set>"
            )
            let answer = try await client.send("PROPPATCH", DavClient.list, set)
            #expect(answer.status == 207 && answer.values("status") == ["HTTP/1.1 200 OK"])
            let read = try await client.propfind(
                DavClient.list, "<a:calendar-order/><d:displayname/><a:calendar-color/><c:calendar-timezone/>")
            #expect(read.values("status") == ["HTTP/1.1 200 OK"])
            #expect(
                read.text.contains("symbolic-color=\"red\">#FF2968FF")
                    && read.text.contains("BEGIN:VCALENDAR&#13;\nEND"))
            #expect(read.values("displayname") == ["Zu <Hause&gt;"])
            let refused = try await client.send(
                "PROPPATCH", DavClient.list,
                DavClient.xml(
                    "d:propertyupdate",
                    "<d:set><d:prop><s:getctag>1</s:getctag><d:displayname>No</d:displayname></d:prop></d:set>"))
            #expect(refused.values("status") == ["HTTP/1.1 403 Forbidden", "HTTP/1.1 424 Failed Dependency"])
            #expect(try await !client.propfind(DavClient.list, "<d:displayname/>").text.contains(">No<"))
            let removed = DavClient.xml("d:propertyupdate", "<d:remove><d:prop><a:calendar-order/></d:prop></d:remove>")
            _ = try await client.send("PROPPATCH", DavClient.list, removed)
            #expect(try await client.propfind(DavClient.list, "<a:calendar-order/>").text.contains("404"))
        }
    }

    @Test("lists are made by MKCALENDAR and by extended MKCOL, for tasks alone")
    func makingLists() async throws {
        try await DavClient.open { client in
            let apple = DavClient.xml(
                "c:mkcalendar",
                "<d:set><d:prop><d:displayname>Shopping</d:displayname><c:supported-calendar-component-set><c:comp name=\"VTODO\"/>"
                    + "</c:supported-calendar-component-set><a:calendar-color>#63DA38FF</a:calendar-color></d:prop></d:set>"
            )
            #expect(try await client.send("MKCALENDAR", DavClient.home + "6E2D-1/", apple).status == 201)
            #expect(try await client.send("MKCALENDAR", DavClient.home + "6E2D-1/", apple).status == 405)
            let type = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
            let tasks = DavClient.xml(
                "d:mkcol", "<d:set><d:prop>\(type)<d:displayname>New</d:displayname></d:prop></d:set>")
            #expect(try await client.send("MKCOL", DavClient.home + "new%20list/", tasks).status == 201)
            let events = apple.replacing("VTODO", with: "VEVENT")
            #expect(try await client.send("MKCALENDAR", DavClient.home + "events/", events).status == 403)
            #expect(try await client.send("MKCOL", DavClient.home + "plain/").status == 403)
            #expect(try await client.send("MKCALENDAR", DavClient.home + "bare/").status == 201)
            let lists = try await client.propfind(DavClient.home, depth: "1", "<d:displayname/><a:calendar-color/>")
            #expect(lists.values("displayname") == ["ada", "Tasks", "Shopping", "New", "bare"])
            #expect(lists.values("href").contains(DavClient.home + "new%20list/"))
            let shown = try await BuiltTool("todo").run(["lists", "--database", client.database])
            #expect(shown.output == "Tasks\nShopping\nNew\nbare\n")
            #expect(try await client.send("DELETE", DavClient.home + "bare/").status == 204)
            #expect(try await client.propfind(DavClient.home + "bare/", "<d:displayname/>").status == 404)
            #expect(try await client.send("MKCALENDAR", DavClient.home + "bare/").status == 201)
        }
    }

    @Test("a task keeps its bytes, and one strong tag in every answer, compressed or not")
    func tags() async throws {
        try await DavClient.open { client in
            let object = DavClient.object("u", "Käse", "DESCRIPTION:\(String(repeating: "long ", count: 500))\r\n")
            let made = try await client.put("u.ics", object, ["If-None-Match": "*"])
            #expect(made.status == 201 && made.tag.hasPrefix("\""))
            let read = try await client.send("GET", DavClient.list + "u.ics", nil, ["Accept-Encoding": "gzip"])
            #expect(read.text == object && read.tag == made.tag)
            #expect(try await client.send("HEAD", DavClient.list + "u.ics").tag == made.tag)
            let found = try await client.propfind(DavClient.list, depth: "1", "<d:getetag/>")
            #expect(found.values("getetag") == [made.tag])
            let reported = try await client.report(
                DavClient.xml(
                    "c:calendar-multiget",
                    "<d:prop><d:getetag/><c:calendar-data/></d:prop><d:href>\(DavClient.list)u.ics</d:href>"
                        + "<d:href>\(DavClient.list)gone.ics</d:href><d:href>http://other.example/x</d:href>"))
            #expect(reported.values("getetag") == [made.tag] && reported.values("calendar-data") == [object])
            #expect(
                reported.values("status") == ["HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 404 Not Found"])
            #expect(try await client.put("u.ics", object, ["If-None-Match": "*"]).status == 412)
            let changed = try await client.put("u.ics", DavClient.object("u", "2"), ["If-Match": made.tag])
            #expect(changed.status == 204 && changed.tag != made.tag)
            #expect(try await client.put("u.ics", object, ["If-Match": made.tag]).status == 412)
            #expect(
                try await client.send("DELETE", DavClient.list + "u.ics", nil, ["If-Match": made.tag]).status == 412)
            #expect(try await client.put("u.ics", DavClient.object("u", "3")).status == 204)
            #expect(try await client.send("DELETE", DavClient.list + "u.ics").status == 204)
            #expect(try await client.send("DELETE", DavClient.list + "u.ics").status == 404)
            for title in ["3", "2"] {
                _ = try await BuiltTool("todo").run(["undo", "--database", client.database])
                let back = try await client.send("GET", DavClient.list + "u.ics")
                #expect(back.text == DavClient.object("u", title))
            }
        }
    }

    @Test("sync-collection tells adds, edits and removals, and refuses a token that is not its own")
    func synchronization() async throws {
        try await DavClient.open { client in
            func round(_ token: String) async throws -> (DavClient.Answer, token: String) {
                let answer = try await client.report(DavClient.synchronization(token))
                return (answer, answer.values("sync-token").last ?? "")
            }
            let (empty, first) = try await round("")
            #expect(empty.status == 207 && empty.values("href").isEmpty)
            for name in ["a", "b", "c"] { _ = try await client.put("\(name).ics", DavClient.object(name)) }
            let (added, second) = try await round(first)
            #expect(
                Set(added.values("href"))
                    == ["a", "b", "c"].reduce(into: []) { $0.insert(DavClient.list + $1 + ".ics") })
            _ = try await client.put("a.ics", DavClient.object("a", "A"))
            _ = try await client.send("DELETE", DavClient.list + "b.ics")
            _ = try await client.send("DELETE", DavClient.list + "c.ics")
            _ = try await client.put("c.ics", DavClient.object("c", "again"))
            let (changed, third) = try await round(second)
            #expect(
                changed.values("getetag").count == 2 && changed.text.contains("b.ics</d:href><d:status>HTTP/1.1 404"))
            #expect(try await round(third).0.values("href").isEmpty)
            for token in ["urn:todo-sync:999-0011223344556677", "data:,1", "urn:todo-sync:-1"] {
                let refused = try await client.report(DavClient.synchronization(token))
                #expect(refused.status == 403 && refused.text.contains("valid-sync-token"))
            }
        }
    }

    @Test("odd addresses and UIDs come back as they were written, and a UID is in a list once")
    func oddAddresses() async throws {
        try await DavClient.open { client in
            let names = [
                ("a%2Fb==.ics", "a/b=="), ("x%40y.ics", "x@y"), ("dots.ics", "../../etc"), ("50%2525.ics", "50%25"),
                ("k%C3%A4se.ics", String(repeating: "long", count: 100)),
            ]
            for (href, uid) in names {
                #expect(try await client.put(href, DavClient.object(uid)).status == 201, "\(href)")
            }
            let found = try await client.propfind(DavClient.list, depth: "1", "<d:getetag/>")
            #expect(found.values("href").dropFirst() == names.map { DavClient.list + $0.0 }[...])
            #expect(try await client.send("GET", DavClient.list + "x@y.ics").status == 200)
            #expect(try await client.put("x@y.ics", DavClient.object("x@y", "2")).status == 204)
            let taken = try await client.put("other.ics", DavClient.object("x@y"))
            #expect(
                taken.status == 409 && taken.text.contains("no-uid-conflict")
                    && taken.values("href") == [DavClient.list + "x%40y.ics"])
            _ = try await client.send("DELETE", DavClient.list + "x%40y.ics")
            #expect(try await client.put("other.ics", DavClient.object("x@y")).status == 201)
        }
    }

    @Test("reports survive objects that are odd, and filters find what they should")
    func reports() async throws {
        try await DavClient.open { client in
            let odd = [
                "DUE:soon\r\nRRULE:FREQ=NEVER\r\n", "RRULE:FREQ=WEEKLY;COUNT=3\r\n",
                "RECURRENCE-ID:20270110T080000Z\r\n",
                "DTSTART:20270330T080000Z\r\nDUE;VALUE=DATE:20270331\r\n",
                "DTSTART:20270330T080000Z\r\nDURATION:PT36H\r\n",
                "DUE;TZID=Mars/Olympus:20270331T230000\r\n", "RELATED-TO:nowhere\r\nSTATUS:COMPLETED\r\n",
            ]
            for (index, lines) in odd.enumerated() {
                #expect(
                    try await client.put("\(index).ics", DavClient.object("\(index)", "t\(index)", lines)).status == 201
                )
            }
            func count(_ filter: String) async throws -> Int {
                let answer = try await client.report(DavClient.query(filter))
                #expect(answer.status == 207)
                return answer.values("getetag").count
            }
            #expect(try await count(everyTask) == 7)
            #expect(try await count("<c:comp-filter name=\"VEVENT\"/>") == 0)
            #expect(
                try await count(
                    "<c:comp-filter name=\"VTODO\"><c:prop-filter name=\"COMPLETED\"><c:is-not-defined/></c:prop-filter></c:comp-filter>"
                ) == 7)
            #expect(
                try await count(
                    "<c:comp-filter name=\"VTODO\"><c:prop-filter name=\"SUMMARY\"><c:text-match>T3</c:text-match></c:prop-filter></c:comp-filter>"
                ) == 1)
            #expect(
                try await count(
                    "<c:comp-filter name=\"VTODO\"><c:prop-filter name=\"STATUS\"><c:text-match negate-condition=\"yes\">COMPLETED</c:text-match></c:prop-filter></c:comp-filter>"
                ) == 0)
            let range =
                "<c:comp-filter name=\"VTODO\"><c:time-range start=\"20270329T000000Z\" end=\"20270402T000000Z\"/></c:comp-filter>"
            #expect(try await count(range) == 6)
            let bad = try await client.report(
                DavClient.query("<c:comp-filter name=\"VTODO\"><c:time-range start=\"soon\"/></c:comp-filter>"))
            #expect(bad.status == 403 && bad.text.contains("supported-filter"))
        }
    }

    @Test("input that nobody should send gets a 4xx with a reason, never 500")
    func badInput() async throws {
        try await DavClient.open { client in
            let deep = String(repeating: "<d:a xmlns:d=\"DAV:\">", count: 10_000)
            let bodies = [
                "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", deep, "<d:propfind/>", "<a><b></a>", "not xml",
                "<a>&#0;</a>",
                "<x xmlns=\"DAV:\"/>", "<d:propfind xmlns:d=\"DAV:\"><d:prop>", "\u{FEFF}<a",
            ]
            for body in bodies {
                for method in ["PROPFIND", "REPORT", "PROPPATCH", "MKCALENDAR"] {
                    let path = method == "MKCALENDAR" ? DavClient.home + "x/" : DavClient.list
                    let answer = try await client.send(method, path, body)
                    #expect((400..<500).contains(answer.status), "\(method) \(body.prefix(40)): \(answer.status)")
                    #expect(!answer.body.isEmpty)
                }
            }
            let infinite = try await client.send("PROPFIND", DavClient.home, nil, ["Depth": "infinity"])
            #expect(infinite.status == 403 && infinite.text.contains("propfind-finite-depth"))
            for (object, condition) in [
                ("", "valid-calendar-data"), ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "valid-calendar-data"),
                (DavClient.object("e").replacing("VTODO", with: "VEVENT"), "supported-calendar-component"),
                (DavClient.object("").replacing("UID:\r\n", with: ""), "valid-calendar-object-resource"),
                (String(repeating: "BEGIN:VCALENDAR\n", count: 1000), "valid-calendar-data"),
            ] {
                let answer = try await client.put("bad.ics", object)
                #expect(answer.status == 403 && answer.text.contains(condition), "\(object.prefix(60))")
            }
            let kept =
                "\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:n\u{0}\nSUMMARY:a\u{0}b\u{1}\nDUE:\u{0}\nEND:VTODO\nEND:VCALENDAR"
            #expect(try await client.put("n.ics", kept).status == 201)
            #expect(try await client.send("GET", DavClient.list + "n.ics").text == kept)
            let report = try await client.report(DavClient.query(everyTask, "<c:calendar-data/>"))
            #expect(report.status == 207 && report.text.contains("SUMMARY:ab"))
            for (method, path) in [
                ("PUT", DavClient.list), ("PUT", "/x"), ("PUT", DavClient.home + "none/a.ics"),
                ("DELETE", DavClient.home),
                ("DELETE", "/"), ("LOCK", DavClient.list), ("MKCOL", "/dav/lists/"), ("REPORT", "/"),
                ("GET", DavClient.list + "../../x"),
                ("PROPPATCH", "/dav/principals/ada/"), ("POST", "/"), ("PROPFIND", DavClient.list + "none.ics"),
                ("GET", "/dav/lists/ada/%2e%2e/x"),
            ] {
                let answer = try await client.send(method, path, method == "PUT" ? DavClient.object("z") : nil)
                #expect((400..<500).contains(answer.status), "\(method) \(path): \(answer.status)")
            }
            let folded =
                "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:f\r\nSUMMARY:K\u{C3}\r\n \u{A4}se\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
            let bytes = Data(folded.unicodeScalars.map { UInt8($0.value) })
            #expect(try await client.send("PUT", DavClient.list + "f.ics", data: bytes).status == 201)
            #expect(try await client.send("GET", DavClient.list + "f.ics").body == bytes)
            #expect(
                try await client.report(DavClient.query(everyTask, "<c:calendar-data/>")).text.contains(
                    "SUMMARY:Käse&#13;"))
            let large = DavClient.object("big", "big", "DESCRIPTION:\(String(repeating: "x", count: 1 << 20))\r\n")
            #expect(try await client.put("big.ics", large).status == 201)
        }
    }

    @Test("a password is hashed once for many requests, requests without one count as nothing, and guesses are slowed")
    func passwords() async throws {
        try await DavClient.open { client in
            var anonymous = client
            anonymous.password = nil
            for _ in 0..<60 { #expect(try await anonymous.propfind("/", "<d:displayname/>").status == 401) }
            let start = ContinuousClock.now
            #expect(try await client.propfind("/", "<d:displayname/>").status == 207)
            let first = ContinuousClock.now - start
            for _ in 0..<50 { #expect(try await client.propfind("/", "<d:displayname/>").status == 207) }
            let others = ContinuousClock.now - start - first
            // Fifty hashes would take fifty times as long as the first request.
            #expect(others < first * 40 || others < .seconds(2), "\(first) and then \(others)")
            var guesser = client
            var statuses: Set<Int> = []
            for guess in 0..<32 {
                guesser.password = "guess number \(guess)"
                statuses.insert(try await guesser.propfind("/", "<d:displayname/>").status)
            }
            #expect(statuses == [401, 429])
            #expect(try await client.propfind("/", "<d:displayname/>").status == 207)
            _ = try await BuiltTool("todo").run(["user", "revoke", "ada", "--database", client.database])
            #expect([401, 429].contains(try await client.propfind("/", "<d:displayname/>").status))
        }
    }

    @Test("the first account is made by the link on standard error, which works once")
    func setup() async throws {
        try await withTemporaryFolder { folder in
            let todo = BuiltTool("todo")
            let database = "sqlite:\(folder.appending(path: "todo.db").path)"
            let server = try await todo.start(["serve", database, "--port", "0"])
            let base = try await server.address()
            try await server.wait(for: "setup link") { server.errors.contains("setup: http") }
            let link = try #require(
                server.errors.split(separator: "\n").first { $0.hasPrefix("setup: ") }?.dropFirst(7))
            let path = try #require(link.firstRange(of: "/setup?")).lowerBound
            var client = DavClient(base: base, server: server, database: database, password: nil)
            #expect(try await client.send("GET", "/setup?token=x").status == 404)
            let page = try await client.send("GET", String(link[path...]))
            #expect(page.status == 200 && page.text.contains("<label for=\"name\">"))
            let token = try #require(link.split(separator: "=").last)
            #expect(try await client.send("POST", "/setup", "token=\(token)&name=a%2Fb").status == 422)
            let made = try await client.send("POST", "/setup", "token=\(token)&name=ada")
            let codes = made.text.components(separatedBy: "<code>").dropFirst().map { $0.prefix { $0 != "<" } }
            #expect(made.status == 200 && codes.first == "ada")
            client.password = codes.dropFirst().first.map(String.init)
            #expect(try await client.propfind(DavClient.list, "<d:displayname/>").status == 207)
            #expect(try await client.send("POST", "/setup", "token=\(token)&name=eve").status == 404)
            await server.stop()
        }
    }

    @Test("who has added tasks by the command line gets the link, too, and reaches these tasks")
    func setupAfterTheCommandLine() async throws {
        try await withTemporaryFolder { folder in
            let todo = BuiltTool("todo")
            let database = "sqlite:\(folder.appending(path: "todo.db").path)"
            let added = try await todo.run(["add", "Water the plants", "--user", "ada", "--database", database])
            #expect(added.status == 0, "\(added.errors)")
            let server = try await todo.start(["serve", database, "--port", "0"])
            let base = try await server.address()
            try await server.wait(for: "setup link") { server.errors.contains("setup: http") }
            let link = try #require(
                server.errors.split(separator: "\n").first { $0.hasPrefix("setup: ") }?.dropFirst(7))
            let path = try #require(link.firstRange(of: "/setup?")).lowerBound
            var client = DavClient(base: base, server: server, database: database, password: nil)
            let page = try await client.send("GET", String(link[path...]))
            #expect(page.text.contains("value=\"ada\"") && page.text.contains("already belong to ada"))
            let token = try #require(link.split(separator: "=").last)
            let made = try await client.send("POST", "/setup", "token=\(token)&name=ada")
            let codes = made.text.components(separatedBy: "<code>").dropFirst().map { $0.prefix { $0 != "<" } }
            client.password = codes.dropFirst().first.map(String.init)
            let tasks = try await client.send("GET", "/api/todos")
            #expect(tasks.text.contains("Water the plants"), "\(tasks.status) \(tasks.text)")
            // A request to terminate ends the server in its own time, not the process in the middle of an answer.
            #expect(await server.stop() == 0)
        }
    }

    @Test("what was acknowledged is there after kill -9")
    func crash() async throws {
        try await DavClient.open { client in
            for index in 0..<20 {
                #expect(try await client.put("\(index).ics", DavClient.object("\(index)")).status == 201)
            }
            client.server.send(SIGKILL)
            await client.server.waitUntilExit()
            let shown = try await BuiltTool("todo").run(["list", "--json", "--database", client.database])
            #expect(shown.output.split(separator: "\n").count == 20)
        }
    }

    @Test("a task that is completed in the terminal changes its own lines for the phone")
    func terminalAndPhone() async throws {
        try await DavClient.open { client in
            let object = DavClient.object(
                "u", "rent", "DUE;VALUE=DATE:20270131\r\nRRULE:FREQ=MONTHLY\r\nX-ODD;a=\"b;c\":1\r\n")
            let made = try await client.put("u.ics", object)
            let done = try await BuiltTool("todo").run([
                "done", "1", "--database", client.database, "--zone", "Europe/Berlin",
            ])
            #expect(done.output.contains("due 2027-03-31"))
            let read = try await client.send("GET", DavClient.list + "u.ics")
            #expect(read.tag != made.tag)
            let before = object.split(separator: "\r\n")
            let after = read.text.split(separator: "\r\n")
            #expect(before.filter { !after.contains($0) }.map { $0.prefix(7) } == ["DTSTAMP", "DUE;VAL"])
            #expect(after.contains("DUE;VALUE=DATE:20270331"))
        }
    }
}

import Foundation
import TestKit
import Testing

@Test("the user's own fields stand in every answer that their pattern matches, and take the place of ours")
func ownFields() async throws {
    let flags = [
        "--header", "*: X-All: a: b", "--header", "*.txt: X-Text: 1", "--header", "sub/*: X-Text: 2",
        "--header", "*: X-Content-Type-Options:", "--header", "*: Link: </a>; rel=preload", "--header",
        "*.txt: Link: </b>; rel=preload", "--header", "a.txt: Cache-Control: private", "--preset", "isolation",
        "--preset", "csp", "--preset", "hsts", "--header", "*.txt: Cross-Origin-Opener-Policy: unsafe-none",
    ]
    try await withSite(flags) { (talk: Talk) throws in
        let file = try talk.get("/a.txt")
        #expect(file.fields["x-all"] == "a: b" && file.fields["x-text"] == "1")
        #expect(file.fields["x-content-type-options"] == nil && file.fields["cache-control"] == "private")
        #expect(file.fields["link"] == "</b>; rel=preload")
        #expect(file.fields["cross-origin-opener-policy"] == "unsafe-none")
        #expect(file.fields["cross-origin-embedder-policy"] == "require-corp")
        #expect(file.fields["content-security-policy"]?.hasPrefix("default-src 'self'") == true)
        let tag = try #require(file.fields["etag"])
        for answer in [
            try talk.get("/a.txt", "If-None-Match: \(tag)"), try talk.get("/a.txt", "Range: bytes=0-1"),
            try talk.get("/a.txt", method: "HEAD"),
        ] {
            #expect(answer.fields["x-text"] == "1" && answer.fields["x-all"] == "a: b", "\(answer.status)")
        }
        #expect(try talk.get("/sub/b.txt").fields["x-text"] == "2")
        for (target, status) in [("/none.txt", 404), ("/sub", 301), ("/sub/", 200), ("/", 200)] {
            let answer = try talk.get(target)
            #expect(answer.status == status && answer.fields["x-all"] == "a: b", "\(target)")
            #expect(answer.fields["strict-transport-security"] == "max-age=31536000", "\(target)")
            #expect(answer.fields["x-text"] == (target == "/none.txt" ? "1" : nil), "\(target)")
        }
        // The server's own page has a stricter policy, made for the style that it carries.
        #expect(try talk.get("/sub/").fields["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(try talk.get("/", method: "POST").fields["x-all"] == "a: b")
        let client = try WireClient(port: talk.port)
        client.send("nonsense\r\n\r\n")
        #expect(client.response()?.fields["x-all"] == "a: b")
    }
}

@Test("media types are the user's first; text says its charset, and XML says it itself")
func mediaTypesAreTheUsersFirst() async throws {
    let prepare: (URL) throws -> Void = { site in
        for name in ["x.foo", "y.FOO", "api/data", "feed.xml", "page.html", "app.js", "pic.svgz", "z.swift"] {
            try writeFile(Data("x".utf8), to: site.appending(path: name))
        }
    }
    let flags = ["--mime", "foo=text/x-foo", "--mime", "api/*=application/json", "--mime", ".js=application/x-js;v=1"]
    try await withSite(flags, prepare: prepare) { (talk: Talk) throws in
        let expected = [
            ("x.foo", "text/x-foo; charset=utf-8"), ("y.FOO", "text/x-foo; charset=utf-8"),
            ("api/data", "application/json"), ("feed.xml", "text/xml"), ("page.html", "text/html; charset=utf-8"),
            ("app.js", "application/x-js;v=1"), ("pic.svgz", "image/svg+xml"), ("z.swift", "text/plain; charset=utf-8"),
        ]
        for (name, type) in expected { #expect(try talk.get("/\(name)").fields["content-type"] == type, "\(name)") }
        #expect(try talk.get("/pic.svgz").fields["content-encoding"] == "gzip")
    }
    for (charset, type) in [("none", "text/html"), ("windows-1251", "text/html; charset=windows-1251")] {
        try await withSite(["--charset", charset]) { (talk: Talk) throws in
            #expect(try talk.get("/").fields["content-type"] == type)
        }
    }
}

@Test("an application is what a navigation gets, a missing file and data stay missing, and patterns have their own")
func fallbacksByAcceptAndPattern() async throws {
    let prepare: (URL) throws -> Void = { site in
        try FileManager.default.createDirectory(at: site.appending(path: "admin"), withIntermediateDirectories: true)
        try Data("admin".utf8).write(to: site.appending(path: "admin/app page.html"))
        try Data("app".utf8).write(to: site.appending(path: "index.html"))
    }
    let browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    try await withSite(["--spa", "--fallback", "admin/*=admin/app page.html"], prepare: prepare) {
        (talk: Talk) throws in
        let cases: [(String, String?, Int)] = [
            ("/user/7", nil, 200), ("/user/7", "Accept: */*", 200), ("/user/7", browser, 200),
            ("/user/john.doe", browser, 200), ("/v1.2", browser, 200), ("/user/john.doe", "Accept: */*", 404),
            ("/user/a%40b.example", browser, 200), ("/app.js", browser, 404), ("/app.js", "Accept: */*", 404),
            ("/pic.png", "Accept: image/avif,image/*", 404), ("/data.json", browser, 404),
            ("/api/users", "Accept: application/json", 404), ("/user/7", "Accept: image/png", 404),
            ("/user/7", "Accept: text/html;q=0", 404), ("/a/b/", browser, 200), ("/admin/x", browser, 200),
            ("/admin/x.js", "Accept: */*", 200), ("/user/%zz", browser, 400),
        ]
        for (target, accept, status) in cases {
            let answer = try accept.map { try talk.get(target, $0) } ?? talk.get(target)
            #expect(answer.status == status, "\(target) \(accept ?? "")")
            if status == 200 {
                let page = target.hasPrefix("/admin/") ? "admin" : "app"
                #expect(answer.body == Array(page.utf8), "\(target) \(accept ?? "")")
                #expect(answer.fields["content-type"] == "text/html; charset=utf-8")
            }
        }
    }
}

@Test("a redirect stays right behind a proxy that serves the site below a path of its own", .watchesClock)
func redirectsAreRelative() async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try FileManager.default.createDirectory(
            at: site.appending(path: "sub/a:b c"), withIntermediateDirectories: true)
        try await RunningServer.with([site.path, "--quiet"]) { server in
            let talk = Talk(port: server.port, site: site)
            try await WireClient.run { () throws in
                for (target, location) in [
                    ("/sub", "./sub/"), ("/sub/a:b%20c?x=1&y", "./a%3Ab%20c/?x=1&y"), ("/x/../sub", "./sub/"),
                    ("//sub", "./sub/"), ("/sub?é", "./sub/?%C3%A9"), ("http://h/sub", "./sub/"),
                ] {
                    let answer = try talk.get(target)
                    #expect(answer.status == 301 && answer.fields["location"] == location, "\(target)")
                }
            }
            let (port, curl) = (try freePort(), try RequiredTool.path(of: "curl", package: "curl"))
            let file = scratch.appending(path: "nginx.conf")
            try Data(
                """
                daemon off; master_process off; pid \(scratch.path)/pid; error_log \(scratch.path)/error.log;
                events { worker_connections 64; }
                http { access_log off; client_body_temp_path \(scratch.path)/a; proxy_temp_path \(scratch.path)/b;
                fastcgi_temp_path \(scratch.path)/c; uwsgi_temp_path \(scratch.path)/d; scgi_temp_path \(scratch.path)/e;
                server { listen 127.0.0.1:\(port); location /docs/ { proxy_pass \(server.address)/; } } }
                """.utf8
            ).write(to: file)
            let asked = try await Peers.withNginx(configuredBy: file, port: port) {
                try await Peers.run(
                    curl,
                    [
                        "-sSL", "-o", "/dev/null", "-w", "%{url_effective} %{http_code}",
                        "http://127.0.0.1:\(port)/docs/sub",
                    ])
            }
            #expect(asked.output == "http://127.0.0.1:\(port)/docs/sub/ 200", "\(asked.errors)")
        }
    }
}

@Test("a password is asked for, remembered and forgotten with its file, and a slow hash holds up nobody", .watchesClock)
func passwords() async throws {
    let openssl = try RequiredTool.path(of: "openssl", package: "openssl")
    func hash(_ kind: String, _ password: String) async throws -> String {
        try await Peers.run(openssl, ["passwd", kind, password]).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    @Sendable func basic(_ pair: String) -> String { "Authorization: Basic \(Data(pair.utf8).base64EncodedString())" }
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        chmod(scratch.path, 0o700)
        let file = scratch.appending(path: "users")
        let users = "# users\nann:\(try await hash("-apr1", "secret"))\nbob:\(try await hash("-6", "p:w é"))\r\n\n"
        try Data(users.utf8).write(to: file)
        chmod(file.path, 0o600)
        let log = scratch.appending(path: "log")
        let flags = [
            site.path, "--basic-auth", file.path, "--healthz", "--log", "common", "--log-file", log.path, "--cors",
            "--immutable", "*.txt",
        ]
        try await RunningServer.with(flags + ["--quiet", "--workers", "1"]) { server in
            let talk = Talk(port: server.port, site: site)
            let (ann, bob) = (basic("ann:secret"), basic("bob:p:w é"))
            let wrong = ["ann:", "ann:wrong", "nobody:secret", ":", "ann"].map(basic) + ["Authorization: Bearer x"]
            try await WireClient.run { () throws in
                let asked = try talk.get("/a.txt")
                #expect(asked.status == 401)
                #expect(asked.fields["www-authenticate"] == "Basic realm=\"This site\", charset=\"UTF-8\"")
                for _ in 0..<2 {
                    let file = try talk.get("/a.txt", ann)
                    #expect(file.body == Array("hello\n".utf8))
                    // No shared cache may give it to others.
                    #expect(file.fields["cache-control"] == "private, max-age=31536000, immutable")
                    #expect(try talk.get("/a.txt", bob).status == 200)
                    for field in wrong { #expect(try talk.get("/a.txt", field).status == 401, "\(field)") }
                }
                // Requests on one connection are answered in their order, whatever one of them waits for.
                let client = try WireClient(port: talk.port)
                let first = "GET /a.txt HTTP/1.1\r\nHost: a\r\n\(basic("ann:other"))\r\n\r\n"
                client.send(first + "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(client.response()?.status == 401 && client.response()?.status == 200)
                #expect(try talk.get("/healthz").status == 200)
                #expect(try talk.get("/", ann, method: "POST").status == 405)
                let preflight = try talk.get("/a.txt", "Access-Control-Request-Method: GET", method: "OPTIONS")
                #expect(preflight.status == 204)
            }
            #expect(try await eventually { try String(contentsOf: log, encoding: .utf8).contains(" - ann [") })
            try Data("ann:\(try await hash("-5", "new"))\n".utf8).write(to: file)
            try await Task.sleep(for: .milliseconds(1_100))
            try await WireClient.run { () throws in
                #expect(try talk.get("/a.txt", ann).status == 401)
                #expect(try talk.get("/a.txt", bob).status == 401)
                #expect(try talk.get("/a.txt", basic("ann:new")).status == 200)
            }
            try Data("nonsense\n".utf8).write(to: file)
            try await Task.sleep(for: .milliseconds(1_100))
            try await WireClient.run { () throws in #expect(try talk.get("/a.txt", basic("ann:new")).status == 200) }
            #expect(server.errors.contains("users, line 1, is not 'user:hash'; the users that were read before stay"))
            // A hash of some seconds.
            try Data("ann:$6$rounds=1000000$salt$\(String(repeating: "x", count: 86))\n".utf8).write(to: file)
            try await Task.sleep(for: .milliseconds(1_100))
            // One worker has both: the second is answered while the first one's hash is computed.
            let field = basic("ann:x")
            async let slow = WireClient.run { () throws -> (Int?, ContinuousClock.Instant) in
                let client = try WireClient(port: talk.port, seconds: 60)
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n")
                return (client.response()?.status, .now)
            }
            async let quick = WireClient.run { () throws -> (Int?, ContinuousClock.Instant) in
                usleep(100_000)
                return (try talk.get("/livez").status, .now)
            }
            let (first, second) = try await (quick, slow)
            #expect(first.0 == 200 && second.0 == 401 && first.1 < second.1)
        }
    }
    try await withTemporaryFolder { scratch in
        for (line, reason) in [
            ("x", "line 1, is not 'user:hash'"), ("a:plain", "line 1, has no known password hash"),
            ("\na:{SHA}x", "line 2, has an unsalted SHA-1 hash"), ("", "has no user"),
            ("a:$2y$10$cut", "line 1, has a hash that"),
        ] {
            let file = scratch.appending(path: "users")
            try Data(line.utf8).write(to: file)
            let result = try await BuiltTool("webserver").run([scratch.path, "--port", "0", "--basic-auth", file.path])
            #expect(result.status == 1 && result.errors.contains(reason), "\(result.errors)")
        }
    }
}

import Foundation
import TestKit

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A server on a free port with the members ada and grace, and a client for each.
struct RunningNetwork: Sendable {
    /// The password of both.
    static let password = "correct horse battery"

    /// Where it listens, without a slash at the end.
    let address: String
    /// ada's token, and grace's, by name.
    let tokens: [String: String]

    /// Starts a server of its own on a copy of the seed, runs `body` and ends the server.
    static func run<Value>(
        _ body: (RunningNetwork) async throws -> Value
    ) async throws -> Value {
        let seed = try await seed.value
        return try await withTemporaryFolder { folder in
            try seed.database.write(to: database(in: folder))
            return try await serve(folder) { address in
                try await body(RunningNetwork(address: address, tokens: seed.tokens))
            }
        }
    }

    /// What every test's network begins as: the database in which the two are members, and their tokens. It is made
    /// once, since each password takes a second to hash.
    private struct Seed: Sendable {
        let database: Data
        let tokens: [String: String]
    }

    private static let seed = Task {
        try await withTemporaryFolder { folder in
            for name in ["ada", "grace"] {
                let added = try await BuiltTool("socialserver").run(
                    ["user", "add", name, "--email", "\(name)@example.org", "--password-stdin"],
                    input: Data("\(password)\n".utf8), environment: environment(folder))
                guard added.status == 0 else { throw Missing("no account could be added: \(added.errors)") }
            }
            let tokens = try await serve(folder) { address in
                ["ada": try await token(of: "ada", at: address), "grace": try await token(of: "grace", at: address)]
            }
            // The server has ended and left one file.
            return Seed(database: try Data(contentsOf: database(in: folder)), tokens: tokens)
        }
    }

    private static func database(in folder: URL) -> URL { folder.appending(path: "social.db") }

    private static func environment(_ folder: URL) -> [String: String] {
        [
            "SOCIALSERVER_DATABASE": "sqlite:\(database(in: folder).path)", "SOCIALSERVER_DATA": folder.path,
            "SOCIALSERVER_RATE_LIMIT": "1000000000",
        ]
    }

    /// Serves a folder while `body` runs, which gets the address.
    private static func serve<Value>(
        _ folder: URL, _ body: (String) async throws -> Value
    ) async throws -> Value {
        try await BuiltTool("socialserver").withServer(
            ["serve", "--port", "0"], environment: environment(folder)
        ) { _, address in try await body(address.absoluteString) }
    }

    private static func token(of name: String, at address: String) async throws -> String {
        let server = RunningNetwork(address: address, tokens: [:])
        let scopes = "read write follow"
        let app = try await server.ask(
            "POST", "/api/v1/apps",
            ["client_name": "tests", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": scopes])
        let answer = try await server.ask(
            "POST", "/oauth/token",
            [
                "grant_type": "password", "client_id": app["client_id"] as? String ?? "",
                "client_secret": app["client_secret"] as? String ?? "", "username": name, "password": password,
                "scope": scopes,
            ])
        return answer["access_token"] as? String ?? ""
    }

    /// Asks the API as a member and returns the object that comes back.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ body: [String: String]? = nil, as name: String? = nil
    ) async throws -> [String: Any] {
        let reply = try await fetch(path, method: method, body: body, as: name)
        guard (200..<300).contains(reply.status) else {
            throw Missing("\(method) \(path) answered \(reply.status): \(reply.text)")
        }
        return try JSONSerialization.jsonObject(with: reply.body) as? [String: Any] ?? [:]
    }

    /// What came back.
    struct Reply: Sendable {
        let status: Int
        let headers: [String: String]
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Asks for anything.
    func fetch(
        _ path: String, method: String = "GET", body: [String: String]? = nil, as name: String? = nil
    ) async throws -> Reply {
        guard let url = URL(string: "\(address)\(path)") else { throw Missing("\(path) is no path") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.timeoutInterval = 60
        if let name { request.setValue("Bearer \(tokens[name] ?? "")", forHTTPHeaderField: "Authorization") }
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
        }
        let (data, response) = try await URLSession(configuration: .ephemeral).data(for: request)
        let http = response as? HTTPURLResponse
        var headers: [String: String] = [:]
        for (field, value) in http?.allHeaderFields ?? [:] { headers["\(field)".lowercased()] = "\(value)" }
        return Reply(status: http?.statusCode ?? 0, headers: headers, body: data)
    }

    /// Runs a Python script to its end and returns what it printed; throws with its complaints if it failed.
    static func python(_ arguments: [String], in folder: URL? = nil) async throws -> (status: Int32, output: String) {
        try await withTemporaryFolder { scratch in
            let result = try await Program(RequiredTool.python(), arguments, in: folder ?? scratch).run()
            return (result.status, result.status == 0 ? result.output : result.output + result.errors)
        }
    }

    /// The folder of this package's test data.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
}

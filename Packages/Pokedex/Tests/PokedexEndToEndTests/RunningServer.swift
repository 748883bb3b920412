import Foundation
import TestKit

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `pokedex serve` on a free port, until `body` is done.
func withServer<Value>(
    _ arguments: [String] = [], environment: [String: String]? = nil, _ body: (URL) async throws -> Value
) async throws -> Value {
    let variables: [String: String]
    if let environment { variables = environment } else { variables = try await sharedDatabase.value }
    return try await pokedex.withServer(["serve", "--port", "0"] + arguments, environment: variables) { _, address in
        try await body(address)
    }
}

/// What a server answered.
struct Reply {
    let status: Int
    let body: Data
    let headers: [String: String]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object.
    var object: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:] }
    }
}

/// Asks a server, by POST if there is a body. The path is taken as it stands, with its escapes.
func get(
    _ path: String, of server: URL, headers: [String: String] = [:], posting body: Data? = nil
) async throws -> Reply {
    try await send(body == nil ? "GET" : "POST", path, of: server, headers: headers, body: body)
}

/// Sends a request of any method.
func send(
    _ method: String, _ path: String, of server: URL, headers: [String: String] = [:], body: Data? = nil
) async throws -> Reply {
    guard let url = URL(string: "\(server.absoluteString)\(path)") else { throw Missing("\(path) is no path") }
    var request = URLRequest(url: url)
    request.timeoutInterval = 60
    request.httpMethod = method
    request.httpBody = body
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let session = URLSession(configuration: .ephemeral)
    let (answer, response) = try await session.data(for: request)
    let http = response as? HTTPURLResponse
    var fields: [String: String] = [:]
    for (name, value) in http?.allHeaderFields ?? [:] { fields["\(name)".lowercased()] = "\(value)" }
    return Reply(status: http?.statusCode ?? 0, body: answer, headers: fields)
}

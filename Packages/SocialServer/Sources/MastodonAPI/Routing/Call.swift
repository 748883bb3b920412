import Hummingbird
import SocialService

/// One request on its way through a route.
struct Call: Sendable {
    let api: ClientAPI
    let route: Route
    let request: Request
    /// The parts of the path that vary, in their order.
    let variables: [String]
    let parameters: Parameters
    let caller: Caller
    /// The address that the client knows the server by.
    let base: String
    /// The group that the client's address belongs to, for throttles.
    let address: String

    var network: SocialNetwork { api.network }
    var entities: Entities { Entities(base: base) }

    /// The identifier in the path.
    ///
    /// - Throws: 404 for what cannot be one: nothing has that identifier.
    func id(_ index: Int = 0) throws -> Identifier {
        guard variables.indices.contains(index), let id = Identifier(variables[index]) else {
            throw SocialError.notFound("id")
        }
        return id
    }

    /// The text in the path.
    func name(_ index: Int = 0) throws -> String {
        guard variables.indices.contains(index) else { throw SocialError.notFound("name") }
        return variables[index]
    }

    /// Looks at the network as the caller.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Visit) throws -> Value) async throws -> Value {
        try await network.read(as: caller, scope: route.scope, body)
    }

    /// Changes the network as the caller.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Visit) throws -> Value) async throws -> Value {
        try await network.write(as: caller, scope: route.scope, body)
    }

    /// JSON as the answer.
    func json(capacity: Int = 4096, _ write: (Entities, inout JSONWriter) -> Void) -> Reply {
        var json = JSONWriter(capacity: capacity)
        write(entities, &json)
        return Reply(json: json)
    }

    /// A page of a list as the answer, with links to the pages beside it (RFC 8288).
    func list<Element>(
        _ page: Page<Element>, _ write: (Entities, inout JSONWriter, Element) -> Void
    ) -> Reply {
        let entities = entities
        var reply = json(capacity: 2560 * (page.items.count + 1)) { _, json in
            json.array(page.items) { json, element in write(entities, &json, element) }
        }
        var links: [String] = []
        // A path is taken as the client wrote it: one that could end a link early gets none.
        guard request.uri.path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\"".utf8.contains($0) }) else {
            return reply
        }
        if let oldest = page.oldest { links.append("<\(neighbour("max_id", oldest))>; rel=\"next\"") }
        if let newest = page.newest { links.append("<\(neighbour("min_id", newest))>; rel=\"prev\"") }
        if !links.isEmpty { reply.headers.append((.link, links.joined(separator: ", "))) }
        return reply
    }

    /// The address of this list with another place in it.
    private func neighbour(_ name: String, _ place: Identifier) -> String {
        let kept = (request.uri.query ?? "").split(separator: "&").filter { pair in
            !["max_id", "since_id", "min_id", "offset"].contains(pair.prefix { $0 != "=" })
        }
        // A quote or a bracket must not end the link early.
        let safe = kept.filter { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"<>\"".utf8.contains($0) } }
        return "\(base)\(request.uri.path)?\((safe.map(String.init) + ["\(name)=\(place)"]).joined(separator: "&"))"
    }
}

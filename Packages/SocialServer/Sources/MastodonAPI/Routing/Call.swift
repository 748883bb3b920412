import HTTPTypes
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
    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await network.read(as: caller, scope: route.scope, body)
    }

    /// Changes the network as the caller.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
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
        reply.headers += links(to: page)
        return reply
    }

    /// The header with links to the pages beside one.
    func links<Element>(to page: Page<Element>) -> [(HTTPField.Name, String)] {
        // A path is taken as the client wrote it: one that could end a link early gets none.
        guard Self.isSafe(request.uri.path) else { return [] }
        let address = placeless
        var links: [String] = []
        if let oldest = page.oldest { links.append("<\(address)max_id=\(oldest)>; rel=\"next\"") }
        if let newest = page.newest { links.append("<\(address)min_id=\(newest)>; rel=\"prev\"") }
        return links.isEmpty ? [] : [(.link, links.joined(separator: ", "))]
    }

    /// The address of this list without its place in it, for another place to be added.
    private var placeless: String {
        var address = "\(base)\(request.uri.path)?"
        for pair in (request.uri.query ?? "").split(separator: "&") where Self.isSafe(pair) {
            switch pair.prefix(while: { $0 != "=" }) {
            case "max_id", "since_id", "min_id", "offset": continue
            default: address += "\(pair)&"
            }
        }
        return address
    }

    /// Whether a text can stand between the brackets of a link.
    private static func isSafe(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0x7f...: false
            default: true
            }
        }
    }
}

import HTTPTypes
import ServerShell
import SocialService

/// One thing that the API can do: where, who may ask, and what answers.
public struct Route: Sendable {
    /// Who may ask.
    public enum Access: Sendable, Hashable {
        /// Everybody; a token, if there is one, must be right.
        case open
        /// Everybody; a token, if there is one, must include a scope.
        case openWith(String)
        /// Whoever has a token that includes a scope.
        case token(String)
        /// Whoever has a token, whatever its scopes.
        case anyToken
        /// Everybody, and tokens are not looked at: the route has its own way of knowing who asks.
        case own
    }

    /// The method.
    public let method: HTTPRequest.Method
    /// The path, with `:name` for a part that varies.
    public let pattern: String
    /// Who may ask.
    public let access: Access
    /// Whether files may be sent.
    let takesFiles: Bool
    let handler: @Sendable (Call) async throws -> Reply

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, takesFiles: Bool = false,
        _ handler: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.takesFiles = takesFiles
        self.handler = handler
    }

    /// The scope that a token must include.
    var scope: String? {
        switch access {
        case .openWith(let scope), .token(let scope): scope
        default: nil
        }
    }
}

/// Finds the route of a path part by part.
struct RouteTable: Sendable {
    private final class Node: Sendable {
        let children: [Substring: Node]
        let variable: Node?
        let routes: [HTTPRequest.Method: Route]

        init(_ entries: [(parts: ArraySlice<Substring>, route: Route)]) {
            var own: [HTTPRequest.Method: Route] = [:]
            for entry in entries where entry.parts.isEmpty { own[entry.route.method] = entry.route }
            routes = own
            let deeper = entries.filter { !$0.parts.isEmpty }.map {
                ($0.parts.first ?? "", ($0.parts.dropFirst(), $0.route))
            }
            let groups = Dictionary(grouping: deeper) { $0.0.hasPrefix(":") ? ":" : $0.0 }
            children = groups.filter { $0.key != ":" }.mapValues { Node($0.map(\.1)) }
            variable = groups[":"].map { Node($0.map(\.1)) }
        }
    }

    /// What a path leads to.
    enum Found {
        case route(Route, [String])
        /// The path is there, but not for this method.
        case methodNotAllowed([HTTPRequest.Method])
        case nothing
    }

    private let root: Node

    init(_ routes: [Route]) {
        root = Node(routes.map { (parts: $0.pattern.split(separator: "/")[...], route: $0) })
    }

    /// Looks up a path; a slash at its end changes nothing.
    func find(_ method: HTTPRequest.Method, _ path: String) -> Found {
        var node = root
        var variables: [String] = []
        for bytes in path.utf8.split(separator: UInt8(ascii: "/")) {
            let part = Substring(bytes)
            if let child = node.children[part] {
                node = child
            } else if let child = node.variable {
                variables.append(WebText.percentDecoded(part, plusIsSpace: false))
                node = child
            } else {
                return .nothing
            }
        }
        let asked: HTTPRequest.Method = method == .head ? .get : method
        if let route = node.routes[asked] { return .route(route, variables) }
        return node.routes.isEmpty ? .nothing : .methodNotAllowed(node.routes.keys.sorted { $0.rawValue < $1.rawValue })
    }
}

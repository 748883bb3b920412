import HTTPTypes
import SocialService

/// The API's description for machines: OpenAPI 3.1.
///
/// What a route is for stands in ``operations``; who may ask comes from the routes themselves. A test holds the two
/// against each other, so that neither has what the other lacks.
enum OpenAPI {
    /// The document as JSON; the same for as long as the program runs.
    static let document: [UInt8] = {
        var json = JSONWriter(capacity: 128 * 1024)
        node.write(to: &json)
        return json.bytes
    }()

    private static let node = JSONNode.object([
        ("openapi", "3.1.0"),
        (
            "info",
            .object([
                ("title", "SocialServer"), ("version", "1.0.0"),
                (
                    "description",
                    .text(
                        "The Mastodon client API, as far as this server has it. Bodies may come as JSON, as a form or as "
                            + "a multipart form; lists turn their pages by the Link header (RFC 8288).")
                ),
            ])
        ),
        ("servers", .list([.object([("url", .text("/"))])])),
        ("paths", paths),
        (
            "components",
            .object([
                ("schemas", .object(schemas.map { ($0.name, Notation($0.notation).object) })),
                (
                    "securitySchemes",
                    .object([
                        (
                            "bearer",
                            .object([
                                ("type", "http"), ("scheme", "bearer"),
                                (
                                    "description",
                                    "A token of /oauth/token. The words are the scopes that it must include."
                                ),
                            ])
                        )
                    ])
                ),
            ])
        ),
    ])

    private static var paths: JSONNode {
        let known = ClientAPI.routes.map { (name(of: $0), $0.access) }
        let accesses = Dictionary(known, uniquingKeysWith: { first, _ in first })
        let described = operations.merging(streams) { own, _ in own }.map { name, operation in
            (parts: name.split(separator: " ").map(String.init), name: name, operation: operation)
        }
        // By path, then by method.
        let sorted = described.sorted { $0.parts.reversed().lexicographicallyPrecedes($1.parts.reversed()) }
        var paths: [(pattern: String, members: [(String, JSONNode)])] = []
        for (parts, name, described) in sorted where parts.count == 2 {
            let access = accesses[name] ?? .openWith("read:statuses")
            let member = (parts[0].lowercased(), operation(described, parts[1], access))
            if paths.last?.pattern == parts[1] {
                paths[paths.count - 1].members.append(member)
            } else {
                paths.append((parts[1], [member]))
            }
        }
        return .object(paths.map { (path($0.pattern), .object($0.members)) })
    }

    private static func name(of route: Route) -> String { "\(route.method.rawValue) \(route.pattern)" }

    /// `:id` in the way of OpenAPI.
    private static func path(_ pattern: String) -> String {
        pattern.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)
        }.joined(separator: "/")
    }

    private static func operation(_ operation: Operation, _ pattern: String, _ access: Route.Access) -> JSONNode {
        var members: [(String, JSONNode)] = [("summary", .text(operation.summary))]
        let parameters =
            variables(pattern)
            + Notation(operation.query).fields.map { field in
                parameter(field.name, "query", isRequired: field.isRequired, field.schema)
            }
        if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
        if !operation.body.isEmpty { members.append(("requestBody", body(operation))) }
        members.append(("security", security(access)))
        members.append(("responses", responses(operation)))
        return .object(members)
    }

    private static func variables(_ pattern: String) -> [JSONNode] {
        pattern.split(separator: "/").filter { $0.hasPrefix(":") }.map { part in
            let type = part == ":id" ? "id" : "text"
            return parameter(String(part.dropFirst()), "path", isRequired: true, Notation.schema(type))
        }
    }

    private static func parameter(_ name: String, _ place: String, isRequired: Bool, _ schema: JSONNode) -> JSONNode {
        .object([
            ("name", .text(name)), ("in", .text(place)), ("required", .bool(isRequired)), ("schema", schema),
        ])
    }

    private static func body(_ operation: Operation) -> JSONNode {
        var schema = Notation(operation.body).object
        if operation.isMultipart, case .object(let members) = schema {
            // The name of a form's field stands in a header: other fields are passed over, but not such names.
            schema = .object(members + [("propertyNames", .object([("pattern", "^[A-Za-z0-9_]+$")]))])
        }
        let types =
            operation.isMultipart
            ? ["multipart/form-data"] : ["application/json", "application/x-www-form-urlencoded"]
        return .object([
            ("required", .bool(operation.needsBody)),
            ("content", .object(types.map { ($0, .object([("schema", schema)])) })),
        ])
    }

    private static func security(_ access: Route.Access) -> JSONNode {
        func bearer(_ scopes: [String]) -> JSONNode { .object([("bearer", .list(scopes.map(JSONNode.text)))]) }
        return switch access {
        case .own: .list([])
        case .open: .list([.object([]), bearer([])])
        case .openWith(let scope): .list([.object([]), bearer([scope])])
        case .anyToken: .list([bearer([])])
        case .token(let scope): .list([bearer([scope])])
        }
    }

    private static func responses(_ operation: Operation) -> JSONNode {
        let errors = content(["application/json"], Notation.schema("Error"))
        let page = content(["text/html"], .object([("type", "string")]))
        var members: [(String, JSONNode)] = []
        switch operation.answer {
        case .json(let type):
            members.append(("200", response("Done", content(["application/json"], Notation.schema(type)))))
        case .special(let type, let mediaType):
            members.append(("200", response("Done", content([mediaType], Notation.schema(type)))))
        case .page: members.append(("200", response("A page", page)))
        case .pageOrRedirect:
            members.append(("200", response("A page", page)))
            members.append(("302", response("The way to the program", content(["text/plain"], .object([])))))
            members.append(("303", response("The way to the next page", content(["text/plain"], .object([])))))
        case .bytes(let types): members.append(("200", response("The bytes", content(types, .object([])))))
        case .upgrade:
            members.append(("101", .object([("description", "The connection speaks WebSocket from here on")])))
        case .events: members.append(("200", response("Events", content(["text/event-stream"], .object([])))))
        }
        let refused: JSONNode =
            switch operation.answer {
            case .page, .pageOrRedirect:
                .object([
                    ("text/html", .object([("schema", .object([("type", "string")]))])),
                    ("application/json", .object([("schema", Notation.schema("Error"))])),
                ])
            default: errors
            }
        members.append(("4XX", response("Refused; the error says why", refused)))
        members.append(("503", response("The server cannot now; Retry-After says when", errors)))
        return .object(members)
    }

    private static func response(_ description: String, _ content: JSONNode) -> JSONNode {
        .object([("description", .text(description)), ("content", content)])
    }

    private static func content(_ types: [String], _ schema: JSONNode) -> JSONNode {
        .object(types.map { ($0, .object([("schema", schema)])) })
    }
}

extension ClientAPI {
    static let documentRoutes: [Route] = [
        Route(.get, "/api/openapi.json", .own) { _ in
            Reply(type: "application/json; charset=utf-8", body: OpenAPI.document)
        }
    ]
}

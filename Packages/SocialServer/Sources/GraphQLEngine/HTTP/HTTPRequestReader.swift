/// GraphQL over HTTP without sockets: what a request's parts mean, and which status its response gets.
///
///     let reader = HTTPRequestReader()
///     switch reader.read(method: "POST", contentType: "application/json", accept: nil, parameters: [], body: body) {
///     case .success(let wanted): …          // run wanted.request, answer with status(of:response:mediaType:)
///     case .failure(let refusal): …         // answer refusal.status with its message
///     }
///
/// The statuses follow the public audits of graphql-http. The draft of August 2026 asks for 422 where a well-formed
/// request is refused, and for 294 where a response has data and errors; both would be a change in `status` alone.
public struct HTTPRequestReader: Sendable {
    /// The two formats of a response.
    public enum MediaType: String, Sendable {
        case graphQLResponse = "application/graphql-response+json"
        case json = "application/json"

        /// The value of the header.
        public var contentType: String { rawValue + "; charset=utf-8" }
    }

    /// A request as HTTP brought it.
    public struct Wanted: Sendable {
        /// What to run.
        public let request: Request
        /// How to answer.
        public let mediaType: MediaType
        /// Whether it came by GET, which may run queries only.
        public let isGet: Bool
    }

    /// Why a request is not run.
    public struct Refusal: Error, Sendable, Equatable {
        /// The HTTP status.
        public let status: Int
        /// What is wrong, in a sentence.
        public let message: String
        /// The value of `Allow`, where the method was wrong.
        public let allow: String?
    }

    /// Size and nesting of a body.
    public var limits: JSONReader.Limits

    /// Reads requests within limits.
    public init(limits: JSONReader.Limits = JSONReader.Limits()) { self.limits = limits }

    private static func refusal(_ status: Int, _ message: String, allow: String? = nil) -> Refusal {
        Refusal(status: status, message: message, allow: allow)
    }

    /// Reads a request's parts.
    ///
    /// - Parameters:
    ///   - parameters: the query of the URL, decoded.
    ///   - body: the body, decompressed.
    public func read(
        method: String, contentType: String?, accept: String?, parameters: [(name: String, value: String)],
        body: [UInt8]
    ) -> Result<Wanted, Refusal> {
        do throws(Refusal) {
            guard let mediaType = Self.mediaType(accept) else {
                throw Self.refusal(
                    406, "The response can be \(MediaType.graphQLResponse.rawValue) or application/json.")
            }
            switch method {
            case "GET":
                return .success(
                    Wanted(request: try request(parameters), mediaType: mediaType, isGet: true))
            case "POST":
                guard Self.essence(contentType ?? "") == "application/json", Self.isUTF8(contentType ?? "") else {
                    throw Self.refusal(415, "The body must be application/json in UTF-8.")
                }
                return .success(Wanted(request: try request(body), mediaType: mediaType, isGet: false))
            default:
                throw Self.refusal(405, "Use GET for queries or POST.", allow: "GET, POST")
            }
        } catch { return .failure(error) }
    }

    /// Refuses what a GET must not run: it can come from a link on a foreign page.
    public func check(_ wanted: Wanted, _ operation: OperationDefinition) -> Refusal? {
        guard wanted.isGet, operation.kind != .query else { return nil }
        return Self.refusal(405, "A \(operation.kind.rawValue) must be sent by POST.", allow: "POST")
    }

    /// The status of a response.
    public static func status(of response: Response, mediaType: MediaType) -> Int {
        // Without data nothing was executed: the request was wrong. `application/json` says 200 all the same, since
        // an intermediary may answer 400 in that format, too.
        response.data == nil && mediaType == .graphQLResponse ? 400 : 200
    }

    // MARK: Parts

    private func request(_ parameters: [(name: String, value: String)]) throws(Refusal) -> Request {
        func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
        var members = ObjectValue()
        for name in ["query", "operationName"] { members[name] = value(name).map { GraphQLValue.string($0) } }
        for name in ["variables", "extensions"] {
            guard let text = value(name), !text.isEmpty else { continue }
            members[name] = try json(Array(text.utf8))
        }
        return try request(members)
    }

    private func request(_ body: [UInt8]) throws(Refusal) -> Request {
        switch try json(body) {
        case .object(let members): return try request(members)
        case .list: throw Self.refusal(400, "Batches are not supported: send one request at a time.")
        default: throw Self.refusal(400, "The body must be a JSON object with a query.")
        }
    }

    private func json(_ bytes: [UInt8]) throws(Refusal) -> GraphQLValue {
        do throws(JSONReader.Failure) { return try JSONReader.read(bytes, limits: limits) } catch {
            throw Self.refusal(bytes.count > limits.bytes ? 413 : 400, error.description)
        }
    }

    private func request(_ members: ObjectValue) throws(Refusal) -> Request {
        guard case .string(let query) = members["query"] else {
            throw Self.refusal(400, "The member 'query' must be a string.")
        }
        let name: String?
        switch members["operationName"] ?? .null {
        case .null: name = nil
        case .string(let text): name = text.isEmpty ? nil : text
        default: throw Self.refusal(400, "The member 'operationName' must be a string.")
        }
        let variables: ObjectValue
        switch members["variables"] ?? .null {
        case .null: variables = ObjectValue()
        case .object(let object): variables = object
        default: throw Self.refusal(400, "The member 'variables' must be an object.")
        }
        switch members["extensions"] ?? .null {
        case .null, .object: break
        default: throw Self.refusal(400, "The member 'extensions' must be an object.")
        }
        return Request(query, operationName: name, variables: variables)
    }

    // MARK: Headers

    /// The media type's name, without parameters.
    private static func essence(_ header: String) -> String {
        header.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    }

    private static func isUTF8(_ header: String) -> Bool {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.filter { !$0.isWhitespace && $0 != "\"" }.lowercased().split(separator: "=")
            if pair.first == "charset" { return pair.last == "utf-8" || pair.last == "utf8" }
        }
        return true
    }

    /// The format that a client prefers; JSON where it says nothing, nil where it takes neither.
    static func mediaType(_ accept: String?) -> MediaType? {
        guard let accept, accept.contains(where: { !$0.isWhitespace }) else { return .json }
        var best: (type: MediaType, quality: Double)?
        for part in accept.split(separator: ",").prefix(32) {
            let quality =
                part.split(separator: ";").dropFirst().compactMap { parameter -> Double? in
                    let pair = parameter.filter { !$0.isWhitespace }.lowercased().split(separator: "=")
                    return pair.first == "q" ? pair.last.flatMap { Double($0) } : nil
                }.first ?? 1
            let type: MediaType?
            switch essence(String(part)) {
            case MediaType.graphQLResponse.rawValue: type = .graphQLResponse
            case "application/json", "application/*", "*/*": type = .json
            default: type = nil
            }
            if let type, quality > 0, quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }
}

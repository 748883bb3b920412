import HTTPTypes
import HummingbirdCore
import NIOHTTP1

/// A client's request for a WebSocket: what an application needs to decide on it.
public struct UpgradeRequest: Sendable {
    /// The path and the query.
    public let uri: URI
    /// The headers. Browsers say in `Origin` which page asks: check it where a cookie is the proof of identity.
    public let headers: HTTPFields
    /// The client's address, if the socket has one.
    public let remoteAddress: String?

    /// Makes a request.
    public init(uri: URI, headers: HTTPFields, remoteAddress: String?) {
        self.uri = uri
        self.headers = headers
        self.remoteAddress = remoteAddress
    }

    /// The subprotocols that the client speaks, in its order (`Sec-WebSocket-Protocol`).
    public var subprotocols: [String] { Self.list(headers[values: .secWebSocketProtocol]) }

    /// The members of a header that is a list, over all of its lines.
    static func list(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { field in
            let start = field.drop { $0 == " " || $0 == "\t" }
            return String(start.prefix(start.count - start.reversed().prefix { $0 == " " || $0 == "\t" }.count))
        }.filter { !$0.isEmpty }
    }
}

extension UpgradeRequest {
    init(_ head: HTTPRequestHead, remoteAddress: String?) {
        var headers = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        self.init(uri: URI(head.uri), headers: headers, remoteAddress: remoteAddress)
    }
}

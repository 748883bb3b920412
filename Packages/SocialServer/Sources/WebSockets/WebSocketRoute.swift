import HTTPTypes

/// A path at which clients can have a WebSocket.
public struct WebSocketRoute: Sendable {
    /// The path, such as `/api/v1/streaming`; a slash at the end makes no difference.
    public let path: String
    /// Decides on a request; what it needs to know of the client it keeps in the session.
    public let answer: @Sendable (UpgradeRequest) async -> UpgradeAnswer

    /// Makes a route.
    public init(_ path: String, answer: @escaping @Sendable (UpgradeRequest) async -> UpgradeAnswer) {
        self.path = Self.bare(path)
        self.answer = answer
    }

    static func bare(_ path: some StringProtocol) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : String(path)
    }
}

/// What a request for a WebSocket gets.
public enum UpgradeAnswer: Sendable {
    /// A WebSocket.
    ///
    /// - Parameters:
    ///   - session: What is done with the client.
    ///   - subprotocol: One of the request's subprotocols, if the server speaks one.
    case accept(any WebSocketSession, subprotocol: String? = nil)
    /// An answer of HTTP.
    case refuse(UpgradeRefusal)
}

/// Why a request gets no WebSocket, as an answer of HTTP.
public struct UpgradeRefusal: Error, Sendable, Equatable {
    /// The status.
    public let status: HTTPResponse.Status
    /// A sentence for the person behind the client.
    public let message: String
    /// Headers beside those of the body.
    public let headers: HTTPFields

    /// Makes a refusal.
    public init(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }
}

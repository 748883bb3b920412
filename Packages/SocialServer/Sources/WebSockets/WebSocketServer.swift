import HTTPTypes
import HummingbirdCore
import NIOCore

/// WebSockets beside an HTTP application on one port.
public struct WebSocketServer: Sendable {
    /// What clients may do.
    public let limits: WebSocketLimits
    private let routes: [String: WebSocketRoute]
    private let describe: @Sendable (UpgradeRefusal) -> Response

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - routes: Where a WebSocket can be had. A request for one at any other path goes to the application as any
    ///     other request does, which answers 404.
    ///   - limits: What clients may do.
    ///   - describe: The answer for a refusal, with a body in the application's own shape; its status and headers are
    ///     added afterwards. The default is plain text.
    public init(
        routes: [WebSocketRoute], limits: WebSocketLimits = WebSocketLimits(),
        describe: @escaping @Sendable (UpgradeRefusal) -> Response = Self.plainText
    ) {
        self.routes = Dictionary(routes.map { ($0.path, $0) }) { first, _ in first }
        self.limits = limits
        self.describe = describe
    }

    /// Makes Hummingbird's server of it, for `Application(responder:server:)` or `GracefulServer(server:)`.
    ///
    /// - Parameter http: How requests that ask for no WebSocket are served.
    public func builder(http: HTTP1Channel.Configuration) -> HTTPServerBuilder {
        HTTPServerBuilder { WebSocketChannel(server: self, http: http, responder: $0) }
    }

    /// A refusal as plain text.
    public static func plainText(_ refusal: UpgradeRefusal) -> Response {
        let body = ByteBuffer(string: refusal.message + "\n")
        return Response(
            status: refusal.status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: body))
    }

    func route(_ path: String) -> WebSocketRoute? { routes[WebSocketRoute.bare(path)] }

    func response(_ refusal: UpgradeRefusal) -> Response {
        var response = describe(refusal)
        response.status = refusal.status
        for field in refusal.headers { response.headers[field.name] = field.value }
        if let length = response.body.contentLength { response.headers[.contentLength] = String(length) }
        // Whatever the client sends next, it may believe that it has a WebSocket.
        if response.headers[.connection] == nil { response.headers[.connection] = "close" }
        return response
    }
}

import Foundation
import NIOCore
import WebAddress

/// A proxy for HTTP, as `HTTPS_PROXY` names it.
public struct Proxy: Hashable, Sendable {
    /// The proxy's host, without brackets.
    public var host: String
    /// The proxy's port.
    public var port: Int
    /// The value of `Proxy-Authorization`; nil when the address has no user.
    var authorization: String?

    /// Reads `http://[USER:PASSWORD@]HOST[:PORT]`; nil for what is no address of a proxy for HTTP.
    public init?(_ text: String) {
        guard let url = WebURL(text.contains("://") ? text : "http://" + text), url.scheme == "http" else { return nil }
        host = url.hostname.hasPrefix("[") ? String(url.hostname.dropFirst().dropLast()) : url.hostname
        port = url.effectivePort ?? 80
        if !url.username.isEmpty {
            let decode = { (text: String) in String(decoding: percentDecoded(Array(text.utf8)), as: UTF8.self) }
            let user = Data("\(decode(url.username)):\(decode(url.password))".utf8)
            authorization = "Basic \(user.base64EncodedString())"
        }
    }
}

/// Which requests go through a proxy: what the usual environment variables say.
public struct ProxyChoice: Sendable {
    private var http: Proxy?
    private var https: Proxy?
    private var exceptions: [String] = []

    /// No proxy.
    public init() {}

    /// Why the environment names no usable proxy.
    public struct Fault: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// Reads `HTTPS_PROXY`, `http_proxy`, `ALL_PROXY` and `NO_PROXY`, small letters first; `HTTP_PROXY` in capitals is
    /// not read, since it can come from a request where programs run as CGI.
    public init(environment: [String: String]) throws {
        func proxy(_ names: [String]) throws -> Proxy? {
            guard let name = names.first(where: { !(environment[$0] ?? "").isEmpty }), let text = environment[name]
            else {
                return nil
            }
            guard let proxy = Proxy(text) else {
                throw Fault(description: "\(name) '\(text)' is not a valid proxy: http://[USER:PASSWORD@]HOST:PORT")
            }
            return proxy
        }
        http = try proxy(["http_proxy", "all_proxy", "ALL_PROXY"])
        https = try proxy(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        exceptions = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }.filter { !$0.isEmpty }
    }

    /// The proxy for an address; nil: it is asked directly. The loopback interface never goes through one.
    func proxy(for url: WebURL) -> Proxy? {
        let host = url.hostname.hasPrefix("[") ? String(url.hostname.dropFirst().dropLast()) : url.hostname
        if HTTPFetcher.isLoopback(url.hostname) { return nil }
        for exception in exceptions {
            let name = exception.hasPrefix(".") ? String(exception.dropFirst()) : exception
            if name == "*" || host == name || host.hasSuffix("." + name) || url.host == name { return nil }
        }
        return url.isSecure ? https : http
    }
}

/// Opens a tunnel through a proxy (`CONNECT`), then leaves the pipeline.
final class ProxyTunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let promise: EventLoopPromise<Void>
    private let authority: String
    private let authorization: String?
    private var received: [UInt8] = []

    private static let maximumHead = 1 << 14

    init(authority: String, authorization: String?, promise: EventLoopPromise<Void>) {
        self.authority = authority
        self.authorization = authorization
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) { ask(context) }

    private func ask(_ context: ChannelHandlerContext) {
        var head = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n"
        if let authorization { head += "Proxy-Authorization: \(authorization)\r\n" }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: head + "\r\n")), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        guard let end = received.indices.first(where: { received[$0...].starts(with: "\r\n\r\n".utf8) }) else {
            if received.count > Self.maximumHead { fail(ExchangeError.proxyRefused(0), context) }
            return
        }
        let line = String(decoding: received[..<end].prefix { $0 != 0x0D }, as: UTF8.self)
        let status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        // The server speaks first in no protocol that is tunnelled here: what follows the head would be the proxy's.
        guard (200..<300).contains(status), end + 4 == received.count else {
            return fail(ExchangeError.proxyRefused(status), context)
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) { fail(ExchangeError.closed(isSilent: true), context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        promise.fail(error)
        context.close(promise: nil)
    }
}

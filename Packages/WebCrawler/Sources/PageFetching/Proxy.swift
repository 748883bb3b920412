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

    /// Reads `[http://][USER:PASSWORD@]HOST[:PORT]`; the port is 80 unless the text has another one.
    ///
    /// - Throws: ``ProxyChoice/Fault`` with what is wrong; a password is never part of it.
    init(_ text: String) throws(ProxyChoice.Fault) {
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "http"
        guard scheme == "http" else {
            let reason =
                scheme.hasPrefix("socks")
                ? "SOCKS is not supported"
                : scheme == "https" ? "TLS to the proxy itself is not supported" : "'\(scheme)' is not supported"
            throw ProxyChoice.Fault("\(reason); a proxy is http://[USER:PASSWORD@]HOST:PORT")
        }
        guard let url = WebURL(text.contains("://") ? text : "http://" + text), url.isWeb else {
            throw ProxyChoice.Fault("a proxy is http://[USER:PASSWORD@]HOST:PORT")
        }
        host = url.hostname.hasPrefix("[") ? String(url.hostname.dropFirst().dropLast()) : url.hostname
        port = url.effectivePort ?? 80
        if !url.username.isEmpty || !url.password.isEmpty {
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
    private var exceptions: [Exception] = []

    /// No proxy.
    public init() {}

    /// Why the environment names no usable proxy.
    public struct Fault: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, each also in capitals; small letters win.
    ///
    /// Where programs run as CGI (`REQUEST_METHOD` is set), `HTTP_PROXY` in capitals is a request's own `Proxy` field and
    /// is not read (CVE-2016-5385).
    ///
    /// - Throws: ``Fault`` for a value that is not the address of a proxy for HTTP.
    public init(environment: [String: String]) throws {
        func proxy(_ names: [String]) throws -> Proxy? {
            for name in names {
                guard let text = environment[name], !text.isEmpty else { continue }
                do {
                    return try Proxy(text)
                } catch {
                    throw Fault("\(name) is not a valid proxy: \(error.description)")
                }
            }
            return nil
        }
        let isCGI = environment["REQUEST_METHOD"] != nil
        http = try proxy(["http_proxy"] + (isCGI ? [] : ["HTTP_PROXY"]) + ["all_proxy", "ALL_PROXY"])
        https = try proxy(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        exceptions = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
            .split { $0 == "," || $0.isWhitespace }.map { Exception($0.lowercased()) }
    }

    /// Whether an address is asked through a proxy, which then resolves its host's name as well.
    public func leadsThroughProxy(_ url: WebURL) -> Bool { proxy(for: url) != nil }

    /// The proxy for an address; nil: it is asked directly. The loopback interface never goes through one: behind a proxy
    /// it would be another machine's.
    func proxy(for url: WebURL) -> Proxy? {
        guard let proxy = url.isSecure ? https : http else { return nil }
        let host = url.hostname.hasPrefix("[") ? String(url.hostname.dropFirst().dropLast()) : url.hostname
        if HTTPFetcher.isLoopback(url.hostname) { return nil }
        return exceptions.contains { $0.covers(host, port: url.effectivePort) } ? nil : proxy
    }

    /// An entry of `NO_PROXY`: `*`, `example.com` or `.example.com` (the host and all below it), an address, a block of
    /// addresses, each but the last with a port if it holds for that one only.
    private struct Exception: Sendable {
        private var host: String
        private var port: Int?
        private var block: (bytes: [UInt8], bits: Int)?

        init(_ text: String) {
            if let slash = text.firstIndex(of: "/"), let bits = Int(text[text.index(after: slash)...]),
                let bytes = addressBytes(String(text[..<slash])), (0...bytes.count * 8).contains(bits)
            {
                (host, block) = (text, (bytes, bits))
                return
            }
            var name = text[...]
            // A colon within an IPv6 address is none of a port, unless the address stands in brackets.
            if let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...]),
                !name[..<colon].contains(":") || name[..<colon].hasSuffix("]")
            {
                (name, port) = (name[..<colon], number)
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            if name.hasPrefix("*.") { name = name.dropFirst() }
            if name.hasPrefix(".") { name = name.dropFirst() }
            if name.hasSuffix(".") { name = name.dropLast() }
            // As URLs have it: names beyond ASCII in Punycode.
            host = WebURL("http://\(name)/").map(\.hostname) ?? String(name)
            block = addressBytes(String(name)).map { ($0, $0.count * 8) }
        }

        func covers(_ host: String, port: Int?) -> Bool {
            if let wanted = self.port, wanted != port { return false }
            if self.host == "*" { return true }
            if let block {
                guard let bytes = addressBytes(host), bytes.count == block.bytes.count else { return false }
                return (0..<block.bits).allSatisfy { bit in
                    (bytes[bit / 8] ^ block.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
                }
            }
            let host = host.hasSuffix(".") ? String(host.dropLast()) : host
            return host == self.host || host.hasSuffix("." + self.host)
        }
    }
}

// Unsafe pointers: the octets of the system's address types are seen for one expression and copied.
/// The octets of an IP address; nil for a name.
private func addressBytes(_ text: String) -> [UInt8]? {
    switch try? SocketAddress(ipAddress: text, port: 0) {
    case .v4(let address):
        var value = address.address.sin_addr
        return withUnsafeBytes(of: &value) { Array($0) }
    case .v6(let address):
        var value = address.address.sin6_addr
        return withUnsafeBytes(of: &value) { Array($0) }
    default: return nil
    }
}

/// Opens a tunnel through a proxy (`CONNECT`), then leaves the pipeline.
final class ProxyTunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let promise: EventLoopPromise<Void>
    private let authority: String
    private let authorization: String?
    private let limit: TimeAmount
    private var received: [UInt8] = []
    private var alarm: Scheduled<Void>?

    private static let maximumHead = 1 << 14

    init(authority: String, authorization: String?, limit: TimeAmount, promise: EventLoopPromise<Void>) {
        self.authority = authority
        self.authorization = authorization
        self.limit = limit
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) { ask(context) }

    /// Sends the request once, whichever is first: the handler on an open connection, or the connection's opening.
    private func ask(_ context: ChannelHandlerContext) {
        guard alarm == nil else { return }
        // A proxy that never answers would keep the connection for the rest of the crawl.
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            self.fail(ExchangeError.timeout, context)
        }
        var head = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n"
        if let authorization { head += "Proxy-Authorization: \(authorization)\r\n" }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: head + "\r\n")), promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }

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

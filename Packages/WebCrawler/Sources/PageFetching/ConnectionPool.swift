import Crawling
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Where a connection goes.
struct Destination: Hashable, Sendable {
    /// Whether TLS is spoken.
    var isSecure: Bool
    /// The host as the address names it, without brackets.
    var host: String
    var port: Int
    /// The IP addresses that were judged, in the order of trying; with a proxy, the proxy's own.
    var addresses: [String]
    /// Where to connect instead, and ask for the host there.
    var proxy: Proxy?
}

/// Connections to servers, kept open between requests. All of it runs on one event loop.
///
/// A request takes an idle connection or opens one; nothing waits here, since the crawl decides how many requests a
/// host gets at a time. A kept connection can die between two requests: then the request goes to a fresh one, once.
final class ConnectionPool {
    private let loop: any EventLoop
    private let connectTimeout: TimeAmount
    private let tls: NIOSSLContext?
    private var idle: [Destination: [(channel: any Channel, since: NIODeadline)]] = [:]
    private var open: [ObjectIdentifier: any Channel] = [:]
    private var isClosed = false

    /// Servers close idle connections after about this time themselves.
    private static let idleLimit = TimeAmount.seconds(30)
    /// Across all hosts; more would use up the process's file descriptors.
    private static let maximumIdle = 256

    init(loop: any EventLoop, connectTimeout: Double, tls: NIOSSLContext?) {
        self.loop = loop
        self.connectTimeout = .milliseconds(Int64(connectTimeout * 1000))
        self.tls = tls
    }

    /// Runs an exchange to its end, or to the deadline.
    func run(_ exchange: HTTPExchange, at destination: Destination, deadline: NIODeadline) {
        guard !isClosed else { return exchange.fail(ExchangeError.cancelled) }
        let kept = takeIdle(destination)
        let alarm = Alarm()
        alarm.task = loop.assumeIsolated().scheduleTask(deadline: deadline) {
            exchange.fail(ExchangeError.timeout)
            alarm.channel?.close(promise: nil)
        }
        exchange.promise.futureResult.assumeIsolated().whenComplete { _ in alarm.task?.cancel() }
        if let kept {
            exchange.isOnKeptConnection = true
            alarm.channel = kept
            start(exchange, on: kept)
        } else {
            connect(exchange, destination, alarm)
        }
    }

    private final class Alarm {
        var task: Scheduled<Void>?
        var channel: (any Channel)?
    }

    private func takeIdle(_ destination: Destination) -> (any Channel)? {
        let now = NIODeadline.now()
        while let last = idle[destination]?.popLast() {
            if last.channel.isActive, now - last.since < Self.idleLimit { return last.channel }
            last.channel.close(promise: nil)
        }
        return nil
    }

    private func keep(_ channel: any Channel, _ destination: Destination) {
        guard !isClosed, idle.values.reduce(0, { $0 + $1.count }) < Self.maximumIdle else {
            channel.close(promise: nil)
            return
        }
        idle[destination, default: []].append((channel, .now()))
    }

    private func start(_ exchange: HTTPExchange, on channel: any Channel) {
        do {
            let context = try channel.pipeline.syncOperations.context(handlerType: ConnectionHandler.self)
            guard let handler = context.handler as? ConnectionHandler else { throw ChannelError.ioOnClosedChannel }
            handler.start(exchange, context)
        } catch {
            exchange.fail(ExchangeError.stale)
        }
    }

    // MARK: - Connecting

    private func connect(_ exchange: HTTPExchange, _ destination: Destination, _ alarm: Alarm) {
        let addresses = destination.addresses
        attempt(addresses[...], destination, last: ChannelError.connectPending).assumeIsolated().whenComplete {
            result in
            switch result {
            case .success(let channel):
                alarm.channel = channel
                self.open[ObjectIdentifier(channel)] = channel
                channel.closeFuture.assumeIsolated().whenComplete { _ in
                    self.open[ObjectIdentifier(channel)] = nil
                    self.idle[destination]?.removeAll { $0.channel === channel }
                }
                self.start(exchange, on: channel)
            case .failure(let error): exchange.fail(error)
            }
        }
    }

    /// Tries the addresses of a name one after the other.
    private func attempt(
        _ addresses: ArraySlice<String>, _ destination: Destination, last: any Error
    ) -> EventLoopFuture<any Channel> {
        guard let address = addresses.first else { return loop.makeFailedFuture(last) }
        let rest = addresses.dropFirst()
        return open(address, destination).assumeIsolated().flatMapError { error in
            self.attempt(rest, destination, last: error)
        }.nonisolated()
    }

    private func open(_ address: String, _ destination: Destination) -> EventLoopFuture<any Channel> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let port = destination.proxy?.port ?? destination.port
        return ClientBootstrap(group: loop)
            .connectTimeout(connectTimeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.prepare(channel, destination) }
            }
            .connect(host: address, port: port)
            .flatMap { channel in
                guard destination.proxy != nil, destination.isSecure else {
                    return channel.eventLoop.makeSucceededFuture(channel)
                }
                return bound.value.tunnel(channel, destination)
            }
    }

    private func prepare(_ channel: any Channel, _ destination: Destination) throws {
        if destination.proxy != nil, destination.isSecure { return }
        if destination.isSecure { try addTLS(channel, destination) }
        try addHTTP(channel, destination)
    }

    private func addTLS(_ channel: any Channel, _ destination: Destination) throws {
        guard let tls else { throw ChannelError.operationUnsupported }
        let isAddress = HostResolver.isAddress(destination.host)
        try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : destination.host))
    }

    private func addHTTP(_ channel: any Channel, _ destination: Destination) throws {
        // NIO's check of requests refuses targets that URLs may have, such as brackets and bars. What is sent cannot
        // break a request: targets are serialised URLs, and fields come from options that were checked, or from answers.
        try channel.pipeline.syncOperations.addHTTPClientHandlers(enableOutboundHeaderValidation: false)
        try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler { [weak self] channel in self?.keep(channel, destination) })
    }

    /// Asks a proxy for a tunnel, and speaks TLS through it.
    private func tunnel(_ channel: any Channel, _ destination: Destination) -> EventLoopFuture<any Channel> {
        let handler = ProxyTunnelHandler(
            authority:
                "\(destination.host.contains(":") ? "[\(destination.host)]" : destination.host):\(destination.port)",
            authorization: destination.proxy?.authorization, limit: connectTimeout, promise: loop.makePromise())
        let bound = NIOLoopBound(self, eventLoop: loop)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            return loop.makeFailedFuture(error)
        }
        return handler.promise.futureResult.flatMapThrowing {
            try bound.value.addTLS(channel, destination)
            try bound.value.addHTTP(channel, destination)
            return channel
        }
    }

    /// Closes all connections; what runs fails.
    func shutdown() {
        isClosed = true
        for channel in open.values { channel.close(promise: nil) }
        open = [:]
        idle = [:]
    }
}

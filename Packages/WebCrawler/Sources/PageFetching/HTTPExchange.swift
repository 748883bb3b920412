import Crawling
import NIOCore
import NIOHTTP1

// Unsafe pointers: a piece of the answer is copied out of NIO's buffer, as far as there is room.

/// One request and its answer on a connection. It lives on the connection's event loop and never leaves it.
final class HTTPExchange {
    /// What came of it.
    struct Answer {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        /// Whether the body went on beyond the limit.
        var isCut = false
        /// Whether the body was passed over.
        var isSkipped = false
    }

    let head: HTTPRequestHead
    let limit: Int
    let use: BodyUse
    let promise: EventLoopPromise<Answer>
    /// Whether it goes to a connection that was kept, which can have died: then it is asked again on a fresh one.
    var isOnKeptConnection = false
    private(set) var answer = Answer()
    private var skipped = 0
    private var isEnded = false

    /// A body that nobody wants is read to its end when it is shorter than this, to keep the connection.
    private static let drainLimit = 1 << 16

    init(head: HTTPRequestHead, limit: Int, use: BodyUse, promise: EventLoopPromise<Answer>) {
        self.head = head
        self.limit = limit
        self.use = use
        self.promise = promise
    }

    /// What the connection does next.
    enum Step {
        case goOn
        /// The answer is there as far as it is wanted; the rest is not worth waiting for.
        case giveUp
    }

    func receive(_ head: HTTPResponseHead) -> Step {
        answer.head = head
        let type = head.headers.first(name: "content-type").map(PageParser.mediaType) ?? ""
        let isWanted =
            switch use {
            case .all: true
            case .documents: (200..<300).contains(Int(head.status.code)) && PageParser.isDocument(mediaType: type)
            case .none: false
            }
        answer.isSkipped = !isWanted
        let length = head.headers.first(name: "content-length").flatMap(Int.init)
        if let length, isWanted {
            // A length is an untrusted server's promise: no more than a usual page is set aside for it.
            answer.body.reserveCapacity(max(0, min(length, limit, 1 << 18)))
        }
        guard answer.isSkipped, self.head.method != .HEAD else { return .goOn }
        return length.map { $0 > Self.drainLimit } ?? false ? .giveUp : .goOn
    }

    func receive(_ piece: ByteBuffer) -> Step {
        if answer.isSkipped {
            skipped += piece.readableBytes
            return skipped > Self.drainLimit ? .giveUp : .goOn
        }
        let room = limit - answer.body.count
        piece.withUnsafeReadableBytes { answer.body.append(contentsOf: $0.prefix(room)) }
        guard piece.readableBytes > room else { return .goOn }
        answer.isCut = true
        return .giveUp
    }

    func finish() {
        guard !isEnded else { return }
        isEnded = true
        promise.succeed(answer)
    }

    func fail(_ error: any Error) {
        guard !isEnded else { return }
        isEnded = true
        promise.fail(error)
    }
}

/// Runs exchanges on a connection, one after the other.
///
/// What holds between calls: while `exchange` is set, its request was written and its answer has not ended. A
/// connection goes back to the pool only when an answer ended by itself and the server keeps the connection.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private var exchange: HTTPExchange?
    /// What happens to the connection once an answer ended.
    private let release: (any Channel) -> Void
    private var keepsAlive = false
    private var isClosed = false

    init(release: @escaping (any Channel) -> Void) {
        self.release = release
    }

    /// Begins an exchange on a connection that is idle.
    func start(_ exchange: HTTPExchange, _ context: ChannelHandlerContext) {
        guard !isClosed, context.channel.isActive else { return exchange.fail(ExchangeError.stale) }
        self.exchange = exchange
        keepsAlive = false
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Ends the exchange from outside.
    func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        end(error)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let exchange else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            keepsAlive = head.isKeepAlive
            proceed(exchange.receive(head), context)
        case .body(let piece): proceed(exchange.receive(piece), context)
        case .end:
            self.exchange = nil
            exchange.finish()
            if keepsAlive { release(context.channel) } else { context.close(promise: nil) }
        }
    }

    private func proceed(_ step: HTTPExchange.Step, _ context: ChannelHandlerContext) {
        guard case .giveUp = step, let exchange else { return }
        self.exchange = nil
        exchange.finish()
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A server that closes without the TLS farewell has answered all the same; the decoder knows if it has not.
        end(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        if let exchange {
            let isSilent = exchange.answer.head == nil
            end(
                isSilent && exchange.isOnKeptConnection
                    ? ExchangeError.stale : ExchangeError.closed(isSilent: isSilent))
        }
        context.fireChannelInactive()
    }

    private func end(_ error: any Error) {
        guard let exchange else { return }
        self.exchange = nil
        exchange.fail(error)
    }
}

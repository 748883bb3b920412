import HTTPMessages

/// One client's connection: a state machine that owns two buffers, what has come in and what has yet to go out.
///
/// Both buffers are empty for nearly all of its life, since a request usually comes in one piece and its response
/// leaves at once: then the worker's own scratch buffers serve, and 10,000 idle connections hold no buffer at all.
final class Connection {
    /// Where it is between a request and its answer.
    enum Phase {
        /// Between requests, or within a head.
        case head
        /// The head is complete; its content is being read and thrown away, and then it is answered.
        case body(BodyReader)
        /// Another thread works on the answer to the request that ``input`` begins with: nothing is read meanwhile.
        case waiting
        /// The last response is on its way: nothing more is read.
        case closing
        /// The last response is sent and our side ended; what still comes is thrown away for a moment.
        case lingering
    }

    /// A piece of output that the kernel has not taken yet.
    enum Pending {
        case bytes([UInt8], from: Int)
        case file(FileSlice)
    }

    let socket: Int32
    let token: UInt64
    let peer: PeerAddress
    var phase = Phase.head

    /// What has come in and is not consumed, with the parser that has read some of it; nil while there is nothing.
    var input: Input?
    /// What has yet to go out, first piece first; empty while the client keeps up.
    var output: [Pending] = []
    /// Octets handed to the kernel since ``writeWindow`` began.
    var taken = 0

    var interest = Interest.reading
    /// When it must have got further, in milliseconds.
    var deadline: Int64 = 0
    /// When the timer wheel will look at it.
    var scheduled = Int64.max
    /// Whether the kernel has said that nothing can be sent any more.
    var isBroken = false
    /// Whether the response on its way was for a refused request, behind which more may come.
    var lingers = false
    /// Whether it has answered a request already.
    var hasAnswered = false
    /// When the current request's first octet came, in microseconds; for the log.
    var began: Int64 = 0

    init(socket: Int32, token: UInt64, peer: PeerAddress) {
        (self.socket, self.token, self.peer) = (socket, token, peer)
    }

    /// Unconsumed input.
    final class Input {
        var bytes: [UInt8]
        var parser: RequestParser

        init(bytes: [UInt8], parser: RequestParser) {
            (self.bytes, self.parser) = (bytes, parser)
        }
    }

    /// Whether nothing is under way: it may be closed without cutting anybody off.
    var isIdle: Bool {
        guard case .head = phase else { return false }
        return input == nil && output.isEmpty
    }
}

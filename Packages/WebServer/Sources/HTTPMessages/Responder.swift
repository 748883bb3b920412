/// What answers requests: the heart's side of a connection. One responder serves one thread.
public protocol Responder: AnyObject {
    /// Answers one request.
    ///
    /// - Parameters:
    ///   - request: the parsed head with its bytes, and the present; its content was read and discarded.
    ///   - head: receives the status line and the field lines, each with its CRLF. Date, Connection and the empty
    ///     line are the connection's own and follow by themselves.
    /// - Returns: what follows the head; ``Answer/Content/pending`` when work for it goes on elsewhere, and then
    ///   nothing was appended to `head`.
    func respond(to request: borrowing Request, head: inout [UInt8]) -> Answer

    /// Appends a whole response's status line and fields for a request that was refused before it was understood,
    /// and returns its content.
    func refuse(_ status: Status, because reason: String, head: inout [UInt8]) -> Answer

    /// Looks after what is kept between requests: gives back what has gone stale or unused.
    ///
    /// - Returns: in how many milliseconds it wants to be called again; nil while nothing is kept.
    func maintain(at moment: Moment) -> Int64?

    /// Gives back file descriptors that are only kept for speed, because the process has run out of them.
    func releaseDescriptors()
}

/// A request as it is answered: its head, the bytes that the head's ranges refer to, and the present.
public struct Request: ~Escapable {
    /// The parsed head.
    public let head: RequestHead
    /// The buffer that the head was parsed from.
    public let bytes: Span<UInt8>
    /// The present.
    public let moment: Moment

    /// Puts a head and its bytes together.
    @_lifetime(copy bytes)
    public init(_ head: RequestHead, in bytes: Span<UInt8>, at moment: Moment) {
        (self.head, self.bytes, self.moment) = (head, bytes, moment)
    }

    /// The method.
    public var method: Method { head.method }

    /// The path of the target, still percent-encoded.
    public var path: Span<UInt8> {
        @_lifetime(copy self)
        get { bytes.part(head.target.path) }
    }

    /// The query of the target as text, without its `?`; empty when there is none.
    public var query: String { head.target.query.map { bytes.part($0).text } ?? "" }

    /// The text of a field that stands in one line only.
    public func text(_ field: KnownField) -> String? {
        head.soleValue(field).map { bytes.part($0).text }
    }
}

/// The present, read from the clocks once for many requests.
public struct Moment: Sendable, Equatable {
    /// Seconds since 1970.
    public var seconds: Int64
    /// Milliseconds of a clock that is never set back.
    public var milliseconds: Int64
    /// The number of the event loop's turn: what was checked in this turn need not be checked again.
    public var turn: UInt64

    /// Makes a moment.
    public init(seconds: Int64, milliseconds: Int64, turn: UInt64) {
        (self.seconds, self.milliseconds, self.turn) = (seconds, milliseconds, turn)
    }
}

/// A response behind its head.
public struct Answer {
    /// The status, for the log.
    public var status: Status
    /// The content.
    public var content: Content
    /// Why the request was refused, as one sentence for the log; nil when it was not.
    public var reason: String?
    /// Who asks, for the log; nil where nobody is asked for a name.
    public var user: String?

    /// Makes an answer.
    public init(_ status: Status, _ content: Content = .none, because reason: String? = nil) {
        (self.status, self.content, self.reason) = (status, content, reason)
    }

    /// The content of a response, in a form that can be sent without another copy.
    public enum Content {
        /// No octets: also for HEAD and 304, whatever Content-Length says.
        case none
        /// These octets.
        case bytes([UInt8])
        /// Part of a file.
        case file(FileSlice)
        /// One after the other: multipart ranges.
        case parts([Part])
        /// Nothing yet: another thread works on it. Whoever asked asks again when that thread has woken it.
        case pending
    }

    /// A piece of a content of several pieces.
    public enum Part {
        /// These octets.
        case bytes([UInt8])
        /// Part of a file.
        case file(FileSlice)
    }

    /// Whether another thread works on the answer.
    public var isPending: Bool {
        if case .pending = content { return true }
        return false
    }

    /// The number of octets of the content.
    public var contentLength: Int {
        switch content {
        case .none, .pending: 0
        case .bytes(let bytes): bytes.count
        case .file(let slice): slice.length
        case .parts(let parts):
            parts.reduce(0) { sum, part in
                switch part {
                case .bytes(let bytes): sum + bytes.count
                case .file(let slice): sum + slice.length
                }
            }
        }
    }
}

/// Part of an open file.
public struct FileSlice {
    /// The file's descriptor.
    public let descriptor: Int32
    /// Whatever keeps the descriptor open for as long as somebody holds it.
    public let owner: AnyObject
    /// Where the part begins.
    public var offset: Int
    /// How many octets it has.
    public var length: Int

    /// Makes a part of a file.
    public init(descriptor: Int32, owner: AnyObject, offset: Int, length: Int) {
        (self.descriptor, self.owner, self.offset, self.length) = (descriptor, owner, offset, length)
    }
}

/// What answers requests: the heart's side of a connection. One responder serves one thread.
public protocol Responder: AnyObject {
    /// Answers one request.
    ///
    /// - Parameters:
    ///   - request: the parsed head; its content was read and discarded.
    ///   - bytes: the buffer that the head's places refer to.
    ///   - moment: the present.
    ///   - head: receives the status line and the field lines, each with its CRLF. Date, Connection and the empty
    ///     line are the connection's own and follow by themselves.
    /// - Returns: what follows the head.
    func respond(to request: borrowing RequestHead, in bytes: Span<UInt8>, at moment: Moment, head: inout [UInt8])
        -> Answer

    /// Appends a whole response's status line and fields for a request that was refused before it was understood,
    /// and returns its content.
    func refuse(_ status: Status, because reason: String, head: inout [UInt8]) -> Answer

    /// Gives back file descriptors that are only kept for speed, because the process has run out of them.
    func releaseDescriptors()
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

    /// Makes an answer.
    public init(_ status: Status, _ content: Content = .none) {
        (self.status, self.content) = (status, content)
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
    }

    /// A piece of a content of several pieces.
    public enum Part {
        /// These octets.
        case bytes([UInt8])
        /// Part of a file.
        case file(FileSlice)
    }

    /// The number of octets of the content.
    public var contentLength: Int {
        switch content {
        case .none: 0
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

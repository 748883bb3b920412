/// Finds the end of a request's content (RFC 9112, sections 6 and 7) and discards what comes before it.
///
/// A byte-wise state machine: content may arrive in any pieces, and none of it is kept.
public struct BodyReader: Sendable {
    private enum State: Sendable, Equatable {
        case fixed(remaining: Int)
        case size(value: Int, digits: Int, line: Int)
        case extensions(value: Int, line: Int)
        case sizeLineFeed(value: Int)
        case data(remaining: Int)
        case dataCarriageReturn
        case dataLineFeed
        case trailerStart(count: Int)
        case trailer(count: Int, line: Int, inName: Bool)
        case trailerLineFeed(count: Int)
        case lastLineFeed
        case complete
    }

    private var state: State
    private var total = 0
    private let limits: RequestLimits

    /// Makes a reader at the content's first byte.
    public init(framing: RequestHead.Framing, limits: RequestLimits) {
        self.limits = limits
        switch framing {
        case .none, .length(0): state = .complete
        case .length(let count): state = .fixed(remaining: count)
        case .chunked: state = .size(value: 0, digits: 0, line: 0)
        }
    }

    /// Whether the content's end was seen.
    public var isComplete: Bool { state == .complete }

    /// Goes on with `bytes`.
    ///
    /// - Returns: how many of them belong to this request.
    /// - Throws: ``RequestFault`` when the chunked coding is broken or a limit is passed.
    public mutating func consume(_ bytes: Span<UInt8>) throws(RequestFault) -> Int {
        var index = 0
        while index < bytes.count, state != .complete {
            switch state {
            case .fixed(let remaining):
                let taken = min(remaining, bytes.count - index)
                index += taken
                state = taken == remaining ? .complete : .fixed(remaining: remaining - taken)
            case .data(let remaining):
                let taken = min(remaining, bytes.count - index)
                index += taken
                state = taken == remaining ? .dataCarriageReturn : .data(remaining: remaining - taken)
            default:
                state = try next(after: bytes[index])
                index += 1
            }
        }
        return index
    }

    private mutating func next(after octet: UInt8) throws(RequestFault) -> State {
        switch state {
        case .size(let value, let digits, let line):
            return try size(after: octet, value: value, digits: digits, line: line)
        case .extensions(let value, let line):
            if octet == Octet.carriageReturn { return .sizeLineFeed(value: value) }
            guard Octet.isFieldValue(octet), line < limits.chunkLine else { throw .malformedChunk }
            return .extensions(value: value, line: line + 1)
        case .sizeLineFeed(let value):
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            total += value
            if total > limits.body { throw .bodyTooLong(limit: limits.body) }
            return value == 0 ? .trailerStart(count: 0) : .data(remaining: value)
        case .dataCarriageReturn:
            guard octet == Octet.carriageReturn else { throw .malformedChunk }
            return .dataLineFeed
        case .dataLineFeed:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            return .size(value: 0, digits: 0, line: 0)
        case .trailerStart(let count):
            if octet == Octet.carriageReturn { return .lastLineFeed }
            guard Octet.isToken(octet) else { throw .malformedField }
            guard count < limits.trailerCount else { throw .tooManyTrailers(limit: limits.trailerCount) }
            return .trailer(count: count + 1, line: 1, inName: true)
        case .trailer(let count, let line, let inName):
            if octet == Octet.carriageReturn, !inName { return .trailerLineFeed(count: count) }
            guard line < limits.chunkLine else { throw .fieldTooLong(limit: limits.chunkLine) }
            guard inName ? Octet.isToken(octet) || octet == 0x3A : Octet.isFieldValue(octet) else {
                throw .malformedField
            }
            return .trailer(count: count, line: line + 1, inName: inName && octet != 0x3A)
        case .trailerLineFeed(let count):
            guard octet == Octet.lineFeed else { throw .malformedField }
            return .trailerStart(count: count)
        case .lastLineFeed:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            return .complete
        case .fixed, .data, .complete:
            return state
        }
    }

    private func size(after octet: UInt8, value: Int, digits: Int, line: Int) throws(RequestFault) -> State {
        if let digit = Octet.hexadecimal(octet) {
            // Eight digits are 4 GiB, far beyond any limit; more can only be meant to overflow somebody.
            guard digits < 8 else { throw .malformedChunk }
            return .size(value: value << 4 | Int(digit), digits: digits + 1, line: line + 1)
        }
        guard digits > 0 else { throw .malformedChunk }
        switch octet {
        case Octet.carriageReturn: return .sizeLineFeed(value: value)
        case 0x3B: return .extensions(value: value, line: line + 1)
        default: throw .malformedChunk
        }
    }
}

/// Finds the end of a request's content (RFC 9112, sections 6 and 7) and discards what comes before it.
///
/// A byte-wise state machine: content may arrive in any pieces, and none of it is kept.
public struct BodyReader: Sendable {
    private enum State: Sendable, Equatable {
        case fixed(remaining: Int)
        case size(value: Int, digits: Int, line: Int)
        case extensions(value: Int, line: Int, part: ChunkExtension)
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

    /// Where within `*( BWS ";" BWS name [ BWS "=" BWS value ] )` the reader is (RFC 9112, section 7.1.1).
    private enum ChunkExtension: Sendable, Equatable {
        /// White space behind the size or a quoted value: only `;` may follow.
        case beforeSemicolon
        /// Behind `;`: white space, then a name.
        case beforeName
        case name
        /// White space behind a name: `=` or the next `;` may follow.
        case behindName
        /// Behind `=`: white space, then a token or a quoted string.
        case beforeValue
        case value
        case quoted
        /// Behind a backslash in a quoted string.
        case escaped
        /// Behind the closing quotation mark.
        case behindQuoted

        /// Whether the line may end here.
        var mayEnd: Bool { self == .name || self == .value || self == .behindQuoted }

        /// Where the reader is after `octet`; nil when the grammar has no such octet here.
        func next(after octet: UInt8) -> ChunkExtension? {
            let isSpace = octet == Octet.space || octet == Octet.tab
            let isSemicolon = octet == Octet.semicolon
            switch self {
            case .beforeSemicolon:
                return isSpace ? .beforeSemicolon : isSemicolon ? .beforeName : nil
            case .beforeName:
                return isSpace ? .beforeName : Octet.isToken(octet) ? .name : nil
            case .name:
                if Octet.isToken(octet) { return .name }
                return isSpace ? .behindName : isSemicolon ? .beforeName : octet == Octet.equals ? .beforeValue : nil
            case .behindName:
                return isSpace ? .behindName : isSemicolon ? .beforeName : octet == Octet.equals ? .beforeValue : nil
            case .beforeValue:
                if octet == Octet.quotationMark { return .quoted }
                return isSpace ? .beforeValue : Octet.isToken(octet) ? .value : nil
            case .value:
                if Octet.isToken(octet) { return .value }
                return isSpace ? .beforeSemicolon : isSemicolon ? .beforeName : nil
            case .quoted:
                if octet == Octet.quotationMark { return .behindQuoted }
                return octet == Octet.backslash ? .escaped : Octet.isQuotedText(octet) ? .quoted : nil
            case .escaped:
                return Octet.isFieldValue(octet) ? .quoted : nil
            case .behindQuoted:
                return isSpace ? .beforeSemicolon : isSemicolon ? .beforeName : nil
            }
        }
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
        case .extensions(let value, let line, let part):
            if octet == Octet.carriageReturn, part.mayEnd { return .sizeLineFeed(value: value) }
            guard line < limits.chunkLine, let next = part.next(after: octet) else { throw .malformedChunkExtension }
            return .extensions(value: value, line: line + 1, part: next)
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
            guard inName ? Octet.isToken(octet) || octet == Octet.colon : Octet.isFieldValue(octet) else {
                throw .malformedField
            }
            return .trailer(count: count, line: line + 1, inName: inName && octet != Octet.colon)
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
        case Octet.semicolon: return .extensions(value: value, line: line + 1, part: .beforeName)
        case Octet.space, Octet.tab: return .extensions(value: value, line: line + 1, part: .beforeSemicolon)
        default: throw .malformedChunk
        }
    }
}

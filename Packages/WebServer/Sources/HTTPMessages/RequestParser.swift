/// Parses a request's head (RFC 9112, sections 2 to 6) from bytes that arrive in any pieces.
///
/// Call ``parse(_:)`` with everything that has arrived so far, each time more has; every line is looked at once, when
/// it is whole, so a client that sends single bytes costs no more than one that sends all. After a head, call
/// ``reset()`` and go on with the bytes behind it.
///
/// What holds between calls: the bytes before `lineStart` are whole lines that were parsed into `head`; those from
/// `lineStart` up to `examined` hold no line feed; nothing behind `examined` was looked at. Once a call has thrown, the
/// parser is of no more use, and neither is the connection: whatever follows may be somebody's smuggled request.
///
/// The order is that of the message, and each limit is checked before the line is parsed that would pass it. What needs
/// the whole head (a missing Host, two lengths) comes at the empty line, before anybody acts on it.
///
/// An example: `GET / HTTP/1.1␍␊Ho` parses the first line, returns false and has examined 18 octets; with
/// `st: a␍␊␍␊` behind it, the next call begins at octet 18, returns true, and `head.length` is 27.
public struct RequestParser: Sendable {
    private enum Phase: UInt8 { case requestLine, fields, complete }

    /// The head as far as it is known; all of it once ``parse(_:)`` has returned true.
    public private(set) var head = RequestHead()
    /// The limits in force.
    public let limits: RequestLimits
    private var phase = Phase.requestLine
    private var lineStart = 0
    private var examined = 0
    private var emptyLines = 0

    /// Makes a parser at a request's first byte.
    public init(limits: RequestLimits = RequestLimits()) {
        self.limits = limits
        head.fields.reserveCapacity(16)
    }

    /// Whether any byte of a request was seen: the difference between an idle and a slow client.
    public var hasBegun: Bool { examined > 0 }

    /// Makes ready for the next request, at the beginning of its bytes.
    public mutating func reset() {
        head.reset()
        phase = .requestLine
        (lineStart, examined, emptyLines) = (0, 0, 0)
    }

    /// Goes on with `bytes`, which begin with the request's first byte.
    ///
    /// - Returns: whether the head is complete; its octets are `head.length`.
    /// - Throws: ``RequestFault``, at the first line that is wrong or at a limit, without waiting for more.
    public mutating func parse(_ bytes: Span<UInt8>) throws(RequestFault) -> Bool {
        var index = examined
        while phase != .complete, index < bytes.count {
            guard bytes[index] == Octet.lineFeed else {
                index += 1
                continue
            }
            guard index > lineStart, bytes[index - 1] == Octet.carriageReturn else { throw .bareLineFeed }
            try parseLine(bytes, end: index - 1)
            index += 1
            lineStart = index
        }
        examined = index
        if phase == .complete { return true }
        // A CR may be the last byte so far; it is no part of the line's length.
        try checkLength(of: max(0, bytes.count - lineStart - 1), headLength: bytes.count)
        return false
    }

    private mutating func parseLine(_ bytes: Span<UInt8>, end: Int) throws(RequestFault) {
        try checkLength(of: end - lineStart, headLength: end + 2)
        switch phase {
        case .requestLine where end == lineStart:
            emptyLines += 1
            if emptyLines > limits.leadingEmptyLines { throw .tooManyEmptyLines(limit: limits.leadingEmptyLines) }
        case .requestLine:
            try parseRequestLine(bytes, end: end)
            phase = .fields
        case .fields where end == lineStart:
            head.length = end + 2
            try finish(bytes)
            phase = .complete
        case .fields:
            try parseField(bytes, end: end)
        case .complete:
            break
        }
    }

    private func checkLength(of line: Int, headLength: Int) throws(RequestFault) {
        if phase == .requestLine {
            if line > limits.requestLine { throw .requestLineTooLong(limit: limits.requestLine) }
        } else {
            if line > limits.fieldLine { throw .fieldTooLong(limit: limits.fieldLine) }
            if headLength > limits.head { throw .headTooLong(limit: limits.head) }
        }
    }

    private mutating func parseRequestLine(_ bytes: Span<UInt8>, end: Int) throws(RequestFault) {
        var index = lineStart
        while index < end, Octet.isToken(bytes[index]) { index += 1 }
        guard index > lineStart, index < end, bytes[index] == Octet.space else { throw .malformedRequestLine }
        head.methodName = ByteRange(lineStart, index)
        if head.methodName.count > limits.method { throw .methodTooLong(limit: limits.method) }
        head.method = Method(bytes.part(head.methodName))

        let targetStart = index + 1
        index = targetStart
        while index < end, bytes[index] != Octet.space { index += 1 }
        guard index > targetStart, index < end else { throw .malformedRequestLine }
        head.targetText = ByteRange(targetStart, index)

        let version = bytes.extracting(index + 1..<end)
        guard version.count == 8, version.extracting(0..<5).equals("HTTP/"), Octet.isDigit(version[5]),
            version[6] == Octet.dot, Octet.isDigit(version[7])
        else { throw .malformedVersion }
        guard version[5] == 0x31 else { throw .unsupportedVersion(major: version[5] - 0x30) }
        head.minorVersion = version[7] - 0x30
        head.keepsAlive = head.minorVersion > 0
        head.target = try RequestTarget(head.targetText, method: head.method, in: bytes)
    }

    private mutating func parseField(_ bytes: Span<UInt8>, end: Int) throws(RequestFault) {
        if bytes[lineStart] == Octet.space || bytes[lineStart] == Octet.tab { throw .foldedField }
        guard head.fields.count < limits.fieldCount else { throw .tooManyFields(limit: limits.fieldCount) }
        var colon = lineStart
        while colon < end, Octet.isToken(bytes[colon]) { colon += 1 }
        guard colon > lineStart, colon < end, bytes[colon] == Octet.colon else { throw .malformedField }
        for index in (colon + 1)..<end where !Octet.isFieldValue(bytes[index]) { throw .malformedField }
        let name = ByteRange(lineStart, colon)
        let known = KnownField(bytes.part(name))
        if let known {
            if known == .host, head.has(.host) { throw .repeatedHost }
            head.present |= known.bit
        }
        head.fields.append(FieldLine(name: name, value: bytes.trimmed(colon + 1, end), known: known))
    }

    /// The rules that need the whole head: Host, the content's length, and whether the connection persists.
    private mutating func finish(_ bytes: Span<UInt8>) throws(RequestFault) {
        if let host = head.value(.host) {
            guard Host.isValid(bytes.part(host), needsPort: false) else { throw .malformedHost }
        } else if head.minorVersion > 0 {
            throw .missingHost
        }
        if head.has(.transferEncoding) {
            if head.has(.contentLength) { throw .contradictoryLength }
            if head.minorVersion == 0 { throw .transferEncodingInHTTP10 }
            try checkTransferCodings(bytes)
            head.framing = .chunked
        } else if head.has(.contentLength) {
            head.framing = .length(try contentLength(bytes))
        }
        if head.has(.connection) { readConnection(bytes) }
        if let expectation = head.value(.expect), head.minorVersion > 0 {
            guard bytes.part(expectation).equalsIgnoringCase("100-continue"), head.soleValue(.expect) != nil else {
                throw .unknownExpectation
            }
            head.expectsContinue = head.framing != .none && head.framing != .length(0)
        }
    }

    private func checkTransferCodings(_ bytes: Span<UInt8>) throws(RequestFault) {
        var codings = 0
        var chunked = 0
        var lastIsChunked = false
        head.forEachValue(of: .transferEncoding) { value in
            let list = bytes.part(value)
            list.forEachListElement { element in
                codings += 1
                lastIsChunked = list.part(element).equalsIgnoringCase("chunked")
                if lastIsChunked { chunked += 1 }
                return true
            }
        }
        guard lastIsChunked, chunked == 1 else { throw .chunkedNotLast }
        if codings > 1 { throw .unknownTransferCoding }
    }

    private func contentLength(_ bytes: Span<UInt8>) throws(RequestFault) -> Int {
        guard let range = head.soleValue(.contentLength), !range.isEmpty else { throw .malformedContentLength }
        let digits = bytes.part(range)
        var value = 0
        var isTooLong = false
        for index in 0..<digits.count {
            guard Octet.isDigit(digits[index]) else { throw .malformedContentLength }
            if value <= limits.body { value = value * 10 + Int(digits[index] - 0x30) }
            if value > limits.body { isTooLong = true }
        }
        if isTooLong { throw .bodyTooLong(limit: limits.body) }
        return value
    }

    private mutating func readConnection(_ bytes: Span<UInt8>) {
        var closes = false
        var keeps = false
        head.forEachValue(of: .connection) { value in
            let list = bytes.part(value)
            list.forEachListElement { element in
                let option = list.part(element)
                if option.equalsIgnoringCase("close") { closes = true }
                if option.equalsIgnoringCase("keep-alive") { keeps = true }
                return true
            }
        }
        head.keepsAlive = !closes && (head.minorVersion > 0 || keeps)
    }
}

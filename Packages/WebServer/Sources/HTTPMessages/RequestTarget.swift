/// A request's target in one of its four forms (RFC 9112, section 3.2), as ranges of the buffer.
public struct RequestTarget: Sendable, Equatable {
    /// Which of the four forms it is.
    public enum Form: UInt8, Sendable {
        /// `/path?query`.
        case origin
        /// `http://host/path?query`, as proxies get it; every server must accept it.
        case absolute
        /// `host:port`, with CONNECT only.
        case authority
        /// `*`, with OPTIONS only.
        case asterisk
    }

    /// The form.
    public let form: Form
    /// The path, still percent-encoded; empty in authority and asterisk form, and when an absolute form has none.
    public let path: ByteRange
    /// The query behind `?`, when there is one.
    public let query: ByteRange?

    /// Recognizes a target.
    ///
    /// - Throws: ``RequestFault/malformedTarget``.
    init(_ whole: ByteRange, method: Method, in bytes: Span<UInt8>) throws(RequestFault) {
        let (start, end) = (Int(whole.start), Int(whole.end))
        for index in start..<end where !Octet.isTarget(bytes[index]) { throw .malformedTarget }
        guard start < end else { throw .malformedTarget }
        var pathStart = start
        if method == .connect {
            guard Host.isValid(bytes.part(whole), needsPort: true) else { throw .malformedTarget }
            (form, path, query) = (.authority, ByteRange(end, end), nil)
            return
        }
        if bytes[start] == Octet.slash {
            form = .origin
        } else if bytes[start] == Octet.asterisk, end == start + 1, method == .options {
            (form, path, query) = (.asterisk, ByteRange(end, end), nil)
            return
        } else {
            form = .absolute
            let scheme = try Self.schemeLength(bytes.part(whole))
            let authority = start + scheme
            pathStart = authority
            while pathStart < end, bytes[pathStart] != Octet.slash, bytes[pathStart] != Octet.questionMark {
                pathStart += 1
            }
            guard Host.isValid(bytes.extracting(authority..<pathStart), needsPort: false) else {
                throw .malformedTarget
            }
        }
        var pathEnd = pathStart
        while pathEnd < end, bytes[pathEnd] != Octet.questionMark { pathEnd += 1 }
        path = ByteRange(pathStart, pathEnd)
        query = pathEnd < end ? ByteRange(pathEnd + 1, end) : nil
    }

    private static func schemeLength(_ target: Span<UInt8>) throws(RequestFault) -> Int {
        if target.count > 7, target.extracting(0..<7).equalsIgnoringCase("http://") { return 7 }
        if target.count > 8, target.extracting(0..<8).equalsIgnoringCase("https://") { return 8 }
        throw .malformedTarget
    }
}

/// The grammar of `host [":" port]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2).
public enum Host {
    /// Whether `bytes` is a host with an optional port. An empty host is not one, since both of the schemes that
    /// this server is asked by need it.
    public static func isValid(_ bytes: Span<UInt8>, needsPort: Bool) -> Bool {
        guard bytes.count > 0 else { return false }
        for index in 0..<bytes.count where !Octet.isHost(bytes[index]) { return false }
        var hostEnd = bytes.count
        if bytes[0] == Octet.openBracket {
            var close = 1
            while close < bytes.count, bytes[close] != Octet.closeBracket {
                guard Octet.hexadecimal(bytes[close]) != nil || bytes[close] == Octet.colon || bytes[close] == Octet.dot
                else {
                    return false
                }
                close += 1
            }
            guard close < bytes.count, close > 2 else { return false }
            hostEnd = close + 1
        } else {
            for index in 0..<bytes.count {
                let octet = bytes[index]
                if octet == Octet.openBracket || octet == Octet.closeBracket { return false }
                if octet == Octet.colon {
                    hostEnd = index
                    break
                }
                if octet == Octet.percent {
                    guard index + 2 < bytes.count, Octet.hexadecimal(bytes[index + 1]) != nil,
                        Octet.hexadecimal(bytes[index + 2]) != nil
                    else { return false }
                }
            }
            guard hostEnd > 0 else { return false }
        }
        if hostEnd == bytes.count { return !needsPort }
        guard bytes[hostEnd] == Octet.colon, bytes.count - hostEnd <= 6 else { return false }
        var port = 0
        for index in (hostEnd + 1)..<bytes.count {
            guard Octet.isDigit(bytes[index]) else { return false }
            port = port * 10 + Int(bytes[index] - 0x30)
        }
        return port <= 65_535 && (!needsPort || hostEnd + 1 < bytes.count)
    }
}

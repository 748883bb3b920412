/// The request fields that the server acts on. The parser recognizes them once; nobody compares names again.
public enum KnownField: UInt8, Sendable, CaseIterable {
    case host
    case connection
    case contentLength
    case transferEncoding
    case expect
    case range
    case ifRange
    case ifMatch
    case ifNoneMatch
    case ifModifiedSince
    case ifUnmodifiedSince
    case accept
    case acceptEncoding
    case authorization
    case origin
    case accessControlRequestMethod
    case accessControlRequestHeaders
    case userAgent
    case referer
    case forwarded
    case xForwardedFor

    /// The bit of this field in a set of fields.
    @inlinable public var bit: UInt32 { 1 << UInt32(rawValue) }

    /// The name in lower case.
    public var name: StaticString {
        switch self {
        case .host: "host"
        case .connection: "connection"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .expect: "expect"
        case .range: "range"
        case .ifRange: "if-range"
        case .ifMatch: "if-match"
        case .ifNoneMatch: "if-none-match"
        case .ifModifiedSince: "if-modified-since"
        case .ifUnmodifiedSince: "if-unmodified-since"
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .authorization: "authorization"
        case .origin: "origin"
        case .accessControlRequestMethod: "access-control-request-method"
        case .accessControlRequestHeaders: "access-control-request-headers"
        case .userAgent: "user-agent"
        case .referer: "referer"
        case .forwarded: "forwarded"
        case .xForwardedFor: "x-forwarded-for"
        }
    }

    /// Recognizes a field name in any case; nil for a field that the server does not act on.
    ///
    /// The length decides between at most three candidates, so an unknown name costs one comparison.
    init?(_ name: Span<UInt8>) {
        let candidate: KnownField
        switch name.count {
        case 4: candidate = .host
        case 5: candidate = .range
        case 6:
            switch Octet.lowercased(name[0]) {
            case 0x61: candidate = .accept
            case 0x6F: candidate = .origin
            default: candidate = .expect
            }
        case 7: candidate = .referer
        case 8: candidate = Octet.lowercased(name[3]) == 0x6D ? .ifMatch : .ifRange
        case 9: candidate = .forwarded
        case 10: candidate = Octet.lowercased(name[0]) == 0x75 ? .userAgent : .connection
        case 13: candidate = Octet.lowercased(name[0]) == 0x61 ? .authorization : .ifNoneMatch
        case 14: candidate = .contentLength
        case 15: candidate = Octet.lowercased(name[0]) == 0x61 ? .acceptEncoding : .xForwardedFor
        case 17: candidate = Octet.lowercased(name[0]) == 0x69 ? .ifModifiedSince : .transferEncoding
        case 19: candidate = .ifUnmodifiedSince
        case 29: candidate = .accessControlRequestMethod
        case 30: candidate = .accessControlRequestHeaders
        default: return nil
        }
        guard name.equalsIgnoringCase(candidate.name) else { return nil }
        self = candidate
    }
}

/// One field line of a request's head.
public struct FieldLine: Sendable, Equatable {
    /// Where the name is.
    public let name: ByteRange
    /// Where the value is, without white space around it.
    public let value: ByteRange
    /// Which field it is, when the server acts on it.
    public let known: KnownField?
}

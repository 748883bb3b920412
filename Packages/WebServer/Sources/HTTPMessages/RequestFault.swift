/// Why a request was refused. Every one of these ends the connection, since what follows cannot be trusted to be
/// the beginning of a request (RFC 9112, section 11.2: request smuggling).
public enum RequestFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A line ended with LF alone (RFC 9112, section 2.2).
    case bareLineFeed
    /// The request line is not `method SP target SP version` (RFC 9112, section 3).
    case malformedRequestLine
    /// More empty lines before the request line than the limit.
    case tooManyEmptyLines(limit: Int)
    /// The method's name is longer than the limit.
    case methodTooLong(limit: Int)
    /// The request line is longer than the limit.
    case requestLineTooLong(limit: Int)
    /// The target has none of the four forms, or a form that its method does not have (RFC 9112, section 3.2).
    case malformedTarget
    /// The version is not `HTTP/` digit `.` digit (RFC 9112, section 2.3).
    case malformedVersion
    /// The major version is not 1.
    case unsupportedVersion(major: UInt8)
    /// A field line is not `name ":" value` (RFC 9112, section 5.1).
    case malformedField
    /// A field's value goes on in a second line (RFC 9112, section 5.2).
    case foldedField
    /// One field line is longer than the limit.
    case fieldTooLong(limit: Int)
    /// There are more field lines than the limit.
    case tooManyFields(limit: Int)
    /// The head is longer than the limit.
    case headTooLong(limit: Int)
    /// HTTP/1.1 without Host (RFC 9112, section 3.2).
    case missingHost
    /// More than one Host line.
    case repeatedHost
    /// Host is not a host with an optional port.
    case malformedHost
    /// Both Content-Length and Transfer-Encoding (RFC 9112, section 6.1).
    case contradictoryLength
    /// Content-Length is not one number of octets (RFC 9112, section 6.3).
    case malformedContentLength
    /// Transfer-Encoding in HTTP/1.0 (RFC 9112, section 6.1).
    case transferEncodingInHTTP10
    /// `chunked` is not the last transfer coding, or is there twice (RFC 9112, section 6.3).
    case chunkedNotLast
    /// A transfer coding before `chunked` (RFC 9112, section 6.1).
    case unknownTransferCoding
    /// Expect asks for something else than `100-continue` (RFC 9110, section 10.1.1).
    case unknownExpectation
    /// The content is longer than the limit.
    case bodyTooLong(limit: Int)
    /// The chunked coding is broken (RFC 9112, section 7.1).
    case malformedChunk
    /// What stands behind a chunk's size is no chunk extension (RFC 9112, section 7.1.1), or is too long.
    case malformedChunkExtension
    /// More trailer lines than the limit.
    case tooManyTrailers(limit: Int)

    /// The status code that answers it.
    public var status: Status {
        switch self {
        case .methodTooLong, .unknownTransferCoding: .notImplemented
        case .requestLineTooLong: .uriTooLong
        case .unsupportedVersion: .versionNotSupported
        case .fieldTooLong, .tooManyFields, .headTooLong, .tooManyTrailers: .fieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .bodyTooLong: .contentTooLarge
        default: .badRequest
        }
    }

    /// What was wrong and what would be right, as one sentence.
    public var description: String {
        switch self {
        case .bareLineFeed: "A line of the request ends with LF alone; every line must end with CR and LF."
        case .malformedRequestLine:
            "The first line of the request must be a method, one space, a target, one space and HTTP/1.1."
        case .tooManyEmptyLines(let limit): "More than \(limit) empty lines stand before the request line."
        case .methodTooLong(let limit): "The method's name has more than \(limit) characters; no known one has."
        case .requestLineTooLong(let limit): "The request line has more than \(limit) octets; shorten the address."
        case .malformedTarget:
            "The request's target must be a path that begins with /, an http address, * with OPTIONS, "
                + "or host:port with CONNECT."
        case .malformedVersion: "The request line must end with HTTP/1.1 or HTTP/1.0."
        case .unsupportedVersion(let major): "This server speaks HTTP/1.1, and the request says HTTP/\(major)."
        case .malformedField:
            "A field line must be a name, a colon without space before it, and a value without control characters."
        case .foldedField: "A field line begins with white space; a value must stand in one line."
        case .fieldTooLong(let limit): "One field line has more than \(limit) octets."
        case .tooManyFields(let limit): "The request has more than \(limit) field lines."
        case .headTooLong(let limit): "The request's head has more than \(limit) octets."
        case .missingHost: "An HTTP/1.1 request must have a Host field."
        case .repeatedHost: "The request has more than one Host field."
        case .malformedHost: "The Host field must be a host name or address with an optional port."
        case .contradictoryLength: "The request has both Content-Length and Transfer-Encoding; send one of them."
        case .malformedContentLength: "Content-Length must be there once and be one decimal number of octets."
        case .transferEncodingInHTTP10: "HTTP/1.0 has no Transfer-Encoding; send Content-Length."
        case .chunkedNotLast: "The last transfer coding of a request must be chunked, and only the last."
        case .unknownTransferCoding: "This server understands the transfer coding chunked, and no other."
        case .unknownExpectation: "The Expect field may only say 100-continue."
        case .bodyTooLong(let limit): "The request's content has more than \(limit) octets."
        case .malformedChunk:
            "A chunk must be its size in hexadecimal digits, CR, LF, as many octets, and CR and LF again."
        case .malformedChunkExtension:
            "Behind a chunk's size only extensions may stand: ; and a name, and = with a token or a quoted value."
        case .tooManyTrailers(let limit): "More than \(limit) trailer lines follow the last chunk."
        }
    }
}

/// A request method (RFC 9110, section 9).
public enum Method: UInt8, Sendable, Equatable {
    /// Transfer a representation.
    case get
    /// As GET, without the content.
    case head
    /// Describe what is allowed.
    case options
    /// Process the content: known, and not allowed by a read-only server.
    case post
    /// Replace the resource: known, and not allowed by a read-only server.
    case put
    /// Remove the resource: known, and not allowed by a read-only server.
    case delete
    /// Change the resource (RFC 5789): known, and not allowed by a read-only server.
    case patch
    /// Make a tunnel: known, and not allowed by a read-only server.
    case connect
    /// Echo the request: known, and not allowed, since it shows a proxy's secrets.
    case trace
    /// Any other token: answered with 501.
    case other

    /// Recognizes a method; names are case-sensitive (RFC 9110, section 9.1).
    init(_ name: Span<UInt8>) {
        switch name.count {
        case 3 where name.equals("GET"): self = .get
        case 3 where name.equals("PUT"): self = .put
        case 4 where name.equals("HEAD"): self = .head
        case 4 where name.equals("POST"): self = .post
        case 5 where name.equals("PATCH"): self = .patch
        case 5 where name.equals("TRACE"): self = .trace
        case 6 where name.equals("DELETE"): self = .delete
        case 7 where name.equals("OPTIONS"): self = .options
        case 7 where name.equals("CONNECT"): self = .connect
        default: self = .other
        }
    }
}

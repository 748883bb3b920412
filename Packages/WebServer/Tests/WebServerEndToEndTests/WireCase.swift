import Testing

/// A request as octets, and what must come back.
struct WireCase: Sendable {
    /// What the connection does behind the answer.
    enum After: Sendable {
        /// It serves the next request.
        case stays
        /// It ends: nothing behind the request is read as a request.
        case closes
    }

    let name: String
    let request: String
    let statuses: [Int]
    let after: After
    /// How many of the answers are to HEAD, and so have no content.
    let isHead: Bool
}

/// The cases of one section of a specification.
struct WireSection: Sendable, CustomTestStringConvertible {
    let title: String
    let cases: [WireCase]

    var testDescription: String { title }

    init(_ title: String, _ cases: [WireCase]) {
        (self.title, self.cases) = (title, cases)
    }
}

/// A request that is answered; the connection goes on.
func answered(_ name: String, _ request: String, _ statuses: Int..., head: Bool = false) -> WireCase {
    WireCase(name: name, request: request, statuses: statuses, after: .stays, isHead: head)
}

/// A request that is answered, behind which the connection ends.
func last(_ name: String, _ request: String, _ statuses: Int..., head: Bool = false) -> WireCase {
    WireCase(name: name, request: request, statuses: statuses, after: .closes, isHead: head)
}

extension WireSection {
    /// A request with these further field lines.
    static func get(_ fields: String = "", target: String = "/", method: String = "GET") -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    /// A request with a chunked content, as it stands on the wire.
    static func chunked(_ content: String) -> String {
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(content)"
    }
}

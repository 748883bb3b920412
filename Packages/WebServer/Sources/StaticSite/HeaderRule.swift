import HTTPMessages

/// One `GLOB: Name: value` rule: a response field of the user's own, or the removal of one that the server sends.
public struct HeaderRule: Sendable, Equatable {
    /// Why a rule is refused, as the end of a sentence that begins with the rule.
    public struct Refusal: Error, Sendable, Equatable {
        /// What is wrong and what would be right.
        public let reason: String
    }

    /// Which files' answers.
    public let files: Glob
    /// The field's name.
    public let name: String
    /// The field's value; empty when the field is to be left out.
    public let value: String

    /// Fields of which each line stands for itself. Of any other the last matching rule counts alone.
    private static let additive: Set<String> = ["link", "set-cookie", "vary", "server-timing"]

    /// Fields by which the server keeps the message whole, or says what was found: another value would be a lie.
    private static let own: Set<String> = [
        "accept-ranges", "connection", "content-encoding", "content-length", "content-range", "date", "etag",
        "keep-alive", "last-modified", "location", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    init(_ pattern: String, _ name: String, _ value: String) {
        (files, self.name, self.value) = (Glob(pattern), name, value)
    }

    /// Reads a rule as it stands on the command line.
    ///
    /// - Throws: ``Refusal``.
    public init(_ text: String) throws(Refusal) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(Self.trimmed)
        let example = "as '*.html: X-Frame-Options: DENY'"
        guard parts.count == 3 else { throw Refusal(reason: "is not 'GLOB: Name: value', \(example)") }
        let (pattern, name, value) = (parts[0], parts[1], parts[2])
        // 'Content-Security-Policy: default-src: …' has three parts, too, but its first is a name and not a pattern.
        guard !pattern.isEmpty, pattern.contains(where: { "*./".contains($0) }) else {
            throw Refusal(
                reason: "does not begin with a pattern of files; put '*: ' in front of it for every answer, \(example)")
        }
        guard !name.isEmpty, name.utf8.allSatisfy(Octet.isToken) else {
            throw Refusal(reason: "has no valid field name between its colons, \(example)")
        }
        if name.lowercased() == "content-type" { throw Refusal(reason: "sets Content-Type; use --mime for that") }
        guard !Self.own.contains(name.lowercased()) else {
            throw Refusal(reason: "sets \(name), which only the server can know")
        }
        guard value.utf8.allSatisfy(Octet.isFieldValue) else {
            throw Refusal(reason: "has a control character in its value")
        }
        (files, self.name, self.value) = (Glob(pattern), name, value)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Puts the rule into effect on fields that were composed before.
    func apply(to fields: inout [(name: String, value: String)]) {
        let lower = name.lowercased()
        if !Self.additive.contains(lower) || value.isEmpty { fields.removeAll { $0.name.lowercased() == lower } }
        if !value.isEmpty { fields.append((name, value)) }
    }

    /// Sets of rules under one name.
    public enum Preset: String, Sendable, CaseIterable {
        /// A page gets its browsing context for itself: COOP and COEP, as SharedArrayBuffer and precise clocks need.
        case isolation
        /// A Content-Security-Policy that loads from the same origin only.
        case csp
        /// Strict-Transport-Security for a year: for a site that is behind a TLS proxy for good.
        case hsts

        /// The rules.
        public var rules: [HeaderRule] {
            switch self {
            case .isolation:
                [
                    HeaderRule("*", "Cross-Origin-Opener-Policy", "same-origin"),
                    HeaderRule("*", "Cross-Origin-Embedder-Policy", "require-corp"),
                    HeaderRule("*", "Cross-Origin-Resource-Policy", "same-origin"),
                ]
            case .csp:
                [
                    HeaderRule(
                        "*", "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'")
                ]
            case .hsts: [HeaderRule("*", "Strict-Transport-Security", "max-age=31536000")]
            }
        }
    }
}

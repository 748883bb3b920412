import Crawling

/// Something wrong with a link, or worth knowing about it.
public struct Finding: Sendable, Hashable {
    /// What is wrong. The raw values are the words of all outputs.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// The target answers with an error, or not at all.
        case broken
        /// The address is none that a browser can open.
        case invalid
        /// The target has no element of that name.
        case fragment
        /// The target is somewhere else.
        case redirect
        /// The target redirects in a circle.
        case loop
        /// A page that came encrypted takes a part that does not.
        case mixedContent = "mixed-content"
        /// The target does not answer in time.
        case timeout
        /// The server asked to come back later, until patience ran out: undecided.
        case throttled
        /// The target's certificate or encryption is bad.
        case insecure
        /// The target's body cannot be read.
        case unreadable

        /// The heading of such findings.
        public var title: String {
            switch self {
            case .broken: "Broken links"
            case .invalid: "Invalid addresses"
            case .fragment: "Missing fragments"
            case .redirect: "Redirects"
            case .loop: "Redirect loops"
            case .mixedContent: "Mixed content"
            case .timeout: "Timeouts"
            case .throttled: "Throttled, undecided"
            case .insecure: "Bad certificates"
            case .unreadable: "Unreadable answers"
            }
        }

        /// How bad it is, unless a check is strict.
        public var severity: Severity { self == .redirect ? .note : .error }
    }

    /// How bad a finding is.
    public enum Severity: String, Sendable, Codable {
        /// It makes a check fail.
        case error
        /// It works, and is only told.
        case note
    }

    /// What is wrong.
    public var kind: Kind
    /// How bad it is.
    public var severity: Severity
    /// The page that has the link; nil for an address that the user named.
    public var source: String?
    /// Where the address stands in the page; nil when that is not known.
    public var position: TextPosition?
    /// The link's target, resolved, with its fragment.
    public var target: String
    /// The HTTP status that the target answers with; zero when none came.
    public var status: Int
    /// More, for people.
    public var detail: String
    /// Where redirects lead in the end.
    public var destination: String?

    /// Makes a finding of its kind's usual severity.
    public init(
        kind: Kind, source: String?, position: TextPosition? = nil, target: String, status: Int, detail: String
    ) {
        self.kind = kind
        severity = kind.severity
        self.source = source
        self.position = position
        self.target = target
        self.status = status
        self.detail = detail
    }

    /// The source for people.
    public var sourceText: String { source ?? Self.commandLine }

    /// What stands for the source of an address that the user named.
    public static let commandLine = "command-line"

    /// The source with line and column behind colons, as compilers write it.
    public var location: String {
        guard let position, source != nil else { return sourceText }
        return "\(sourceText):\(position.line):\(position.column)"
    }

    /// What a baseline remembers of a finding.
    public var key: String { "\(kind.rawValue) \(sourceText) \(target)" }
}

extension Finding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, severity, source, line, column, target, status, detail, destination
    }

    /// Writes the finding with its line and column beside its other members.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(severity, forKey: .severity)
        try values.encode(sourceText, forKey: .source)
        try values.encodeIfPresent(position?.line, forKey: .line)
        try values.encodeIfPresent(position?.column, forKey: .column)
        try values.encode(target, forKey: .target)
        try values.encode(status, forKey: .status)
        try values.encode(detail, forKey: .detail)
        try values.encodeIfPresent(destination, forKey: .destination)
    }
}

import Crawling

/// Something wrong with a link.
public struct Finding: Sendable, Hashable {
    /// What is wrong. The raw values are the words of all outputs.
    public enum Kind: String, Sendable, CaseIterable {
        /// The target answers with an error, or not at all.
        case broken
        /// The target has no place of that name.
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

        /// The heading of such findings.
        public var title: String {
            switch self {
            case .broken: "Broken links"
            case .fragment: "Missing fragments"
            case .redirect: "Redirects"
            case .loop: "Redirect loops"
            case .mixedContent: "Mixed content"
            case .timeout: "Timeouts"
            case .throttled: "Throttled, undecided"
            case .insecure: "Bad certificates"
            }
        }
    }

    /// What is wrong.
    public var kind: Kind
    /// The page that has the link.
    public var source: String
    /// The link's target, resolved, with its fragment.
    public var target: String
    /// The HTTP status that the target answers with; zero when none came.
    public var status: Int
    /// More, for people.
    public var detail: String
    /// Where redirects lead in the end.
    public var destination: String?

    /// Makes a finding.
    public init(kind: Kind, source: String, target: String, status: Int, detail: String) {
        self.kind = kind
        self.source = source
        self.target = target
        self.status = status
        self.detail = detail
    }

    /// What a baseline remembers of a finding.
    public var key: String { "\(kind.rawValue) \(source) \(target)" }
}

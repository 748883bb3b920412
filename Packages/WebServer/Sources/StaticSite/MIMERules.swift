import HTTPMessages

/// Which media type a file has: the user's own rules first, then the table.
public struct MIMERules: Sendable {
    /// One `EXTENSION=TYPE` or `GLOB=TYPE`.
    public struct Rule: Sendable, Equatable {
        private let suffix: [UInt8]?
        private let files: Glob
        let type: String

        /// Reads a rule as it stands on the command line: `.foo=text/x-foo` and `foo=text/x-foo` are for an extension,
        /// `docs/*=text/plain` for a pattern; nil when it is neither, or when the type is not `type/subtype`.
        public init?(_ text: String) {
            guard let equals = text.firstIndex(of: "=") else { return nil }
            let left = String(text[..<equals])
            type = String(text[text.index(after: equals)...])
            guard !left.isEmpty, Self.isMediaType(type) else { return nil }
            files = Glob(left)
            if left.contains("*") || left.contains("/") {
                suffix = nil
            } else {
                suffix = Array((left.hasPrefix(".") ? left : ".\(left)").lowercased().utf8)
            }
        }

        func matches(_ path: [UInt8]) -> Bool {
            guard let suffix else { return files.matches(path) }
            return path.count > suffix.count && path.suffix(suffix.count).map(Octet.lowercased).elementsEqual(suffix)
        }

        /// `type/subtype` with parameters behind it (RFC 9110, section 8.3.1).
        private static func isMediaType(_ text: String) -> Bool {
            let essence = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
            return essence.count == 2 && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
                && essence.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Octet.isToken) }
        }
    }

    private let rules: [Rule]
    private let charset: String?

    /// Makes the rules.
    ///
    /// - Parameter charset: what text types are said to be written in; nil says nothing of it.
    public init(_ rules: [Rule] = [], charset: String? = "utf-8") {
        (self.rules, self.charset) = (rules, charset)
    }

    /// The media type of the file at a path, relative to the folder.
    public func type(of path: [UInt8]) -> String {
        if let rule = rules.first(where: { $0.matches(path) }) { return MIMETypes.withCharset(rule.type, charset) }
        return MIMETypes.type(of: path, charset: charset)
    }

    /// Whether a rule or the table knows what kind of file a path names.
    public func knows(_ path: [UInt8]) -> Bool {
        rules.contains { $0.matches(path) } || MIMETypes.isKnown(path)
    }
}

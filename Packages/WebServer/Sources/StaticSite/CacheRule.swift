/// One `PATTERN=VALUE` rule: the Cache-Control of the files that the pattern matches.
public struct CacheRule: Sendable, Equatable {
    /// Which files.
    public let files: Glob
    /// The field's value.
    public let value: String

    /// What a file gets that no rule names: it may be kept, and is asked for again each time, which costs a 304.
    static let standard = "no-cache"

    /// A file whose name changes with its content: whoever has it never asks again for a year. Only the user can know
    /// that; no name tells it.
    ///
    /// - Parameter isPrivate: whether the file is behind a password. Then only the reader's own cache may keep it: `public`
    ///   would let a shared one give it to everybody (RFC 9111, section 3.5).
    public static func immutable(_ pattern: String, isPrivate: Bool = false) -> CacheRule {
        CacheRule(files: Glob(pattern), value: "\(isPrivate ? "private" : "public"), max-age=31536000, immutable")
    }

    /// Reads a rule as it stands on the command line; nil without `=`, with an empty side, or with a control
    /// character, which could begin another field.
    public init?(_ text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let pattern = String(text[..<equals])
        value = String(text[text.index(after: equals)...])
        guard !pattern.isEmpty, !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        files = Glob(pattern)
    }

    private init(files: Glob, value: String) { (self.files, self.value) = (files, value) }

    /// Whether this rule is for the file at `path`, relative to the folder.
    public func matches(_ path: [UInt8]) -> Bool { files.matches(path) }
}

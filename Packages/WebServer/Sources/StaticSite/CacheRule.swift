/// One `PATTERN=VALUE` rule: the Cache-Control of the files that the pattern matches.
public struct CacheRule: Sendable, Equatable {
    /// The pattern: `*` stands for any octets, also `/`. Without `/` it is compared with the file's name, else with
    /// its path from the folder.
    public let pattern: String
    /// The field's value.
    public let value: String

    /// Makes a rule.
    public init(pattern: String, value: String) {
        (self.pattern, self.value) = (pattern, value)
    }

    /// Reads a rule as it stands on the command line; nil without `=`, with an empty side, or with a control
    /// character, which could begin another field.
    public init?(_ text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        pattern = String(text[..<equals])
        value = String(text[text.index(after: equals)...])
        guard !pattern.isEmpty, !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
    }

    /// Whether this rule is for the file at `path`, relative to the folder.
    public func matches(_ path: [UInt8]) -> Bool {
        let pattern = Array(pattern.utf8)
        if pattern.contains(0x2F) {
            let anchored = pattern.first == 0x2F ? Array(pattern.dropFirst()) : pattern
            return Self.glob(anchored, path)
        }
        let name = path.lastIndex(of: 0x2F).map { Array(path[($0 + 1)...]) } ?? path
        return Self.glob(pattern, name)
    }

    /// Matches with one retry point, so that no pattern takes more than product time.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (at, position) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == 0x2A {
                star = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == text[position] {
                at += 1
                position += 1
            } else if let retry = star {
                star = (retry.pattern, retry.text + 1)
                at = retry.pattern + 1
                position = retry.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == 0x2A }
    }

    /// What holds where no rule matches: a name that carries a hash of its content, as bundlers write it, may be kept
    /// for a year; everything else is asked for again, which costs a 304.
    static func standard(for path: [UInt8]) -> String {
        hasContentHash(path) ? "public, max-age=31536000, immutable" : "no-cache"
    }

    /// Whether a part of the name, between dots or dashes, is 8 to 64 hexadecimal digits with a letter and a digit.
    static func hasContentHash(_ path: [UInt8]) -> Bool {
        let name = path.lastIndex(of: 0x2F).map { path[($0 + 1)...] } ?? path[...]
        let parts = name.split(whereSeparator: { $0 == 0x2E || $0 == 0x2D })
        guard parts.count > 2 || (parts.count == 2 && name.contains(0x2D)) else { return false }
        return parts.dropFirst().contains { part in
            (8...64).contains(part.count)
                && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
                && part.contains { $0 < 0x3A } && part.contains { $0 > 0x60 }
        }
    }
}

import HTTPTypes
import HummingbirdCore

/// The name of one edition of a resource (RFC 9110, 8.8.3): what a client sends back to learn whether there is a newer
/// one, or to change only what it has seen.
///
/// A weak tag says "as good as the same" and serves caches. Only a strong tag, which says "the same bytes", may guard a
/// change: `If-Match` never holds for a weak one, so that CalDAV and every other protocol of edits needs strong tags.
///
/// ```swift
/// let tag = EntityTag.strong("revision-\(task.revision)")
/// switch tag.precondition(of: request) {
/// case .holds: try await store.replace(task)
/// case .fails: throw ErrorAnswer(.preconditionFailed, "The task has changed since you read it.")
/// case .isKnown: …                                             // 304: only ever for GET and HEAD
/// }
/// ```
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// How an answer gets its tag.
    public enum Choice: Sendable, Hashable {
        /// A weak tag, made from the bytes; the answer may be compressed.
        case weak
        /// A strong tag, made from the bytes.
        case strong
        /// A tag of the caller's, such as the number of a revision.
        case given(EntityTag)
    }

    /// What stands between the quotes.
    public let opaque: String
    /// Whether it stands for editions that are only as good as the same.
    public let isWeak: Bool

    /// A strong tag; characters that a tag must not have (quotes, spaces, controls, beyond ASCII) are escaped as `%XX`.
    public static func strong(_ opaque: String) -> Self { Self(opaque: tokenized(opaque), isWeak: false) }

    /// A weak tag; characters that a tag must not have are escaped as `%XX`.
    public static func weak(_ opaque: String) -> Self { Self(opaque: tokenized(opaque), isWeak: true) }

    /// The weak tag of bytes: FNV-1a of 64 bits, enough to tell two editions of a page apart.
    public static func weak(of bytes: some Sequence<UInt8>) -> Self {
        var count = 0
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            count += 1
            return (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return Self(opaque: "\(String(hash, radix: 16))-\(count)", isWeak: true)
    }

    /// The strong tag of bytes: FNV-1a of 128 bits. Two editions do not share it by chance; whoever may write both can
    /// make two that do, and then fools no one but their own clients.
    public static func strong(of bytes: some Sequence<UInt8>) -> Self {
        let prime: UInt128 = 1 << 88 + 0x13b
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* prime }
        return Self(opaque: String(hash, radix: 16), isWeak: false)
    }

    /// The tag as a header has it: `"abc"` or `W/"abc"`.
    public var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    private static func tokenized(_ text: String) -> String {
        let isFit = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") }
        return isFit ? text : WebText.percentEncoded(text)
    }

    // MARK: What a client knows

    /// Whether a header's list names this edition, or any at all (`*`), by the weak comparison of `If-None-Match`.
    public func isNamed(in header: String) -> Bool {
        let list = Self.list(header)
        return list.isAny || list.tags.contains { $0.opaque == opaque }
    }

    /// Whether a header's list names exactly these bytes, by the strong comparison of `If-Match`.
    public func isNamedStrongly(in header: String) -> Bool {
        let list = Self.list(header)
        return list.isAny || !isWeak && list.tags.contains { !$0.isWeak && $0.opaque == opaque }
    }

    /// The entries of a list of tags. A tag may hold commas; what is no tag is passed over, and so is an unquoted one
    /// but for its comparison: some clients lose the quotes.
    private static func list(_ header: String) -> (tags: [EntityTag], isAny: Bool) {
        var tags: [EntityTag] = []
        var rest = Substring(header)
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
            guard let first = rest.first else { return (tags, false) }
            if first == "*" { return (tags, true) }
            let isWeak = rest.hasPrefix("W/") || rest.hasPrefix("w/")
            if isWeak { rest = rest.dropFirst(2) }
            if rest.first == "\"" {
                rest = rest.dropFirst()
                let opaque = rest.prefix { $0 != "\"" }
                rest = rest[opaque.endIndex...].dropFirst()
                tags.append(EntityTag(opaque: String(opaque), isWeak: isWeak))
            } else {
                let opaque = rest.prefix { $0 != "," && $0 != " " && $0 != "\t" }
                rest = rest[opaque.endIndex...]
                if !opaque.isEmpty { tags.append(EntityTag(opaque: String(opaque), isWeak: isWeak)) }
            }
        }
    }

    // MARK: Preconditions

    /// What the conditions of a request come to.
    public enum Precondition: Sendable, Equatable {
        /// The request is carried out.
        case holds
        /// The client has this edition: 304 for GET and HEAD.
        case isKnown
        /// The client has seen another edition: 412, and nothing is changed.
        case fails
    }

    /// What the conditions of a request come to for this edition, in the order of RFC 9110, 13.2.2.
    public func precondition(of request: Request) -> Precondition { Self.precondition(of: request, current: self) }

    /// What the conditions of a request come to.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - current: The edition that there is; nil if there is none, for which `If-Match` never holds and
    ///     `If-None-Match: *` does: that is how a client says "make it, but overwrite nothing".
    public static func precondition(of request: Request, current: EntityTag?) -> Precondition {
        if let expected = request.headers[.ifMatch] {
            guard let current, current.isNamedStrongly(in: expected) else { return .fails }
        }
        if let known = request.headers[.ifNoneMatch], let current, current.isNamed(in: known) {
            return request.method == .get || request.method == .head ? .isKnown : .fails
        }
        return .holds
    }
}

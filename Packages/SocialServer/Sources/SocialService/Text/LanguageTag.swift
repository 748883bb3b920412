/// Language tags (BCP 47, RFC 5646): `en`, `pt-BR`, `zh-Hant-TW`, `sl-rozaj-1994`.
///
/// Clients look a language up by its tag, so that a tag is kept as it is written, in the case that the standard
/// recommends: scripts as `Hant`, regions as `TW`, the rest in small letters.
public enum LanguageTag {
    /// A tag in its recommended case; nil if it does not have the form of one.
    public static func normalized(_ text: String) -> String? {
        let parts = text.replacing("_", with: "-").split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = parts.first, (2...8).contains(language.utf8.count),
            language.utf8.allSatisfy(isLetter), language.utf8.count != 4,
            parts.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isAlphanumeric) }),
            // One character begins an extension, which says something more.
            parts.last?.utf8.count != 1
        else { return nil }
        var isExtension = false
        let cased = parts.enumerated().map { index, part -> String in
            let count = part.utf8.count
            if count == 1 { isExtension = true }
            guard index > 0, !isExtension, part.utf8.allSatisfy(isLetter) else { return part.lowercased() }
            if count == 2 { return part.uppercased() }
            return count == 4 ? part.prefix(1).uppercased() + part.dropFirst().lowercased() : part.lowercased()
        }
        return cased.joined(separator: "-")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }
}

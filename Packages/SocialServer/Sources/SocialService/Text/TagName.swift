import Foundation

/// How hashtags are compared: `#Tea`, `#tea` and `#ｔｅａ` are one, and so are a letter with its accent as one character
/// and as two. `#Zähler` and `#Zahler` are two words, and stay two.
public enum TagName {
    /// The name under which a hashtag is kept and looked up: Unicode's compatible composed form (NFKC) in lower case.
    public static func key(_ name: some StringProtocol) -> String {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
        return String(name).precomposedStringWithCompatibilityMapping.lowercased()
            .precomposedStringWithCompatibilityMapping
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the counts count, for the help of each command.
enum Definitions {
    static let text = """
        Definitions:
          words        Tokens, unchanged: what Python's str.split() makes (Unicode White_Space and U+001C to
                       U+001F), or with --words unicode the segments of UAX #29 that hold a letter or digit.
          uniqueWords, topWords, words
                       Distinct tokens, lower-cased, without leading and trailing characters that are neither
                       letters nor digits; --raw keeps tokens as they are. A token of which nothing is left is
                       counted in words only.
          lines        Line feeds, and a last line without one.
          bytes        All bytes of the file. Every other count leaves out Project Gutenberg's header and licence.
          characters   Code points. An ill-formed sequence of bytes is one U+FFFD.
          graphemes    Extended grapheme clusters of UAX #29.
          letters      Alphabetic code points (general category L) after lower-casing.
          sentences    From a word to the next . ! or ?, if it has more than two words; at least one.
          syllables    An estimate for English by spelling.
        """
}

/// The environment, as far as a command asks for it.
enum Environment {
    static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    /// A variable that is empty counts as not set.
    static func isSet(_ name: String) -> Bool { value(name)?.isEmpty == false }
}

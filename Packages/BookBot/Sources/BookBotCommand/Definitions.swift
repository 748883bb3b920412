/// What the counts count, for the help of each command.
enum Definitions {
    static let text = """
        Definitions:
          words        Tokens, unchanged: what Python's str.split() makes (Unicode White_Space and U+001C to
                       U+001F). In a text that is mostly Chinese or Japanese, or with --words characters, each
                       such character; with --words unicode the segments of UAX #29 that hold a letter or digit.
          uniqueWords, topWords, words
                       Distinct tokens, composed (NFC), lower-cased, from the first letter or digit to the last,
                       with the marks that stand on it; --raw keeps tokens as they are. A token of which nothing
                       is left is counted in words only.
          lines        Line feeds, and a last line without one.
          bytes        All bytes of the file. Every other count leaves out Project Gutenberg's header and licence.
          characters   Code points. An ill-formed sequence of bytes is one U+FFFD.
          graphemes    Extended grapheme clusters of UAX #29.
          letters      Alphabetic code points (general category L) after composing and lower-casing.
          sentences    By UAX #29, without those of one or two words that end with a full stop, and in
                       English with ! or ?; at least one.
          syllables    An estimate by spelling, for English, German, French, Spanish, Italian and Russian.
        """
}

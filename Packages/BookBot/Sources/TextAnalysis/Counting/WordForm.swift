// Unsafe pointers: a token is looked at where the chunk holds it, for the call alone.

/// How text becomes words: where it is split, and what is done to a token.
public struct WordForm: Sendable, Equatable {
    /// Where one word ends and the next begins.
    public enum Segmentation: String, Sendable, CaseIterable {
        /// At whitespace, but in a text that is mostly Chinese or Japanese each character is a word.
        case automatic = "auto"
        /// At whitespace, as Python's `str.split()`.
        case whitespace
        /// By the word boundaries of UAX #29; a segment with a letter or digit is a word.
        case unicode
        /// Each Chinese or Japanese character is a word, as word processors count; anything else is split at whitespace
        /// and at such characters.
        case characters
    }

    /// Where text is split.
    public var segmentation: Segmentation
    /// Whether words stay as they stand in the text. Otherwise they are composed (NFC), lower-cased, and run from their
    /// first letter or digit to their last, with the marks that stand on it.
    public var isRaw: Bool

    /// Makes a form; the default is the one of the report.
    public init(segmentation: Segmentation = .whitespace, isRaw: Bool = false) {
        self.segmentation = segmentation
        self.isRaw = isRaw
    }

    /// The scanner that finds the tokens this form is made from.
    public var scanner: TokenScanner { TokenScanner(splitsAtNarrowSpace: segmentation != .unicode) }

    /// Whether the count of words is the count of tokens, so that a dash that stands alone is counted.
    var countsTokens: Bool { segmentation == .whitespace }

    /// The form with `automatic` decided by the tokens of a text: characters, if there are more Chinese and Japanese
    /// characters than tokens without any.
    func decided(for tokens: borrowing TokenTable) -> WordForm {
        guard segmentation == .automatic else { return self }
        var (characters, others) = (0, 0)
        for id in 0..<UInt32(tokens.count) {
            let times = tokens.occurrences(of: id)
            if tokens.isPlainWord(id) {
                others += times
                continue
            }
            let found = tokens.withToken(id) { Self.charactersThatAreWords($0) }
            if found > 0 { characters += found * times } else { others += times }
        }
        return WordForm(segmentation: characters > others ? .characters : .whitespace, isRaw: isRaw)
    }

    /// How many characters of UTF-8 text are counted as words.
    static func charactersThatAreWords(_ token: UnsafeRawBufferPointer) -> Int {
        // Such characters begin with E3 or a higher byte.
        guard token.contains(where: { $0 >= 0xE3 }) else { return 0 }
        return UTF8Decoder(token).reduce(0) { $0 + (Script($1).countsCharactersAsWords ? 1 : 0) }
    }
}

/// Reads a token once: its code points, and where its words lie in them. Every count of a report is made of this.
///
/// Example: of the token `“Cafe´s”` (with a combining accent) `codePoints` are the nine of the text, `text` is the
/// composed `“Cafés”`, `words` is the one range of `Cafés`, and `lowered(_:)` of it is `cafés`.
struct TokenReader {
    /// Must not be `automatic`.
    let form: WordForm
    /// The token as it stands.
    private(set) var codePoints: [UInt32] = []
    /// What `words` are ranges of: the token as it stands in a raw form, otherwise composed (NFC) and without characters
    /// that only lay text out, such as soft hyphens and marks of direction.
    private(set) var text: [UInt32] = []
    /// The words: none, one, or several.
    private(set) var words: [Range<Int>] = []

    init(_ form: WordForm) {
        self.form = form
    }

    /// Reads the next token; ill-formed bytes become U+FFFD.
    mutating func read(_ token: UnsafeRawBufferPointer) {
        codePoints.removeAll(keepingCapacity: true)
        var decoder = UTF8Decoder(token)
        while let codePoint = decoder.next() { codePoints.append(codePoint) }
        text = form.isRaw ? codePoints : Self.spelled(codePoints)
        words.removeAll(keepingCapacity: true)
        switch form.segmentation {
        case .automatic, .whitespace: addParts(text.indices)
        case .unicode:
            for segment in WordSegmenter.segments(of: text) where text[segment].contains(where: Self.isAlphanumeric) {
                addWord(segment)
            }
        case .characters: addCharacters()
        }
    }

    /// A word, lower-cased unless the form is raw.
    func lowered(_ word: Range<Int>) -> [UInt32] {
        guard !form.isRaw else { return Array(text[word]) }
        var result: [UInt32] = []
        LowerCase.append(text[word], to: &result)
        return result
    }

    /// Composes, and leaves out what only lays text out.
    static func spelled(_ codePoints: [UInt32]) -> [UInt32] {
        let composed = Normalization.composed(codePoints)
        return composed.contains(where: isLayout) ? composed.filter { !isLayout($0) } : composed
    }

    /// A space of no width (U+200B) is no whitespace of Unicode's, but it is how Khmer, Thai and Lao mark where words end.
    private mutating func addParts(_ range: Range<Int>) {
        var start = range.lowerBound
        while !form.isRaw, let space = text[start..<range.upperBound].firstIndex(of: 0x200B) {
            addWord(start..<space)
            start = space + 1
        }
        addWord(start..<range.upperBound)
    }

    private mutating func addWord(_ range: Range<Int>) {
        let word = form.isRaw ? range : trimmed(range)
        if !word.isEmpty { words.append(word) }
    }

    /// From the first letter or digit to the last, with what stands on that: its marks, and a joiner behind a virama,
    /// which changes the letter.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        guard let first = range.first(where: { Self.isAlphanumeric(text[$0]) }),
            let last = range.last(where: { Self.isAlphanumeric(text[$0]) })
        else { return range.lowerBound..<range.lowerBound }
        var end = last + 1
        while end < range.upperBound {
            let isJoiner = text[end] == 0x200C || text[end] == 0x200D
            let isJoined = isJoiner && Normalization.combiningClass(text[end - 1]) == 9
            guard isJoined || CodePointTraits(text[end]).isMark else { break }
            end += 1
        }
        return first..<end
    }

    private mutating func addCharacters() {
        var start = 0
        var position = 0
        while position < text.count {
            guard Script(text[position]).countsCharactersAsWords, Self.isAlphanumeric(text[position]) else {
                position += 1
                continue
            }
            addParts(start..<position)
            let first = position
            position += 1
            while position < text.count, CodePointTraits(text[position]).isMark { position += 1 }
            addWord(first..<position)
            start = position
        }
        addParts(start..<text.count)
    }

    private static func isAlphanumeric(_ codePoint: UInt32) -> Bool { CodePointTraits(codePoint).isAlphanumeric }

    /// Soft hyphens, the stroke that makes an Arabic word longer (tatweel), marks of direction, and what forbids a line break.
    private static func isLayout(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0xAD, 0x61C, 0x640, 0x200E, 0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

/// Turns tokens into words in UTF-8, with a quick path for ASCII and buffers that are used again for every token.
struct WordFormer {
    private var reader: TokenReader
    private var word: [UInt8] = []

    init(_ form: WordForm) {
        reader = TokenReader(form)
    }

    /// Calls `body` with each word of a token.
    mutating func forEachWord(of token: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if reader.form.segmentation != .unicode && !reader.form.isRaw && formASCII(token) {
            if !word.isEmpty { word.withUnsafeBytes(body) }
            return
        }
        reader.read(token)
        for range in reader.words {
            word.removeAll(keepingCapacity: true)
            for codePoint in reader.lowered(range) { appendUTF8(codePoint, to: &word) }
            word.withUnsafeBytes(body)
        }
    }

    /// Which ASCII characters words consist of: the answer for all code points, in a table for the first 128.
    private static let isASCIIWordCharacter = (0..<128).map { CodePointTraits($0).isWordCharacter }

    /// Lower-cases and strips an ASCII token into `word`. False when it is not ASCII.
    private mutating func formASCII(_ token: UnsafeRawBufferPointer) -> Bool {
        word.removeAll(keepingCapacity: true)
        var keep = 0
        let isASCIIWordCharacter = Self.isASCIIWordCharacter
        for byte in token {
            guard byte < 0x80 else { return false }
            let isWordCharacter = isASCIIWordCharacter[Int(byte)]
            if keep == 0 && !isWordCharacter { continue }
            word.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            if isWordCharacter { keep = word.count }
        }
        word.removeLast(word.count - keep)
        return true
    }
}

// Unsafe pointers: a phrase's own UTF-8 is looked at in place, for the call alone.

/// Finds a word or a phrase in its contexts (keyword in context) while a text streams by.
///
/// Context is the tokens around, with one space between them, whatever stood there. Memory is the contexts that are
/// still open, however long the text is.
///
/// Example: looking for `white whale` in `The white, white whale`, the first `white` opens an attempt that the second one
/// ends, since it is no `whale`; the second opens the attempt that becomes the hit.
public final class Concordance {
    /// One occurrence of the phrase.
    public struct Hit: Sendable, Equatable {
        /// The line of the first token, 1 being the first.
        public let line: Int
        /// What stands before, at most as many cells wide as asked for.
        public let left: String
        /// The tokens of the phrase as they stand in the text.
        public let keyword: String
        /// What stands behind.
        public let right: String
    }

    /// A phrase of which some words, but not all, were seen.
    private struct Attempt {
        let line: Int
        let left: String
        var keyword: [UInt8]
        var matched: Int
    }

    private struct Open {
        let line: Int
        let left: String
        let keyword: String
        var right: [UInt8] = []
    }

    private let patterns: [WordPattern]
    private let width: Int
    private let form: WordForm
    private var former: WordFormer
    private var history: [UInt8] = []
    private var attempts: [Attempt] = []
    private var open: [Open] = []
    private var line = 1
    private let found: (Hit) throws -> Void

    /// Looks for the words of `phrase` in a row, compared in `form`, with `width` cells of context on both sides; `found`
    /// gets each hit in order.
    ///
    /// Unless the form is raw, `*` stands for any characters of a word and `?` for any one. A segmentation that is left
    /// open is by characters when the phrase holds Chinese or Japanese ones.
    public init(_ phrase: String, width: Int, form: WordForm = WordForm(), found: @escaping (Hit) throws -> Void) {
        self.width = min(max(width, 0), 10_000)
        self.found = found
        var phrase = phrase
        self.form =
            form.segmentation == .automatic
            ? WordForm(
                segmentation: phrase.withUTF8 { WordForm.charactersThatAreWords(UnsafeRawBufferPointer($0)) } > 0
                    ? .characters : .whitespace, isRaw: form.isRaw)
            : form
        former = WordFormer(self.form)
        patterns = Self.patterns(phrase, self.form)
    }

    private static func patterns(_ phrase: String, _ form: WordForm) -> [WordPattern] {
        var former = WordFormer(form)
        return phrase.split(whereSeparator: \.isWhitespace).flatMap { part -> [WordPattern] in
            // Wildcards are no letters, so the words between them are formed one by one.
            if !form.isRaw, part.contains(where: { $0 == "*" || $0 == "?" }), let pattern = WordPattern(wildcards: part)
            {
                return [pattern]
            }
            var words: [WordPattern] = []
            var text = String(part)
            text.withUTF8 { bytes in
                former.forEachWord(of: UnsafeRawBufferPointer(bytes)) {
                    words.append(WordPattern(exactly: form.isRaw ? Array($0) : WordPattern.plain(Array($0))))
                }
            }
            return words
        }
    }

    /// Whether the phrase is one that can be found: not one that loses all its characters.
    public var isSearchable: Bool { !patterns.isEmpty }

    /// Looks through the next chunk. `skippedLines` are lines of the file that the text left out before it.
    public func read(_ chunk: borrowing TextChunk, skippedLines: Int = 0) throws {
        let bytes = chunk.bytes
        var end = 0
        var failure: (any Error)?
        form.scanner.forEachToken(in: chunk) { start, stop in
            guard failure == nil else { return }
            for byte in bytes[end..<start] where byte == 0x0A { line += 1 }
            end = stop
            do {
                try readToken(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), line + skippedLines)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        for byte in bytes[end...] where byte == 0x0A { line += 1 }
    }

    /// Ends the text: gives the hits whose context reaches its end, and begins anew at line 1.
    public func finishText() throws {
        for hit in open { try close(hit) }
        open.removeAll()
        attempts.removeAll()
        history.removeAll()
        line = 1
    }

    private func readToken(_ token: UnsafeRawBufferPointer, _ line: Int) throws {
        // Four bytes a character, and a few for marks that combine: enough for any context.
        let limit = width * 8 + 64
        for position in open.indices {
            if !open[position].right.isEmpty { open[position].right.append(0x20) }
            open[position].right += token.prefix(limit)
        }
        while let first = open.first, first.right.count > limit {
            try close(first)
            open.removeFirst()
        }
        for position in attempts.indices { attempts[position].keyword += [0x20] + token.prefix(limit) }
        var words: [[UInt8]] = []
        let first = attempts.isEmpty ? patterns.first : nil
        former.forEachWord(of: token) { word in
            // Nearly every word of a text is neither the first of the phrase nor the next.
            if words.isEmpty, let first, !first.mayFit(word) { return }
            words.append(form.isRaw ? Array(word) : WordPattern.plain(Array(word)))
        }
        for word in words { match(word, token.prefix(limit), line) }
        if !history.isEmpty { history.append(0x20) }
        history += token.suffix(limit)
        if history.count > 4 * limit { history.removeFirst(history.count - limit) }
    }

    /// Goes on with each attempt, and begins one with this word. A token that holds no word, such as a dash, ends none.
    private func match(_ word: [UInt8], _ token: Slice<UnsafeRawBufferPointer>, _ line: Int) {
        guard let first = patterns.first else { return }
        var going: [Attempt] = []
        for var attempt in attempts where patterns[attempt.matched].fits(word) {
            attempt.matched += 1
            going.append(attempt)
        }
        if first.fits(word) {
            let left = String(DisplayWidth.suffix(of: String(decoding: history, as: UTF8.self), cells: width))
            going.append(Attempt(line: line, left: left, keyword: Array(token), matched: 1))
        }
        for attempt in going where attempt.matched == patterns.count {
            // Two hits in one token, as of a character that is doubled, are one line.
            if open.last.map({ $0.right.isEmpty && $0.line == attempt.line && $0.left == attempt.left }) == true {
                continue
            }
            open.append(
                Open(
                    line: attempt.line, left: attempt.left,
                    keyword: String(decoding: attempt.keyword, as: UTF8.self)))
        }
        attempts = going.filter { $0.matched < patterns.count }
    }

    private func close(_ hit: Open) throws {
        let right = String(DisplayWidth.prefix(of: String(decoding: hit.right, as: UTF8.self), cells: width))
        try found(Hit(line: hit.line, left: hit.left, keyword: hit.keyword, right: right))
    }
}

/// A word to look for, or a family of words: `whal*` is whale, whales, whaling. Unless words are raw, every apostrophe is
/// a plain one, and so is every hyphen: who looks for *don't* means *don’t* as well.
struct WordPattern {
    private enum Part: Equatable {
        case character(UInt32)
        case anyOne
        case anyMany
    }

    private let exact: [UInt8]?
    private let parts: [Part]

    init(exactly word: [UInt8]) {
        exact = word
        parts = []
    }

    /// Lower-cased and composed, with `*` and `?` kept; nil when nothing but punctuation is left beside them.
    init?(wildcards text: some StringProtocol) {
        let spelled = TokenReader.spelled(text.unicodeScalars.map { Self.plain($0.value) })
        var lowered: [UInt32] = []
        LowerCase.append(spelled[...], to: &lowered)
        guard lowered.contains(where: { CodePointTraits($0).isAlphanumeric }) else { return nil }
        exact = nil
        parts = lowered.map { $0 == 0x2A ? .anyMany : $0 == 0x3F ? .anyOne : .character($0) }
    }

    /// The word with plain apostrophes and hyphens.
    static func plain(_ word: [UInt8]) -> [UInt8] {
        guard word.contains(where: isLead) else { return word }
        var result: [UInt8] = []
        word.withUnsafeBytes { for codePoint in UTF8Decoder($0) { appendUTF8(plain(codePoint), to: &result) } }
        return result
    }

    /// Apostrophes as keyboards and books write them (’ ʼ ＇, and ‘ where a program guessed wrong), and the hyphens that
    /// are none to ASCII (‐ and the one that forbids a line break).
    private static func plain(_ codePoint: UInt32) -> UInt32 {
        switch codePoint {
        case 0x2018, 0x2019, 0x02BC, 0xFF07: 0x27
        case 0x2010, 0x2011: 0x2D
        default: codePoint
        }
    }

    /// The bytes that one of these begins with.
    private static func isLead(_ byte: UInt8) -> Bool { byte == 0xE2 || byte == 0xCA || byte == 0xEF }

    /// False where a glance shows that a word does not fit: quicker than `fits`.
    func mayFit(_ word: UnsafeRawBufferPointer) -> Bool {
        guard let exact else { return true }
        return word.elementsEqual(exact) || word.contains(where: Self.isLead)
    }

    func fits(_ word: [UInt8]) -> Bool {
        if let exact { return word == exact }
        let codePoints = word.withUnsafeBytes { Array(UTF8Decoder($0)) }
        // One position to come back to is enough: a later star makes an earlier one's choice unimportant.
        var (at, part) = (0, 0)
        var star: (part: Int, at: Int)?
        while at < codePoints.count {
            if part < parts.count, parts[part] == .anyMany {
                star = (part, at)
                part += 1
            } else if part < parts.count, parts[part] == .anyOne || parts[part] == .character(codePoints[at]) {
                part += 1
                at += 1
            } else if let last = star {
                star = (last.part, last.at + 1)
                (part, at) = (last.part + 1, last.at + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .anyMany }
    }
}

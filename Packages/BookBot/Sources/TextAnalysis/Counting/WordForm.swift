/// How text becomes words: where it is split, and what is done to a token.
public struct WordForm: Sendable, Equatable {
    /// Where one word ends and the next begins.
    public enum Segmentation: String, Sendable, CaseIterable {
        /// At whitespace, as Python's `str.split()`.
        case whitespace
        /// By the word boundaries of UAX #29; a segment with a letter or digit is a word.
        case unicode
    }

    /// Where text is split.
    public var segmentation: Segmentation
    /// Whether words stay as they stand in the text. Otherwise they are lower-cased, and leading and trailing characters
    /// that are neither letters nor digits fall away.
    public var isRaw: Bool

    /// Makes a form; the default is the one of the report.
    public init(segmentation: Segmentation = .whitespace, isRaw: Bool = false) {
        self.segmentation = segmentation
        self.isRaw = isRaw
    }

    /// The scanner that finds the tokens this form is made from.
    public var scanner: TokenScanner { TokenScanner(splitsAtNarrowSpace: segmentation == .whitespace) }
}

/// Turns tokens into words, with buffers that are used again for every token.
struct WordFormer {
    private let form: WordForm
    private var codePoints: [UInt32] = []
    private var lowered: [UInt32] = []
    private var word: [UInt8] = []

    init(_ form: WordForm) {
        self.form = form
    }

    /// Calls `body` with the UTF-8 of each word of a token: none, one, or several by UAX #29.
    ///
    /// Ill-formed bytes have become U+FFFD.
    mutating func forEachWord(of token: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if form.segmentation == .whitespace && !form.isRaw && formASCII(token) {
            if !word.isEmpty { word.withUnsafeBytes(body) }
            return
        }
        codePoints.removeAll(keepingCapacity: true)
        var decoder = UTF8Decoder(token)
        while let codePoint = decoder.next() { codePoints.append(codePoint) }
        switch form.segmentation {
        case .whitespace:
            emit(codePoints[...], body)
        case .unicode:
            let all = codePoints
            for segment in WordSegmenter.segments(of: all)
            where all[segment].contains(where: { CodePointTraits($0).isAlphanumeric }) {
                emit(all[segment], body)
            }
        }
    }

    private mutating func emit(_ part: ArraySlice<UInt32>, _ body: (UnsafeRawBufferPointer) -> Void) {
        lowered.removeAll(keepingCapacity: true)
        if form.isRaw { lowered += part } else { LowerCase.append(Array(part), to: &lowered) }
        var range = lowered.indices
        if !form.isRaw {
            func isEdge(_ position: Int) -> Bool { !CodePointTraits(lowered[position]).isAlphanumeric }
            while let first = range.first, isEdge(first) { range.removeFirst() }
            while let last = range.last, isEdge(last) { range.removeLast() }
        }
        guard !range.isEmpty else { return }
        word.removeAll(keepingCapacity: true)
        for codePoint in lowered[range] { appendUTF8(codePoint, to: &word) }
        word.withUnsafeBytes(body)
    }

    /// Lower-cases and strips an ASCII token into `word`. False when it is not ASCII.
    private mutating func formASCII(_ token: UnsafeRawBufferPointer) -> Bool {
        word.removeAll(keepingCapacity: true)
        var keep = 0
        for byte in token {
            guard byte < 0x80 else { return false }
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            let isAlphanumeric = lower &- 0x61 < 26 || lower &- 0x30 < 10
            if keep == 0 && !isAlphanumeric { continue }
            word.append(lower)
            if isAlphanumeric { keep = word.count }
        }
        word.removeLast(word.count - keep)
        return true
    }
}

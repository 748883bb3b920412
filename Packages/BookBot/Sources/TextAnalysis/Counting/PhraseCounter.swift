/// Counts phrases: runs of so many words in a row, as they follow each other in the text (n-grams).
///
/// A token that holds no word, such as a dash, is passed over. Phrases end at `finishText()`.
public final class PhraseCounter {
    /// The longest phrase.
    public static let longest = 16

    private let length: Int
    private let form: WordForm
    private var former: WordFormer
    private var table = TokenTable()
    private var window: [[UInt8]] = []
    private var phrase: [UInt8] = []
    private var total = 0

    /// Counts phrases of `length` words, which is taken into 1...`longest`.
    public init(length: Int, form: WordForm = WordForm()) {
        self.length = min(max(length, 1), Self.longest)
        self.form = form
        former = WordFormer(form)
    }

    /// Counts the phrases of the next chunk.
    public func count(_ chunk: borrowing TextChunk) {
        let bytes = chunk.bytes
        form.scanner.forEachToken(in: chunk) { start, end in
            former.forEachWord(of: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) { word in
                if window.count == length { window.removeFirst() }
                window.append(Array(word))
                if window.count == length { countWindow() }
            }
        }
    }

    private func countWindow() {
        phrase.removeAll(keepingCapacity: true)
        for word in window {
            if !phrase.isEmpty { phrase.append(0x20) }
            phrase += word
        }
        _ = phrase.withUnsafeBytes { table.add($0, times: 1) }
        total += 1
    }

    /// Begins a new text: no phrase reaches over the border.
    public func finishText() {
        window.removeAll(keepingCapacity: true)
    }

    /// The phrases counted so far; the counter is empty afterwards.
    public func takeList() -> WordList {
        var counted = TokenTable()
        swap(&counted, &table)
        finishText()
        return WordList(counted, tokens: total)
    }
}

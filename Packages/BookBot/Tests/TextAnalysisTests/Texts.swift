import TextAnalysis

/// A source of text in memory that gives so many bytes at a time, cut between tokens.
final class TextInMemory: TextSource {
    private var rest: ArraySlice<UInt8>
    private let step: Int

    init(_ text: [UInt8], step: Int = 1 << 16) {
        rest = text[...]
        self.step = step
    }

    func fill(_ chunk: inout TextChunk) throws -> Bool {
        chunk.removeAll()
        guard !rest.isEmpty else { return false }
        var length = min(step, rest.count)
        while length < rest.count {
            let cut = Array(rest.prefix(length)).withUnsafeBytes { TokenScanner().lastCut(in: $0) }
            if let cut {
                length = cut
                break
            }
            length += 1
        }
        rest.prefix(length).withUnsafeBytes { chunk.append(contentsOf: $0) }
        rest = rest.dropFirst(length)
        return true
    }
}

func report(of text: String, step: Int = 1 << 16, _ options: ReportOptions = ReportOptions()) throws -> TextReport {
    let analyzer = TextAnalyzer(options)
    try analyzer.read(TextInMemory(Array(text.utf8), step: step))
    return try analyzer.report()
}

func words(of text: [UInt8], step: Int = 1 << 16, _ form: WordForm = WordForm(), tasks: Int = 1) async throws
    -> [WordList.Item]
{
    let counter = WordCounter(form)
    try await counter.count(TextInMemory(text, step: step), tasks: tasks)
    return counter.takeList().first(.max)
}

/// How a word's occurrences are spread over the text, as counts in equal parts from beginning to end.
public struct Dispersion: Sendable, Equatable {
    /// The word.
    public let word: String
    /// Occurrences in each part.
    public let parts: [Int]

    /// Makes a dispersion.
    public init(word: String, parts: [Int]) {
        self.word = word
        self.parts = parts
    }

    /// The parts as a line of bars, the fullest part being the highest; a part without the word is a dot.
    public var sparkline: String {
        let bars = Array("▁▂▃▄▅▆▇█")
        let most = parts.max() ?? 0
        return String(
            parts.map { count in
                count == 0 || most == 0 ? "·" : bars[min((count * bars.count - 1) / most, bars.count - 1)]
            })
    }
}

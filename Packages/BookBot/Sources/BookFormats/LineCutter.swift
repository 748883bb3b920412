import TextAnalysis

// Unsafe pointers: what is carried over is appended to the chunk without an array in between.

/// The second stage: cuts text so that a chunk ends behind a line, or at least between two tokens.
///
/// The stages behind look at lines, and the analysis at tokens; none of them has to know that there are chunks.
struct LineCutter {
    /// What lies behind the last cut.
    private var carry: [UInt8] = []
    private var isAtEnd = false
    private let scanner: TokenScanner

    init(_ scanner: TokenScanner) {
        self.scanner = scanner
    }

    /// Whether everything was given.
    var hasEnded: Bool { isAtEnd && carry.isEmpty }

    /// Replaces the chunk by the next part of the text. A single word that is longer makes the chunk grow.
    mutating func fill(_ chunk: inout TextChunk, from decoder: inout TextDecoder) throws {
        chunk.removeAll()
        carry.withUnsafeBytes { chunk.append(contentsOf: $0) }
        carry.removeAll(keepingCapacity: true)
        var searched = 0
        while !isAtEnd {
            if chunk.room == 0 { chunk.grow(to: chunk.capacity + 1) }
            isAtEnd = try !decoder.read(into: &chunk)
            if isAtEnd { return }
            // A pipe gives little at a time: a chunk that is at least half full is worth its cost. A whole line is best;
            // any whitespace serves when a line is that long.
            if chunk.room > 0 && chunk.count * 2 < chunk.capacity { continue }
            guard let cut = lastLineEnd(chunk) ?? scanner.lastCut(in: chunk.bytes, searched: searched) else {
                searched = max(chunk.count - 3, 0)
                continue
            }
            carry.append(contentsOf: chunk.bytes[cut...])
            chunk.truncate(to: cut)
            return
        }
    }

    /// Where the last line ends, if that is near: a line that is already longer than this is no marker.
    private func lastLineEnd(_ chunk: borrowing TextChunk) -> Int? {
        chunk.bytes.suffix(4 << 10).lastIndex(of: 0x0A).map { $0 + 1 }
    }
}

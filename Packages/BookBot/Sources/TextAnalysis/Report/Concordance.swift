/// Finds a word in its contexts (keyword in context) while a text streams by.
///
/// Context is the tokens around, with one space between them, whatever stood there. Memory is the contexts that are
/// still open, however long the text is.
public final class Concordance {
    /// One place where the word stands.
    public struct Hit: Sendable, Equatable {
        /// The line of the token, 1 being the first.
        public let line: Int
        /// What stands before, at most as many characters as asked for.
        public let left: String
        /// The token as it stands in the text.
        public let keyword: String
        /// What stands behind.
        public let right: String
    }

    private struct Open {
        let line: Int
        let left: String
        let keyword: String
        var right: [UInt8] = []
    }

    private let wanted: [UInt8]
    private let width: Int
    private let form: WordForm
    private var former: WordFormer
    private var history: [UInt8] = []
    private var open: [Open] = []
    private var line = 1
    private let found: (Hit) throws -> Void

    /// Looks for `word`, compared in `form`, with `width` characters on both sides; `found` gets each hit in order.
    public init(_ word: String, width: Int, form: WordForm = WordForm(), found: @escaping (Hit) throws -> Void) {
        self.width = min(max(width, 0), 10_000)
        self.form = form
        self.found = found
        former = WordFormer(form)
        var wanted: [UInt8] = []
        var former = WordFormer(form)
        var word = word
        word.withUTF8 { former.forEachWord(of: UnsafeRawBufferPointer($0)) { wanted = Array($0) } }
        self.wanted = wanted
    }

    /// Whether the word is one that can be found: not one that loses all its characters.
    public var isSearchable: Bool { !wanted.isEmpty }

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
        history.removeAll()
        line = 1
    }

    private func readToken(_ token: UnsafeRawBufferPointer, _ line: Int) throws {
        // Four bytes a character, and a few for marks that combine: enough for any context.
        let limit = width * 8 + 64
        for place in open.indices {
            if !open[place].right.isEmpty { open[place].right.append(0x20) }
            open[place].right += token.prefix(limit)
        }
        while let first = open.first, first.right.count > limit {
            try close(first)
            open.removeFirst()
        }
        var isHit = false
        former.forEachWord(of: token) { isHit = isHit || $0.elementsEqual(wanted) }
        if isHit {
            let left = String(String(decoding: history, as: UTF8.self).suffix(width))
            open.append(Open(line: line, left: left, keyword: String(decoding: token.prefix(limit), as: UTF8.self)))
        }
        if !history.isEmpty { history.append(0x20) }
        history += token.suffix(limit)
        if history.count > 4 * limit { history.removeFirst(history.count - limit) }
    }

    private func close(_ hit: Open) throws {
        let right = String(String(decoding: hit.right, as: UTF8.self).prefix(width))
        try found(Hit(line: hit.line, left: hit.left, keyword: hit.keyword, right: right))
    }
}

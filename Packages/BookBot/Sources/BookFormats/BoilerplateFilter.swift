/// Leaves out Project Gutenberg's header, licence and notices, line by line, as PyPI's `gutenberg-cleaner` does.
///
/// The header is everything up to the last start marker within the first 601 kept lines, so those lines are decided
/// together; after line 100 an end marker ends the text.
struct BoilerplateFilter {
    /// What was left out so far.
    private(set) var removedLines = 0
    /// Whether the rest of the text is the licence.
    private(set) var hasEnded = false

    private var keptLines = 0
    private var isInNotice = false
    private var isInHead = true
    /// Whether the next byte begins a line.
    private var isAtLineStart = true
    /// Whether the line that a chunk boundary cuts is left out.
    private var isDropping = false

    /// The last kept line in which the header may end.
    private static let headLines = 600
    /// The first kept line at which the licence may begin.
    private static let bodyLines = 100

    /// Whether the whole head of the text must be given in one piece.
    var needsHead: Bool { isInHead }

    /// Whether `text` holds more lines than the head has.
    static func holdsHead(_ text: UnsafeRawBufferPointer) -> Bool {
        var lines = 0
        for byte in text where byte == 0x0A {
            lines += 1
            // Start markers and notices do not count as kept lines: 100 more than the head is enough for all of them.
            if lines > headLines + bodyLines { return true }
        }
        return false
    }

    /// The parts of `text` that stay. Called first with the head, then with what follows, in order.
    ///
    /// `text` ends at a line's end, unless a line is longer than a chunk.
    mutating func keep(_ text: UnsafeRawBufferPointer) -> [Range<Int>] {
        let decidesHead = isInHead
        isInHead = false
        var kept: [Range<Int>] = []
        func keep(_ range: Range<Int>) {
            if let last = kept.last, last.upperBound == range.lowerBound {
                kept[kept.count - 1] = last.lowerBound..<range.upperBound
            } else {
                kept.append(range)
            }
        }
        var at = 0
        var lines = 0
        while at < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[at...])
            let length = rest.firstLineLength
            let line = UnsafeRawBufferPointer(rebasing: rest[..<length])
            defer {
                at += length
                lines += 1
                isAtLineStart = line.last == 0x0A
            }
            guard isAtLineStart else {
                if !isDropping { keep(at..<at + length) }
                continue
            }
            isDropping = true
            if decidesHead && keptLines <= Self.headLines && GutenbergMarkers.starts.begins(line)
                && (!GutenbergMarkers.ordinary.begins(line) || Self.speaksOfProject(text))
            {
                kept.removeAll()
                removedLines = lines + 1
                continue
            }
            if keptLines >= Self.bodyLines && GutenbergMarkers.ends.begins(line) {
                hasEnded = true
                removedLines += rest.count { $0 == 0x0A }
                return kept
            }
            if GutenbergMarkers.noticeStarts.begins(line) {
                isInNotice = true
            } else if GutenbergMarkers.noticeEnds.begins(line) {
                isInNotice = false
                removedLines += 1
                continue
            }
            if isInNotice {
                removedLines += 1
                continue
            }
            isDropping = false
            keptLines += 1
            keep(at..<at + length)
        }
        return kept
    }

    /// Counts lines that follow the text's end.
    mutating func drop(lines: Int) {
        removedLines += lines
    }

    /// Whether a text names a project anywhere, which is asked only when an ordinary line looks like a marker.
    private static func speaksOfProject(_ text: UnsafeRawBufferPointer) -> Bool {
        let lowered = text.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        return GutenbergMarkers.projects.contains { project in
            let wanted = Array(project.utf8)
            return lowered.indices.contains { lowered[$0] == wanted[0] && lowered[$0...].starts(with: wanted) }
        }
    }
}

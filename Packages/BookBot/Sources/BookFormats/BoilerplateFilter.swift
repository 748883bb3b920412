import TextAnalysis

// Unsafe pointers: lines are judged in the chunk that was read; they are valid for the call alone, and kept by none.

/// The third stage: leaves out Project Gutenberg's headers, licences and notices, as a machine of line states.
///
/// ```
///           start marker            end marker             last line
///   head ──────────────────▶ body ──────────────▶ licence ────────────▶ gap ─┐
///    ▲                        │ ▲                    │                       │ any text
///    │    header's first line │ └─ notice            │ start marker          │
///    └────────────────────────┴──────────────────────┴───────────────────────┘
/// ```
///
/// So a stream may hold several books. A head is decided as a whole, since its marker may come 600 lines behind lines that
/// look like text; everything else is decided line by line. Behind a start marker an end marker ends a book of any length;
/// without one, only an unmistakable marker does, or any behind the hundredth line (the rule of `gutenberg-cleaner`).
struct BoilerplateFilter {
    /// How many lines were left out so far.
    private(set) var skippedLines = 0

    private enum State {
        /// Lines are held back until the whole head is there.
        case head
        /// Lines are text.
        case body
        /// Lines are held back until the notice ends; one that does not end is text.
        case notice
        /// Lines are left out.
        case licence
        /// Behind a licence's last line: blank lines are left out, and any other begins the next text.
        case gap
    }

    /// Text that stays, with the lines of the file that were left out before it.
    struct Piece: Equatable {
        var text: [UInt8]
        let skippedLines: Int
    }

    private var state = State.head
    /// The head, or the notice and its lines, while it is not decided.
    private var held: [UInt8] = []
    private var heldLines = 0
    /// Whether a start marker was seen: then the first end marker is believed.
    private var hasStarted = false
    /// Lines of this book that were kept.
    private var keptLines = 0
    /// Whether the next byte begins a line, and whether the line that was begun is left out.
    private var isAtLineStart = true
    private var isSkipping = false
    /// Whether the gap follows small print, which stands before old texts.
    private var isBehindSmallPrint = false
    private var pieces: [Piece] = []

    /// The last kept line in which a header may end, and the first at which a doubtful end marker is believed.
    private static let (headLines, bodyLines) = (600, 100)
    /// A head is looked for in this many bytes at most: 600 lines of a book are 40 KB, of one paragraph a line 1 MB.
    private static let headLimit = 4 << 20
    /// A notice is shorter.
    private static let noticeLines = 40

    /// The parts of `text` and of what was held back that stay; nil when all of `text` stays as it is.
    ///
    /// `text` ends at a line's end, unless a line is longer than a chunk. `isLast` tells that nothing follows.
    mutating func filter(_ text: UnsafeRawBufferPointer, isLast: Bool) -> [Piece]? {
        if state == .body && isAllText(text) { return nil }
        pieces.removeAll()
        if held.isEmpty || state == .notice {
            advance(text, isLast: isLast)
        } else {
            held += text
            let all = held
            held = []
            all.withUnsafeBytes { advance($0, isLast: isLast) }
        }
        if isLast && state == .notice { releaseNotice() }
        return pieces
    }

    /// Goes through a text, head by head and body by body.
    private mutating func advance(_ text: UnsafeRawBufferPointer, isLast: Bool) {
        var at = 0
        while at < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[at...])
            guard state == .head else {
                at += walk(rest)
                continue
            }
            guard isLast || Self.holdsHead(rest) else {
                held += rest
                return
            }
            at += headEnd(rest)
            state = .body
        }
    }

    /// Whether a head can be decided by this text.
    private static func holdsHead(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count < headLimit else { return true }
        var at = 0
        // Markers and notices are no kept lines: a hundred lines more than the head are enough for all of them.
        for _ in 0...headLines + bodyLines {
            guard let end = text.offset(of: 0x0A, from: at) else { return false }
            at = end + 1
        }
        return true
    }

    /// Whether a chunk of a book's body has no line that could be a marker; counts its lines.
    private mutating func isAllText(_ text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        var lines = 0
        var isAtStart = isAtLineStart
        while at < text.count {
            let line = UnsafeRawBufferPointer(rebasing: text[at...])
            if isAtStart && Self.mayBeMarker(line) { return false }
            guard let end = text.offset(of: 0x0A, from: at) else {
                lines += isAtStart ? 1 : 0
                isAtStart = false
                break
            }
            lines += isAtStart ? 1 : 0
            isAtStart = true
            at = end + 1
        }
        if isSkipping && !isAtLineStart { return false }
        isAtLineStart = isAtStart
        keptLines += lines
        return true
    }

    /// Whether a line, given with all that follows it, begins like a marker. The first byte settles nearly all.
    @inline(__always)
    private static func mayBeMarker(_ rest: UnsafeRawBufferPointer) -> Bool {
        guard let first = rest.first else { return false }
        switch first {
        // * < space tab E W S T b C F M and the byte order mark: what markers begin with.
        case 0x2A, 0x3C, 0x20, 0x09, 0x45, 0x57, 0x53, 0x54, 0x50, 0x62, 0x43, 0x46, 0x4D, 0xEF:
            let line = UnsafeRawBufferPointer(rebasing: rest[..<Swift.min(rest.firstLineLength, rest.count)])
            return GutenbergMarkers.ends.begins(line) || GutenbergMarkers.plainEnds.begins(line)
                || GutenbergMarkers.headers.begins(line) || GutenbergMarkers.noticeStarts.begins(line)
                || GutenbergMarkers.noticeEnds.begins(line) || GutenbergMarkers.isUnmistakableStart(line)
                || GutenbergMarkers.isUnmistakableEnd(line)
        default: return false
        }
    }

    /// Where the text behind the last start marker begins; everything before it is left out.
    private mutating func headEnd(_ text: UnsafeRawBufferPointer) -> Int {
        var (at, end, line, kept) = (0, 0, 0, 0)
        var linesBeforeEnd = 0
        // Asked only when an ordinary line looks like a marker, and then once.
        var speaksOfProject: Bool?
        while at < text.count, kept <= Self.headLines {
            let bytes = UnsafeRawBufferPointer(rebasing: text[at...].prefix(text[at...].firstLineLength))
            at += bytes.count
            line += 1
            // The book may be over before its head would be: the next one has a head of its own.
            if isEnd(bytes, kept: kept), !GutenbergMarkers.starts.begins(bytes) { break }
            let isUnmistakable = GutenbergMarkers.isUnmistakableStart(bytes)
            var isStart = isUnmistakable || GutenbergMarkers.starts.begins(bytes)
            if isStart && GutenbergMarkers.ordinary.begins(bytes) {
                let speaks = speaksOfProject ?? Self.speaksOfProject(text)
                (speaksOfProject, isStart) = (speaks, speaks)
            }
            guard isStart else {
                kept += 1
                continue
            }
            if isUnmistakable {
                let more = Self.restOfMarker(bytes, text, at)
                line += more.lines
                at += more.length
            }
            hasStarted = hasStarted || isUnmistakable || GutenbergMarkers.smallPrintEnds.begins(bytes)
            (end, linesBeforeEnd, kept) = (at, line, 0)
        }
        skippedLines += linesBeforeEnd
        return end
    }

    /// A long title breaks a marker over several lines, of which the last ends with stars.
    private static func restOfMarker(
        _ marker: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer, _ start: Int
    ) -> (length: Int, lines: Int) {
        guard !GutenbergMarkers.endsWithStars(marker) else { return (0, 0) }
        var at = start
        for count in 1...3 where at < text.count {
            let line = UnsafeRawBufferPointer(rebasing: text[at...].prefix(text[at...].firstLineLength))
            at += line.count
            if !line.contains(where: { $0 > 0x20 }) { break }
            if GutenbergMarkers.endsWithStars(line) { return (at - start, count) }
        }
        return (0, 0)
    }

    private func isEnd(_ line: UnsafeRawBufferPointer, kept: Int) -> Bool {
        GutenbergMarkers.isUnmistakableEnd(line)
            || (hasStarted && GutenbergMarkers.plainEnds.begins(line))
            || (kept >= Self.bodyLines
                && (GutenbergMarkers.ends.begins(line) || GutenbergMarkers.plainEnds.begins(line)))
    }

    /// Goes through the lines of a text whose head is decided, up to where the next book begins. How far it came.
    private mutating func walk(_ text: UnsafeRawBufferPointer) -> Int {
        var at = 0
        while at < text.count {
            let line = UnsafeRawBufferPointer(rebasing: text[at...].prefix(text[at...].firstLineLength))
            if isAtLineStart, beginsBook(line) {
                hasStarted = state == .gap && isBehindSmallPrint
                (state, keptLines, isBehindSmallPrint) = (.head, 0, false)
                return at
            }
            if isAtLineStart { decide(line) } else if !isSkipping { keepRest(line) }
            at += line.count
            isAtLineStart = line.last == 0x0A
        }
        return at
    }

    /// Whether a line begins the next book, with its header or with any text behind a licence.
    private func beginsBook(_ line: UnsafeRawBufferPointer) -> Bool {
        switch state {
        case .head, .notice: false
        case .body:
            GutenbergMarkers.isUnmistakableStart(line) || (keptLines > 0 && GutenbergMarkers.headers.begins(line))
        case .licence: GutenbergMarkers.isUnmistakableStart(line)
        case .gap: line.contains { $0 > 0x20 } && !GutenbergMarkers.licenceResumes.begins(line)
        }
    }

    /// What becomes of a line.
    private mutating func decide(_ line: UnsafeRawBufferPointer) {
        switch state {
        case .head: keep(line)
        case .body:
            if isEnd(line, kept: keptLines) {
                state = .licence
                skip()
            } else if GutenbergMarkers.noticeStarts.begins(line) {
                (state, held, heldLines) = (.notice, Array(line), 1)
            } else if GutenbergMarkers.noticeEnds.begins(line) {
                skip()
            } else {
                keep(line)
            }
        case .notice:
            held += line
            heldLines += 1
            if GutenbergMarkers.noticeEnds.begins(line) {
                skippedLines += heldLines
                (held, heldLines, state, isSkipping) = ([], 0, .body, true)
            } else if heldLines > Self.noticeLines {
                releaseNotice()
            }
        case .licence, .gap:
            if state == .gap && GutenbergMarkers.licenceResumes.begins(line) { state = .licence }
            if GutenbergMarkers.endsLicence(line) {
                state = .gap
                isBehindSmallPrint = GutenbergMarkers.smallPrintEnds.begins(line)
            }
            skip()
        }
    }

    private mutating func keep(_ line: UnsafeRawBufferPointer) {
        isSkipping = false
        keptLines += 1
        if let last = pieces.indices.last, pieces[last].skippedLines == skippedLines {
            pieces[last].text += line
        } else {
            pieces.append(Piece(text: Array(line), skippedLines: skippedLines))
        }
    }

    private mutating func skip() {
        isSkipping = true
        skippedLines += 1
    }

    /// The rest of a line that is longer than a chunk goes with its beginning.
    private mutating func keepRest(_ bytes: UnsafeRawBufferPointer) {
        if state == .notice {
            held += bytes
            return
        }
        keptLines -= 1
        keep(bytes)
    }

    private mutating func releaseNotice() {
        let (text, lines) = (held, heldLines)
        (held, heldLines, state) = ([], 0, .body)
        text.withUnsafeBytes { keep($0) }
        keptLines += lines - 1
    }

    /// Whether a text names a project anywhere, which is asked only when an ordinary line looks like a marker.
    private static func speaksOfProject(_ text: UnsafeRawBufferPointer) -> Bool {
        let lowered = text.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        return lowered.withUnsafeBytes { bytes in GutenbergMarkers.projects.contains { bytes.contains($0) } }
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// The length of the first line, with its line feed.
    fileprivate var firstLineLength: Int { UnsafeRawBufferPointer(rebasing: self).firstLineLength }
}

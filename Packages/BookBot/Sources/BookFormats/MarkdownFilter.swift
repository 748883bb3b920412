import TextAnalysis

// Unsafe pointers: a document is rewritten from its bytes in place; every index is below the count that a loop has
// checked.

/// The fourth stage: leaves the prose of Markdown. Markup, code, HTML, link targets, the marks of footnotes and front matter
/// go, their line ends stay, and character references (`&amp;`) become their characters.
///
/// It follows CommonMark's blocks as far as prose needs: what it takes away is what a reader of the rendered page would
/// not read as text. A construct that is opened and never closed stays as it stands.
struct MarkdownFilter {
    private enum Block: Equatable {
        case prose
        case fence(UInt8, length: Int)
        case frontMatter
        case comment
        /// A script or a style sheet, up to its closing tag.
        case unseen(String)
    }

    private var block = Block.prose
    private var isFirstLine = true
    private var isAfterBlank = true
    private var isInList = false
    private var isAtLineStart = true
    private var output: [UInt8] = []

    /// Replaces a chunk's text by its prose. Chunks end at a line's end, unless a line is longer than a chunk.
    mutating func clean(_ chunk: inout TextChunk) {
        output.removeAll(keepingCapacity: true)
        let bytes = chunk.bytes
        var at = 0
        while at < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
            let line = UnsafeRawBufferPointer(rebasing: rest[..<rest.firstLineLength])
            if isAtLineStart { cleanLine(line) } else if block == .prose { inline(line) }
            isAtLineStart = line.last == 0x0A
            at += line.count
        }
        chunk.removeAll()
        output.withUnsafeBytes { chunk.append(contentsOf: $0) }
    }

    private mutating func cleanLine(_ line: UnsafeRawBufferPointer) {
        let text = line.trimmed
        defer {
            isFirstLine = false
            isAfterBlank = text.isEmpty
        }
        switch block {
        case .frontMatter:
            if text.elementsEqual("---".utf8) || text.elementsEqual("...".utf8) { block = .prose }
            return newline(line)
        case .comment:
            if text.contains("-->") { block = .prose }
            return newline(line)
        case .unseen(let end):
            if text.contains(end) { block = .prose }
            return newline(line)
        case .fence(let mark, let length):
            if text.count >= length && text.allSatisfy({ $0 == mark }) { block = .prose }
            return newline(line)
        case .prose: break
        }
        if isFirstLine && text.elementsEqual("---".utf8) {
            block = .frontMatter
            return newline(line)
        }
        if let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
            let length = text.prefix { $0 == first }.count
            if length >= 3 && !text.dropFirst(length).contains(UInt8(ascii: "`")) {
                block = .fence(first, length: length)
                return newline(line)
            }
        }
        if text.starts(with: "<!--".utf8) && !text.contains("-->") {
            block = .comment
            return newline(line)
        }
        for name in ["script", "style"] where text.starts(with: "<\(name)".utf8) {
            if !text.contains("</\(name)>") { block = .unseen("</\(name)>") }
            return newline(line)
        }
        let indent = line.prefix { $0 == 0x20 }.count
        if !text.isEmpty && isAfterBlank && !isInList && (indent >= 4 || line.first == 0x09) {
            // Indented code; its next lines are code as well, as if a blank line stood between.
            newline(line)
            defer { isAfterBlank = true }
            return
        }
        if !text.isEmpty && indent == 0 && isAfterBlank { isInList = false }
        if isRule(text) || isDefinition(text) { return newline(line) }
        // A footnote's further paragraphs are indented, as a list item's are.
        if text.starts(with: "[^".utf8) && text.contains("]:") { isInList = true }
        inline(withoutMarker(line))
    }

    private mutating func newline(_ line: UnsafeRawBufferPointer) {
        if line.last == 0x0A { output.append(0x0A) }
    }

    /// A thematic break, a setext underline, or the line below a table's head.
    private func isRule(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        text.count >= 2 && text.allSatisfy { "-=*_|: +".utf8.contains($0) }
            && text.contains { "-=*_".utf8.contains($0) }
    }

    /// `[name]: target`, but not a footnote's text.
    private func isDefinition(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        text.first == UInt8(ascii: "[") && text.dropFirst().first != UInt8(ascii: "^") && text.contains("]:")
    }

    /// The line without the marks of quotations, headings and list items before it.
    private mutating func withoutMarker(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var rest = line[...]
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            guard let first = rest.first else { break }
            let behind = rest.dropFirst()
            switch first {
            case UInt8(ascii: ">"):
                rest = behind
            case UInt8(ascii: "#"):
                let marks = rest.prefix { $0 == first }.count
                guard marks <= 6, rest.dropFirst(marks).first.map({ $0 <= 0x20 }) ?? true else {
                    return .init(rebasing: rest)
                }
                return UnsafeRawBufferPointer(rebasing: rest.dropFirst(marks).drop { $0 == 0x20 })
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
                guard behind.first == 0x20 || behind.first == 0x09 else { return .init(rebasing: rest) }
                isInList = true
                rest = behind
                for box in ["[ ] ", "[x] ", "[X] "] where rest.dropFirst().starts(with: box.utf8) {
                    rest = rest.dropFirst(5)
                }
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let number = rest.drop { $0 &- 0x30 < 10 }
                guard let end = number.first, end == UInt8(ascii: ".") || end == UInt8(ascii: ")"),
                    number.dropFirst().first == 0x20, rest.count - number.count <= 9
                else { return .init(rebasing: rest) }
                isInList = true
                return UnsafeRawBufferPointer(rebasing: number.dropFirst(2))
            default: return UnsafeRawBufferPointer(rebasing: rest)
            }
        }
        return UnsafeRawBufferPointer(rebasing: rest)
    }

    /// Appends a line's prose without emphasis, code spans, tags and link targets.
    private mutating func inline(_ line: UnsafeRawBufferPointer) {
        var at = 0
        while at < line.count {
            let byte = line[at]
            let next = at + 1 < line.count ? line[at + 1] : 0x0A
            switch byte {
            case UInt8(ascii: "\\") where isPunctuation(next):
                output.append(next)
                at += 2
            case UInt8(ascii: "`"):
                at = codeSpanEnd(line, at)
            case UInt8(ascii: "&"):
                at = appendReference(line, at)
            case UInt8(ascii: "[") where next == UInt8(ascii: "^"):
                at = footnoteMarkEnd(line, at) ?? at + 1
            case UInt8(ascii: "^") where next == UInt8(ascii: "["):
                // A footnote that is written where it belongs: its words are not the end of the word before.
                output.append(0x20)
                at += 2
            case UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: "["):
                at += 1
            case UInt8(ascii: "~") where next == byte:
                at += 2
            case UInt8(ascii: "_"):
                let isInWord = at > 0 && isWordByte(line[at - 1]) && isWordByte(next)
                if isInWord { output.append(byte) }
                at += 1
            case UInt8(ascii: "!") where next == UInt8(ascii: "["):
                at += 2
            case UInt8(ascii: "]"):
                at = linkTargetEnd(line, at + 1) ?? at + 1
            case UInt8(ascii: "<") where isWordByte(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!"):
                guard let end = line.offset(of: UInt8(ascii: ">"), from: at + 1) else { fallthrough }
                at = end + 1
            default:
                output.append(byte)
                at += 1
            }
        }
    }

    /// The offset behind a link's target `(…)` or `[…]` at `start`; parentheses inside may nest.
    private func linkTargetEnd(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard start < line.count else { return nil }
        if line[start] == UInt8(ascii: "[") {
            return line.offset(of: UInt8(ascii: "]"), from: start + 1).map { $0 + 1 }
        }
        guard line[start] == UInt8(ascii: "(") else { return nil }
        var depth = 0
        for at in start..<line.count {
            if line[at] == UInt8(ascii: "(") { depth += 1 }
            if line[at] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return at + 1 }
        }
        return nil
    }

    /// The offset behind `[^note]` or, where the note's text begins, `[^note]:`; nil when it is no footnote's mark.
    private func footnoteMarkEnd(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard let end = line.offset(of: UInt8(ascii: "]"), from: start + 2), end > start + 2,
            !line[(start + 2)..<end].contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "[") })
        else { return nil }
        let isText = end + 1 < line.count && line[end + 1] == UInt8(ascii: ":")
        return isText ? end + 2 : end + 1
    }

    /// Appends the character that a reference at `start` stands for (`&amp;`, `&#38;`, `&#x26;`), or the `&`. The offset
    /// behind it.
    private mutating func appendReference(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int {
        // The longest name has 31 letters.
        guard let end = line[start...].prefix(34).firstIndex(of: UInt8(ascii: ";")) else {
            return appendAmpersand(start)
        }
        let name = String(decoding: line[(start + 1)..<end], as: UTF8.self)
        if name.hasPrefix("#") {
            let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            guard (1...7).contains(digits.utf8.count), digits.first != "+",
                let number = UInt32(digits, radix: isHexadecimal ? 16 : 10)
            else {
                return appendAmpersand(start)
            }
            appendUTF8(number == 0 ? UTF8Decoder.replacement : number, to: &output)
            return end + 1
        }
        guard let characters = NamedCharacters.characters(of: name) else { return appendAmpersand(start) }
        output += characters.utf8
        return end + 1
    }

    private mutating func appendAmpersand(_ start: Int) -> Int {
        output.append(UInt8(ascii: "&"))
        return start + 1
    }

    /// The offset behind a code span that begins at `start`; behind the backticks when it is not closed in this line.
    private func codeSpanEnd(_ line: UnsafeRawBufferPointer, _ start: Int) -> Int {
        let length = line[start...].prefix { $0 == UInt8(ascii: "`") }.count
        var at = start + length
        while let open = line.offset(of: UInt8(ascii: "`"), from: at) {
            let run = line[open...].prefix { $0 == UInt8(ascii: "`") }.count
            if run == length { return open + run }
            at = open + run
        }
        return start + length
    }

    private func isPunctuation(_ byte: UInt8) -> Bool {
        (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
            || (0x7B...0x7E).contains(byte)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10
    }
}

extension UnsafeRawBufferPointer {
    /// The line without spaces, tabs and line ends around it.
    fileprivate var trimmed: Slice<UnsafeRawBufferPointer> {
        var rest = self[...]
        while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
        while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
        return rest
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0] == wanted[0] && self[$0...].starts(with: wanted) }
    }
}

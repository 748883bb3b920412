/// Where the tokenizer stands in a script: old pages hide scripts in comments, and the standard keeps that working.
enum ScriptState: Equatable {
    /// Outside `<!--`.
    case plain
    /// Inside `<!--`, behind this many hyphens (two stand for more).
    case escaped(dashes: Int)
    /// Inside `<!--` and a nested `<script`, behind this many hyphens.
    case doubleEscaped(dashes: Int)
}

extension Tokenizer {
    /// The script data states: one stretch of text, or one byte that matters, or the end tag.
    mutating func scriptText(_ start: Int) -> Int {
        let byte = input[start]
        switch script {
        case .plain:
            guard byte == UInt8(ascii: "<") else {
                return text(start, to: ByteSearch.first(UInt8(ascii: "<"), in: input, from: start), replacesNull: true)
            }
            if let name = appropriateEndTag(start) { return tag(name, isEnd: true) }
            if !isStarved, matches("!--", at: start + 1) {
                script = .escaped(dashes: 2)
                return text(start, to: start + 4, replacesNull: true)
            }
            if isStarved { return start }
            return text(start, to: start + 1, replacesNull: true)
        case .escaped(let dashes): return escaped(start, byte, dashes)
        case .doubleEscaped(let dashes): return doubleEscaped(start, byte, dashes)
        }
    }

    private mutating func escaped(_ start: Int, _ byte: UInt8, _ dashes: Int) -> Int {
        switch byte {
        case UInt8(ascii: "-"): script = .escaped(dashes: min(dashes + 1, 2))
        case UInt8(ascii: ">") where dashes == 2: script = .plain
        case UInt8(ascii: "<"):
            if let name = appropriateEndTag(start) { return tag(name, isEnd: true) }
            let opens = !isStarved && startsScript(start + 1)
            if isStarved { return start }
            script = .escaped(dashes: 0)
            if opens {
                script = .doubleEscaped(dashes: 0)
                return text(start, to: start + 8, replacesNull: true)
            }
        default: return plainStretch(start, .escaped(dashes: 0))
        }
        return text(start, to: start + 1, replacesNull: true)
    }

    private mutating func doubleEscaped(_ start: Int, _ byte: UInt8, _ dashes: Int) -> Int {
        switch byte {
        case UInt8(ascii: "-"): script = .doubleEscaped(dashes: min(dashes + 1, 2))
        case UInt8(ascii: ">") where dashes == 2: script = .plain
        case UInt8(ascii: "<"):
            let closes = peek(start + 1) == UInt8(ascii: "/") && startsScript(start + 2)
            if isStarved { return start }
            script = .doubleEscaped(dashes: 0)
            if closes {
                script = .escaped(dashes: 0)
                return text(start, to: start + 9, replacesNull: true)
            }
        default: return plainStretch(start, .doubleEscaped(dashes: 0))
        }
        return text(start, to: start + 1, replacesNull: true)
    }

    /// Whether the word `script`, and the space, slash or `>` that ends it, stand at an index.
    private mutating func startsScript(_ start: Int) -> Bool {
        guard matches("script", at: start), let after = peek(start + 6) else { return false }
        return isSpace(after) || after == UInt8(ascii: "/") || after == UInt8(ascii: ">")
    }

    /// Bytes up to the next hyphen or `<`.
    private mutating func plainStretch(_ start: Int, _ after: ScriptState) -> Int {
        var end = start + 1
        while end < input.count, input[end] != UInt8(ascii: "-"), input[end] != UInt8(ascii: "<") { end += 1 }
        script = after
        return text(start, to: end, replacesNull: true)
    }
}

// Unsafe pointers: a comment is a part of the document, handed on as a span.

extension Tokenizer {
    /// The markup declaration open state: what begins with `<!` at `start`.
    mutating func declaration(_ start: Int) -> Int {
        if matches("--", at: start + 2) { return comment(start) }
        if matches("doctype", at: start + 2) { return doctype(start) }
        if matches("[CDATA[", at: start + 2, exactly: true) {
            if allowsCDATA || sink.isInForeignContent {
                model = .cdata
                return start + 9
            }
            report(.cdataInHTMLContent, start + 8)
            return bogusComment(start + 2)
        }
        if isStarved { return start }
        report(.incorrectlyOpenedComment, start + 2)
        return bogusComment(start + 2)
    }

    /// Whether `word` stands at an index; letters of either case unless `exactly`.
    mutating func matches(_ word: StaticString, at start: Int, exactly: Bool = false) -> Bool {
        for index in 0..<word.utf8CodeUnitCount {
            guard let byte = peek(start + index) else { return false }
            let letter = word.withUTF8Buffer { $0[index] }
            guard (exactly ? byte : lowercase(byte)) == letter else { return false }
        }
        return true
    }

    /// The bogus comment state: everything to the next `>`, from `start`.
    mutating func bogusComment(_ start: Int) -> Int {
        let end = ByteSearch.first(UInt8(ascii: ">"), in: input, from: start)
        _ = peek(end)
        if isStarved { return start - 2 }
        if Sink.wantsErrors {
            for index in start..<end where input[index] == 0 { report(.unexpectedNull, index) }
        }
        emitComment(start, end)
        return min(end + 1, input.count)
    }

    /// The comment states. A comment's text is one stretch of the input: the states only decide where it ends.
    private mutating func comment(_ start: Int) -> Int {
        let begin = start + 4
        if peek(begin) == UInt8(ascii: ">") {
            report(.abruptClosingOfEmptyComment, begin)
            emitComment(begin, begin)
            return begin + 1
        }
        if peek(begin) == UInt8(ascii: "-"), peek(begin + 1) == UInt8(ascii: ">") {
            report(.abruptClosingOfEmptyComment, begin + 1)
            emitComment(begin, begin)
            return begin + 2
        }
        var state = CommentState.text
        var position = begin
        if peek(begin) == UInt8(ascii: "-") {
            state = .dash
            position += 1
        }
        while let byte = peek(position) {
            if state == .end, byte == UInt8(ascii: ">") {
                emitComment(begin, position - 2)
                return position + 1
            }
            if state == .bang, byte == UInt8(ascii: ">") {
                report(.incorrectlyClosedComment, position)
                emitComment(begin, position - 3)
                return position + 1
            }
            if state == .text, byte != UInt8(ascii: "-"), !Sink.wantsErrors {
                position = ByteSearch.first(UInt8(ascii: "-"), in: input, from: position)
                continue
            }
            step(&state, byte, position)
            position += 1
        }
        if isStarved { return start }
        report(.eofInComment, position)
        emitComment(begin, max(begin, position - state.dashes))
        return position
    }

    private mutating func step(_ state: inout CommentState, _ byte: UInt8, _ position: Int) {
        if byte == 0 { report(.unexpectedNull, position) }
        if state == .lessBangDashDash, byte != UInt8(ascii: ">") { report(.nestedComment, position) }
        switch (state, byte) {
        case (.less, UInt8(ascii: "!")): state = .lessBang
        case (.lessBang, UInt8(ascii: "-")): state = .lessBangDash
        case (.lessBangDash, UInt8(ascii: "-")):
            state = peek(position + 1) == UInt8(ascii: ">") || peek(position + 1) == nil ? .end : .lessBangDashDash
        case (.dash, UInt8(ascii: "-")), (.end, UInt8(ascii: "-")), (.lessBangDashDash, UInt8(ascii: "-")): state = .end
        case (.end, UInt8(ascii: "!")), (.lessBangDashDash, UInt8(ascii: "!")): state = .bang
        case (_, UInt8(ascii: "-")): state = .dash
        case (_, UInt8(ascii: "<")): state = .less
        default: state = .text
        }
    }

    private mutating func emitComment(_ start: Int, _ end: Int) {
        guard !isStarved else { return }
        guard input[start..<end].contains(where: { $0 == 0 || $0 == 0x0D }) else {
            sink.comment(UnsafeBufferPointer(rebasing: input[start..<end]).span)
            return
        }
        sink.comment(cleaned(start..<end).span)
    }

    /// The bytes with line ends as line feeds and NUL as U+FFFD.
    func cleaned(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in range {
            switch input[index] {
            case 0: bytes += replacementCharacter
            case 0x0D: bytes.append(0x0A)
            case 0x0A where index > range.lowerBound && input[index - 1] == 0x0D: continue
            case let byte: bytes.append(byte)
            }
        }
        return bytes
    }
}

/// Where the reader stands in a comment.
private enum CommentState {
    case text
    case less
    case lessBang
    case lessBangDash
    case lessBangDashDash
    case dash
    case end
    case bang

    /// How many bytes before the index do not belong to the text if the document ends here.
    var dashes: Int {
        switch self {
        case .text, .less, .lessBang: 0
        case .dash, .lessBangDash: 1
        case .end, .lessBangDashDash: 2
        case .bang: 3
        }
    }
}

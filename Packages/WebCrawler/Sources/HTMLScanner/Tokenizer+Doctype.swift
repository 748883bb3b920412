extension Tokenizer {
    /// The DOCTYPE states, from `<!doctype` at `start`.
    mutating func doctype(_ start: Int) -> Int {
        var position = start + 9
        var token = DoctypeToken()
        if let byte = peek(position), !isSpace(byte), byte != UInt8(ascii: ">") {
            report(.missingSpaceBeforeDoctypeName, position)
        }
        skipSpace(&position)
        switch peek(position) {
        case nil: return unfinished(&token, start, position)
        case UInt8(ascii: ">"):
            report(.missingDoctypeName, position)
            token.forcesQuirks = true
            return finished(token, start, position)
        default: break
        }
        let name = position
        while let byte = peek(position), !isSpace(byte), byte != UInt8(ascii: ">") {
            if byte == 0 { report(.unexpectedNull, position) }
            position += 1
        }
        token.name = cleaned(name..<position).map(lowercase)
        skipSpace(&position)
        guard let next = peek(position) else { return unfinished(&token, start, position) }
        if next == UInt8(ascii: ">") { return finished(token, start, position) }
        if matches("public", at: position) { return publicIdentifier(&token, start, position + 6) }
        if matches("system", at: position) {
            return systemIdentifier(&token, start, position + 6, isAfterKeyword: true)
        }
        report(.invalidCharacterSequenceAfterDoctypeName, position)
        token.forcesQuirks = true
        return bogus(token, start, position)
    }

    private mutating func publicIdentifier(_ token: inout DoctypeToken, _ start: Int, _ from: Int) -> Int {
        var position = from
        let hasSpace = peek(position).map(isSpace) ?? true
        skipSpace(&position)
        switch peek(position) {
        case nil: return unfinished(&token, start, position)
        case UInt8(ascii: ">"):
            report(.missingDoctypePublicIdentifier, position)
            token.forcesQuirks = true
            return finished(token, start, position)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if !hasSpace { report(.missingSpaceAfterPublicKeyword, position) }
            let identifier = quoted(&position)
            token.publicIdentifier = identifier.bytes
            guard identifier.isClosed else {
                return abrupt(&token, start, position, .abruptDoctypePublicIdentifier)
            }
        default:
            report(.missingQuoteBeforePublicIdentifier, position)
            token.forcesQuirks = true
            return bogus(token, start, position)
        }
        return systemIdentifier(&token, start, position, isAfterKeyword: false)
    }

    private mutating func systemIdentifier(
        _ token: inout DoctypeToken, _ start: Int, _ from: Int, isAfterKeyword: Bool
    ) -> Int {
        var position = from
        let hasSpace = peek(position).map(isSpace) ?? true
        skipSpace(&position)
        switch peek(position) {
        case nil: return unfinished(&token, start, position)
        case UInt8(ascii: ">"):
            if isAfterKeyword {
                report(.missingDoctypeSystemIdentifier, position)
                token.forcesQuirks = true
            }
            return finished(token, start, position)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if !hasSpace {
                report(isAfterKeyword ? .missingSpaceAfterSystemKeyword : .missingSpaceBetweenIdentifiers, position)
            }
            let identifier = quoted(&position)
            token.systemIdentifier = identifier.bytes
            guard identifier.isClosed else {
                return abrupt(&token, start, position, .abruptDoctypeSystemIdentifier)
            }
        default:
            report(.missingQuoteBeforeSystemIdentifier, position)
            token.forcesQuirks = true
            return bogus(token, start, position)
        }
        skipSpace(&position)
        switch peek(position) {
        case nil: return unfinished(&token, start, position)
        case UInt8(ascii: ">"): return finished(token, start, position)
        default:
            report(.unexpectedCharacterAfterSystemIdentifier, position)
            return bogus(token, start, position)
        }
    }

    private mutating func skipSpace(_ position: inout Int) {
        while let byte = peek(position), isSpace(byte) { position += 1 }
    }

    /// Reads from the quote at `position` to behind the closing one, or to the `>` or end that comes first.
    private mutating func quoted(_ position: inout Int) -> (bytes: [UInt8], isClosed: Bool) {
        let quote = input[position]
        position += 1
        let begin = position
        while let byte = peek(position), byte != UInt8(ascii: ">") {
            if byte == quote {
                position += 1
                return (cleaned(begin..<position - 1), true)
            }
            if byte == 0 { report(.unexpectedNull, position) }
            position += 1
        }
        return (cleaned(begin..<position), false)
    }

    /// An identifier that `>` or the end of the document cuts off.
    private mutating func abrupt(
        _ token: inout DoctypeToken, _ start: Int, _ position: Int, _ error: ParseError
    ) -> Int {
        guard peek(position) != nil else { return unfinished(&token, start, position) }
        report(error, position)
        token.forcesQuirks = true
        return finished(token, start, position)
    }

    private mutating func unfinished(_ token: inout DoctypeToken, _ start: Int, _ position: Int) -> Int {
        report(.eofInDoctype, position)
        token.forcesQuirks = true
        return finished(token, start, position)
    }

    /// The bogus DOCTYPE state: the rest to `>` is ignored.
    private mutating func bogus(_ token: DoctypeToken, _ start: Int, _ from: Int) -> Int {
        var position = from
        while let byte = peek(position), byte != UInt8(ascii: ">") {
            if byte == 0 { report(.unexpectedNull, position) }
            position += 1
        }
        return finished(token, start, position)
    }

    private mutating func finished(_ token: DoctypeToken, _ start: Int, _ position: Int) -> Int {
        if isStarved { return start }
        sink.doctype(token)
        return min(position + 1, input.count)
    }
}

// Unsafe pointers: a value is a part of the document; its range was found within the input's count.

extension Tokenizer {
    /// The tag open state: what begins with the `<` at `start`.
    mutating func markup(_ start: Int) -> Int {
        guard let next = peek(start + 1) else {
            if isStarved { return start }
            report(.eofBeforeTagName, start + 1)
            emit(start, start + 1)
            return start + 1
        }
        switch next {
        case _ where isLetter(next): return tag(start + 1, isEnd: false)
        case UInt8(ascii: "/"): return endTag(start)
        case UInt8(ascii: "!"): return declaration(start)
        case UInt8(ascii: "?"):
            report(.unexpectedQuestionMark, start + 1)
            return bogusComment(start + 1)
        default:
            report(.invalidFirstCharacterOfTagName, start + 1)
            emit(start, start + 1)
            return start + 1
        }
    }

    /// The end tag open state.
    private mutating func endTag(_ start: Int) -> Int {
        guard let next = peek(start + 2) else {
            if isStarved { return start }
            report(.eofBeforeTagName, start + 2)
            emit(start, start + 2)
            return start + 2
        }
        if isLetter(next) { return tag(start + 2, isEnd: true) }
        if next == UInt8(ascii: ">") {
            report(.missingEndTagName, start + 2)
            return start + 3
        }
        report(.invalidFirstCharacterOfTagName, start + 2)
        return bogusComment(start + 2)
    }

    /// A tag whose name begins at `start`; returns the index behind it, or an index before it when it is cut off.
    mutating func tag(_ start: Int, isEnd: Bool) -> Int {
        let before = start - (isEnd ? 2 : 1)
        let count = input.count
        var position = start
        var packed: UInt64 = 0
        while position < count {
            let byte = input[position]
            if byte <= 0x3E {
                if isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { break }
                if byte == 0 { report(.unexpectedNull, position) }
            }
            packed = packed << 8 | UInt64(lowercase(byte))
            position += 1
        }
        let name = start..<position
        attributes.removeAll(keepingCapacity: true)
        var isSelfClosing = false

        scan: while true {
            while position < count, isSpace(input[position]) { position += 1 }
            guard position < count else { return cutOff(before) }
            switch input[position] {
            case UInt8(ascii: ">"): break scan
            case UInt8(ascii: "/"):
                position += 1
                guard position < count else { return cutOff(before) }
                if input[position] == UInt8(ascii: ">") {
                    isSelfClosing = true
                    break scan
                }
                report(.unexpectedSolidus, position)
            default:
                guard let next = attribute(position) else { return cutOff(before) }
                position = next
            }
        }
        if Sink.wantsErrors, isEnd {
            if !attributes.isEmpty { report(.endTagWithAttributes, position) }
            if isSelfClosing { report(.endTagWithTrailingSolidus, position) }
        }
        emitTag(name, name.count <= 8 ? packed : 0, end: position + 1, isEnd: isEnd, isSelfClosing: isSelfClosing)
        return position + 1
    }

    private mutating func emitTag(
        _ name: Range<Int>, _ packed: UInt64, end: Int, isEnd: Bool, isSelfClosing: Bool
    ) {
        let tag = TagToken(
            input: input, nameRange: name, attributes: attributes, key: TagKey(packed: packed),
            isSelfClosing: isSelfClosing, offset: offset + name.lowerBound, endOffset: offset + end)
        if isEnd {
            model = .data
            sink.endTag(tag)
        } else {
            model = sink.startTag(tag)
            if model != .data || Sink.wantsErrors { lastStartTag = tag.name }
            script = .plain
        }
    }

    /// The document ends in a tag, which is then dropped; or more of it is still to come.
    private mutating func cutOff(_ start: Int) -> Int {
        guard isFinal else {
            isStarved = true
            return start
        }
        report(.eofInTag, input.count)
        return input.count
    }

    /// An attribute that begins at `start`; returns the index behind it, nil when the input ends first.
    private mutating func attribute(_ start: Int) -> Int? {
        let count = input.count
        var position = start
        if input[position] == UInt8(ascii: "=") {
            report(.unexpectedEqualsSign, position)
            position += 1
        }
        while position < count {
            let byte = input[position]
            if byte <= 0x3E {
                if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || isSpace(byte)
                {
                    break
                }
                if Sink.wantsErrors { checkNameByte(byte, position) }
            }
            position += 1
        }
        let name = start..<position
        if Sink.wantsErrors, isDuplicate(name) { report(.duplicateAttribute, position) }
        while position < count, isSpace(input[position]) { position += 1 }
        guard position < count else { return nil }
        guard input[position] == UInt8(ascii: "=") else {
            attributes.append(TagToken.AttributeRange(name: name, value: position..<position))
            return position
        }
        position += 1
        while position < count, isSpace(input[position]) { position += 1 }
        guard position < count else { return nil }
        switch input[position] {
        case UInt8(ascii: ">"):
            report(.missingAttributeValue, position)
            attributes.append(TagToken.AttributeRange(name: name, value: position..<position))
            return position
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return quotedValue(name, position + 1, input[position])
        default:
            return unquotedValue(name, position)
        }
    }

    private mutating func quotedValue(_ name: Range<Int>, _ start: Int, _ quote: UInt8) -> Int? {
        let end = ByteSearch.first(quote, in: input, from: start)
        if Sink.wantsErrors { checkValue(start..<end) }
        guard end < input.count else { return nil }
        attributes.append(TagToken.AttributeRange(name: name, value: start..<end))
        guard end + 1 < input.count else { return nil }
        let next = input[end + 1]
        if !isSpace(next), next != UInt8(ascii: "/"), next != UInt8(ascii: ">") {
            report(.missingSpaceBetweenAttributes, end + 1)
        }
        return end + 1
    }

    private mutating func unquotedValue(_ name: Range<Int>, _ start: Int) -> Int? {
        var end = start
        while end < input.count, !isSpace(input[end]), input[end] != UInt8(ascii: ">") { end += 1 }
        if Sink.wantsErrors { checkValue(start..<end, isUnquoted: true) }
        guard end < input.count else { return nil }
        attributes.append(TagToken.AttributeRange(name: name, value: start..<end))
        return end
    }

    // MARK: - Errors only

    private mutating func checkNameByte(_ byte: UInt8, _ position: Int) {
        switch byte {
        case 0: report(.unexpectedNull, position)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"):
            report(.unexpectedCharacterInAttributeName, position)
        default: break
        }
    }

    private mutating func checkValue(_ range: Range<Int>, isUnquoted: Bool = false) {
        let value = UnsafeBufferPointer(rebasing: input[..<range.upperBound])
        var position = range.lowerBound
        var ignored: [UInt8] = []
        while position < range.upperBound {
            switch input[position] {
            case 0: report(.unexpectedNull, position)
            case UInt8(ascii: "&"):
                var decoder = ReferenceDecoder(input: value, inAttribute: true, wantsErrors: true)
                position = decoder.decode(at: position, into: &ignored)
                for (error, index) in decoder.errors { report(error, index) }
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: "`"):
                if isUnquoted { report(.unexpectedCharacterInUnquotedValue, position) }
            default: break
            }
            position += 1
        }
    }

    private func isDuplicate(_ name: Range<Int>) -> Bool {
        attributes.contains { other in
            other.name.count == name.count
                && zip(other.name, name).allSatisfy { lowercase(input[$0]) == lowercase(input[$1]) }
        }
    }
}

// Unsafe pointers: every byte of every page passes here; the loops compare the index with the input's count.

/// The HTML standard's tokenizer (section 13.2.5) over bytes in pieces of any size.
///
/// The standard describes a machine that takes one character at a time. This one works on whole tokens: it looks for
/// the byte that ends a state, and where the input ends inside a token it goes back to the token's start and waits
/// for more. A token that does not end is tried again only when the input has doubled, so that no stream of small
/// pieces costs more than its length times a constant.
///
/// The input is UTF-8, or any encoding that has ASCII in it; bytes beyond ASCII pass through unchanged.
public struct Tokenizer<Sink: TokenSink> {
    /// Receives the tokens.
    public var sink: Sink
    /// Whether `<![CDATA[` opens a section, as it does in SVG and MathML.
    public var allowsCDATA = false

    /// How the tokenizer reads at present.
    var model: ContentModel
    var script = ScriptState.plain
    /// The name of the last start tag, in lower case: what an end tag must be called to end raw text.
    var lastStartTag: [UInt8]
    var input = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// How many bytes of the document lie before `input`.
    var offset = 0
    var isFinal = false
    /// Whether a decision asked for a byte that has not come yet.
    var isStarved = false
    var errors: [(ParseError, Int)] = []
    var attributes: [TagToken.AttributeRange] = []

    private var pending: [UInt8] = []
    private var retryAt = 0
    private var skipsLineFeed = false

    /// Makes a tokenizer.
    ///
    /// - Parameters:
    ///   - sink: Receives the tokens.
    ///   - model: The state to begin in.
    ///   - lastStartTag: The lower-case name that an end tag must have to end `rcdata`, `rawtext` or `scriptData`.
    public init(sink: Sink, model: ContentModel = .data, lastStartTag: [UInt8] = []) {
        self.sink = sink
        self.model = model
        self.lastStartTag = lastStartTag
    }

    /// Tokenizes the next piece of the document.
    public mutating func feed(_ piece: UnsafeBufferPointer<UInt8>) {
        guard !piece.isEmpty else { return }
        if pending.isEmpty {
            let consumed = run(piece)
            keep(piece[consumed...])
        } else {
            pending.append(contentsOf: piece)
            guard pending.count >= retryAt else { return }
            let whole = pending
            pending = []
            let consumed = whole.withUnsafeBufferPointer { run($0) }
            whole.withUnsafeBufferPointer { keep($0[consumed...]) }
        }
    }

    /// Tokenizes the next piece of the document.
    public mutating func feed(_ piece: [UInt8]) {
        piece.withUnsafeBufferPointer { feed($0) }
    }

    /// Ends the document: what was waiting is decided now.
    public mutating func finish() {
        isFinal = true
        let whole = pending
        pending = []
        _ = whole.withUnsafeBufferPointer { run($0) }
        if model == .cdata { report(.eofInCDATA, 0) }
        if model == .scriptData, script != .plain { report(.eofInScriptComment, 0) }
        input = UnsafeBufferPointer(start: nil, count: 0)
        commitErrors()
    }

    /// Makes the tokenizer ready for another document, keeping its buffers.
    public mutating func reset() {
        model = .data
        script = .plain
        lastStartTag.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        (offset, retryAt) = (0, 0)
        (isFinal, isStarved, skipsLineFeed, allowsCDATA) = (false, false, false, false)
    }

    private mutating func keep(_ rest: Slice<UnsafeBufferPointer<UInt8>>) {
        pending.append(contentsOf: rest)
        retryAt = pending.count * 2
    }

    // MARK: - The main loop

    /// Tokenizes `buffer` and returns how much of it was used up.
    private mutating func run(_ buffer: UnsafeBufferPointer<UInt8>) -> Int {
        input = buffer
        var position = 0
        if skipsLineFeed, let first = buffer.first {
            skipsLineFeed = false
            if first == 0x0A { position = 1 }
        }
        while position < buffer.count {
            isStarved = false
            let next =
                switch model {
                case .data: data(position)
                case .rcdata, .rawtext: rawText(position)
                case .scriptData: scriptText(position)
                case .plaintext: text(position, to: buffer.count, replacesNull: true)
                case .cdata: cdata(position)
                }
            guard !isStarved || next > position else {
                errors.removeAll(keepingCapacity: true)
                break
            }
            if Sink.wantsErrors { commitErrors() }
            position = next
        }
        offset += position
        return position
    }

    /// Text up to the next `<`, or the markup that begins there.
    private mutating func data(_ start: Int) -> Int {
        if input[start] == UInt8(ascii: "<") { return markup(start) }
        guard sink.wantsText || Sink.wantsErrors else {
            return ByteSearch.first(UInt8(ascii: "<"), in: input, from: start)
        }
        return referenceText(start)
    }

    /// Text with references up to the next `<`.
    private mutating func referenceText(_ start: Int) -> Int {
        var position = start
        while position < input.count {
            let end = ByteSearch.firstSpecial(UInt8(ascii: "<"), UInt8(ascii: "&"), in: input, from: position)
            emit(position, end)
            position = end
            guard position < input.count else { break }
            switch input[position] {
            case 0x0D: position = carriageReturn(position)
            case 0:
                report(.unexpectedNull, position)
                if model == .data { emit(position, position + 1) } else { emit(replacementCharacter) }
                position += 1
            case UInt8(ascii: "&"):
                guard let end = reference(position) else { return position }
                position = end
            default: return position
            }
        }
        return position
    }

    /// Emits a reference's text; nil when it may go on behind the input.
    private mutating func reference(_ start: Int) -> Int? {
        var decoder = ReferenceDecoder(input: input, inAttribute: false, wantsErrors: Sink.wantsErrors)
        var text: [UInt8] = []
        let end = decoder.decode(at: start, into: &text)
        if decoder.reachedEnd, !isFinal {
            isStarved = true
            return nil
        }
        if Sink.wantsErrors { for (error, index) in decoder.errors { report(error, index) } }
        emit(text)
        return end
    }

    /// `rcdata` and `rawtext`: text up to the appropriate end tag.
    private mutating func rawText(_ start: Int) -> Int {
        if input[start] == UInt8(ascii: "<") {
            guard let name = appropriateEndTag(start) else {
                if isStarved { return start }
                emit(start, start + 1)
                return start + 1
            }
            return tag(name, isEnd: true)
        }
        if model == .rcdata { return referenceText(start) }
        return text(start, to: ByteSearch.first(UInt8(ascii: "<"), in: input, from: start), replacesNull: true)
    }

    /// The index of the name when `</` and the last start tag's name stand at `start`.
    mutating func appropriateEndTag(_ start: Int) -> Int? {
        guard let slash = peek(start + 1), slash == UInt8(ascii: "/"), !lastStartTag.isEmpty else { return nil }
        for (index, letter) in lastStartTag.enumerated() {
            guard let byte = peek(start + 2 + index), lowercase(byte) == letter else { return nil }
        }
        guard let after = peek(start + 2 + lastStartTag.count),
            isSpace(after) || after == UInt8(ascii: "/") || after == UInt8(ascii: ">")
        else { return nil }
        return start + 2
    }

    /// A CDATA section's text.
    private mutating func cdata(_ start: Int) -> Int {
        let bracket = ByteSearch.first(UInt8(ascii: "]"), in: input, from: start)
        if bracket > start { return text(start, to: bracket, replacesNull: false) }
        guard peek(start + 1) == UInt8(ascii: "]"), peek(start + 2) == UInt8(ascii: ">") else {
            if isStarved { return start }
            emit(start, start + 1)
            return start + 1
        }
        model = .data
        return start + 3
    }

    // MARK: - What the states share

    /// Emits text as it stands, but for NUL and carriage returns.
    mutating func text(_ start: Int, to end: Int, replacesNull: Bool) -> Int {
        var position = start
        let input = UnsafeBufferPointer(rebasing: self.input[..<end])
        while position < end {
            let special =
                sink.wantsText || Sink.wantsErrors ? ByteSearch.firstSpecial(0, 0, in: input, from: position) : end
            emit(position, special)
            position = special
            guard position < end else { break }
            if input[position] == 0x0D {
                position = carriageReturn(position)
            } else {
                if replacesNull {
                    report(.unexpectedNull, position)
                    emit(replacementCharacter)
                } else {
                    emit(position, position + 1)
                }
                position += 1
            }
        }
        return max(position, end)
    }

    /// A carriage return, alone or before a line feed, is a line feed.
    private mutating func carriageReturn(_ position: Int) -> Int {
        emit([0x0A])
        guard position + 1 < input.count else {
            skipsLineFeed = true
            return position + 1
        }
        return position + (input[position + 1] == 0x0A ? 2 : 1)
    }

    mutating func emit(_ start: Int, _ end: Int) {
        guard start < end, sink.wantsText else { return }
        sink.characters(UnsafeBufferPointer(rebasing: input[start..<end]).span)
    }

    mutating func emit(_ bytes: [UInt8]) {
        guard sink.wantsText else { return }
        sink.characters(bytes.span)
    }

    /// The byte at an index; nil at the end, which starves the token unless the document ends there.
    mutating func peek(_ index: Int) -> UInt8? {
        guard index < input.count else {
            if !isFinal { isStarved = true }
            return nil
        }
        return input[index]
    }

    mutating func report(_ error: ParseError, _ index: Int) {
        if Sink.wantsErrors { errors.append((error, offset + index)) }
    }

    private mutating func commitErrors() {
        for (error, offset) in errors { sink.parseError(error, at: offset) }
        errors.removeAll(keepingCapacity: true)
    }
}

import TextAnalysis

// Unsafe pointers: text is checked where the chunk holds it, valid for the call alone.

/// The first stage: bytes of any encoding become UTF-8 text without a byte order mark.
///
/// The first bytes decide. A file that is something else than text is refused, and so is a zero byte, which no text holds;
/// bytes that are ill-formed pass through and are remembered by the first one's offset.
struct TextDecoder {
    /// How many bytes were read, the byte order mark included.
    private(set) var bytesRead = 0
    /// Called after each read with the count of bytes so far.
    var progress: ((Int) -> Void)?
    /// Where the first ill-formed byte stands in the source, if there is one.
    var firstInvalidByte: Int? { transcoder?.firstInvalid ?? check.firstInvalid }
    /// What the text is decoded from, once the first bytes were read; nil for UTF-8.
    private(set) var encoding: TextEncoding?

    private let source: any ByteSource
    private let options: ReadingOptions
    private var check = UTF8Check()
    private var transcoder: Transcoder?
    private var hasBegun = false
    private var converted: [UInt8] = []

    init(_ source: any ByteSource, _ options: ReadingOptions) {
        self.source = source
        self.options = options
    }

    /// Appends what the next read gives. False at the end, when there may still be something appended.
    ///
    /// - Throws: `BookError` when the source cannot be read or is no text.
    mutating func read(into chunk: inout TextChunk) throws -> Bool {
        guard hasBegun else { return try begin(&chunk) }
        if transcoder != nil { return try readConverted(into: &chunk) }
        let before = chunk.count
        let count = try chunk.append { try source.read(into: $0) }
        add(count)
        try checkText(UnsafeRawBufferPointer(rebasing: chunk.bytes[before...]))
        if count == 0 { check.finish() }
        return count > 0
    }

    /// Reads enough to tell what the source is; a pipe gives little at a time.
    private mutating func begin(_ chunk: inout TextChunk) throws -> Bool {
        hasBegun = true
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: FileKind.headLength, alignment: 16)
        defer { head.deallocate() }
        var length = 0
        var isWhole = false
        while length < head.count && !isWhole {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: head[length...]))
            add(count)
            length += count
            isWhole = count == 0
        }
        let bytes = UnsafeRawBufferPointer(rebasing: head[..<length])
        if let kind = FileKind(head: bytes), !(kind == .html && options.isMarkdown) {
            throw BookError.otherKind(path: source.path, kind: kind)
        }
        let mark = chooseEncoding(bytes, isWhole: isWhole)
        let text = UnsafeRawBufferPointer(rebasing: bytes[mark...])
        if let encoding, encoding != .utf8 {
            transcoder = Transcoder(encoding, offset: mark)
            try convert(text, into: &chunk)
            if isWhole { try finishConversion(into: &chunk) }
        } else {
            check = UTF8Check(offset: mark)
            try checkText(text)
            if isWhole { check.finish() }
            chunk.append(contentsOf: text)
        }
        return !isWhole
    }

    /// Sets the encoding; the length of the byte order mark.
    private mutating func chooseEncoding(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> Int {
        let byMark = EncodingGuess.byMark(head)
        switch options.encoding {
        case .automatic:
            encoding = byMark?.0 ?? EncodingGuess.byContent(head, isWhole: isWhole)
            return byMark?.mark ?? 0
        case .utf16:
            encoding = byMark?.0 == .utf16BigEndian ? .utf16BigEndian : .utf16LittleEndian
            return byMark?.mark == 2 ? 2 : 0
        default:
            encoding = options.encoding
            return byMark?.0 == options.encoding ? byMark?.mark ?? 0 : 0
        }
    }

    private mutating func add(_ count: Int) {
        bytesRead += count
        if count > 0 { progress?(bytesRead) }
    }

    /// The last bytes read: a zero byte ends the reading, an ill-formed one is remembered.
    private mutating func checkText(_ bytes: UnsafeRawBufferPointer) throws {
        if let zero = bytes.offset(of: 0) {
            throw BookError.binary(path: source.path, offset: bytesRead - bytes.count + zero)
        }
        check.check(bytes)
    }

    private mutating func readConverted(into chunk: inout TextChunk) throws -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        let count = try source.read(into: buffer)
        add(count)
        guard count > 0 else {
            try finishConversion(into: &chunk)
            return false
        }
        try convert(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &chunk)
        return true
    }

    private mutating func convert(_ bytes: UnsafeRawBufferPointer, into chunk: inout TextChunk) throws {
        converted.removeAll(keepingCapacity: true)
        transcoder?.append(bytes, to: &converted)
        try appendConverted(to: &chunk)
    }

    private mutating func finishConversion(into chunk: inout TextChunk) throws {
        converted.removeAll(keepingCapacity: true)
        transcoder?.finish(&converted)
        try appendConverted(to: &chunk)
    }

    private func appendConverted(to chunk: inout TextChunk) throws {
        try converted.withUnsafeBytes {
            if $0.offset(of: 0) != nil { throw BookError.binary(path: source.path, offset: bytesRead) }
            chunk.append(contentsOf: $0)
        }
    }
}

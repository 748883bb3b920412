import TextAnalysis

/// How a book is read.
public struct ReadingOptions: Sendable, Equatable {
    /// How bytes become text.
    public var encoding: TextEncoding
    /// Whether Project Gutenberg's header and licence stay in the text.
    public var keepsBoilerplate: Bool
    /// Whether the text is Markdown, of which only the prose is read.
    public var isMarkdown: Bool
    /// Where tokens may be separated, so that a chunk ends between two.
    public var scanner: TokenScanner

    /// Makes options; the defaults are the report's.
    public init(
        encoding: TextEncoding = .automatic, keepsBoilerplate: Bool = false, isMarkdown: Bool = false,
        scanner: TokenScanner = TokenScanner()
    ) {
        self.encoding = encoding
        self.keepsBoilerplate = keepsBoilerplate
        self.isMarkdown = isMarkdown
        self.scanner = scanner
    }
}

/// Reads a book in chunks of clean UTF-8: decodes, checks, and leaves out what is not the book.
///
/// Bytes go through the stages in this order: byte order mark, encoding, NUL check, boilerplate, Markdown, and the cut
/// between two tokens. Memory is a few chunks, however long the book or its lines are; only a single word, or the head
/// of a file with very long lines (at most `headLimit`), makes them grow.
public final class BookReader: TextSource {
    /// What the source calls itself.
    public var path: String { source.path }
    /// How many bytes were read, boilerplate and byte order mark included.
    public private(set) var bytesRead = 0
    /// How many lines were left out as boilerplate.
    public var removedLines: Int { filter?.removedLines ?? 0 }
    /// How many of these lines stood before the text, so that line numbers can be those of the file.
    public private(set) var headerLines = 0
    /// Where the first ill-formed byte stands in the source, if there is one.
    public var firstInvalidByte: Int? { transcoder?.firstInvalid ?? check.firstInvalid }
    /// Called after each read with the count of bytes so far.
    public var progress: ((Int) -> Void)?

    /// The header is looked for in this many bytes at most: 600 lines of a book are 40 KB, of one paragraph a line 1 MB.
    private static let headLimit = 4 << 20

    private let source: any ByteSource
    private let options: ReadingOptions
    private var filter: BoilerplateFilter?
    private var markdown: MarkdownFilter?
    private var check = UTF8Check()
    private var transcoder: Transcoder?
    private var isFirstRead = true
    private var isAtEnd = false
    /// What lies behind the last cut.
    private var carry: [UInt8] = []
    private var converted: [UInt8] = []

    /// Reads from `source` as the options say.
    public init(_ source: any ByteSource, _ options: ReadingOptions = ReadingOptions()) {
        self.source = source
        self.options = options
        filter = options.keepsBoilerplate ? nil : BoilerplateFilter()
        markdown = options.isMarkdown ? MarkdownFilter() : nil
    }

    /// Replaces the chunk by the next part of the book. False at the end.
    ///
    /// - Throws: `BookError` when the source cannot be read or is binary.
    public func fill(_ chunk: inout TextChunk) throws -> Bool {
        while !isAtEnd || !carry.isEmpty {
            chunk.removeAll()
            carry.withUnsafeBytes { chunk.append(contentsOf: $0) }
            carry.removeAll(keepingCapacity: true)
            try readUntilCut(&chunk)
            try clean(&chunk)
            if chunk.count > 0 { return true }
        }
        chunk.removeAll()
        return false
    }

    /// Reads until the chunk can be cut, cuts it, and keeps the rest for the next one.
    private func readUntilCut(_ chunk: inout TextChunk) throws {
        var searched = 0
        var nextLookAtHead = 64 << 10
        while !isAtEnd {
            if chunk.room == 0 { chunk.grow(to: chunk.capacity + 1) }
            try read(into: &chunk)
            if isAtEnd { return }
            if filter?.needsHead == true && chunk.count < Self.headLimit {
                // Looked at again only when there is twice as much, so that a pipe's small pieces cost no more.
                if chunk.count < nextLookAtHead { continue }
                nextLookAtHead = chunk.count * 2
                if !BoilerplateFilter.holdsHead(chunk.bytes) { continue }
            }
            // A whole line is best, since the filters look at lines; any whitespace serves when a line is that long.
            if chunk.room > 0 && !isWorthCutting(chunk) { continue }
            guard let cut = lastLineEnd(chunk) ?? options.scanner.lastCut(in: chunk.bytes, searched: searched) else {
                searched = max(chunk.count - 3, 0)
                continue
            }
            carry.append(contentsOf: chunk.bytes[cut...])
            chunk.truncate(to: cut)
            return
        }
    }

    /// A pipe gives little at a time: a chunk that is at least half full is worth its cost.
    private func isWorthCutting(_ chunk: borrowing TextChunk) -> Bool { chunk.count * 2 >= chunk.capacity }

    /// Where the last line ends, if that is near: a line that is already longer than this is no marker.
    private func lastLineEnd(_ chunk: borrowing TextChunk) -> Int? {
        chunk.bytes.suffix(4 << 10).lastIndex(of: 0x0A).map { $0 + 1 }
    }

    private func read(into chunk: inout TextChunk) throws {
        if transcoder != nil { return try readConverted(into: &chunk) }
        let before = chunk.count
        let count = try chunk.append { try source.read(into: $0) }
        bytesRead += count
        progress?(bytesRead)
        isAtEnd = count == 0
        if isFirstRead {
            // A byte order mark may come in pieces.
            while !isAtEnd && chunk.count < 3 {
                let more = try chunk.append { try source.read(into: $0) }
                bytesRead += more
                isAtEnd = more == 0
            }
            isFirstRead = false
            try begin(&chunk)
            if transcoder != nil { return }
            isAtEnd = false
        }
        let new = UnsafeRawBufferPointer(rebasing: chunk.bytes[min(before, chunk.count)...])
        if let place = new.place(of: 0) {
            throw BookError.binary(path: path, offset: bytesRead - new.count + place)
        }
        check.check(new)
        if isAtEnd { check.finish() }
    }

    /// Decides the encoding by the first bytes, and drops the byte order mark.
    private func begin(_ chunk: inout TextChunk) throws {
        let start = [UInt8](chunk.bytes.prefix(3))
        var encoding: Transcoder.Encoding?
        var mark = 0
        if options.encoding == .latin1 {
            encoding = .latin1
        } else if options.encoding == .automatic && start.starts(with: [0xFF, 0xFE]) {
            (encoding, mark) = (.utf16(bigEndian: false), 2)
        } else if options.encoding == .automatic && start.starts(with: [0xFE, 0xFF]) {
            (encoding, mark) = (.utf16(bigEndian: true), 2)
        } else if start == [0xEF, 0xBB, 0xBF] {
            mark = 3
        }
        let rest = [UInt8](chunk.bytes.dropFirst(mark))
        check = UTF8Check(offset: mark)
        chunk.removeAll()
        guard let encoding else {
            rest.withUnsafeBytes { chunk.append(contentsOf: $0) }
            return
        }
        transcoder = Transcoder(encoding, offset: mark)
        try rest.withUnsafeBytes { try convert($0, into: &chunk) }
    }

    private func readConverted(into chunk: inout TextChunk) throws {
        let count = try withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            let count = try source.read(into: buffer)
            try convert(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &chunk)
            return count
        }
        bytesRead += count
        progress?(bytesRead)
        isAtEnd = count == 0
    }

    private func convert(_ bytes: UnsafeRawBufferPointer, into chunk: inout TextChunk) throws {
        converted.removeAll(keepingCapacity: true)
        if bytes.isEmpty { transcoder?.finish(&converted) } else { transcoder?.append(bytes, to: &converted) }
        try converted.withUnsafeBytes {
            if $0.place(of: 0) != nil { throw BookError.binary(path: path, offset: bytesRead) }
            chunk.append(contentsOf: $0)
        }
    }

    /// Leaves out what the filters leave out.
    private func clean(_ chunk: inout TextChunk) throws {
        let isHead = filter?.needsHead == true
        if let kept = filter?.keep(chunk.bytes) {
            if isHead { headerLines = kept.first.map { Self.lineFeeds(chunk.bytes[..<$0.lowerBound]) } ?? 0 }
            let last = chunk.bytes.last
            chunk.keepOnly(kept)
            if filter?.hasEnded == true { try drain(behind: last) }
        }
        if markdown != nil { markdown?.clean(&chunk) }
    }

    /// Reads the licence to its end, to count its bytes and lines.
    private func drain(behind lastByte: UInt8?) throws {
        var lines = carry.count { $0 == 0x0A }
        var last = carry.last ?? lastByte
        carry.removeAll()
        var chunk = TextChunk()
        while !isAtEnd {
            chunk.removeAll()
            try read(into: &chunk)
            lines += chunk.bytes.count { $0 == 0x0A }
            last = chunk.bytes.last ?? last
        }
        filter?.drop(lines: last == 0x0A ? lines : lines + 1)
    }

    private static func lineFeeds(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        bytes.count { $0 == 0x0A }
    }
}

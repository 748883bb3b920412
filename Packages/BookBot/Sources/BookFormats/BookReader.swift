import TextAnalysis

// Unsafe pointers: the chunk's bytes are appended without an array in between.

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

/// Reads a book in chunks of clean UTF-8: a pipeline of four stages, a type a stage.
///
/// ```
/// ByteSource ─▶ TextDecoder ─▶ LineCutter ─▶ BoilerplateFilter ─▶ MarkdownFilter ─▶ chunk
///   bytes         UTF-8          lines          the book's own       prose
/// ```
///
/// Each stage takes what the one before gives and knows nothing of the others; a reader of EPUB or HTML will be one more
/// stage before the lines. Memory is a few chunks, however long the book or its lines are; only a single word, or the head
/// of a file with very long lines (4 MB at most), makes them grow.
public final class BookReader: TextSource {
    /// What the source calls itself.
    public var path: String { source.path }
    /// How many bytes were read, boilerplate and byte order mark included.
    public var bytesRead: Int { decoder.bytesRead }
    /// How many lines were left out as boilerplate.
    public var skippedLines: Int { filter?.skippedLines ?? 0 }
    /// How many of these lines stood before the chunk that was given last, so that line numbers can be those of the file.
    public private(set) var skippedLinesBeforeChunk = 0
    /// Where the first ill-formed byte stands in the source, if there is one.
    public var firstInvalidByte: Int? { decoder.firstInvalidByte }
    /// Called after each read with the count of bytes so far.
    public var progress: ((Int) -> Void)? {
        get { decoder.progress }
        set { decoder.progress = newValue }
    }

    private let source: any ByteSource
    private var decoder: TextDecoder
    private var cutter: LineCutter
    private var filter: BoilerplateFilter?
    private var markdown: MarkdownFilter?
    /// Pieces that the filter gave together: each becomes a chunk of its own, since line numbers jump between them.
    private var pieces: ArraySlice<BoilerplateFilter.Piece> = []

    /// Reads from `source` as the options say.
    public init(_ source: any ByteSource, _ options: ReadingOptions = ReadingOptions()) {
        self.source = source
        decoder = TextDecoder(source, options)
        cutter = LineCutter(options.scanner)
        filter = options.keepsBoilerplate ? nil : BoilerplateFilter()
        markdown = options.isMarkdown ? MarkdownFilter() : nil
    }

    /// Replaces the chunk by the next part of the book. False at the end.
    ///
    /// - Throws: `BookError` when the source cannot be read or is no text.
    public func fill(_ chunk: inout TextChunk) throws -> Bool {
        while true {
            if let piece = pieces.popFirst() {
                chunk.removeAll()
                piece.text.withUnsafeBytes { chunk.append(contentsOf: $0) }
                skippedLinesBeforeChunk = piece.skippedLines
            } else {
                guard !cutter.hasEnded else { break }
                try cutter.fill(&chunk, from: &decoder)
                if let found = filter?.filter(chunk.bytes, isLast: cutter.hasEnded) {
                    pieces = found[...]
                    continue
                }
                skippedLinesBeforeChunk = skippedLines
            }
            markdown?.clean(&chunk)
            if chunk.count > 0 { return true }
        }
        chunk.removeAll()
        return false
    }
}

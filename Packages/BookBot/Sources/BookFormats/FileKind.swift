// Unsafe pointers: the head of a file is looked at in the reader's own buffer, for the call alone.

/// What a file is by its first bytes, if it is something else than plain text.
///
/// Counting the tags of a page or the bytes of an archive would give figures without meaning, so such a file is named as
/// what it is, with what to do.
public enum FileKind: String, Sendable, CaseIterable {
    case epub = "an EPUB book"
    case docx = "a Word document (DOCX)"
    case openDocument = "an OpenDocument text (ODT)"
    case zip = "a ZIP archive"
    case gzip = "compressed by gzip"
    case bzip2 = "compressed by bzip2"
    case xz = "compressed by xz"
    case zstandard = "compressed by zstd"
    case pdf = "a PDF document"
    case postScript = "a PostScript document"
    case richText = "a Rich Text document (RTF)"
    case oldWord = "an old Microsoft Office document (DOC)"
    case mobipocket = "a Kindle book (MOBI)"
    case djvu = "a DjVu document"
    case fictionBook = "a FictionBook (FB2)"
    case html = "an HTML page"
    case picture = "a picture"

    /// How many first bytes are looked at.
    static let headLength = 4096

    /// The kind of a file that begins with these bytes; nil for what may be plain text.
    init?(head: UnsafeRawBufferPointer) {
        let found = Self.bySignature(head) ?? Self.byMarkup(head)
        guard let found else { return nil }
        self = found
    }

    private static func bySignature(_ head: UnsafeRawBufferPointer) -> FileKind? {
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return archive(head) }
        if let kind = signatures.first(where: { head.starts(with: $0.bytes) })?.kind { return kind }
        if head.count >= 68, head[60..<68].elementsEqual("BOOKMOBI".utf8) { return .mobipocket }
        // A PDF's mark may stand anywhere in the first 1,024 bytes, but in a text about PDF it stands behind words.
        let start = head.drop { $0 <= 0x20 || $0 >= 0x80 }
        return start.starts(with: "%PDF-".utf8) ? .pdf : nil
    }

    private static let signatures: [(bytes: [UInt8], kind: FileKind)] = [
        ([0x1F, 0x8B], .gzip), (Array("BZh".utf8) + [0x31], .bzip2), (Array("BZh9".utf8), .bzip2),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
        (Array("%!PS".utf8), .postScript), (Array("{\\rtf".utf8), .richText),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldWord), (Array("AT&TFORM".utf8), .djvu),
        ([0x89, 0x50, 0x4E, 0x47], .picture), ([0xFF, 0xD8, 0xFF], .picture), (Array("GIF8".utf8), .picture),
    ]

    /// An archive's first entry tells what it is: EPUB and OpenDocument name themselves there, Word has its folders.
    private static func archive(_ head: UnsafeRawBufferPointer) -> FileKind {
        if head.contains("mimetypeapplication/epub+zip") || head.contains("META-INF/container.xml") { return .epub }
        if head.contains("mimetypeapplication/vnd.oasis.opendocument") { return .openDocument }
        if head.contains("word/")
            || (head.contains("[Content_Types].xml") && !head.contains("xl/") && !head.contains("ppt/"))
        {
            return .docx
        }
        return .zip
    }

    private static func byMarkup(_ head: UnsafeRawBufferPointer) -> FileKind? {
        var start = head[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        start = start.drop { $0 <= 0x20 }
        guard start.first == UInt8(ascii: "<") else { return nil }
        let lowered = start.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        func begins(_ text: String) -> Bool { lowered.starts(with: text.utf8) }
        func holds(_ text: String) -> Bool { lowered.withUnsafeBytes { $0.contains(text) } }
        if ["<!doctype html", "<html", "<head>", "<body>", "<title>"].contains(where: begins) { return .html }
        guard begins("<?xml") || begins("<!--") || begins("<!doctype") else { return nil }
        if holds("<fictionbook") { return .fictionBook }
        return holds("<html") || holds("<body") ? .html : nil
    }

    /// What to do with it. `path` is the file's own, and `-` standard input.
    func advice(_ path: String) -> String {
        let file = path == "-" ? "FILE" : path
        switch self {
        case .epub, .docx, .openDocument, .richText, .fictionBook:
            return "Convert it first: pandoc -t plain '\(file)' | bookbot -"
        case .zip: return "Unpack it first: unzip -p '\(file)' | bookbot -"
        case .gzip: return "Unpack it first: gzip -dc '\(file)' | bookbot -"
        case .bzip2: return "Unpack it first: bzip2 -dc '\(file)' | bookbot -"
        case .xz: return "Unpack it first: xz -dc '\(file)' | bookbot -"
        case .zstandard: return "Unpack it first: zstd -dc '\(file)' | bookbot -"
        case .pdf: return "Convert it first: pdftotext '\(file)' - | bookbot -"
        case .postScript: return "Convert it first: ps2txt '\(file)' | bookbot -"
        case .oldWord: return "Convert it first: antiword '\(file)' | bookbot -"
        case .mobipocket: return "Convert it first: ebook-convert '\(file)' book.txt"
        case .djvu: return "Convert it first: djvutxt '\(file)' | bookbot -"
        case .html:
            return
                "Its tags would be counted as words. Convert it first (pandoc -f html -t plain '\(file)' | bookbot -), or read it with --markdown, which leaves tags out."
        case .picture: return "BookBot reads text."
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes of `text` stand anywhere in these.
    func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        var at = 0
        while let found = offset(of: first, from: at) {
            if self[found...].starts(with: wanted) { return true }
            at = found + 1
        }
        return false
    }
}

import CCMarkGFM
import Foundation
import HTMLScanner

// Unsafe pointers: cmark reads the text by address and length.

/// Scans Markdown by cmark-gfm, the program that GitHub renders it with: tables, bare addresses and footnotes included.
///
/// The tree is walked once in the document's order. Links and images are taken from it, HTML goes through the scanner
/// of pages, and headings become the anchors that GitHub gives them.
struct MarkdownPage {
    private var page = ScannedPage()
    private var html = Tokenizer(sink: PageScanner())
    private var htmlLinkCount = 0
    private var ignores = IgnoreDirectives()
    private var slugs = SlugTable()
    private var source: MarkdownSource
    /// The lines of the block that the walk is in: where its inline nodes are looked for.
    private var block = 1...1

    /// Nested blocks beyond this depth are not walked: cmark itself bounds what makes them.
    private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]

    /// Scans a document in UTF-8.
    static func scan(_ document: [UInt8]) -> ScannedPage {
        cmark_gfm_core_extensions_ensure_registered()
        let source = MarkdownSource(document)
        guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE) else { return ScannedPage() }
        defer { cmark_parser_free(parser) }
        for name in extensions {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        // cmark reads only while the call lasts.
        source.withoutFrontMatter.withUnsafeBytes { bytes in
            cmark_parser_feed(parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        guard let root = cmark_parser_finish(parser) else { return ScannedPage() }
        defer { cmark_node_free(root) }
        var scan = MarkdownPage(source: source)
        scan.walk(root)
        return scan.finished()
    }

    private init(source: MarkdownSource) {
        self.source = source
    }

    private mutating func finished() -> ScannedPage {
        html.finish()
        let embedded = html.sink.finished()
        page.anchors += embedded.anchors
        page.imageCount += embedded.imageCount
        page.imagesWithoutAlternative += embedded.imagesWithoutAlternative
        return page
    }

    private mutating func walk(_ root: OpaquePointer) {
        guard let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
            enter(node)
        }
    }

    private mutating func enter(_ node: OpaquePointer) {
        let type = cmark_node_get_type(node)
        let line = Int(cmark_node_get_start_line(node))
        switch type {
        case CMARK_NODE_HEADING:
            enterBlock(node)
            heading(node)
        case CMARK_NODE_LINK: link(node, .anchor)
        case CMARK_NODE_IMAGE:
            page.imageCount += 1
            if cmark_node_first_child(node) == nil { page.imagesWithoutAlternative += 1 }
            link(node, .image)
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
            enterBlock(node)
            let column = Int(cmark_node_get_start_column(node))
            html(literal(node), at: source.offset(line: max(line, block.lowerBound), column: max(1, column)))
        default: enterBlock(node)
        }
    }

    private mutating func enterBlock(_ node: OpaquePointer) {
        let type = cmark_node_get_type(node)
        guard cmark_node_get_start_line(node) > 0, Int(type.rawValue) & 0xC000 == 0x8000 else { return }
        let start = Int(cmark_node_get_start_line(node))
        block = start...max(start, Int(cmark_node_get_end_line(node)))
        source.beginBlock(at: start)
    }

    private func literal(_ node: OpaquePointer) -> [UInt8] {
        cmark_node_get_literal(node).map { Array(String(cString: $0).utf8) } ?? []
    }

    // MARK: - Links

    private mutating func link(_ node: OpaquePointer, _ kind: ScannedPage.LinkKind) {
        guard let url = cmark_node_get_url(node) else { return }
        let address = Array(String(cString: url).utf8)
        let line = Int(cmark_node_get_start_line(node))
        let fallback =
            line > 0
            ? source.offset(line: line, column: Int(cmark_node_get_start_column(node)))
            : source.offset(line: block.lowerBound, column: 1)
        let offset = source.find(address, from: line > 0 ? fallback : nil, in: block) ?? fallback
        let isIgnored = ignores.takeLink()
        address.withUnsafeBufferPointer {
            page.append($0, kind, isNoFollow: false, isIgnored: isIgnored, offset: offset)
        }
    }

    /// Feeds HTML to the scanner of pages, and takes the links that it finds at once, so that all come in order.
    private mutating func html(_ text: [UInt8], at offset: Int) {
        if text.starts(with: "<!--".utf8) {
            let inside = text.dropFirst(4)
            let end = inside.indices.first { inside[$0...].starts(with: "-->".utf8) } ?? inside.endIndex
            ignores.take(inside[..<end])
        }
        let start = fed
        html.feed(text)
        html.feed([0x0A])
        fed += text.count + 1
        let embedded = html.sink.takeLinks()
        for link in embedded.links {
            let isIgnored = link.isIgnored || ignores.takeLink()
            let address = Array(embedded.addresses[link.range])
            // cmark takes the indentation of continued lines away: where the address is written as it is, that counts.
            let found = source.find(address, from: offset, in: block) ?? offset + max(0, link.offset - start)
            address.withUnsafeBufferPointer {
                page.append($0, link.kind, isNoFollow: link.isNoFollow, isIgnored: isIgnored, offset: found)
            }
        }
    }

    /// How many bytes of HTML the scanner got so far.
    private var fed = 0

    // MARK: - Headings

    private mutating func heading(_ node: OpaquePointer) {
        let text = plainText(of: node)
        page.anchors.append(fingerprint(of: Array(slugs.slug(of: text).utf8)))
        if cmark_node_get_heading_level(node) == 1 {
            page.headingCount += 1
            if page.heading == nil {
                page.heading = ScannedPage.collapse(Array(text.utf8))
                page.title = page.heading
            }
        }
    }

    /// The text that a heading shows: markup and tags are not in it, code and the texts of links are.
    private func plainText(of node: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        var imageDepth = 0
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return text }
            guard let inner = cmark_iter_get_node(iterator) else { continue }
            let type = cmark_node_get_type(inner)
            if type == CMARK_NODE_IMAGE { imageDepth += event == CMARK_EVENT_ENTER ? 1 : -1 }
            guard event == CMARK_EVENT_ENTER, imageDepth == 0 else { continue }
            switch type {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE:
                text += cmark_node_get_literal(inner).map { String(cString: $0) } ?? ""
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += "\n"
            default: break
            }
        }
    }
}

/// GitHub's anchors of headings: lower case, letters, marks, digits, `_` and `-` kept, `-` for each space, and a number
/// behind those that were there before.
struct SlugTable {
    private var counts: [String: Int] = [:]

    /// The anchor of a document's next heading.
    mutating func slug(of text: String) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        var slug = String.UnicodeScalarView()
        for scalar in trimmed.lowercased().unicodeScalars {
            if scalar == " " || scalar == "-" {
                slug.append("-")
            } else if Self.isWord(scalar) {
                slug.append(scalar)
            }
        }
        let base = String(slug)
        var unique = base
        while let count = counts[unique] {
            counts[base] = (counts[base] ?? count) + 1
            unique = "\(base)-\(counts[base] ?? 1)"
        }
        counts[unique] = 0
        return unique
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return false
        }
    }
}

/// A Markdown document's bytes and lines, to tell where an address stands.
struct MarkdownSource {
    private let text: [UInt8]
    /// Where each line begins.
    private let lines: [Int]
    /// An address is looked for no further than this: many that are not there must not cost the square of a text.
    private static let searchLimit = 4096
    /// Where the search in the present block goes on: the same address may stand there twice.
    private var cursor = 0

    init(_ text: [UInt8]) {
        self.text = text
        var lines = [0]
        for (index, byte) in text.enumerated()
        where byte == 0x0A || byte == 0x0D && !(index + 1 < text.count && text[index + 1] == 0x0A) {
            lines.append(index + 1)
        }
        self.lines = lines
    }

    /// The document with its YAML or TOML head made blank: renderers take it for data, and its lines stay counted.
    var withoutFrontMatter: [UInt8] {
        for fence in ["---", "+++"] {
            guard text.starts(with: fence.utf8), lines.count > 1, line(0) == fence else { continue }
            guard
                let end = (1..<min(lines.count, 1000)).first(where: {
                    line($0) == fence || fence == "---" && line($0) == "..."
                })
            else { continue }
            let stop = end + 1 < lines.count ? lines[end + 1] : text.count
            return text[..<stop].map { $0 == 0x0A || $0 == 0x0D ? $0 : 0x20 } + text[stop...]
        }
        return text
    }

    private func line(_ index: Int) -> String {
        let end = index + 1 < lines.count ? lines[index + 1] : text.count
        return String(decoding: text[lines[index]..<end], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The offset of a line and a column in bytes, both from 1.
    func offset(line: Int, column: Int) -> Int {
        guard lines.indices.contains(line - 1) else { return text.count }
        return min(text.count, lines[line - 1] + max(0, column - 1))
    }

    /// Begins a new block: its addresses are looked for from its first line on.
    mutating func beginBlock(at line: Int) {
        cursor = max(cursor, offset(line: line, column: 1))
    }

    /// Where an address is written, at or behind an offset, or behind the last one that was found in the block.
    mutating func find(_ address: [UInt8], from start: Int?, in block: ClosedRange<Int>) -> Int? {
        guard let first = address.first else { return nil }
        var position = start ?? cursor
        let blockEnd = block.upperBound < lines.count ? lines[block.upperBound] : text.count
        let end = min(blockEnd, position + Self.searchLimit)
        while position + address.count <= end {
            if text[position] == first, text[position...].starts(with: address) {
                cursor = position + address.count
                return position
            }
            position += 1
        }
        return nil
    }
}

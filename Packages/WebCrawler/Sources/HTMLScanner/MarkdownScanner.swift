/// Finds links, images and headings in Markdown (CommonMark with GitHub's heading anchors), for link checks.
///
/// It knows code, inline links and images, reference definitions, autolinks, headings and HTML in between; it is no
/// renderer.
public struct MarkdownScanner {
    private var page = ScannedPage()
    private var slugs: [String: Int] = [:]
    private var html: [UInt8] = []

    /// Scans a document.
    public static func scan(_ document: [UInt8]) -> ScannedPage {
        var scanner = MarkdownScanner()
        scanner.scanLines(String(decoding: document, as: UTF8.self))
        return scanner.page
    }

    private mutating func scanLines(_ text: String) {
        var fence: Substring?
        var previous: Substring = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let trimmed = line.drop { $0 == " " }
            if let open = fence {
                if trimmed.hasPrefix(open), trimmed.allSatisfy({ $0 == open.first || $0 == " " }) { fence = nil }
                continue
            }
            if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                fence = trimmed.prefix { $0 == trimmed.first }
                continue
            }
            scan(line: trimmed, previous: previous)
            previous = trimmed
        }
        let embedded = PageScanner.scan(html)
        page.anchors += embedded.anchors
        for link in embedded.links {
            embedded.addresses[link.range].withUnsafeBufferPointer {
                page.append($0, link.kind, isNoFollow: link.isNoFollow, offset: 0)
            }
        }
    }

    private mutating func scan(line: Substring, previous: Substring) {
        let level = line.prefix { $0 == "#" }.count
        if (1...6).contains(level), line.dropFirst(level).first.map({ $0 == " " || $0 == "\t" }) ?? true {
            heading(line.dropFirst(level))
            if level == 1, page.heading == nil { page.heading = trimmed(line.dropFirst(level)) }
        } else if !previous.isEmpty, !line.isEmpty, line.allSatisfy({ $0 == "=" }) || line.allSatisfy({ $0 == "-" }) {
            heading(previous)
        }
        if line.hasPrefix("["), let end = line.range(of: "]:"), !line.hasPrefix("[^") {
            let target = line[end.upperBound...].drop { $0 == " " }.prefix { $0 != " " }
            add(target.drop { $0 == "<" }.prefix { $0 != ">" }, .anchor)
            return
        }
        inline(line)
    }

    private mutating func inline(_ line: Substring) {
        var rest = line
        while let character = rest.first {
            switch character {
            case "\\": rest = rest.dropFirst(2)
            case "`":
                let ticks = rest.prefix { $0 == "`" }
                let after = rest.dropFirst(ticks.count)
                rest = after.range(of: String(ticks)).map { after[$0.upperBound...] } ?? after
            case "<":
                let inside = rest.dropFirst().prefix { $0 != ">" }
                if inside.hasPrefix("http://") || inside.hasPrefix("https://") {
                    add(inside, .anchor)
                } else {
                    html += (String(rest.prefix(inside.count + 2))).utf8
                }
                rest = rest.dropFirst(inside.count + 2)
            case "]" where rest.dropFirst().first == "(": rest = target(rest.dropFirst(2), line, rest.startIndex)
            default: rest = rest.dropFirst()
            }
        }
    }

    /// Takes the address behind `](`.
    private mutating func target(_ text: Substring, _ line: Substring, _ bracket: Substring.Index) -> Substring {
        let start = text.drop { $0 == " " }
        var address: Substring
        if start.first == "<" {
            address = start.dropFirst().prefix { $0 != ">" }
        } else {
            var depth = 0
            address = start.prefix { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth >= 0 && character != " "
            }
        }
        let open = line[..<bracket].lastIndex(of: "[")
        let isImage = open.map { $0 > line.startIndex && line[line.index(before: $0)] == "!" } ?? false
        add(address, isImage ? .image : .anchor)
        if isImage { page.imageCount += 1 }
        return start.dropFirst(address.count)
    }

    private mutating func add(_ address: Substring, _ kind: ScannedPage.LinkKind) {
        guard !address.isEmpty else { return }
        Array(address.utf8).withUnsafeBufferPointer { page.append($0, kind, isNoFollow: false, offset: 0) }
    }

    /// GitHub's anchors: lower case, no punctuation, hyphens for spaces, numbers for repeated ones.
    private mutating func heading(_ text: Substring) {
        var plain = trimmed(text)
        while plain.hasSuffix("#") { plain.removeLast() }
        // A link in a heading counts with its text only.
        while let open = plain.range(of: "]("), let close = plain[open.upperBound...].firstIndex(of: ")") {
            plain.removeSubrange(open.lowerBound...close)
        }
        let slug = String(
            trimmed(plain[...]).lowercased().compactMap { character -> Character? in
                if character == " " || character == "-" { return "-" }
                return character.isLetter || character.isNumber || character == "_" ? character : nil
            })
        let count = slugs[slug, default: 0]
        slugs[slug] = count + 1
        page.anchors.append(fingerprint(of: Array((count == 0 ? slug : "\(slug)-\(count)").utf8)))
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

extension Substring {
    /// Where another text occurs first.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}

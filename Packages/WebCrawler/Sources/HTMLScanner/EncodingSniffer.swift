/// Finds the label of a document's character encoding (HTML standard, 13.2.3.2; Encoding standard, "BOM sniff").
public enum EncodingSniffer {
    /// The label that a byte order mark stands for, and the mark's length.
    public static func byteOrderMark(_ document: [UInt8]) -> (label: String, length: Int)? {
        if document.starts(with: [0xEF, 0xBB, 0xBF]) { return ("utf-8", 3) }
        if document.starts(with: [0xFE, 0xFF]) { return ("utf-16be", 2) }
        if document.starts(with: [0xFF, 0xFE]) { return ("utf-16le", 2) }
        return nil
    }

    /// The `charset` parameter of a media type; nil when there is none.
    public static func charset(ofMediaType value: String) -> String? {
        var rest = value.utf8[...]
        while let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) {
            rest = rest[rest.index(after: semicolon)...].drop(while: isSpace)
            let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            let after = rest[name.endIndex...].dropFirst()
            guard String(name)?.lowercased() == "charset" else { continue }
            if after.first == UInt8(ascii: "\"") {
                return String(after.dropFirst().prefix { $0 != UInt8(ascii: "\"") })
            }
            return String(after.prefix { $0 != UInt8(ascii: ";") && !isSpace($0) })
        }
        return nil
    }

    /// The label in a `meta` element of the first 1,024 bytes; nil when there is none.
    public static func meta(_ document: [UInt8]) -> String? {
        var tokenizer = Tokenizer(sink: MetaSink())
        tokenizer.feed(Array(document.prefix(1024)))
        guard let label = tokenizer.sink.label?.lowercased() else { return nil }
        // What could be read as ASCII is not UTF-16, whatever it says.
        return label.hasPrefix("utf-16") ? "utf-8" : label == "x-user-defined" ? "windows-1252" : label
    }

    /// The label in an XML declaration; nil when there is none.
    public static func xmlDeclaration(_ document: [UInt8]) -> String? {
        guard document.starts(with: "<?xml".utf8) else { return nil }
        let declaration = String(decoding: document.prefix(256).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let name = declaration.firstRange(of: "encoding") else { return nil }
        let rest = declaration[name.upperBound...].drop { $0 == " " || $0 == "=" || $0.isNewline }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// Takes the first label that a `meta` names.
    private struct MetaSink: TokenSink {
        var label: String?

        var wantsText: Bool { false }
        mutating func characters(_ text: Span<UInt8>) {}
        mutating func endTag(_ tag: borrowing TagToken) {}

        mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
            if label == nil, tag.key == "meta" {
                if let charset = tag.text(of: "charset") {
                    label = charset.split(whereSeparator: \.isWhitespace).joined()
                } else if tag.text(of: "http-equiv")?.lowercased() == "content-type",
                    let content = tag.text(of: "content")
                {
                    label = charset(inContent: content)
                }
            }
            return tag.contentModel
        }

        /// HTML standard, "extracting a character encoding from a meta element".
        private func charset(inContent content: String) -> String? {
            var rest = content.lowercased()[...]
            while let word = rest.firstRange(of: "charset") {
                rest = rest[word.upperBound...].drop(while: \.isWhitespace)
                guard rest.first == "=" else { continue }
                rest = rest.dropFirst().drop(while: \.isWhitespace)
                if let quote = rest.first, quote == "\"" || quote == "'" {
                    let inside = rest.dropFirst()
                    return inside.contains(quote) ? String(inside.prefix { $0 != quote }) : nil
                }
                return String(rest.prefix { $0 != ";" && !$0.isWhitespace })
            }
            return nil
        }
    }
}

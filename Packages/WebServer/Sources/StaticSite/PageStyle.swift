import HTTPMessages

/// What the server's own pages, listings and errors, have in common: the colours of the landing page by day and by
/// night, and a policy that lets nothing run.
enum PageStyle {
    /// The policy of a page that carries its style and nothing else.
    static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

    /// Appends everything up to the page's own style and title.
    static func appendStart(_ title: [UInt8], style: StaticString, to page: inout [UInt8]) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        page.append(contentsOf: title)
        page.append("</title>\n<style>\n")
        page.append(shared)
        page.append(style)
        page.append("</style>\n</head>\n<body>\n")
    }

    static let shared: StaticString = """
        :root { color-scheme: light dark; --ink: light-dark(#16232d, #e8eef4); --soft: light-dark(#45545f, #a9b8c6);
          --page: light-dark(#f5f8fa, #0f1722); --room: light-dark(#ffffff, #17212f); --edge: light-dark(#cfdae2, #2c3b4d);
          --high: light-dark(#a9d0e8, #060c18); --low: light-dark(#eaf4f9, #22375a); --say: light-dark(#1f5796, #93bff5);
          --tint: light-dark(#eef5f9, #1d2a3b); --sign: Futura, "Century Gothic", "URW Gothic", system-ui, sans-serif }
        * { box-sizing: border-box }
        body { margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
          font: 1.0625rem/1.5 "Gill Sans", "Gill Sans Nova", "Segoe UI", system-ui, sans-serif }
        header { padding: clamp(1.5rem, 5vw, 3.5rem) max(1rem, (100% - 60rem) / 2) clamp(1.25rem, 3vw, 2rem);
          background: linear-gradient(var(--high), var(--low)) }
        main { max-width: 62rem; margin: 0 auto; padding: 1rem }
        h1 { margin: 0; font: 700 clamp(1.5rem, 1.1rem + 2vw, 2.5rem)/1.15 var(--sign); letter-spacing: -.015em;
          overflow-wrap: anywhere }
        a { color: var(--say); text-underline-offset: .18em }
        a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; border-radius: 3px }

        """
}

/// Escaping for HTML's text and quoted attributes.
enum HTML {
    static func escaped(_ text: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for octet in text { append(octet, to: &result) }
        return result
    }

    /// Appends a file's name so that a reader sees what it is: control characters, marks that turn the direction of
    /// writing and octets that are no UTF-8 each stand in a small frame with their number.
    static func appendName(_ name: [UInt8], to page: inout [UInt8]) {
        let span = name.span
        var offset = 0
        while offset < name.count {
            let octet = name[offset]
            if octet >= 0x20, octet < 0x7F {
                append(octet, to: &page)
                offset += 1
                continue
            }
            let (piece, length) = UTF8Text.piece(span, at: offset)
            switch piece {
            case .octet(let octet): appendFrame("\\x\(hexadecimal(UInt32(octet), digits: 2))", to: &page)
            case .scalar(let scalar) where UTF8Text.isDeceptive(scalar):
                appendFrame("U+\(hexadecimal(scalar.value, digits: 4))", to: &page)
            case .scalar: page.append(contentsOf: name[offset..<offset + length])
            }
            offset += length
        }
    }

    private static func appendFrame(_ text: String, to page: inout [UInt8]) {
        page.append("<span class=\"odd\">")
        page.append(contentsOf: text.utf8)
        page.append("</span>")
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func append(_ octet: UInt8, to result: inout [UInt8]) {
        switch octet {
        case 0x26: result.append("&amp;")
        case 0x3C: result.append("&lt;")
        case 0x3E: result.append("&gt;")
        case Octet.quotationMark: result.append("&quot;")
        case 0x27: result.append("&#39;")
        default: result.append(octet)
        }
    }
}

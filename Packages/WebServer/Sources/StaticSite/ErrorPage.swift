import HTTPMessages

/// The small page that explains a status to a person.
enum ErrorPage {
    static func bytes(_ status: Status, _ reason: String) -> [UInt8] {
        var page: [UInt8] = []
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        page.append(status.reason)
        page.append("</title>\n<style>:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}")
        page.append("main{max-width:36rem;margin:15vh auto;padding:0 1rem}</style>\n</head>\n<body>\n<main>\n<h1>")
        page.append(status.reason)
        page.append("</h1>\n<p>")
        page.append(contentsOf: HTML.escaped(reason.utf8))
        page.append(" (status ")
        page.appendDecimal(status.code)
        page.append(")</p>\n</main>\n</body>\n</html>\n")
        return page
    }

    static func appendHead(_ status: Status, length: Int, to head: inout [UInt8]) {
        head.appendStatusLine(status)
        head.appendField("Content-Type", "text/html; charset=utf-8")
        head.appendField("Content-Length", length)
        head.appendField("Cache-Control", "no-store")
        head.appendField("X-Content-Type-Options", "nosniff")
        switch status {
        case .methodNotAllowed: head.appendField("Allow", "GET, HEAD, OPTIONS")
        case .serviceUnavailable: head.appendField("Retry-After", 1)
        default: break
        }
    }
}

/// Escaping for HTML's text and quoted attributes.
enum HTML {
    static func escaped(_ text: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for octet in text {
            switch octet {
            case 0x26: result.append("&amp;")
            case 0x3C: result.append("&lt;")
            case 0x3E: result.append("&gt;")
            case 0x22: result.append("&quot;")
            case 0x27: result.append("&#39;")
            default: result.append(octet)
            }
        }
        return result
    }
}

import HTTPMessages

/// The small page that explains a status to a person.
enum ErrorPage {
    static func bytes(_ status: Status, _ reason: String) -> [UInt8] {
        var page: [UInt8] = []
        PageStyle.appendStart(Array(status.reason.description.utf8), style: style, to: &page)
        page.append("<main>\n<p class=\"code\">")
        page.appendDecimal(status.code)
        page.append("</p>\n<h1>")
        page.append(status.reason)
        page.append("</h1>\n<p>")
        page.append(contentsOf: HTML.escaped(reason.utf8))
        page.append(" (status ")
        page.appendDecimal(status.code)
        page.append(")</p>\n</main>\n</body>\n</html>\n")
        return page
    }

    /// The fields of the page, and those that its status asks for.
    static func fields(_ status: Status) -> [(name: String, value: String)] {
        var fields = [
            ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
            ("Content-Security-Policy", PageStyle.policy),
        ]
        switch status {
        case .methodNotAllowed: fields.append(("Allow", "GET, HEAD, OPTIONS"))
        case .serviceUnavailable: fields.append(("Retry-After", "1"))
        case .unauthorized: fields.append(("WWW-Authenticate", "Basic realm=\"This site\", charset=\"UTF-8\""))
        default: break
        }
        return fields
    }

    private static let style: StaticString = """
        body { background: linear-gradient(var(--high), var(--low) 88%) no-repeat var(--low) }
        main { max-width: 36rem; padding: clamp(3rem, 18vh, 10rem) 1.25rem 2rem }
        .code { margin: 0 0 .5rem; color: var(--soft); font: 700 1rem/1 var(--sign) }
        h1 { font-size: clamp(2rem, 1.2rem + 4vw, 3.25rem) }

        """
}

import HTTPTypes
import ServerShell

/// What all pages share: head, navigation, the policy that a browser holds them to.
struct Layout: Sendable {
    let siteName: String

    /// No script, style or image but the server's own; nothing inline; no frames; connections home only.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// A page.
    ///
    /// - Parameters:
    ///   - title: The page's title.
    ///   - current: The address of the navigation's entry that the page is.
    ///   - description: What search engines and previews show.
    ///   - heading: The first heading; the title if there is none.
    ///   - isIndexed: Whether search engines may keep it.
    ///   - script: Whether the client's script runs on it.
    ///   - body: What comes after the heading.
    func page(
        _ title: String, status: HTTPResponse.Status = .ok, current: String = "", description: String = "",
        heading: HTML? = nil, isIndexed: Bool = true, script: Bool = false, _ body: HTML
    ) -> Answer {
        let links = [("/", "Public"), ("/home", "Home")].map { address, name -> HTML in
            let mark: HTML = address == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(address)\"\(mark)>\(name)</a></li>"
        }
        let about: HTML = description.isEmpty ? "" : "<meta name=\"description\" content=\"\(description)\">"
        // What a link's preview shows elsewhere.
        let preview: HTML =
            description.isEmpty
            ? ""
            : """
            <meta property="og:title" content="\(title)"><meta property="og:description" content="\(description)">\
            <meta property="og:site_name" content="\(siteName)"><meta property="og:type" content="website">
            """
        let robots: HTML = isIndexed ? "" : "<meta name=\"robots\" content=\"noindex\">"
        let client: HTML = script ? "<script src=\"\(Asset.script.path)\" type=\"module\"></script>" : ""
        let html: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) – \(siteName)</title>\(about)\(preview)\(robots)<link rel="icon" href="\(Asset.icon.path)">
            <link rel="stylesheet" href="\(Asset.style.path)">\(client)</head>
            <body><a class="skip" href="#main">To the content</a>
            <header class="site"><nav aria-label="Pages"><ul>\(HTML.joined(links))</ul></nav></header>
            <main id="main" tabindex="-1">\(heading ?? "<h1>\(title)</h1>")
            \(body)
            </main></body></html>

            """
        return Answer(
            status: status, type: "text/html; charset=utf-8", body: Array(html.text.utf8),
            headers: [
                // A browser may keep a page but asks each time whether it still holds: what was deleted is gone at once.
                (.cacheControl, "no-cache"),
                (.contentSecurityPolicy, Self.policy),
                (Self.referrerPolicy, "same-origin"),
            ])
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .contentSecurityPolicy  // always a name
}

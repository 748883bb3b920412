import HTTPTypes
import ServerShell

/// What all pages share: head, navigation, the policy that a browser holds them to.
struct Layout: Sendable {
    let siteName: String
    /// The server's address, without a slash at the end: previews elsewhere need whole addresses.
    let base: String

    /// What a page is to programs: previews of links to it, and readers of feeds.
    struct Preview: Sendable {
        /// The page's path.
        var path: String
        /// Its kind, in the words of OpenGraph.
        var kind = "website"
        /// The path of a picture of it.
        var image: String?
        /// What is to be seen there.
        var imageDescription = ""
        /// Whether the same path with `.rss` at its end is a feed.
        var hasFeed = false
    }

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
    ///   - preview: What it is to programs.
    ///   - body: What comes after the heading.
    func page(
        _ title: String, status: HTTPResponse.Status = .ok, current: String = "", description: String = "",
        heading: HTML? = nil, isIndexed: Bool = true, script: Bool = false,
        preview: Preview? = nil, _ body: HTML
    ) -> Answer {
        let links = [("/", "Public"), ("/home", "Home")].map { address, name -> HTML in
            let mark: HTML = address == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(address)\"\(mark)>\(name)</a></li>"
        }
        let about: HTML = description.isEmpty ? "" : "<meta name=\"description\" content=\"\(description)\">"
        let openGraph = openGraph(title, description, preview)
        let robots: HTML = isIndexed ? "" : "<meta name=\"robots\" content=\"noindex\">"
        let client: HTML = script ? "<script src=\"\(Asset.script.path)\" type=\"module\"></script>" : ""
        let html: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) – \(siteName)</title>\(about)\(openGraph)\(robots)<link rel="icon" href="\(Asset.icon.path)">
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

    /// What a link's preview shows elsewhere (ogp.me), and where the page's feed is.
    private func openGraph(_ title: String, _ description: String, _ preview: Preview?) -> HTML {
        guard !description.isEmpty || preview != nil else { return "" }
        var html: HTML = """
            <meta property="og:title" content="\(title)"><meta property="og:site_name" content="\(siteName)">\
            <meta property="og:type" content="\(preview?.kind ?? "website")">
            """
        if !description.isEmpty { html += "<meta property=\"og:description\" content=\"\(description)\">" }
        guard let preview else { return html }
        let address = "\(base)\(preview.path)"
        html += "<meta property=\"og:url\" content=\"\(address)\"><link rel=\"canonical\" href=\"\(address)\">"
        if let image = preview.image {
            html += """
                <meta property="og:image" content="\(base)\(image)">\
                <meta property="og:image:alt" content="\(preview.imageDescription)">
                """
        }
        if preview.hasFeed {
            html +=
                "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"\(title)\" href=\"\(preview.path).rss\">"
        }
        return html
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .contentSecurityPolicy  // always a name
}

import HTTPTypes
import Hummingbird
import PokedexFacts
import PokedexModel
import ServerShell

/// What all pages share: head, navigation, style.
enum Layout {
    /// A page.
    ///
    /// - Parameters:
    ///   - title: The page's title and first heading.
    ///   - current: The address of the navigation's entry that the page is.
    ///   - body: The HTML after the heading.
    static func page(
        _ title: String, current: String, status: HTTPResponse.Status = .ok, cache: String = "public, max-age=600",
        _ body: String
    ) -> Answer {
        let links = [("/", "Pokémon"), ("/team", "Team builder"), ("/sql", "SQL playground"), ("/api", "API")]
        let navigation = links.map { address, name in
            let mark = address == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(address)\"\(mark)>\(name)</a></li>"
        }.joined()
        let html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(WebText.escaped(title)) – Pokédex</title><link rel="icon" href="data:,"><style>\(style)</style></head>
            <body><a class="skip" href="#main">To the content</a>
            <header><nav aria-label="Pages"><ul>\(navigation)</ul></nav></header>
            <main id="main"><h1>\(WebText.escaped(title))</h1>
            \(body)
            </main><footer><p>\(WebText.escaped(BuiltInFacts.lacks))</p></footer></body></html>
            """
        return Answer(
            status: status, type: "text/html; charset=utf-8", body: Array(html.utf8),
            headers: [
                (.cacheControl, cache),
                (
                    .contentSecurityPolicy,
                    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'"
                ),
            ])
    }

    /// An error as a page, with what its headers say to programs.
    static func problem(_ error: ErrorAnswer, for request: Request) -> Response {
        var response = page(
            error.status.reasonPhrase, current: "", status: error.status, cache: "no-store",
            "<p class=\"error\" role=\"alert\">\(WebText.escaped(error.message))</p><p><a href=\"/\">All Pokémon</a></p>"
        ).response(for: request)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// A type as a coloured label; the text's colour keeps its contrast of 4.5 to 1.
    static func type(_ slug: String) -> String {
        "<span class=\"type\" style=\"--c:\(colors[slug] ?? "#eee")\">\(WebText.escaped(slug))</span>"
    }

    /// Types as labels, with spaces between.
    static func types(_ slugs: [String]) -> String {
        slugs.map(type).joined(separator: " ")
    }

    private static let colors: [String: String] = [
        "normal": "#d5d5bd", "fighting": "#f0a9a4", "flying": "#cfc3f7", "poison": "#dfaadf", "ground": "#ecd9a3",
        "rock": "#dcce93", "bug": "#d3de84", "ghost": "#c0b2d6", "steel": "#d9d9e8", "fire": "#f9bd92",
        "water": "#adc3fa", "grass": "#b1e297", "electric": "#fae48a", "psychic": "#fbb0c6", "ice": "#c2ecec",
        "dragon": "#b9a2fb", "dark": "#c3b3a6", "fairy": "#f6cdd3",
    ]
}

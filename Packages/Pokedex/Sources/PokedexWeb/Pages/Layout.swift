import HTTPTypes
import Hummingbird
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
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(Web.escaped(title)) – Pokédex</title><link rel="icon" href="data:,"><style>\(style)</style></head>
            <body><a class="skip" href="#main">To the content</a>
            <header><nav aria-label="Pages"><ul>\(navigation)</ul></nav></header>
            <main id="main"><h1>\(Web.escaped(title))</h1>
            \(body)
            </main></body></html>
            """
        return Answer(
            status: status, type: "text/html; charset=utf-8", body: Array(html.utf8),
            headers: [
                (.cacheControl, cache),
                (
                    .contentSecurityPolicy,
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'"
                ),
            ])
    }

    /// An error as a page, with what its headers say to programs.
    static func problem(_ error: ErrorAnswer, for request: Request) -> Response {
        var response = page(
            error.status.reasonPhrase, current: "", status: error.status, cache: "no-store",
            "<p class=\"error\" role=\"alert\">\(Web.escaped(error.message))</p><p><a href=\"/\">All Pokémon</a></p>"
        ).response(for: request)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// A type as a coloured label; the text's colour keeps its contrast of 4.5 to 1.
    static func type(_ slug: String) -> String {
        "<span class=\"type\" style=\"--c:\(colors[slug] ?? "#eee")\">\(Web.escaped(slug))</span>"
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

    private static let style = """
        :root{color-scheme:light}*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c2430;\
        background:#fff}main{max-width:72rem;margin:0 auto;padding:0 1rem 3rem}header{background:#8f1d1d}nav ul{display:\
        flex;flex-wrap:wrap;gap:.25rem;list-style:none;margin:0 auto;padding:.4rem 1rem;max-width:72rem}nav a{color:#fff;\
        display:block;padding:.35rem .7rem;border-radius:.3rem;text-decoration:none}nav a:hover,nav a[aria-current]{\
        background:#611010;text-decoration:underline}.skip{position:absolute;left:-99rem}.skip:focus{left:0;background:\
        #fff;padding:.5rem}a{color:#8f1d1d}:focus-visible{outline:3px solid #1f6feb;outline-offset:2px}form.filters{\
        display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.6rem;align-items:end;background:\
        #f4f5f8;padding:1rem;border-radius:.5rem;margin-bottom:1rem}label{display:block;font-size:.9rem}input,select,\
        textarea,button{font:inherit;width:100%;padding:.4rem;border:1px solid #68738a;border-radius:.3rem;background:\
        #fff;color:inherit}button{background:#8f1d1d;color:#fff;border:0;cursor:pointer}table{border-collapse:collapse;\
        width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d6dbe4}th.n,td.n{text-align:right;\
        font-variant-numeric:tabular-nums}.type{background:var(--c);color:#141a24;padding:.05rem .5rem;border-radius:\
        .6rem;font-size:.9rem}.wide{overflow-x:auto}.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(\
        18rem,1fr));gap:1.5rem}.bar{background:#e3e7ee;border-radius:.3rem;height:.8rem;min-width:8rem}.bar i{display:\
        block;height:100%;border-radius:.3rem;background:#8f1d1d}.error{background:#fdecec;border-left:.3rem solid \
        #8f1d1d;padding:.6rem 1rem}textarea{font-family:ui-monospace,monospace;min-height:8rem}code{font-family:\
        ui-monospace,monospace}ul.tree,ul.tree ul{list-style:none;border-left:2px solid #d6dbe4;padding-left:1rem}
        """
}

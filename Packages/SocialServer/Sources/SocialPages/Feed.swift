import Foundation
import HTTPTypes
import ServerShell
import SocialService

/// RSS 2.0 of a list of statuses, for readers of feeds: `/@name.rss` and `/tags/name.rss`.
///
/// It shows what the page beside it shows to somebody who is not logged in, without boosts. Addresses are absolute, since
/// readers take entries out of their page.
struct Feed: Sendable {
    let mediaPath: String
    /// The server's address, without a slash at the end.
    let base: String

    func answer(title: String, path: String, description: String, _ views: [StatusView]) -> Answer {
        let newest = views.first.map { "<lastBuildDate>\(Self.date($0.status.id.millisecond))</lastBuildDate>" } ?? ""
        let xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
            <channel><title>\(text(title))</title><link>\(text(base + path))</link>
            <description>\(text(description))</description>
            <atom:link rel="self" type="application/rss+xml" href="\(text("\(base)\(path).rss"))"/>
            <generator>SocialServer</generator><ttl>10</ttl>\(newest)
            \(views.map(item).joined(separator: "\n"))
            </channel></rss>

            """
        return Answer(
            type: "application/rss+xml; charset=utf-8", body: Array(xml.utf8), headers: [(.cacheControl, "no-cache")])
    }

    private func item(_ view: StatusView) -> String {
        let status = view.status
        let address = "\(base)/@\(view.author.username)/\(status.id)"
        let title = status.spoiler.isEmpty ? Self.shortened(status.text) : status.spoiler
        // What is hidden behind a warning stays hidden: a reader of feeds has no button to show it.
        let content = status.spoiler.isEmpty ? HTML.paragraphs(status.text, mentions: view.mentions).text : ""
        let absolute = content.replacing("href=\"/", with: "href=\"\(WebText.escaped(base))/")
        let media =
            status.spoiler.isEmpty && !status.isSensitive
            ? view.media.map { image in
                """
                <media:content url="\(text("\(base)\(mediaPath)\(image.file)"))" type="\(image.kind.mediaType)" \
                medium="image"><media:description type="plain">\(text(image.description))</media:description></media:content>
                """
            } : []
        let tags = view.tags.map { "<category>\(text($0))</category>" }
        return """
            <item><title>\(text(title))</title><link>\(text(address))</link>\
            <guid isPermaLink="true">\(text(address))</guid><pubDate>\(Self.date(status.id.millisecond))</pubDate>\
            <description>\(text(absolute))</description>\(media.joined())\(tags.joined())</item>
            """
    }

    /// A text as XML shows it: escaped, and without the control characters that XML 1.0 has no way to write.
    private func text(_ words: String) -> String {
        let allowed = words.unicodeScalars.filter {
            $0.value >= 32 && $0.value != 0xfffe && $0.value != 0xffff || $0 == "\n" || $0 == "\t"
        }
        return WebText.escaped(String(String.UnicodeScalarView(allowed)))
    }

    private static func shortened(_ text: String) -> String {
        let line = text.replacing(/\s+/, with: " ")
        return line.count > 80 ? "\(line.prefix(79))…" : line
    }

    /// A moment as RFC 822 writes it.
    static func date(_ milliseconds: Int64) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}

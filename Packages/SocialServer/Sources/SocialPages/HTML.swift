import Foundation
import ServerShell
import SocialService

/// Finished HTML. Only what this module writes becomes one; everything else goes through ``escaped(_:)``.
struct HTML: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    private(set) var text: String

    /// Takes what stands in this module's source.
    init(stringLiteral text: String) {
        self.text = text
    }

    /// Takes what stands in this module's source with values between, each escaped unless it is HTML already.
    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    private init(text: String) {
        self.text = text
    }

    var description: String { text }

    static func += (one: inout HTML, other: HTML) { one.text += other.text }

    /// Several pieces, one after the other.
    static func joined(_ pieces: some Sequence<HTML>) -> HTML { HTML(text: pieces.map(\.text).joined()) }

    /// A text as HTML shows it, in content and in quoted attributes.
    static func escaped(_ text: String) -> HTML {
        HTML(text: WebText.escaped(text))
    }

    /// Puts values into literals so that none can be forgotten.
    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value).text }
        mutating func appendInterpolation(_ value: Substring) { text += HTML.escaped(String(value)).text }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        mutating func appendInterpolation(_ value: Identifier) { text += value.description }
    }
}

extension HTML {
    /// A plain text as paragraphs, with links to hashtags, addresses and the members whom it mentions.
    static func paragraphs(_ text: String, mentions: [Mention] = []) -> HTML {
        let members = Set(mentions.map { $0.username.lowercased() })
        var html: HTML = "<p>"
        for segment in StatusText(text).segments {
            switch segment {
            case .text(let words): html += lines(words)
            case .mention(let name) where !members.contains(name.lowercased()): html += "@\(name)"
            case .mention(let name): html += "<a href=\"/@\(name)\">@\(name)</a>"
            case .hashtag(let tag): html += "<a href=\"/tags/\(pathPart(tag))\" rel=\"tag\">#\(tag)</a>"
            case .link(let address):
                html += "<a href=\"\(address)\" rel=\"ugc nofollow noopener noreferrer\">\(shortened(address))</a>"
            }
        }
        html += "</p>"
        return html
    }

    /// A blank line ends a paragraph, any other line end a line.
    private static func lines(_ words: Substring) -> HTML {
        let unified = words.replacing("\r\n", with: "\n")
        let paragraphs = unified.split(separator: "\n\n", omittingEmptySubsequences: false).map { paragraph in
            escaped(String(paragraph)).text.replacing("\n", with: "<br>")
        }
        return HTML(text: paragraphs.joined(separator: "</p><p>"))
    }

    /// An address without its scheme, and not longer than a line of a phone.
    private static func shortened(_ address: Substring) -> String {
        let bare = address.split(separator: "://", maxSplits: 1).last ?? address
        return bare.count > 40 ? "\(bare.prefix(39))…" : String(bare)
    }

    /// A hashtag as part of an address.
    static func pathPart(_ text: some StringProtocol) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// A moment for people and for programs.
    static func time(_ milliseconds: Int64) -> HTML {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let style = Date.ISO8601FormatStyle(timeZone: .gmt)
        let day = date.formatted(style.year().month().day().dateSeparator(.dash))
        let clock = date.formatted(style.time(includingFractionalSeconds: false)).prefix(5)
        return "<time datetime=\"\(day)T\(clock)Z\">\(day) \(clock) UTC</time>"
    }
}

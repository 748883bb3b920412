import ServerShell

/// Finished HTML: literals of this module, with every value between them escaped.
struct PageHTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral text: String) { self.text = text }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    private init(text: String) { self.text = text }

    /// Several pieces, one after the other.
    static func joined(_ pieces: some Sequence<PageHTML>) -> PageHTML { PageHTML(text: pieces.map(\.text).joined()) }

    /// Puts values into literals so that none can be forgotten.
    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: PageHTML) { text += html.text }
        mutating func appendInterpolation(_ value: String) { text += WebText.escaped(value) }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
    }
}

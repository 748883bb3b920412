import Crawling
import Foundation

/// One line for each page, as CSV or JSON lines.
public struct PageTable: Sendable {
    /// The names of the columns.
    public static let columns = [
        "url", "status", "depth", "inlinks", "outlinks", "pagerank", "hub", "authority", "title", "description", "h1",
        "canonical", "bytes", "milliseconds", "images", "images_without_alt",
    ]

    private let report: SiteReport

    /// Makes the table of a report.
    public init(_ report: SiteReport) {
        self.report = report
    }

    /// Writes CSV (RFC 4180).
    public func writeCSV(to sink: ([UInt8]) throws -> Void) rethrows {
        var text = CSV.line(Self.columns)
        for row in rows {
            text += CSV.line(row.map(\.text))
            if text.utf8.count > 1 << 16 {
                try sink(Array(text.utf8))
                text = ""
            }
        }
        try sink(Array(text.utf8))
    }

    /// Writes one JSON object a line.
    public func writeJSONLines(to sink: ([UInt8]) throws -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for row in rows {
            try sink(Array(encoder.encode(Dictionary(zip(Self.columns, row)) { $1 })) + [0x0A])
        }
    }

    /// One value of the table.
    private enum Cell: Encodable {
        case missing
        case text(String)
        case count(Int)
        case weight(Double)

        /// As CSV has it.
        var text: String {
            switch self {
            case .missing: ""
            case .text(let text): text
            case .count(let count): String(count)
            case .weight(let weight): weight == weight.rounded() ? String(Int(weight)) : String(weight)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .missing: try container.encodeNil()
            case .text(let text): try container.encode(text)
            case .count(let count): try container.encode(count)
            case .weight(let weight): try container.encode(weight)
            }
        }
    }

    private var rows: some Sequence<[Cell]> {
        report.graph.htmlPages.lazy.compactMap { id in report.graph.pages[id].map { (id, $0) } }.map {
            id, page in
            func number(_ value: Int?) -> Cell { value.map(Cell.count) ?? .missing }
            // Weights lie between 0 and 1.
            func weight(_ value: Double) -> Cell { .weight((value * 1e9).rounded() / 1e9) }
            let (graph, rank) = (report.graph, report.rank)
            func text(_ text: SitePages.Text) -> Cell { graph.pages.text(text, of: id).map(Cell.text) ?? .missing }
            return [
                .text(graph.url(id)), number(page.status), number(graph.depth(of: id)),
                number(graph.inlinkCount(of: id)),
                number(graph.outlinks(id).count), weight(rank.pageRank(of: id)), weight(rank.hub(of: id)),
                weight(rank.authority(of: id)), text(.title), text(.description), text(.heading),
                text(.canonical), number(page.length), number(page.milliseconds), number(page.imageCount),
                number(page.imagesWithoutAlternative),
            ]
        }
    }
}

/// Comma-separated values (RFC 4180).
public enum CSV {
    /// One record with its line end. Fields that a spreadsheet would take for a formula get a leading apostrophe.
    public static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+@\t".contains($0) || $0 == "-" && Double(text) == nil } ?? false
        let text = isFormula ? "'" + text : text
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

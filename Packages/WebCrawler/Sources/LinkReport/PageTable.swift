import Crawling
import LooseJSON

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
            text += CSV.line(row.map { $0.text ?? $0.double.map { Self.plain($0) } ?? "" })
            if text.utf8.count > 1 << 16 {
                try sink(Array(text.utf8))
                text = ""
            }
        }
        try sink(Array(text.utf8))
    }

    /// Writes one JSON object a line.
    public func writeJSONLines(to sink: ([UInt8]) throws -> Void) rethrows {
        var writer = JSONWriter()
        for row in rows {
            writer.value(.object(zip(Self.columns, row).map { JSONValue.Member($0, $1) }))
            writer.endLine()
            if writer.bytes.count > 1 << 16 { try sink(writer.drain()) }
        }
        try sink(writer.drain())
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }

    private var rows: some Sequence<[JSONValue]> {
        report.graph.htmlPages.lazy.compactMap { id in report.graph.pages[id].map { (id, $0) } }.map {
            id, page in
            func plain(_ value: String?) -> JSONValue { value.map { .string(JSONString($0)) } ?? .null }
            func number(_ value: Int?) -> JSONValue { value.map { .number(Double($0)) } ?? .null }
            func weight(_ value: Double) -> JSONValue { .number((value * 1e9).rounded() / 1e9) }
            let (graph, rank) = (report.graph, report.rank)
            func text(_ text: SitePages.Text) -> JSONValue { plain(graph.pages.text(text, of: id)) }
            return [
                plain(graph.url(id)), number(page.status), number(graph.depth(of: id)),
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

import PokedexModel
import PokedexStorage

/// A picture of tables and the foreign keys between them.
///
/// A table stands one column to the right of the rightmost table that it refers to, so every arrow points left; within
/// a column, tables stand near those that they refer to.
public struct SchemaDiagram: Sendable {
    /// The picture as SVG.
    public let svg: String

    private static let lineHeight = 16
    private static let width = 190
    private static let gap = 70

    private struct Box {
        let table: Catalogue.Table
        var x = 0
        var y = 0
        var height: Int { (table.columns.count + 1) * lineHeight + 8 }
    }

    /// Draws tables; views are left out.
    public init(_ tables: [Catalogue.Table]) {
        // The tables in the PokéAPI's form have no keys between them that could be drawn.
        let drawn = tables.filter {
            !$0.isView && !["schema_migrations", "facts_source"].contains($0.name) && !$0.name.hasPrefix("pokeapi_")
        }
        let boxes = Self.arrange(drawn)
        let right = (boxes.values.map(\.x).max() ?? 0) + Self.width + 20
        let bottom = (boxes.values.map { $0.y + $0.height }.max() ?? 0) + 20
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(right) \(bottom)" width="\(right)" \
            height="\(bottom)" font-family="system-ui, sans-serif" font-size="11" role="img">
            <title>The tables of the Pokédex and their foreign keys</title>
            <rect width="100%" height="100%" fill="#fff"/>
            """
        ]
        for name in boxes.keys.sorted() {
            if let box = boxes[name] { parts.append(Self.arrows(from: box, to: boxes)) }
        }
        for name in boxes.keys.sorted() {
            if let box = boxes[name] { parts.append(Self.draw(box)) }
        }
        parts.append("</svg>")
        svg = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func arrange(_ tables: [Catalogue.Table]) -> [String: Box] {
        let byName = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0) })
        var depths: [String: Int] = [:]
        func depth(_ name: String, _ path: Set<String> = []) -> Int {
            if let known = depths[name] { return known }
            guard let table = byName[name], !path.contains(name) else { return 0 }
            let below = table.references.filter { $0.table != name && byName[$0.table] != nil }
            let value = below.map { depth($0.table, path.union([name])) + 1 }.max() ?? 0
            depths[name] = value
            return value
        }
        let columns = Dictionary(grouping: tables) { depth($0.name) }
        var boxes: [String: Box] = [:]
        for (column, members) in columns.sorted(by: { $0.key < $1.key }) {
            func wish(_ table: Catalogue.Table) -> Int {
                let targets = table.references.compactMap { boxes[$0.table]?.y }
                return targets.isEmpty ? 0 : targets.reduce(0, +) / targets.count
            }
            var y = 20
            for table in members.sorted(by: { (wish($0), $0.name) < (wish($1), $1.name) }) {
                let box = Box(table: table, x: 20 + column * (width + gap), y: y)
                boxes[table.name] = box
                y += box.height + 14
            }
        }
        return boxes
    }

    private static func draw(_ box: Box) -> String {
        var lines = [
            """
            <g transform="translate(\(box.x) \(box.y))"><rect width="\(width)" height="\(box.height)" rx="4" \
            fill="#f7f9fc" stroke="#345"/><rect width="\(width)" height="\(lineHeight + 2)" rx="4" fill="#345"/>\
            <text x="8" y="13" fill="#fff" font-weight="600">\(escaped(box.table.name))</text>
            """
        ]
        for (index, column) in box.table.columns.enumerated() {
            let y = (index + 2) * lineHeight - 1
            let weight = column.isKey ? " font-weight=\"600\"" : ""
            let mark = column.isNullable ? "?" : ""
            lines.append(
                """
                <text x="8" y="\(y)"\(weight)>\(escaped(column.name))\(mark)</text>\
                <text x="\(width - 8)" y="\(y)" fill="#567" text-anchor="end">\(escaped(column.type))</text>
                """)
        }
        return lines.joined() + "</g>"
    }

    private static func arrows(from box: Box, to boxes: [String: Box]) -> String {
        box.table.references.compactMap { reference in
            guard let target = boxes[reference.table], target.table.name != box.table.name,
                let row = box.table.columns.firstIndex(where: { $0.name == reference.column })
            else { return nil }
            let (startX, startY) = (box.x, box.y + (row + 2) * lineHeight - 5)
            let (endX, endY) = (target.x + width, target.y + lineHeight / 2)
            let bend = max(30, (startX - endX) / 2)
            return """
                <path d="M\(startX) \(startY)C\(startX - bend) \(startY) \(endX + bend) \(endY) \(endX) \(endY)" \
                fill="none" stroke="#89a" stroke-opacity=".7"/>
                """
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}

extension Catalogue {
    /// The tables as JSON.
    public static func json(_ tables: [Table]) -> JSON {
        .array(
            tables.map { table in
                .object([
                    ("name", .string(table.name)), ("view", .bool(table.isView)),
                    (
                        "columns",
                        .array(
                            table.columns.map { column in
                                let target = table.references.first { $0.column == column.name }?.table
                                return .object([
                                    ("name", .string(column.name)), ("type", .string(column.type)),
                                    ("key", .bool(column.isKey)), ("nullable", .bool(column.isNullable)),
                                    ("references", JSON(target)),
                                ])
                            })
                    ),
                ])
            })
    }
}

import Mazes

/// Draws an animation with characters: with colours two squares per character, by the upper half block; without, one.
///
/// It remembers what the terminal shows and sends only what changed. A picture larger than the terminal is seen through
/// a window that moves when the head leaves it.
public struct TerminalCanvas {
    private let colours: TerminalColours
    private var columns = 0
    private var lines = 0
    private var origin = Point(x: 0, y: 0)
    /// What is shown: for each character the tints of its upper and its lower square.
    private var shown: [Cell] = []

    private struct Cell: Equatable {
        var upper: Animation.Tint?
        var lower: Animation.Tint?
        /// Nothing is known of it yet.
        var isUnknown = false
    }

    /// Makes a canvas on which nothing is drawn.
    public init(colours: TerminalColours) {
        self.colours = colours
    }

    private var placesPerLine: Int { colours == .none ? 1 : 2 }

    /// What to send to a terminal of this size, so that it shows the animation as it stands.
    ///
    /// - Parameter lines: the lines for the picture; a line for a status may follow.
    public mutating func update(_ animation: Animation, columns: Int, lines: Int) -> String {
        var text = ""
        if columns != self.columns || lines != self.lines {
            (self.columns, self.lines) = (max(1, columns), max(1, lines))
            text += "\u{1B}[0m\u{1B}[2J"
            forget()
        }
        if let head = animation.head, follow(head, animation) { forget() }
        var colour = ""
        var cursor: (column: Int, line: Int)?
        for line in 0..<self.lines {
            for column in 0..<self.columns {
                let cell = cell(column: column, line: line, of: animation)
                guard cell != shown[line * self.columns + column] else { continue }
                shown[line * self.columns + column] = cell
                if cursor?.column != column || cursor?.line != line { text += "\u{1B}[\(line + 1);\(column + 1)H" }
                text += characters(of: cell, after: &colour)
                cursor = (column + 1, line)
            }
        }
        return colour.isEmpty ? text : text + "\u{1B}[0m"
    }

    private mutating func forget() {
        shown = [Cell](repeating: Cell(isUnknown: true), count: columns * lines)
    }

    /// Moves the window when the head has left it, or comes near to its border; says whether it did.
    private mutating func follow(_ head: Point, _ animation: Animation) -> Bool {
        func moved(_ origin: Int, _ head: Int, _ window: Int, _ size: Int) -> Int {
            guard size > window else { return 0 }
            if head >= origin && head < origin + window { return origin }
            return min(max(0, head - window / 2), size - window)
        }
        let rows = lines * placesPerLine
        let next = Point(
            x: moved(origin.x, head.x, columns, animation.width), y: moved(origin.y, head.y, rows, animation.height))
        defer { origin = next }
        return next != origin
    }

    private func cell(column: Int, line: Int, of animation: Animation) -> Cell {
        func tint(_ y: Int) -> Animation.Tint? {
            let x = origin.x + column
            return x < animation.width && y < animation.height ? animation.tint(x: x, y: y) : nil
        }
        let y = origin.y + line * placesPerLine
        return Cell(upper: tint(y), lower: placesPerLine == 2 ? tint(y + 1) : nil)
    }

    private func characters(of cell: Cell, after colour: inout String) -> String {
        guard let upper = cell.upper else {
            guard !colour.isEmpty else { return " " }
            colour = ""
            return "\u{1B}[0m "
        }
        if colours == .none { return String(plain(upper)) }
        var wanted = colours.parameters(upper, background: false)
        wanted += ";" + (cell.lower.map { colours.parameters($0, background: true) } ?? "49")
        defer { colour = wanted }
        return wanted == colour ? "▀" : "\u{1B}[\(wanted)m▀"
    }

    private func plain(_ tint: Animation.Tint) -> Character {
        switch tint {
        case .wall: "#"
        case .passage: " "
        case .visit: "+"
        case .backtrack: "-"
        case .path: "*"
        case .head: "@"
        }
    }
}

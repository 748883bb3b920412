/// A square on a grid, counted from zero at the top left.
public struct Point: Sendable, Hashable, CustomStringConvertible {
    /// The column, from the left.
    public var x: Int
    /// The row, from the top.
    public var y: Int

    /// Makes the square in column `x` and row `y`.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// Reads `x,y` as the command line writes it; nil when `text` is anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let x = Int(parts[0]), let y = Int(parts[1]) else { return nil }
        self.init(x: x, y: y)
    }

    /// The square one `move` away.
    public func moved(_ move: Move) -> Point {
        Point(x: x + move.dx, y: y + move.dy)
    }

    /// The square as the command line writes it: `x,y`.
    public var description: String { "\(x),\(y)" }
}

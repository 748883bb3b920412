/// A place on a grid, counted from zero at the top left.
public struct Point: Sendable, Hashable, CustomStringConvertible {
    /// The column, from the left.
    public var x: Int
    /// The row, from the top.
    public var y: Int

    /// Makes the place in column `x` and row `y`.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// The place as the command line writes it: `x,y`.
    public var description: String { "\(x),\(y)" }
}

/// What a path costs: orthogonal moves count 1, diagonal ones √2, each times the weight of the square entered.
///
/// The sum is kept as a whole number of 2⁻²⁶ths, so that adding is exact, no order of moves changes it, and comparing
/// is one instruction. √2 is rounded once; the order of two path costs is right as long as they differ by fewer than
/// some six thousand diagonal moves, and after that the error is below one part in 10⁸. The greatest map (2²⁹ squares of
/// weight 255) cannot overflow 64 bits.
public struct PathCost: Sendable, Hashable, Comparable {
    /// The sum in 2⁻²⁶ths.
    var units: Int64

    /// One orthogonal move into a square of weight 1.
    static let straight = PathCost(units: 1 << 26)
    /// One diagonal move into a square of weight 1: √2.
    static let diagonal = PathCost(units: 94_906_266)
    /// Nothing.
    public static let zero = PathCost(units: 0)

    init(units: Int64) {
        self.units = units
    }

    /// The cost as a number.
    public var value: Double { Double(units) / Double(Self.straight.units) }

    /// The cost as a number, exactly computed from the two kinds of moves where every weight is 1.
    public static func octile(straight: Int, diagonal: Int) -> Double {
        Double(straight) + Double(diagonal) * 2.0.squareRoot()
    }

    /// What a move costs.
    static func of(_ move: Move, weight: Int) -> PathCost {
        PathCost(units: (move.isDiagonal ? diagonal : straight).units * Int64(weight))
    }

    /// Whether one cost is less than another.
    public static func < (left: PathCost, right: PathCost) -> Bool { left.units < right.units }

    /// The sum of two costs.
    public static func + (left: PathCost, right: PathCost) -> PathCost { PathCost(units: left.units + right.units) }
}

/// A step from one square of a grid to one of its eight neighbours.
///
/// The first four are the orthogonal moves, clockwise from the east; the last four the diagonal ones, each between two
/// of the former.
public enum Move: UInt8, Sendable, CaseIterable {
    /// To the right.
    case east
    /// Down.
    case south
    /// To the left.
    case west
    /// Up.
    case north
    /// Right and down.
    case southEast
    /// Left and down.
    case southWest
    /// Left and up.
    case northWest
    /// Right and up.
    case northEast

    /// The four moves of a maze.
    public static let orthogonal: [Move] = [.east, .south, .west, .north]

    /// What the move adds to the column.
    public var dx: Int {
        switch self {
        case .east, .southEast, .northEast: 1
        case .south, .north: 0
        case .west, .southWest, .northWest: -1
        }
    }

    /// What the move adds to the row.
    public var dy: Int {
        switch self {
        case .south, .southEast, .southWest: 1
        case .east, .west: 0
        case .north, .northWest, .northEast: -1
        }
    }

    /// Whether the move changes column and row at once.
    public var isDiagonal: Bool { rawValue >= 4 }

    /// The move that undoes this one.
    public var opposite: Move { Move(code: rawValue ^ 2) }

    /// A quarter turn clockwise.
    public var turnedRight: Move { Move(code: (rawValue & 4) | ((rawValue + 1) & 3)) }

    /// A quarter turn anticlockwise.
    public var turnedLeft: Move { Move(code: (rawValue & 4) | ((rawValue + 3) & 3)) }

    /// The move as a compass letter or two: `E`, `SE`.
    public var letters: String {
        switch self {
        case .east: "E"
        case .south: "S"
        case .west: "W"
        case .north: "N"
        case .southEast: "SE"
        case .southWest: "SW"
        case .northWest: "NW"
        case .northEast: "NE"
        }
    }

    /// The move whose raw value is the low three bits of `code`.
    init(code: UInt8) {
        self = unsafeBitCast(code & 7, to: Move.self)
    }
}

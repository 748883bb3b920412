import Mazes

/// The state of a picture while events are played, forwards and backwards: what every moving renderer shows.
public struct Animation: Sendable {
    /// What is seen at a square.
    public enum Tint: UInt8, Sendable, CaseIterable {
        /// A wall.
        case wall
        /// A passage.
        case passage
        /// A square that a solver came to.
        case visit
        /// A square that was given up.
        case backtrack
        /// A square of the path.
        case path
        /// Where the last event happened.
        case head

        /// The tint's colour: red for a move, grey for an undone one.
        public var colour: (red: UInt8, green: UInt8, blue: UInt8) {
            switch self {
            case .wall: (24, 24, 32)
            case .passage: (245, 245, 240)
            case .visit: (220, 50, 47)
            case .backtrack: (150, 150, 150)
            case .path: (40, 160, 70)
            case .head: (250, 190, 30)
            }
        }
    }

    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// What happens.
    public let events: [Event]
    /// How many events were played.
    public private(set) var position = 0
    private var tints: [Tint]
    /// What each played event replaced.
    private var replaced: [Tint] = []

    /// Prepares an animation.
    ///
    /// - Parameter open: the squares that are passages before the first event.
    public init(open: BitGrid, events: [Event]) {
        width = open.width
        height = open.height
        self.events = events
        var tints = [Tint](repeating: .wall, count: open.width * open.height)
        open.forEachIndex { index in
            let point = open.point(at: index)
            tints[point.y * open.width + point.x] = .passage
        }
        self.tints = tints
    }

    /// Whether all events were played.
    public var isAtEnd: Bool { position == events.count }

    /// The square of the last event.
    public var head: Point? { position == 0 ? nil : events[position - 1].point }

    /// What is seen at a square of the picture.
    public func tint(x: Int, y: Int) -> Tint {
        if let head, !isAtEnd, head.x == x, head.y == y { return .head }
        return tints[y * width + x]
    }

    /// Plays up to `count` events.
    public mutating func forward(_ count: Int = 1) {
        for event in events[position...].prefix(max(0, count)) {
            let square = event.point.y * width + event.point.x
            replaced.append(tints[square])
            tints[square] =
                switch event.kind {
                case .visit: tints[square] == .wall ? .wall : .visit
                case .carve: .passage
                case .backtrack: .backtrack
                case .path: .path
                }
            position += 1
        }
    }

    /// Takes back up to `count` events.
    public mutating func back(_ count: Int = 1) {
        for _ in 0..<min(count, position) {
            position -= 1
            let point = events[position].point
            if let tint = replaced.popLast() { tints[point.y * width + point.x] = tint }
        }
    }
}

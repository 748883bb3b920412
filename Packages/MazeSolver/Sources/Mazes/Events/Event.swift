/// One thing that happened to one square while a maze was made or solved.
///
/// The stream of events is all that a renderer sees: no algorithm knows a renderer.
public struct Event: Sendable, Equatable {
    /// What happened.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A solver came to the square.
        case visit
        /// A generator opened the square.
        case carve
        /// The path through the square was given up.
        case backtrack
        /// The square lies on the path that was found.
        case path
    }

    /// What happened.
    public let kind: Kind
    /// The square's column and row.
    public var point: Point { Point(x: Int(x), y: Int(y)) }
    private let x: Int32
    private let y: Int32

    /// Makes an event.
    public init(_ kind: Kind, at point: Point) {
        self.kind = kind
        x = Int32(clamping: point.x)
        y = Int32(clamping: point.y)
    }
}

/// Takes the events of a generator or a solver, one by one, as they happen.
public protocol EventReceiver: AnyObject {
    /// Takes one event.
    func receive(_ event: Event)
}

/// Keeps all events, to be played later at any speed.
public final class EventLog: EventReceiver {
    /// What happened so far.
    public private(set) var events: [Event] = []

    /// Makes an empty log.
    public init() {}

    /// Keeps one event.
    public func receive(_ event: Event) {
        events.append(event)
    }
}

/// Keeps which squares were visited.
public final class VisitedSquares: EventReceiver {
    /// The squares.
    public private(set) var squares: BitGrid

    /// Makes an empty set of squares on a grid of this size.
    public init(width: Int, height: Int) {
        squares = BitGrid(width: width, height: height)
    }

    /// Marks the square of a visit.
    public func receive(_ event: Event) {
        guard event.kind != .path else { return }
        squares[event.point] = true
    }
}

/// Where the algorithms put their events. Each is compiled twice: for `Silence`, where no trace of the events is left
/// in the machine code, and for `Relay`.
protocol EventSink {
    static var isSilent: Bool { get }
    func emit(_ kind: Event.Kind, _ square: @autoclosure () -> Point)
}

/// Nobody listens.
struct Silence: EventSink {
    static var isSilent: Bool { true }

    @inline(__always)
    func emit(_ kind: Event.Kind, _ square: @autoclosure () -> Point) {}
}

/// A receiver listens.
struct Relay: EventSink {
    static var isSilent: Bool { false }
    let receiver: any EventReceiver

    func emit(_ kind: Event.Kind, _ square: @autoclosure () -> Point) {
        receiver.receive(Event(kind, at: square()))
    }
}

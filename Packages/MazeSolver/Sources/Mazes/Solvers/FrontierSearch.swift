/// The one idea of all searches: a frontier of places to look at next, and a came-from map of how each was reached.
/// Take a place out; put its new neighbours in; stop at the goal; read the came-from map backwards. The discipline of
/// the frontier is the algorithm: a stack makes it depth-first, a queue breadth-first, and a priority queue
/// (`BestFirstSearch`) Dijkstra's, A* or greedy.
struct FrontierSearch<Waiting: Frontier, Events: EventSink> {
    let map: GridMap
    var frontier: Waiting
    let events: Events

    func solve(_ solver: Solver, from start: Int, to goal: Int) -> Solution {
        var frontier = frontier
        var cameFrom = CameFrom(count: map.open.indexCount)
        var trail = Trail(map: map, start: start, events: events)
        let offsets = map.offsets
        let open = map.open
        var expanded = 0
        var generated = 1
        var isFound = false

        cameFrom.begin(at: start)
        frontier.insert(Step(place: start, code: 0))
        while let step = frontier.remove() {
            let place = step.place
            if !Waiting.claimsPlaces && place != start {
                if cameFrom.isReached(place) { continue }
                cameFrom.reach(place, by: step.code)
            }
            expanded += 1
            trail.arrive(at: place, from: Waiting.claimsPlaces ? nil : place - offsets[Int(step.code)])
            if place == goal {
                isFound = true
                break
            }
            // Backwards for the stack, so that both disciplines try the east first.
            for turn in 0..<offsets.count {
                let code = Waiting.claimsPlaces ? turn : offsets.count - 1 - turn
                let next = place + offsets[code]
                guard open[next], !cameFrom.isReached(next) else { continue }
                if code >= 4 && !map.allows(Move(code: UInt8(code)), from: place) { continue }
                if Waiting.claimsPlaces { cameFrom.reach(next, by: UInt8(code)) }
                frontier.insert(Step(place: next, code: UInt8(code)))
                generated += 1
            }
        }

        let path = isFound ? Path(start: open.point(at: start), moves: cameFrom.moves(to: goal, on: map)) : nil
        return Solution(
            solver: solver, path: path, cost: path?.cost(on: map) ?? .zero, expanded: expanded, generated: generated,
            memory: cameFrom.memory + frontier.memory)
    }
}

/// A place, and the move that leads there, in 32 bits: a frontier may hold half of all places.
struct Step {
    private let bits: UInt32

    @inline(__always)
    init(place: Int, code: UInt8) {
        bits = UInt32(truncatingIfNeeded: place) << 3 | UInt32(code)
    }

    @inline(__always)
    var place: Int { Int(bits >> 3) }

    @inline(__always)
    var code: UInt8 { UInt8(truncatingIfNeeded: bits & 7) }
}

/// Places that were seen but not yet looked at.
protocol Frontier {
    /// Whether a place belongs to whoever puts it in first (a queue), or to whoever takes it out first (a stack: the
    /// way that is walked now goes before one that was seen long ago).
    static var claimsPlaces: Bool { get }
    /// The bytes held at the widest.
    var memory: Int { get }
    mutating func insert(_ step: Step)
    mutating func remove() -> Step?
}

/// Last in, first out.
struct StackFrontier: Frontier {
    static var claimsPlaces: Bool { false }
    private var steps: [Step] = []

    var memory: Int { steps.capacity * MemoryLayout<Step>.size }

    @inline(__always)
    mutating func insert(_ step: Step) { steps.append(step) }

    @inline(__always)
    mutating func remove() -> Step? { steps.popLast() }
}

/// First in, first out: one array is read while the other is filled, so that only two rings of the search are held.
struct QueueFrontier: Frontier {
    static var claimsPlaces: Bool { true }
    private var reading: [Step] = []
    private var filling: [Step] = []
    private var next = 0

    var memory: Int { (reading.capacity + filling.capacity) * MemoryLayout<Step>.size }

    @inline(__always)
    mutating func insert(_ step: Step) { filling.append(step) }

    @inline(__always)
    mutating func remove() -> Step? {
        if next == reading.count {
            if filling.isEmpty { return nil }
            reading.removeAll(keepingCapacity: true)
            swap(&reading, &filling)
            next = 0
        }
        defer { next += 1 }
        return reading[next]
    }
}

/// Tells who listens where a search walks; a depth-first search also walks back.
private struct Trail<Events: EventSink> {
    let map: GridMap
    let events: Events
    private var walked: [Int] = []

    init(map: GridMap, start: Int, events: Events) {
        self.map = map
        self.events = events
    }

    /// Notes the next place. `origin` is where one came from, for a search that walks; nil for one that spreads.
    @inline(__always)
    mutating func arrive(at place: Int, from origin: Int?) {
        guard !Events.isSilent else { return }
        if let origin {
            while let last = walked.last, last != origin {
                events.emit(.backtrack, map.open.point(at: last))
                walked.removeLast()
            }
            walked.append(place)
        }
        events.emit(.visit, map.open.point(at: place))
    }
}

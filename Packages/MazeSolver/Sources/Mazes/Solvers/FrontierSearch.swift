/// The one idea of all searches: a frontier of squares to look at next, and a came-from map of how each was reached.
/// Take a square out; put its new neighbours in; stop at a goal; read the came-from map backwards. The discipline of the
/// frontier is the algorithm: a stack makes it depth-first, a queue breadth-first, and a heap or buckets make it
/// Dijkstra's, A* or greedy, by the key that goes with each square.
///
/// What holds between two turns of the loop: every square that the came-from map knows was reached from another one that
/// it knows, so that reading it backwards ends at the start; every square in the frontier has such a neighbour. One search
/// may be asked again and again on the same map: what an earlier query left behind counts as empty (`Labels`), so that
/// nothing has to be cleared.
struct FrontierSearch<Waiting: Frontier> {
    private let map: GridMap
    private let order: BestFirstSearch.Order
    private var frontier: Waiting
    private var cameFrom: CameFrom
    private var labels: Labels

    /// - Parameter order: how keys are made; of no meaning for a frontier without keys.
    init(map: GridMap, frontier: Waiting, order: BestFirstSearch.Order = .dijkstra) {
        self.map = map
        self.order = order
        self.frontier = frontier
        cameFrom = CameFrom(count: map.open.indexCount)
        labels = Labels(count: Waiting.claim == .atLeastCost ? map.open.indexCount : 0)
    }

    /// Finds a path to the first of the goals that is taken out.
    mutating func solve(
        _ solver: Solver, from start: Int, to goals: Goals, _ events: some EventSink
    ) -> Solution {
        let (open, offsets) = (map.open, map.offsets)
        let estimate = Estimate(map: map, goal: goals.first, order: order)
        var trail = Trail(map: map, events: events)
        var expanded = 0
        var generated = 1
        var found: Int?

        if Waiting.claim == .atLeastCost {
            labels.beginQuery()
            frontier.removeAll()
            labels.improve(start, to: 0)
        }
        cameFrom.begin(at: start)
        frontier.insert(Step(square: start, code: 0), key: estimate.key(0, at: start))
        while let step = frontier.remove() {
            let square = step.square
            switch Waiting.claim {
            case .whenPutIn: break
            case .whenTakenOut:
                if square != start {
                    if cameFrom.isReached(square) { continue }
                    cameFrom.reach(square, by: step.code)
                }
            case .atLeastCost:
                if labels.isSettled(square) { continue }
                labels.settle(square)
            }
            expanded += 1
            trail.arrive(at: square, from: Waiting.claim == .whenTakenOut ? square - offsets[Int(step.code)] : nil)
            if goals.contains(square) {
                found = square
                break
            }
            // Backwards for the stack, so that every discipline tries the east first.
            for turn in 0..<offsets.count {
                let code = Waiting.claim == .whenTakenOut ? offsets.count - 1 - turn : turn
                let next = square + offsets[code]
                guard open[next] else { continue }
                if code >= 4 && !map.allows(Move(code: UInt8(code)), from: square) { continue }
                var key: Int64 = 0
                switch Waiting.claim {
                case .whenPutIn:
                    if cameFrom.isReached(next) { continue }
                    cameFrom.reach(next, by: UInt8(code))
                case .whenTakenOut:
                    if cameFrom.isReached(next) { continue }
                case .atLeastCost:
                    let cost =
                        labels.cost(of: square)
                        + PathCost.of(Move(code: UInt8(code)), weight: map.weight(at: next)).units
                    guard labels.canImprove(next, to: cost) else { continue }
                    labels.improve(next, to: cost)
                    cameFrom.replace(next, by: UInt8(code))
                    key = estimate.key(cost, at: next)
                }
                frontier.insert(Step(square: next, code: UInt8(code)), key: key)
                generated += 1
            }
        }

        let path = found.map { Path(start: open.point(at: start), moves: cameFrom.moves(to: $0, on: map)) }
        return Solution(
            solver: solver, path: path, cost: path?.cost(on: map) ?? .zero, expanded: expanded, generated: generated,
            memory: cameFrom.memory + frontier.memory + labels.memory)
    }
}

/// Where a search may end.
struct Goals {
    /// The goal that an estimate aims at.
    let first: Int
    private let others: Set<Int>

    init(_ first: Int, others: Set<Int> = []) {
        self.first = first
        self.others = others
    }

    @inline(__always)
    func contains(_ square: Int) -> Bool { square == first || (!others.isEmpty && others.contains(square)) }
}

/// A square, and the move that leads there, in 32 bits: a frontier may hold half of all squares.
struct Step {
    fileprivate let bits: UInt32

    @inline(__always)
    init(square: Int, code: UInt8) {
        bits = UInt32(truncatingIfNeeded: square) << 3 | UInt32(code)
    }

    @inline(__always)
    fileprivate init(bits: UInt32) {
        self.bits = bits
    }

    @inline(__always)
    var square: Int { Int(bits >> 3) }

    @inline(__always)
    var code: UInt8 { UInt8(truncatingIfNeeded: bits & 7) }
}

/// To which step of a search a square belongs for good.
enum Claim {
    /// To the one that puts it in first.
    case whenPutIn
    /// To the one that takes it out first: the path that is walked now goes before one that was seen long ago.
    case whenTakenOut
    /// To the cheapest one, until it is taken out.
    case atLeastCost
}

/// Squares that were seen but not yet looked at.
protocol Frontier {
    /// When a square gets its move in the came-from map.
    static var claim: Claim { get }
    /// The bytes held at the widest.
    var memory: Int { get }
    /// Puts a step in. The key decides when it comes out, where the frontier has an order of keys.
    mutating func insert(_ step: Step, key: Int64)
    /// Takes the next step out.
    mutating func remove() -> Step?
    /// Empties the frontier.
    mutating func removeAll()
}

/// Last in, first out.
struct StackFrontier: Frontier {
    static var claim: Claim { .whenTakenOut }
    private var steps: [Step] = []

    var memory: Int { steps.capacity * MemoryLayout<Step>.size }

    @inline(__always)
    mutating func insert(_ step: Step, key: Int64) { steps.append(step) }

    @inline(__always)
    mutating func remove() -> Step? { steps.popLast() }

    mutating func removeAll() { steps.removeAll(keepingCapacity: true) }
}

/// First in, first out: one array is read while the other is filled, so that only two rings of the search are held.
struct QueueFrontier: Frontier {
    static var claim: Claim { .whenPutIn }
    private var reading: [Step] = []
    private var filling: [Step] = []
    private var next = 0

    var memory: Int { (reading.capacity + filling.capacity) * MemoryLayout<Step>.size }

    @inline(__always)
    mutating func insert(_ step: Step, key: Int64) { filling.append(step) }

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

    mutating func removeAll() { (reading, filling, next) = ([], [], 0) }
}

/// Least key first, in any order of keys: O(log n) a step.
struct HeapFrontier: Frontier {
    static var claim: Claim { .atLeastCost }
    private var heap = MinHeap<Int64>()

    var memory: Int { heap.capacity * 16 }

    @inline(__always)
    mutating func insert(_ step: Step, key: Int64) { heap.push(key, Int32(bitPattern: step.bits)) }

    @inline(__always)
    mutating func remove() -> Step? { heap.pop().map { Step(bits: UInt32(bitPattern: $0.payload)) } }

    mutating func removeAll() { heap.removeAll() }
}

/// Least key first, where no key is less than the last one taken out, as in Dijkstra's algorithm: a bucket for each unit
/// of cost (R. Dial, 1969), and a heap for the one bucket that is being emptied.
struct BucketFrontier: Frontier {
    static var claim: Claim { .atLeastCost }
    /// A move costs less than 361 (255 times √2): further ahead than that nothing is put in.
    private static let count = 512
    private var buckets = [[Entry]](repeating: [], count: count)
    private var heap = MinHeap<Int64>()
    private var current = 0
    private var waiting = 0
    private var widest = 0

    private struct Entry {
        let key: Int64
        let step: Step
    }

    var memory: Int { heap.capacity * 16 + widest * MemoryLayout<Entry>.stride }

    @inline(__always)
    mutating func insert(_ step: Step, key: Int64) {
        let bucket = Int(key / PathCost.straight.units)
        if bucket <= current {
            heap.push(key, Int32(bitPattern: step.bits))
        } else {
            buckets[bucket % Self.count].append(Entry(key: key, step: step))
            waiting += 1
            widest = max(widest, waiting)
        }
    }

    @inline(__always)
    mutating func remove() -> Step? {
        while true {
            if let entry = heap.pop() { return Step(bits: UInt32(bitPattern: entry.payload)) }
            guard waiting > 0 else { return nil }
            current += 1
            let square = current % Self.count
            guard !buckets[square].isEmpty else { continue }
            waiting -= buckets[square].count
            for entry in buckets[square] { heap.push(entry.key, Int32(bitPattern: entry.step.bits)) }
            buckets[square].removeAll(keepingCapacity: true)
        }
    }

    mutating func removeAll() {
        heap.removeAll()
        for square in buckets.indices { buckets[square].removeAll(keepingCapacity: true) }
        (current, waiting) = (0, 0)
    }
}

/// Tells who listens where a search walks; a depth-first search also walks back.
private struct Trail<Events: EventSink> {
    let map: GridMap
    let events: Events
    private var walked: [Int] = []

    init(map: GridMap, events: Events) {
        self.map = map
        self.events = events
    }

    /// Notes the next square. `origin` is where one came from, for a search that walks; nil for one that spreads.
    @inline(__always)
    mutating func arrive(at square: Int, from origin: Int?) {
        guard !Events.isSilent else { return }
        if let origin {
            while let last = walked.last, last != origin {
                events.emit(.backtrack, map.open.point(at: last))
                walked.removeLast()
            }
            walked.append(square)
        }
        events.emit(.visit, map.open.point(at: square))
    }
}

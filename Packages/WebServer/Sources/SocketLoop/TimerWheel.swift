/// Deadlines of many connections, in constant time each.
///
/// A wheel of slots of 100 milliseconds. A connection stands in at most one slot that counts; a deadline that moves
/// later changes only the connection's own number, and the slot finds that out when its turn comes. A request on a
/// busy connection so costs one store.
struct TimerWheel {
    static let tick: Int64 = 100
    private static let slots = 1_024

    private var wheel = [[UInt64]](repeating: [], count: slots)
    private var current: Int64
    private var waiting = 0
    /// The tick before which no slot holds anything.
    private var earliest = Int64.max

    init(now: Int64) { current = now / Self.tick }

    /// Puts `token` where it comes up at `deadline`, or at the wheel's farthest slot when that is earlier.
    ///
    /// - Returns: the time in milliseconds at which it will come up.
    mutating func add(_ token: UInt64, deadline: Int64) -> Int64 {
        let wanted = (deadline + Self.tick - 1) / Self.tick
        let slot = min(max(wanted, current + 1), current + Int64(Self.slots) - 1)
        wheel[Int(slot % Int64(Self.slots))].append(token)
        waiting += 1
        earliest = min(earliest, slot)
        return slot * Self.tick
    }

    /// The tokens whose time has come.
    mutating func due(now: Int64) -> [UInt64] {
        let target = now / Self.tick
        guard waiting > 0, target >= earliest else {
            current = max(current, target)
            return []
        }
        var result: [UInt64] = []
        var slot = max(current, earliest - 1)
        while slot < target, waiting > 0 {
            slot += 1
            let index = Int(slot % Int64(Self.slots))
            if wheel[index].isEmpty { continue }
            waiting -= wheel[index].count
            result.append(contentsOf: wheel[index])
            wheel[index].removeAll(keepingCapacity: wheel[index].count < 64)
        }
        current = max(current, target)
        earliest = waiting == 0 ? .max : next(after: current)
        return result
    }

    /// Milliseconds to wait until the next slot that holds something; -1 when there is none.
    func wait(now: Int64) -> Int32 {
        guard waiting > 0 else { return -1 }
        return Int32(clamping: max(0, earliest * Self.tick - now))
    }

    private func next(after tick: Int64) -> Int64 {
        for distance in 1..<Int64(Self.slots) where !wheel[Int((tick + distance) % Int64(Self.slots))].isEmpty {
            return tick + distance
        }
        return tick + Int64(Self.slots)
    }
}

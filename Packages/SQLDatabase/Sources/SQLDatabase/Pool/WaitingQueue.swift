/// Those who wait, in the order in which they came; one may leave from the middle.
///
/// What holds: tickets grow from the first entry to the last; an entry is `nil` once its waiter has left; those before
/// ``head`` are, and are removed when they are more than half, so that each operation at the ends takes constant time on
/// average.
struct WaitingQueue<Waiter> {
    private var entries: [(ticket: UInt64, waiter: Waiter)?] = []
    /// The index of the first that may still wait.
    private var head = 0

    /// Adds one at the end; tickets grow.
    mutating func append(_ waiter: Waiter, ticket: UInt64) {
        entries.append((ticket, waiter))
    }

    /// The first.
    var first: (ticket: UInt64, waiter: Waiter)? {
        mutating get {
            while head < entries.count {
                if let entry = entries[head] { return entry }
                head += 1
            }
            return nil
        }
    }

    /// Takes the first out, if its ticket is no later than `last`.
    mutating func popFirst(upTo last: UInt64 = .max) -> Waiter? {
        guard let entry = first, entry.ticket <= last else { return nil }
        entries[head] = nil
        head += 1
        if head == entries.count || (head > 64 && head * 2 > entries.count) {
            entries.removeFirst(head)
            head = 0
        }
        return entry.waiter
    }

    /// Takes the one with a ticket out.
    mutating func remove(ticket: UInt64) -> Waiter? {
        guard let index = entries[head...].firstIndex(where: { $0?.ticket == ticket }) else { return nil }
        defer { entries[index] = nil }
        return entries[index]?.waiter
    }

    /// Takes out those that `isMeant` picks.
    mutating func removeAll(where isMeant: (Waiter) -> Bool) -> [Waiter] {
        var taken: [Waiter] = []
        for index in entries.indices {
            guard let entry = entries[index], isMeant(entry.waiter) else { continue }
            entries[index] = nil
            taken.append(entry.waiter)
        }
        return taken
    }
}

/// Those who wait, in the order in which they came; one may leave from the middle.
struct WaitingLine<Waiter> {
    private var places: [(ticket: UInt64, waiter: Waiter)?] = []
    /// The place of the first; those before it are empty.
    private var head = 0

    /// Adds one at the end; tickets grow.
    mutating func append(_ waiter: Waiter, ticket: UInt64) {
        places.append((ticket, waiter))
    }

    /// The first.
    var first: (ticket: UInt64, waiter: Waiter)? {
        mutating get {
            while head < places.count {
                if let place = places[head] { return place }
                head += 1
            }
            return nil
        }
    }

    /// Takes the first out, if its ticket is no later than `last`.
    mutating func popFirst(upTo last: UInt64 = .max) -> Waiter? {
        guard let place = first, place.ticket <= last else { return nil }
        places[head] = nil
        head += 1
        if head == places.count || (head > 64 && head * 2 > places.count) {
            places.removeFirst(head)
            head = 0
        }
        return place.waiter
    }

    /// Takes the one with a ticket out.
    mutating func remove(ticket: UInt64) -> Waiter? {
        guard let index = places[head...].firstIndex(where: { $0?.ticket == ticket }) else { return nil }
        defer { places[index] = nil }
        return places[index]?.waiter
    }

    /// Takes out those that `isMeant` picks.
    mutating func removeAll(where isMeant: (Waiter) -> Bool) -> [Waiter] {
        var taken: [Waiter] = []
        for index in places.indices {
            guard let place = places[index], isMeant(place.waiter) else { continue }
            places[index] = nil
            taken.append(place.waiter)
        }
        return taken
    }
}

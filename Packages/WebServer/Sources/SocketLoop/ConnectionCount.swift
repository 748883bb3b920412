import Synchronization

/// Counts the connections of all threads, in total and by address.
final class ConnectionCount: Sendable {
    private let counts = Mutex<(total: Int, byAddress: [PeerAddress: Int])>((0, [:]))
    private let limits: LoopLimits
    private let forwarding: Forwarding

    init(limits: LoopLimits, forwarding: Forwarding) {
        (self.limits, self.forwarding) = (limits, forwarding)
    }

    /// Counts one more, unless a limit is reached.
    func admit(_ address: PeerAddress) -> Bool {
        let allowed = forwarding.trusts(address) ? Int.max : limits.allowed(for: address)
        return counts.withLock { counts in
            let own = counts.byAddress[address, default: 0]
            guard counts.total < limits.connections, own < allowed else { return false }
            counts.total += 1
            counts.byAddress[address] = own + 1
            return true
        }
    }

    /// Counts one less.
    func release(_ address: PeerAddress) {
        counts.withLock { counts in
            counts.total -= 1
            let own = counts.byAddress[address, default: 1] - 1
            counts.byAddress[address] = own > 0 ? own : nil
        }
    }
}

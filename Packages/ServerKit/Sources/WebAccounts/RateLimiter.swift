import Foundation

/// Counts what each client does in windows of time, in bounded memory.
///
/// A value: keep it behind a lock where several threads ask. When the table is full, what has expired goes first, then
/// the half with the lowest counts: a flood of new keys cannot make it forget a key that is under attack.
public struct RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// How often something is allowed.
    public let limit: Int
    /// In how many seconds.
    public let window: TimeInterval
    private let maximumKeys: Int
    private var counts: [Key: Count] = [:]

    private struct Count {
        var used: Int
        var ends: Date
    }

    /// What a client is told.
    public struct Verdict: Sendable, Equatable {
        /// Whether it may go on.
        public let isAllowed: Bool
        /// How often it may do it in a window: `X-RateLimit-Limit`.
        public let limit: Int
        /// How often it may still do it: `X-RateLimit-Remaining`.
        public let remaining: Int
        /// When the window ends: `X-RateLimit-Reset`.
        public let resets: Date

        /// After how many seconds to try again, rounded up: `Retry-After`.
        public func retryAfter(now: Date = Date()) -> Int { max(1, Int(resets.timeIntervalSince(now).rounded(.up))) }
    }

    /// Makes a limiter.
    ///
    /// - Parameters:
    ///   - limit: How often something is allowed in a window.
    ///   - window: How many seconds a window has; it begins with a key's first use.
    ///   - maximumKeys: How many keys are remembered; 10,000 short ones need about 1 MB.
    public init(limit: Int, window: TimeInterval, maximumKeys: Int = 10_000) {
        self.limit = limit
        self.window = window
        self.maximumKeys = max(2, maximumKeys)
    }

    /// How many keys are remembered.
    public var count: Int { counts.count }

    /// Counts one use, if it is allowed.
    public mutating func take(_ key: Key, now: Date = Date()) -> Verdict {
        var count = counts[key] ?? Count(used: 0, ends: now.addingTimeInterval(window))
        if count.ends <= now { count = Count(used: 0, ends: now.addingTimeInterval(window)) }
        let isAllowed = count.used < limit
        if isAllowed {
            count.used += 1
            if counts[key] == nil, counts.count >= maximumKeys { makeRoom(now) }
            counts[key] = count
        }
        return Verdict(isAllowed: isAllowed, limit: limit, remaining: limit - count.used, resets: count.ends)
    }

    /// Gives back a use that turned out not to count.
    public mutating func giveBack(_ key: Key) {
        guard var count = counts[key] else { return }
        count.used -= 1
        counts[key] = count.used > 0 ? count : nil
    }

    /// Forgets a key.
    public mutating func forget(_ key: Key) { counts[key] = nil }

    private mutating func makeRoom(_ now: Date) {
        counts = counts.filter { $0.value.ends > now }
        guard counts.count >= maximumKeys else { return }
        let kept = counts.sorted { $0.value.used > $1.value.used }.prefix(maximumKeys / 2)
        counts = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}

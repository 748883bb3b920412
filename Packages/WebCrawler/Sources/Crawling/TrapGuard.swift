import Synchronization
import WebAddress

/// Recognises addresses that a site makes without end: calendars, sorted lists, folders that contain themselves.
public final class TrapGuard: Sendable {
    /// The bounds. Each is far beyond what sites for people have.
    public struct Limits: Sendable {
        /// The longest address in bytes: servers and browsers agree on about this much.
        public var addressLength = 2048
        /// The most folders in a path.
        public var pathDepth = 24
        /// How often one folder name may stand in a path: `/a/b/a/b/a/b` is a relative link gone wrong.
        public var repeatedSegments = 3
        /// How many different queries one path may have.
        public var queriesPerPath = 1000
        /// How many parameters a query may have.
        public var parameters = 16
        /// How many pages with a date in the address one path may have.
        public var datesPerPath = 200

        /// Makes the limits with their defaults.
        public init() {}
    }

    private let limits: Limits
    private let seen = Mutex<[String: Int]>([:])
    /// Paths beyond this many are not counted any more.
    private static let countedPaths = 100_000

    /// Makes a guard.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Why an address looks like a trap; nil when it does not. Each call counts the address as a new one.
    public func refusal(of url: WebURL) -> String? {
        guard url.bytes.count <= limits.addressLength else {
            return "trap: the address is longer than \(limits.addressLength) bytes"
        }
        // The usual address is cheap to acquit: few folders, no query.
        let slashes = url.bytes.reduce(into: 0) { $0 += $1 == UInt8(ascii: "/") ? 1 : 0 }
        if slashes > limits.repeatedSegments + 2, let reason = pathRefusal(url) { return reason }
        return url.search.isEmpty ? nil : queryRefusal(url)
    }

    private func pathRefusal(_ url: WebURL) -> String? {
        let segments = url.pathSegments
        guard segments.count <= limits.pathDepth else {
            return "trap: the path has more than \(limits.pathDepth) folders"
        }
        var counts: [Substring: Int] = [:]
        for segment in segments {
            counts[segment, default: 0] += 1
            if counts[segment, default: 0] > limits.repeatedSegments {
                return "trap: the path repeats '\(segment)' more than \(limits.repeatedSegments) times"
            }
        }
        return nil
    }

    private func queryRefusal(_ url: WebURL) -> String? {
        let query = url.search
        guard query.count(where: { $0 == "&" }) < limits.parameters else {
            return "trap: the query has more than \(limits.parameters) parameters"
        }
        let isDated = ["year=", "month=", "day=", "date=", "week="].contains { query.lowercased().contains($0) }
        let key = url.host + url.pathname
        let count = seen.withLock { seen in
            guard seen[key] != nil || seen.count < Self.countedPaths else { return 0 }
            seen[key, default: 0] += 1
            return seen[key, default: 0]
        }
        if isDated, count > limits.datesPerPath {
            return "trap: a calendar, with more than \(limits.datesPerPath) dated addresses of one path"
        }
        if count > limits.queriesPerPath {
            return "trap: more than \(limits.queriesPerPath) queries of one path"
        }
        return nil
    }
}

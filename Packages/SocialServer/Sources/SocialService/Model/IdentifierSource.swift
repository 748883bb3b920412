import Foundation
import Synchronization

/// Makes identifiers, each greater than all that it made before.
public final class IdentifierSource: Sendable {
    private let last = Mutex<Int64>(0)

    /// Makes a source.
    public init() {}

    /// A new identifier, of this millisecond.
    public func next() -> Identifier {
        let millisecond = Int64(Date().timeIntervalSince1970 * 1000)
        // A random start in the lower half leaves room to count on and keeps processes from meeting.
        let fresh = millisecond << 16 | Int64.random(in: 0..<0x8000)
        return last.withLock { last in
            last = max(fresh, last + 1)
            return Identifier(rawValue: last)
        }
    }
}

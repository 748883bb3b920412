#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: a mutex must not move while it lives; deinit destroys and frees it.

/// A value that threads share, and that a thread can wait for.
public final class Monitor<State>: @unchecked Sendable {
    // Sendable: `state` is touched only while the mutex is held.
    // The system's mutex and condition must not move in memory: hence two allocations for the object's whole life.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    /// Makes a monitor with its first value.
    public init(_ state: State) {
        self.state = state
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Looks at the value or changes it, and has those who wait look again.
    public func change<Value>(_ body: (inout State) -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let value = body(&state)
        pthread_cond_broadcast(condition)
        return value
    }

    /// Waits until `body` returns something.
    public func wait<Value>(for body: (inout State) -> Value?) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value = body(&state) { return value }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Waits until `body` returns something, at most so long; nil when it never did.
    public func wait<Value>(milliseconds: Int, for body: (inout State) -> Value?) -> Value? {
        var end = timespec()
        clock_gettime(CLOCK_REALTIME, &end)
        end.tv_sec += milliseconds / 1_000
        end.tv_nsec += milliseconds % 1_000 * 1_000_000
        if end.tv_nsec >= 1_000_000_000 {
            end.tv_sec += 1
            end.tv_nsec -= 1_000_000_000
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value = body(&state) { return value }
            if pthread_cond_timedwait(condition, mutex, &end) != 0 { return body(&state) }
        }
    }
}

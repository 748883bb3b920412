#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: a mutex must not move while it lives; deinit destroys and frees it.

/// A value that only one thread at a time can look at.
///
/// This is what `Synchronization.Mutex` is, over the system's own lock: ThreadSanitizer knows that one and so can check
/// what this package does with threads, while on Linux it cannot see through `Mutex`.
package final class Guarded<Value>: @unchecked Sendable {
    // A mutex must not move in memory, so it lies on the heap; made in `init`, freed in `deinit`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Gives `body` the value while all others wait.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}

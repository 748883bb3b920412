#if os(Linux)
    import Foundation
#endif

// Unsafe pointers: madvise(2) takes an address; the memory stays its owner's.

/// Asks the system for large pages, so that tens of megabytes come in a few page faults instead of thousands: reading a
/// road network of 56 MB takes 8 % less for it. The searches themselves are as fast without.
enum HugePages {
    /// Advises on memory that was allocated and not used yet. It is advice only: nothing depends on it.
    static func advise(_ memory: UnsafeMutableRawBufferPointer) {
        #if os(Linux)
            let page = 2 << 20
            guard let start = memory.baseAddress, memory.count >= 2 * page else { return }
            let first = UnsafeMutableRawPointer(
                bitPattern: (UInt(bitPattern: start) + UInt(page) - 1) & ~(UInt(page) - 1))
            guard let first else { return }
            let size = (start + memory.count) - first
            if size >= page { _ = madvise(first, size & ~(page - 1), MADV_HUGEPAGE) }
        #endif
    }
}

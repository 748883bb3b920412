#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The processors that this process may use.
enum Processors {
    /// At least one. On Linux the affinity counts (`taskset`, containers pinned to cores), not what the machine has.
    static var available: Int { max(ProcessInfo.processInfo.activeProcessorCount, 1) }
}

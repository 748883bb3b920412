import ServiceLifecycle
import Synchronization

/// The last stretch of a server's life: from the signal to the end.
///
/// A load balancer needs a moment to learn that a server goes. So the signal only turns readiness (`/healthz`) to 503;
/// requests are served on as ever, for ``ServerSettings/drainSeconds``; then the listening socket closes and the
/// requests under way are finished. A second signal ends the wait.
///
/// What holds: ``isDraining`` turns from false to true once and never back, and is true before the shutdown begins.
final class Drain: Sendable {
    private let hasBegun = Atomic(false)
    private let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
    }

    /// Whether the end has begun.
    var isDraining: Bool { hasBegun.load(ordering: .acquiring) }

    /// Waits for a signal, then for the drain, then ends the server. Cancel it when the server has ended by itself.
    ///
    /// - Parameter signals: Each element is one signal.
    func end<Signals: AsyncSequence & Sendable>(_ service: ServiceGroup, on signals: Signals) async {
        // Each element is a number of the signal: the first begins the drain, the second ends it.
        await withTaskGroup(of: Void.self) { group in
            let (steps, told) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                do { for try await _ in signals { told.yield() } } catch {}
                told.finish()
            }
            var iterator = steps.makeAsyncIterator()
            guard await iterator.next() != nil else { return }
            hasBegun.store(true, ordering: .releasing)
            if seconds > 0 {
                let seconds = seconds
                group.addTask {
                    try? await Task.sleep(for: .seconds(seconds))
                    told.yield()
                }
                _ = await iterator.next()
            }
            await service.triggerGracefulShutdown()
            group.cancelAll()
        }
    }
}

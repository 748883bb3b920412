import Synchronization
import WebAddress

/// Where ended requests wait for the crawler's loop, which takes them all at once.
final class Mailbox: Sendable {
    /// What a request came to. Hosts are indices in the crawler's list of them.
    enum Letter: Sendable {
        case page(CrawlTask, host: Int, PageRecord, retryAfter: Double?)
        case cancelled(CrawlTask)
        case robots(host: Int, RobotsLoader.Answer)
        case sitemap(WebURL, Sitemap?, fault: String?)
    }

    /// Yields whenever there may be letters. Several may share one yield.
    let wakes: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let letters = Mutex<[Letter]>([])
    private let stopped = Mutex(false)

    init() {
        (wakes, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func put(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        signal.yield()
    }

    var count: Int { letters.withLock(\.count) }

    /// Whether the loop is asked to end.
    var isStopped: Bool { stopped.withLock { $0 } }

    func stop() {
        stopped.withLock { $0 = true }
        signal.yield()
    }

    func wake() { signal.yield() }

    func take() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}

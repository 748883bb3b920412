import RobotsRules

/// The tasks of one host, and when the next of them may start.
struct HostQueue {
    /// What the host's robots.txt says.
    enum Robots {
        case unknown
        case asked
        case rules(AgentRules)
        /// The rules could not be read because the host does not answer: its pages fail the same way.
        case failed(FetchFailure, detail: String?)
        /// The host asked to stay away for so many seconds, which is beyond the limit: it is not asked again.
        case closed(Double)
        /// The server answered with an error: nothing may be fetched (RFC 9309, section 2.3.1.4).
        case unreachable(Int)
    }

    /// Scheme, host and port: the unit that robots.txt speaks for.
    let origin: String
    var robots = Robots.unknown
    /// When the host last answered for its robots.txt.
    var robotsReadAt: ContinuousClock.Instant
    /// How many requests are in flight.
    private(set) var active = 0
    /// The earliest time of the next start.
    private(set) var readyAt: ContinuousClock.Instant
    /// The least time between two starts, in seconds.
    var delay: Double

    private var tasks: [CrawlTask] = []
    private var head = 0
    /// Tasks that wait for their time, unordered: retries are few.
    private var later: [(due: ContinuousClock.Instant, task: CrawlTask)] = []
    /// How many requests may be in flight now: grows by one in as many good answers, halves with each bad one.
    private var window: Double
    private let maximumWindow: Double

    init(origin: String, settings: CrawlSettings, now: ContinuousClock.Instant) {
        self.origin = origin
        delay = settings.delay
        readyAt = now
        robotsReadAt = now
        maximumWindow = Double(max(1, settings.concurrencyPerHost))
        window = min(maximumWindow, 4)
    }

    var count: Int { tasks.count - head + later.count }

    mutating func append(_ task: CrawlTask) { tasks.append(task) }

    mutating func append(_ task: CrawlTask, due: ContinuousClock.Instant) { later.append((due, task)) }

    /// The least depth among the waiting tasks.
    var minimumDepth: Int? {
        let first = head < tasks.count ? tasks[head].depth : nil
        return ([first].compactMap { $0 } + later.map(\.task.depth)).min()
    }

    /// Whether a task could start now.
    func isReady(_ now: ContinuousClock.Instant) -> Bool {
        now >= readyAt && active < Int(window) && (head < tasks.count || later.contains { $0.due <= now })
    }

    /// When a task could start, if no answer comes before; nil when nothing waits.
    func wakeTime(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard count > 0, active < Int(window) else { return nil }
        let due = head < tasks.count ? readyAt : later.map(\.due).min().map { max($0, readyAt) }
        return due
    }

    /// Takes the next task that is due.
    mutating func take(_ now: ContinuousClock.Instant) -> CrawlTask? {
        if let index = later.firstIndex(where: { $0.due <= now }) { return later.remove(at: index).task }
        guard head < tasks.count else { return nil }
        defer {
            head += 1
            if head == tasks.count || head > 4096 {
                tasks.removeFirst(head)
                head = 0
            }
        }
        return tasks[head]
    }

    /// Counts a request that starts.
    mutating func started(_ now: ContinuousClock.Instant) {
        active += 1
        readyAt = now + .seconds(delay)
    }

    /// Counts a good answer.
    mutating func succeeded() {
        active -= 1
        window = min(maximumWindow, window + 1 / window)
    }

    /// Counts a failed request or a server in trouble.
    mutating func struggled() {
        active -= 1
        window = max(1, window / 2)
    }

    /// Counts an answer that asks to stay away for some seconds.
    mutating func throttled(_ seconds: Double, _ now: ContinuousClock.Instant) {
        struggled()
        readyAt = max(readyAt, now + .seconds(seconds))
    }
}

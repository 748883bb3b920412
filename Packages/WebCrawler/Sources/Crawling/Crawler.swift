import HTMLScanner
import RobotsRules
import WebAddress

/// Crawls: a queue with manners.
///
/// One loop owns all state. It starts requests where a host may be asked, sleeps until one of them ends or a host's
/// time has come, and stores everything that ended in one transaction. A page stays *in flight* until it is stored,
/// so a kill can cost no more fetches than there are requests allowed in flight.
public actor Crawler {
    typealias Group = ThrowingDiscardingTaskGroup<any Error>

    let frontier: any Frontier
    let fetcher: any Fetcher
    let settings: CrawlSettings
    let policy: any AdmissionPolicy
    let parser: PageParser
    let reader: any DocumentReader
    let clock = ContinuousClock()
    let mailbox = Mailbox()

    /// The hosts in the order of discovery, which take turns, and their indices by origin.
    var hosts: [HostQueue] = []
    private var indices: [String: Int] = [:]
    private var turn = 0
    /// How many tasks wait in the hosts' queues.
    var buffered = 0
    /// Requests that count against the limit: robots.txt and pages.
    var inFlight = 0
    /// How many pages in flight have each depth.
    var depthsInFlight: [Int: Int] = [:]
    /// Whether the frontier may have tasks that were not handed out.
    var mayHaveMore = true
    private var started = 0
    private var timer: ContinuousClock.Instant?
    private var patience: ContinuousClock.Instant?
    private var lastRefill = ContinuousClock.now
    /// Results that are to be stored.
    var ended: [Completion] = []
    var sitemaps = SitemapProgress()
    /// The seeds, and where they redirect: the scope moves along.
    var seedChain: Set<WebURL> = []
    var summary = CrawlSummary()

    /// Tasks are read ahead up to this many, so that a slow host does not hold up the others.
    private static let readAhead = 20_000
    /// With fewer tasks than this at hand, the frontier is asked for more.
    private static let lowWater = 256
    /// The longest time that an ended request waits for others to share its transaction.
    private static let gatheringTime = Duration.milliseconds(4)

    /// Makes a crawler.
    public init(
        frontier: any Frontier, fetcher: any Fetcher, settings: CrawlSettings, policy: any AdmissionPolicy,
        parser: PageParser, reader: any DocumentReader
    ) {
        self.frontier = frontier
        self.fetcher = fetcher
        self.settings = settings
        self.policy = policy
        self.parser = parser
        self.reader = reader
    }

    /// Asks a running crawl to end: requests in flight are given up, and what was fetched is stored.
    public nonisolated func stop() {
        mailbox.stop()
    }

    /// Crawls until nothing waits, a limit is reached or ``stop()`` is called, and stores all that was fetched.
    ///
    /// - Parameters:
    ///   - seeds: Where a new crawl starts; a resumed one knows them.
    ///   - requests: More addresses, each with its purpose: those that local files name.
    ///   - progress: Called after each transaction.
    /// - Throws: What the frontier throws.
    public func run(
        seeds: [WebURL], requests: [(url: WebURL, purpose: FetchPurpose)] = [],
        progress: @Sendable (CrawlSummary) -> Void = { _ in }
    ) async throws -> CrawlSummary {
        seedChain = Set(seeds.map(\.withoutFragment))
        try await restoreScope()
        _ = try await frontier.restore()
        try await frontier.add(seeds: seeds)
        if !requests.isEmpty { try await frontier.add(requests) }
        summary.counts = try await frontier.counts()
        started = summary.counts.visited
        if settings.readsSitemaps, try await frontier.note("sitemaps") == nil {
            sitemaps.origins = Set(seeds.map(\.origin))
            sitemaps.pending = settings.sitemaps
            sitemaps.named = Set(settings.sitemaps)
        }
        try await withThrowingDiscardingTaskGroup { group in
            try await dispatch(&group)
            var wakes = mailbox.wakes.makeAsyncIterator()
            while !isDone, !mailbox.isStopped, await wakes.next(isolation: self) != nil {
                if isWorthWaiting(&group) { continue }
                try await store()
                progress(summary)
                try await dispatch(&group)
            }
            group.cancelAll()
        }
        try await store()
        summary.end = summary.counts.waiting == 0 ? .finished : isAtPageLimit ? .pageLimit : .interrupted
        progress(summary)
        return summary
    }

    /// Whether to wait a moment for more requests to end: one transaction for several pages costs hardly more than
    /// for one. The moment ends when most requests in flight have ended, or with an alarm.
    private func isWorthWaiting(_ group: inout Group) -> Bool {
        let count = mailbox.count
        guard count > 0, inFlight > 2, count * 4 < inFlight * 3, !mailbox.isStopped else { return false }
        let now = clock.now
        if let end = patience, end <= now {
            patience = nil
            return false
        }
        if patience == nil {
            let end = now + Self.gatheringTime
            patience = end
            alarm(at: end, &group)
        }
        return true
    }

    private var isAtPageLimit: Bool {
        settings.maximumPages.map { started >= $0 } ?? false
    }

    private var isDone: Bool {
        inFlight == 0 && sitemaps.isIdle && ended.isEmpty && (isAtPageLimit || buffered == 0 && !mayHaveMore)
    }

    // MARK: - Starting requests

    private func dispatch(_ group: inout Group) async throws {
        guard !mailbox.isStopped else { return }
        try await refill()
        for url in sitemaps.takePending() { ask(sitemap: url, &group) }
        let now = clock.now
        let level = settings.maximumDepth == nil ? Int.max : leastDepth
        var idle = 0
        while inFlight < settings.concurrency, idle < hosts.count, !isAtPageLimit {
            turn = (turn + 1) % hosts.count
            if start(turn, now, level, &group) { idle = 0 } else { idle += 1 }
        }
        if !ended.isEmpty { mailbox.wake() }
        scheduleWake(now, &group)
    }

    /// With a depth limit, all of one depth is fetched before the next begins: only then are depths the least ones.
    private var leastDepth: Int {
        min(hosts.compactMap(\.minimumDepth).min() ?? Int.max, depthsInFlight.keys.min() ?? Int.max)
    }

    /// Reads tasks ahead: at once when few are left, and from time to time for hosts that have none here yet.
    private func refill() async throws {
        guard mayHaveMore, buffered < Self.lowWater || clock.now - lastRefill >= .milliseconds(200) else { return }
        lastRefill = clock.now
        while mayHaveMore, buffered < Self.readAhead {
            let tasks = try await frontier.next(1024)
            mayHaveMore = tasks.count == 1024
            for task in tasks {
                hosts[index(ofHost: task.url.origin)].append(task)
            }
            buffered += tasks.count
        }
    }

    private func index(ofHost origin: String) -> Int {
        if let index = indices[origin] { return index }
        indices[origin] = hosts.count
        hosts.append(HostQueue(origin: origin, settings: settings, now: clock.now))
        return hosts.count - 1
    }

    /// Starts one request to a host, or decides one task without a request. False: the host must wait.
    private func start(
        _ host: Int, _ now: ContinuousClock.Instant, _ level: Int, _ group: inout Group
    ) -> Bool {
        guard hosts[host].isReady(now) else { return false }
        if settings.obeysRobots, now - hosts[host].robotsReadAt > .seconds(settings.robotsLifetime) {
            hosts[host].robots = .unknown
        }
        switch hosts[host].robots {
        case .asked: return false
        case .unknown:
            guard settings.obeysRobots || sitemaps.origins.contains(hosts[host].origin) else {
                hosts[host].robots = .rules(.none)
                return true
            }
            hosts[host].robots = .asked
            hosts[host].started(now)
            inFlight += 1
            askRobots(host, &group)
            return true
        default: break
        }
        if level != Int.max, let depth = hosts[host].minimumDepth, depth > level { return false }
        guard let task = hosts[host].take(now) else { return false }
        buffered -= 1
        if let completion = refusal(of: task, hosts[host].robots) {
            ended.append(completion)
            return true
        }
        hosts[host].started(now)
        inFlight += 1
        if task.attempts + task.throttles == 0 { started += 1 }
        depthsInFlight[task.depth, default: 0] += 1
        fetch(task, host, &group)
        return true
    }

    private func fetch(_ task: CrawlTask, _ host: Int, _ group: inout Group) {
        var request = FetchRequest(url: task.url, bodyLimit: settings.bodyLimit)
        request.use = task.purpose == .status ? .none : .documents
        request.entityTag = task.entityTag
        request.lastModified = task.lastModified
        group.addTask { [fetcher, parser, mailbox, keepsCookies = settings.keepsCookies] in
            let response = await CookieWall.pass(request, fetcher, isOn: keepsCookies)
            guard !Task.isCancelled else { return mailbox.put(.cancelled(task)) }
            let record = parser.record(of: response, url: task.url)
            mailbox.put(.page(task, host: host, record, retryAfter: response.retryAfter))
        }
    }

    private func askRobots(_ host: Int, _ group: inout Group) {
        group.addTask { [fetcher, mailbox, settings, origin = hosts[host].origin] in
            let answer = await RobotsLoader(fetcher: fetcher, settings: settings).load(origin)
            mailbox.put(.robots(host: host, answer))
        }
    }

    private func ask(sitemap url: WebURL, _ group: inout Group) {
        group.addTask { [fetcher, mailbox, reader, limit = settings.sitemapLimit] in
            let (sitemap, fault) = await SitemapLoader(fetcher: fetcher, reader: reader, limit: limit).load(url)
            mailbox.put(.sitemap(url, sitemap, fault: fault))
        }
    }

    /// Sets the alarm for the next host that becomes ready without an answer.
    private func scheduleWake(_ now: ContinuousClock.Instant, _ group: inout Group) {
        guard inFlight < settings.concurrency, !isAtPageLimit,
            var due = hosts.compactMap({ $0.wakeTime(now) }).min(), due > now
        else { return }
        // Tasks that were not read yet may belong to a host that need not wait.
        if mayHaveMore { due = min(due, now + .milliseconds(200)) }
        if let timer, timer <= due, timer > now { return }
        timer = due
        alarm(at: due, &group)
    }

    private func alarm(at time: ContinuousClock.Instant, _ group: inout Group) {
        group.addTask { [clock, mailbox] in
            try? await clock.sleep(until: time)
            mailbox.wake()
        }
    }
}

import RobotsRules
import WebAddress

extension Crawler {
    /// Takes everything that ended and stores it in one transaction.
    func store() async throws {
        let now = clock.now
        var listed: [WebURL] = []
        for letter in mailbox.take() {
            switch letter {
            case .page(let task, let host, let record, let retryAfter):
                leave(task)
                judge(task, host, record, retryAfter, now)
            case .cancelled(let task): leave(task)
            case .robots(let host, let answer):
                inFlight -= 1
                take(answer, of: host)
            case .sitemap(let url, let sitemap, let fault):
                sitemaps.ended(sitemap)
                listed += sitemap?.pages ?? []
                if let fault, sitemaps.named.contains(url) { summary.sitemapFaults.append((url.href, fault)) }
            }
        }
        if !listed.isEmpty { try await add(listed: listed) }
        try await moveScope()
        if !ended.isEmpty {
            let batch = ended
            ended = []
            try await frontier.commit(batch, policy: policy)
            summary.add(batch)
            mayHaveMore = true
        }
        summary.counts = try await frontier.counts()
        if sitemaps.isFinished, !sitemaps.isNoted, !mailbox.isStopped {
            sitemaps.isNoted = true
            try await frontier.setNote("sitemaps", "read")
        }
    }

    private func leave(_ task: CrawlTask) {
        inFlight -= 1
        depthsInFlight[task.depth, default: 1] -= 1
        if depthsInFlight[task.depth] == 0 { depthsInFlight[task.depth] = nil }
    }

    private func add(listed: [WebURL]) async throws {
        try await frontier.addToSitemap(listed)
        guard settings.seedsFromSitemaps else { return }
        let inside = listed.filter {
            policy.admission(of: $0, by: PageLink(target: $0), depth: 0) == .ask(.follow)
        }
        try await frontier.add(seeds: inside)
        mayHaveMore = true
    }

    /// A seed that redirects out of the scope takes the scope along: people type example.com and mean www.example.com.
    private func moveScope() async throws {
        var moved = false
        for case .visited(let task, let record) in ended {
            guard let target = record.redirect, seedChain.contains(task.url) else { continue }
            seedChain.insert(target)
            if policy.moveScope(to: target) {
                summary.moves.append((task.url.href, target.href))
                moved = true
            }
        }
        guard moved else { return }
        let known = try await frontier.note("moved").map { [$0] } ?? []
        try await frontier.setNote("moved", (known + summary.moves.map(\.to)).joined(separator: "\n"))
    }

    /// A resumed crawl knows where its scope had moved.
    func restoreScope() async throws {
        for line in try await frontier.note("moved")?.split(separator: "\n") ?? [] {
            if let url = WebURL(line) {
                seedChain.insert(url)
                _ = policy.moveScope(to: url)
            }
        }
    }

    /// Decides whether an answer is final, or the task waits for another try.
    private func judge(
        _ task: CrawlTask, _ host: Int, _ record: PageRecord, _ retryAfter: Double?, _ now: ContinuousClock.Instant
    ) {
        var task = task
        if record.status == 429 || record.status == 503 && retryAfter != nil {
            let wait = retryAfter ?? settings.backoff * Double(1 << min(task.throttles, 6))
            hosts[host].throttled(min(wait, settings.maximumRetryAfter), now)
            summary.throttles += 1
            if wait > settings.maximumRetryAfter {
                // Asking again before its time would be rude, and waiting would take too long: the host is closed.
                close(host, wait)
                return finish(task, record.throttled("asks to stay away for \(Int(wait)) s"))
            }
            guard task.throttles < settings.maximumThrottles else {
                return finish(task, record.throttled("still throttled after \(task.throttles) retries"))
            }
            task.throttles += 1
            return later(task, now + .seconds(wait), host)
        }
        let isTransient =
            record.failure == .timeout || record.failure == .connection || [500, 502, 503, 504].contains(record.status)
        if isTransient {
            hosts[host].struggled()
            guard task.attempts < settings.retries else { return finish(task, record) }
            task.attempts += 1
            summary.retries += 1
            return later(task, now + .seconds(settings.backoff * Double(1 << min(task.attempts - 1, 6))), host)
        }
        hosts[host].succeeded()
        if record.status == 304, task.entityTag != nil || task.lastModified != nil {
            ended.append(.unchanged(task))
        } else {
            finish(task, record)
        }
    }

    private func later(_ task: CrawlTask, _ due: ContinuousClock.Instant, _ host: Int) {
        hosts[host].append(task, due: due)
        buffered += 1
    }

    private func finish(_ task: CrawlTask, _ record: PageRecord) {
        var record = record
        if task.purpose != .follow {
            record.links = []
        } else if settings.obeysNoFollow, record.directives.contains(.noFollow) {
            for index in record.links.indices { record.links[index].isNoFollow = true }
        }
        ended.append(.visited(task, record))
    }

    private func take(_ answer: RobotsLoader.Answer, of host: Int) {
        let origin = hosts[host].origin
        hosts[host].robotsReadAt = clock.now
        hosts[host].succeeded()
        var listed: [WebURL] = []
        switch answer {
        case .file(let file):
            let rules = file.rules(for: settings.agent)
            hosts[host].robots = .rules(rules)
            listed = file.sitemaps.compactMap { WebURL($0, base: WebURL(origin + "/")) }.filter(\.isWeb)
            if settings.obeysRobots, let delay = rules.crawlDelay {
                hosts[host].delay = max(settings.delay, min(delay, settings.maximumCrawlDelay))
            }
        case .failed(let failure, let detail): hosts[host].robots = .failed(failure, detail: detail)
        case .refused(let status): hosts[host].robots = .unreachable(status)
        case .closed(let seconds): close(host, seconds)
        }
        sitemaps.named.formUnion(listed)
        if listed.isEmpty, let usual = WebURL("/sitemap.xml", base: WebURL(origin + "/")) { listed = [usual] }
        sitemaps.robotsRead(origin, listed)
    }

    /// Gives up a host for this run.
    private func close(_ host: Int, _ seconds: Double) {
        if case .closed = hosts[host].robots { return }
        hosts[host].robots = .closed(seconds)
        summary.closedHosts.append((hosts[host].origin, seconds))
    }

    /// What robots.txt makes of a task; nil when it may be fetched.
    func refusal(of task: CrawlTask, _ robots: HostQueue.Robots) -> Completion? {
        if case .closed(let seconds) = robots {
            return .skipped(
                task, "its server asks to stay away for \(Int(seconds)) s, which is beyond --max-retry-after")
        }
        guard settings.obeysRobots else { return nil }
        switch robots {
        case .unknown, .asked, .closed: return nil
        case .failed(let failure, let detail):
            var record = PageRecord()
            (record.failure, record.detail) = (failure, detail)
            return .visited(task, record)
        case .unreachable(let status):
            return .skipped(
                task, "robots.txt answered with status \(status), so nothing may be fetched (RFC 9309, 2.3.1.4)")
        case .rules(let rules):
            let verdict = rules.verdict(for: task.url.bytes)
            guard !verdict.isAllowed, let rule = verdict.rule else { return nil }
            let pattern = String(decoding: rule.pattern, as: UTF8.self)
            return .skipped(task, "disallowed by robots.txt, line \(rule.line): Disallow: \(pattern)")
        }
    }
}

/// Which sitemaps were asked for, and which are still to come.
struct SitemapProgress {
    /// The seeds' origins, whose robots.txt names sitemaps; empty when an earlier run read them.
    var origins: Set<String> = []
    /// Sitemaps that are to be asked for.
    var pending: [WebURL] = []
    /// Those that robots.txt or the user names: they should be there.
    var named: Set<WebURL> = []
    private var asked: Set<WebURL> = []
    private var inFlight = 0
    private var readOrigins: Set<String> = []

    /// No crawl reads more sitemaps than this: an index of 50,000 files is no site that one process can crawl.
    private static let maximumFiles = 1000

    /// Whether the frontier knows that they were read.
    var isNoted = false

    var isIdle: Bool { inFlight == 0 && pending.isEmpty }

    /// Whether all sitemaps of all seeds were read.
    var isFinished: Bool { !origins.isEmpty && isIdle && origins.isSubset(of: readOrigins) }

    /// The sitemaps to ask for now.
    mutating func takePending() -> [WebURL] {
        let urls = pending.filter { asked.count < Self.maximumFiles && asked.insert($0).inserted }
        pending = []
        inFlight += urls.count
        return urls
    }

    mutating func ended(_ sitemap: Sitemap?) {
        inFlight -= 1
        pending += sitemap?.sitemaps ?? []
    }

    mutating func robotsRead(_ origin: String, _ listed: [WebURL]) {
        guard origins.contains(origin) else { return }
        readOrigins.insert(origin)
        pending += listed
    }
}

import CommandKit
import CrawlStorage
import Crawling
import DocumentFormats
import Foundation
import PageFetching
import Synchronization
import WebAddress

/// Runs one crawl with progress and signals.
struct CrawlRun {
    let options: CrawlOptions
    let console: ConsoleOptions
    /// Whether images, style sheets, scripts and what pages say of themselves are asked for their status.
    var checksParts = false
    /// Whether addresses outside the scope are asked for their status.
    var checksOutside = false
    var recrawls = false

    /// Crawls into a frontier.
    ///
    /// - Parameters:
    ///   - named: The addresses that the user named: where the crawl starts.
    ///   - requests: Addresses that were found in files, each with what must be known of it.
    ///   - crawlsSeeds: Whether the named addresses are crawled here, too.
    func crawl(
        _ named: [WebURL], requests: [(url: WebURL, purpose: FetchPurpose)] = [], into frontier: any Frontier,
        crawlsSeeds: Bool = true
    ) async throws -> CrawlSummary {
        let seeds = crawlsSeeds ? named : []
        let settings = try options.settings
        let policy = CrawlPolicy(
            scope: CrawlScope(
                seeds: seeds, reach: options.scope, includes: options.include, excludes: options.exclude),
            maximumDepth: options.depth, obeysNoFollow: !options.ignoreNofollow, checksParts: checksParts,
            checksOutside: checksOutside)
        let fetcher = try await options.fetcher(named: named)
        let reader = SystemReader()
        let crawler = Crawler(
            frontier: frontier, fetcher: fetcher, settings: settings, policy: policy,
            parser: PageParser(reader: reader, includesResources: checksParts), reader: reader)
        if recrawls {
            _ = try await frontier.restore()
            try await frontier.revisitAll()
        }
        try await frontier.setNote("seeds", seeds.map(\.href).joined(separator: "\n"))
        let progress = ProgressLine(isQuiet: console.quiet, logInterval: .seconds(10))
        let pace = Pace(limit: options.maxPages)
        let watch = Self.watch(stop: crawler.stop)
        defer {
            watch.cancel()
            progress.finish()
        }
        do {
            let summary = try await withTaskExecutorPreference(fetcher.executor) {
                try await crawler.run(seeds: seeds, requests: requests) { summary in
                    progress.show { pace.line(summary) }
                }
            }
            await fetcher.shutdown()
            return summary
        } catch {
            await fetcher.shutdown()
            throw error
        }
    }

    /// The first SIGINT or SIGTERM ends the crawl and keeps what was fetched; a second one ends the process at once.
    private static func watch(stop: @escaping @Sendable () -> Void) -> SignalWatch {
        let count = Mutex(0)
        return SignalWatch([SIGINT, SIGTERM]) { _ in
            stop()
            let isSecond = count.withLock { count in
                count += 1
                return count > 1
            }
            if isSecond { exit(130) }
        }
    }

    /// The file of a crawl that has no `--database`.
    static func defaultFile(_ seed: WebURL) -> String {
        let name = seed.host.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "_" }
        return String(name) + ".crawl"
    }

    /// A database as it is given: a file, or `sqlite:FILE`.
    static func file(_ database: String) -> String {
        database.hasPrefix("sqlite:") ? String(database.dropFirst(7)) : database
    }
}

/// How fast a crawl goes, for the progress line.
private final class Pace: Sendable {
    private let started = ContinuousClock.now
    private let first = Mutex<Int?>(nil)
    private let limit: Int?

    init(limit: Int?) {
        self.limit = limit
    }

    func line(_ summary: CrawlSummary) -> String {
        let first = first.withLock { first in
            let value = first ?? summary.counts.visited
            first = value
            return value
        }
        let elapsed = (ContinuousClock.now - started).components
        let seconds = max(0.001, Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        let rate = Double(summary.counts.visited - first) / seconds
        let waiting = min(summary.counts.waiting, limit.map { max(0, $0 - summary.counts.visited) } ?? Int.max)
        let remaining = rate > 0 ? "about \(Int(Double(waiting) / rate)) s to go" : "waiting"
        return "\(summary.counts.visited) pages, \(Int(rate))/s, \(summary.counts.waiting) queued, "
            + "\(summary.failed) errors, \(remaining)"
    }
}

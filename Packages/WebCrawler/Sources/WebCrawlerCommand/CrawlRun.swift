import ArgumentParser
import CrawlStorage
import Crawling
import Dispatch
import Foundation
import PageFetching
import Synchronization
import WebAddress

/// Runs one crawl with progress and signals.
struct CrawlRun {
    let options: CrawlOptions
    let console: ConsoleOptions
    /// Whether images, style sheets, scripts and addresses outside the scope are asked for their status.
    var checksEverything = false
    var recrawls = false

    /// Crawls into a frontier.
    func crawl(_ seeds: [WebURL], into frontier: any Frontier) async throws -> CrawlSummary {
        let settings = try options.settings
        let policy = CrawlPolicy(
            scope: CrawlScope(
                seeds: seeds, reach: options.scope, includes: options.include, excludes: options.exclude),
            maximumDepth: options.depth, obeysNoFollow: !options.ignoreNofollow, checksOutside: checksEverything)
        let fetcher = await options.fetcher(seeds)
        let crawler = Crawler(
            frontier: frontier, fetcher: fetcher, settings: settings, policy: policy,
            parser: PageParser(includesResources: checksEverything))
        if recrawls {
            _ = try await frontier.restore()
            try await frontier.revisitAll()
        }
        try await frontier.setNote("seeds", seeds.map(\.href).joined(separator: "\n"))
        let progress = ProgressLine(isQuiet: console.quiet, limit: options.maxPages)
        do {
            let summary = try await Interruption.run(stop: crawler.stop) {
                try await withTaskExecutorPreference(fetcher.executor) {
                    try await crawler.run(seeds: seeds) { progress.show($0) }
                }
            }
            progress.end()
            await fetcher.shutdown()
            return summary
        } catch {
            progress.end()
            await fetcher.shutdown()
            throw error
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

/// Turns SIGINT and SIGTERM into a call of `stop`; a second one ends the process at once.
enum Interruption {
    static func run<Value: Sendable>(
        stop: @escaping @Sendable () -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        let count = Mutex(0)
        let sources = [SIGINT, SIGTERM].map { number in
            source(number) {
                stop()
                if count.withLock({
                    $0 += 1
                    return $0 > 1
                }) {
                    exit(130)
                }
            }
        }
        defer {
            for source in sources { source.cancel() }
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
        }
        return try await body()
    }

    /// A source that listens. Until it does, the signal has its usual effect: ignored before, it would be lost.
    private static func source(_ number: Int32, _ action: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        let listens = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { listens.signal() }
        source.setEventHandler(handler: action)
        source.activate()
        listens.wait()
        #if canImport(Darwin)
            signal(number, SIG_IGN)
        #endif
        return source
    }
}

/// Tells how a crawl goes: one line that changes on a terminal, a line every ten seconds elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var started = ContinuousClock.now
        var last: ContinuousClock.Instant?
        var first: Int?
        var isShown = false
    }

    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let limit: Int?
    private let state = Mutex(State())

    init(isQuiet: Bool, limit: Int?) {
        self.isQuiet = isQuiet
        self.limit = limit
    }

    func show(_ summary: CrawlSummary) {
        guard !isQuiet else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            let first = state.first ?? summary.counts.visited
            state.first = first
            let elapsed = now - state.started
            let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(10)
            guard elapsed > (isTerminal ? .seconds(1) : pause), state.last.map({ now - $0 > pause }) ?? true else {
                return
            }
            state.last = now
            let seconds = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
            let rate = Double(summary.counts.visited - first) / seconds
            let waiting = min(summary.counts.waiting, limit.map { max(0, $0 - summary.counts.visited) } ?? Int.max)
            let left = rate > 0 ? "about \(Int(Double(waiting) / rate)) s left" : "waiting"
            let line =
                "\(summary.counts.visited) pages, \(Int(rate))/s, \(summary.counts.waiting) queued, "
                + "\(summary.failed) errors, \(left)"
            state.isShown = true
            try? FileHandle.standardError.write(contentsOf: Data((isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n").utf8))
        }
    }

    func end() {
        state.withLock { state in
            if isTerminal, state.isShown { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
        }
    }
}

import ArgumentParser
import CommandKit
import CrawlStorage
import Crawling
import Foundation
import LinkReport
import WebAddress

/// `webcrawler URL [MAX_CONCURRENCY] [MAX_PAGES]`: the learners' course command.
struct CourseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "Crawl one site, write report.csv and print its links by inlinks (the default).",
        discussion: """
            Examples:
              webcrawler https://example.org
              webcrawler https://example.org 4 100 --output report.json
            """)

    @Argument(help: "The site's address.")
    var url: String

    @Argument(help: "The most requests at a time.")
    var maxConcurrency = 4

    @Argument(help: "The most pages.")
    var maxPages = 1000

    @Option(name: .shortAndLong, help: "The report: .csv or .json.")
    var output = "report.csv"

    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard maxConcurrency >= 1, maxPages >= 1 else {
            throw ValidationError("MAX_CONCURRENCY and MAX_PAGES must be at least 1.")
        }
        guard output.hasSuffix(".csv") || output.hasSuffix(".json") else {
            throw ValidationError("--output '\(output)' should end in .csv or .json.")
        }
    }

    func run() async throws {
        try await runCrawler { try await crawlSite() }
    }

    private func crawlSite() async throws {
        let seed = try CrawlOptions.address(url)
        var options = try CrawlOptions.parse([])
        options.concurrency = maxConcurrency
        options.maxPages = maxPages
        options.noSitemap = true
        let file = ".webcrawler-" + CrawlRun.defaultFile(seed)
        let frontier = try await SQLiteFrontier(file: file)
        let summary = try await CrawlRun(options: options, console: console).crawl([seed], into: frontier)
        let graph = try await SiteGraph(frontier, withParagraphs: true)
        await frontier.close()
        guard summary.end != .interrupted else {
            complain("Interrupted after \(summary.counts.visited) pages; the same command goes on from here.")
            throw ExitCode(130)
        }
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        guard !graph.htmlPages.isEmpty else { throw CommandFailure(CrawlCommand.failure(graph, seed)) }
        let report = CourseReport(graph)
        let target = try OutputFile(output)
        if output.hasSuffix(".json") {
            try report.writeJSON(to: { try target.write($0) })
        } else {
            try report.writeCSV(to: { try target.write($0) })
        }
        try target.close()
        let lines = SiteReport(graph, ranks: false).byInlinks.map { id, count in
            String(repeating: " ", count: max(0, 6 - String(count).count)) + "\(count)  \(graph.url(id))\n"
        }
        let standard = try OutputFile(nil)
        try standard.write("inlinks  page\n" + lines.joined())
        try standard.close()
        if !console.quiet { complain("\(graph.htmlPages.count) pages; the report is in \(output)") }
    }
}

/// `webcrawler crawl`.
struct CrawlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crawl",
        abstract: "Crawl into a file; the same command resumes what was stopped or killed.",
        discussion: """
            Examples:
              webcrawler crawl https://example.org --depth 3 --exclude '*/archive/*'
              webcrawler crawl https://example.org --sitemap --delay 0.2
              webcrawler crawl https://example.org --recrawl  ask for what changed
            """)

    @Argument(help: "Where to start.")
    var urls: [String] = []

    @Option(help: ArgumentHelp("The crawl's file: FILE or sqlite:FILE. Default: HOST.crawl here.", valueName: "file"))
    var database: String?

    @Flag(help: "Ask again for all visited pages, on condition that they changed.")
    var recrawl = false

    @Flag(help: "Do not ask for addresses outside the scope; by default their status is asked for.")
    var noExternal = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Option(help: ArgumentHelp("Read options from this file. Default: webcrawler.toml here.", valueName: "file"))
    var config: String?

    @OptionGroup var options: CrawlOptions
    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        let command = try ConfigurationFile.applied(to: self, config)
        try await runCrawler { try await command.crawl() }
    }

    private func crawl() async throws {
        let seeds = try options.seeds(urls)
        guard let first = seeds.first else { return }
        let file = database.map(CrawlRun.file) ?? CrawlRun.defaultFile(first)
        let frontier = try await SQLiteFrontier(file: file)
        var run = CrawlRun(options: options, console: console)
        run.checksOutside = !noExternal
        run.recrawls = recrawl
        let summary = try await run.crawl(seeds, into: frontier)
        await frontier.close()
        let output = try OutputFile(nil)
        if json {
            try output.writeJSON(SummaryForm(summary, file))
        } else {
            try output.write(Self.text(summary, file, console.quiet))
        }
        try output.close()
        if !console.quiet { for note in Self.notes(summary) { complain("webcrawler: \(note)") } }
        if summary.end == .interrupted { throw ExitCode(130) }
        // Nothing came of it: the first seed's fate is the reason.
        let isVain = summary.succeeded == 0 && summary.unchanged == 0 && summary.failed > 0
        if summary.counts.visited == 0 || isVain {
            let reopened = try await SQLiteFrontier(file: file)
            let graph = try await SiteGraph(reopened)
            await reopened.close()
            if graph.htmlPages.isEmpty { throw CommandFailure(Self.failure(graph, first)) }
        }
    }

    private static func text(_ summary: CrawlSummary, _ file: String, _ isQuiet: Bool) -> String {
        guard !isQuiet else { return "" }
        let counts = summary.counts
        let end =
            switch summary.end {
            case .finished: "finished"
            case .pageLimit: "stopped at the limit of pages; \(counts.waiting) addresses wait"
            case .interrupted: "interrupted; \(counts.waiting) addresses wait, and the same command goes on"
            }
        return """
            \(counts.visited) visited, \(counts.skipped) skipped, \(summary.failed) errors in this run: \(end)
            See it with: webcrawler report \(file)

            """
    }

    /// What a crawl has to say beside its counts.
    static func notes(_ summary: CrawlSummary) -> [String] {
        summary.moves.map {
            "\($0.from) redirects to \($0.to): the crawl goes on there, without header fields and credentials of yours"
        }
            + summary.closedHosts.map {
                "\($0.origin) asks to stay away for \(Int($0.seconds)) s, longer than --max-retry-after: it was not asked again"
            }
            + summary.sitemapFaults.map { "the sitemap \($0.url) could not be read, or not all of it: \($0.reason)" }
    }

    private struct SummaryForm: Encodable {
        let database: String
        let end: String
        let known: Int
        let visited: Int
        let waiting: Int
        let skipped: Int
        let succeeded: Int
        let failed: Int
        let unchanged: Int
        let throttles: Int
        let retries: Int
        let bytes: Int
        let notes: [String]

        init(_ summary: CrawlSummary, _ file: String) {
            database = file
            end = summary.end.rawValue
            known = summary.counts.known
            visited = summary.counts.visited
            waiting = summary.counts.waiting
            skipped = summary.counts.skipped
            succeeded = summary.succeeded
            failed = summary.failed
            unchanged = summary.unchanged
            throttles = summary.throttles
            retries = summary.retries
            bytes = summary.bytes
            notes = CrawlCommand.notes(summary)
        }
    }

    /// Why a crawl has no page.
    static func failure(_ graph: SiteGraph, _ seed: WebURL) -> String {
        let number = graph.addresses.number(of: seed.href)
        if let reason = number.flatMap(graph.addresses.reason) { return "\(seed) was not fetched: \(reason)." }
        let page = number.flatMap { graph.pages[$0] }
        if let failure = page?.failure {
            let detail = page?.detail.map { " (\($0))" } ?? ""
            return "\(seed) could not be fetched: \(failure.rawValue)\(detail)."
        }
        if let id = number, page?.redirect != nil {
            let end = graph.resolve(id).end
            let state = graph.addresses.reason(end) ?? graph.pages[end].map { "status \($0.status)" } ?? "not asked for"
            return "\(seed) redirects to \(graph.url(end)), which gave no page: \(state)."
        }
        return "\(seed) gave no page: status \(page?.status ?? 0), type '\(page?.mediaType ?? "")'."
    }
}

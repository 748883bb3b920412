import ArgumentParser
import CrawlStorage
import Crawling
import Foundation
import LinkReport
import LooseJSON
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
        ignoreClosedPipes()
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
        guard !graph.htmlPages.isEmpty else { throw Failure(CrawlCommand.failure(graph, seed)) }
        let report = CourseReport(graph)
        let target = try Output(output)
        if output.hasSuffix(".json") {
            try report.writeJSON(to: target.write)
        } else {
            try report.writeCSV(to: target.write)
        }
        try target.close()
        let lines = SiteReport(graph, ranks: false).byInlinks.map { id, count in
            String(repeating: " ", count: max(0, 6 - String(count).count)) + "\(count)  \(graph.url(id))\n"
        }
        let standard = try Output(nil)
        try standard.write("inlinks  page\n" + lines.joined())
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

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @OptionGroup var options: CrawlOptions
    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        ignoreClosedPipes()
        let seeds = try options.seeds(urls)
        guard let first = seeds.first else { return }
        let file = database.map(CrawlRun.file) ?? CrawlRun.defaultFile(first)
        let frontier = try await SQLiteFrontier(file: file)
        var run = CrawlRun(options: options, console: console)
        run.recrawls = recrawl
        let summary = try await run.crawl(seeds, into: frontier)
        await frontier.close()
        let output = try Output(nil)
        try output.write(json ? Self.json(summary, file) : Array(Self.text(summary, file, console.quiet).utf8))
        if summary.end == .interrupted { throw ExitCode(130) }
        // Nothing came of it: the first seed's fate is the reason.
        let isVain = summary.succeeded == 0 && summary.unchanged == 0 && summary.failed > 0
        if summary.counts.visited == 0 || isVain {
            let reopened = try await SQLiteFrontier(file: file)
            let graph = try await SiteGraph(reopened)
            await reopened.close()
            if graph.htmlPages.isEmpty { throw Failure(Self.failure(graph, first)) }
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
            \(counts.visited) visited, \(counts.left) left, \(summary.failed) errors in this run: \(end)
            See it with: webcrawler report \(file)

            """
    }

    private static func json(_ summary: CrawlSummary, _ file: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { json in
            json.member("database", file)
            json.member("end", summary.end.rawValue)
            json.member("known", summary.counts.known)
            json.member("visited", summary.counts.visited)
            json.member("waiting", summary.counts.waiting)
            json.member("left", summary.counts.left)
            json.member("succeeded", summary.succeeded)
            json.member("failed", summary.failed)
            json.member("unchanged", summary.unchanged)
            json.member("throttles", summary.throttles)
            json.member("retries", summary.retries)
            json.member("bytes", summary.bytes)
        }
        writer.endLine()
        return writer.bytes
    }

    /// Why a crawl has no page.
    static func failure(_ graph: SiteGraph, _ seed: WebURL) -> String {
        let number = graph.addresses.number(of: seed.href)
        if let reason = number.flatMap(graph.addresses.reason) { return "\(seed) was not fetched: \(reason)." }
        let page = number.flatMap { graph.pages[$0] }
        if let failure = page?.failure { return "\(seed) could not be fetched: \(failure.rawValue)." }
        return "\(seed) gave no page: status \(page?.status ?? 0), type '\(page?.mediaType ?? "")'."
    }
}

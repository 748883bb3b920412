import ArgumentParser
import CommandKit
import CrawlStorage
import Crawling
import Foundation
import LinkReport
import WebAddress

/// `webcrawler report`.
struct ReportCommand: AsyncParsableCommand {
    /// The forms of a report.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case html
        case json
        case csv
        /// The audit's lists, one entry a line.
        case lists
        case jsonl
        case graphml
        case dot
        case svg
    }

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report on a crawl: pages, links, PageRank, what is missing or duplicate, orphans.",
        discussion: """
            Examples:
              webcrawler report example.org.crawl --output report.html
              webcrawler report example.org.crawl --format json | jq .broken
              webcrawler report https://example.org --format csv  its crawl, or a new one
              webcrawler report example.org.crawl --format svg --output graph.svg
            """)

    @Argument(help: "A crawl's file, or a URL: its crawl in this folder, which is made or resumed first.")
    var source: String?

    @Option(help: ArgumentHelp("The crawl's file.", valueName: "file"))
    var database: String?

    @Option(
        help:
            "html, json, csv (pages), lists (the audit as CSV), jsonl, graphml, dot or svg. Default: by the ending of --output, or html."
    )
    var format: Format?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(name: .shortAndLong, help: "The file to write; standard output without it.")
    var output: String?

    @Flag(help: "Of a new crawl: do not ask for addresses outside the scope.")
    var noExternal = false

    @Option(help: ArgumentHelp("Read options from this file. Default: webcrawler.toml here.", valueName: "file"))
    var config: String?

    @OptionGroup var options: CrawlOptions
    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        let command = try ConfigurationFile.applied(to: self, config)
        try await runCrawler { try await command.report() }
    }

    private func report() async throws {
        let file = try await crawlFile()
        let frontier = try await SQLiteFrontier(file: file)
        let report = SiteReport(try await SiteGraph(frontier), ranks: chosenFormat != .json)
        await frontier.close()
        let target = try OutputFile(output)
        switch chosenFormat {
        case .html: try target.write(HTMLPage(report).text)
        case .json: try report.writeJSON(to: { try target.write($0) })
        case .csv: try PageTable(report).writeCSV(to: { try target.write($0) })
        case .lists: try target.write(AuditLists(report).csv)
        case .jsonl: try PageTable(report).writeJSONLines(to: { try target.write($0) })
        case .graphml: try GraphExport(report).writeGraphML(to: { try target.write($0) })
        case .dot: try GraphExport(report).writeDOT(to: { try target.write($0) })
        case .svg: try target.write(LinkPicture(report).svg)
        }
        try target.close()
    }

    private var chosenFormat: Format {
        if json { return .json }
        let ending = output.map { URL(filePath: $0).pathExtension.lowercased() }
        return format ?? ending.flatMap(Format.init) ?? .html
    }

    /// The file to report on; a URL's crawl is brought to its end first.
    private func crawlFile() async throws -> String {
        if let source, source.contains("://") {
            let seeds = try options.seeds([source])
            let file = database.map(CrawlRun.file) ?? CrawlRun.defaultFile(seeds[0])
            let frontier = try await SQLiteFrontier(file: file)
            var run = CrawlRun(options: options, console: console)
            run.checksOutside = !noExternal
            let summary = try await run.crawl(seeds, into: frontier)
            await frontier.close()
            guard summary.end != .interrupted else { throw ExitCode(130) }
            return file
        }
        return try CrawlFiles.find(database ?? source)
    }
}

/// Finds crawl files.
enum CrawlFiles {
    /// Calls `body` with a file, or with one for this once: a site of any size needs no more memory than a small one.
    static func use<Value>(_ given: String?, _ body: (String) async throws -> Value) async throws -> Value {
        if let given { return try await body(given) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "webcrawler-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.appending(path: "check.crawl").path)
    }

    /// The given file, or the only crawl in this folder.
    static func find(_ given: String?) throws -> String {
        if let given {
            let file = CrawlRun.file(given)
            guard FileManager.default.fileExists(atPath: file) else {
                throw CommandFailure(
                    "There is no crawl in \(file): make one with  webcrawler crawl URL --database \(file)")
            }
            return file
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: ".").filter {
            $0.hasSuffix(".crawl") && !$0.hasPrefix(".")
        }
        guard let only = files.first else {
            throw ValidationError("There is no .crawl file here: name one, or make one with  webcrawler crawl URL")
        }
        guard files.count == 1 else {
            throw ValidationError(
                "There are several crawls here: name one of \(files.sorted().joined(separator: ", ")).")
        }
        return only
    }
}

/// `webcrawler explain`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why an address was, or was not, fetched.",
        discussion: """
            Examples:
              webcrawler explain https://example.org/private/
              webcrawler explain https://example.org/private/ --database site.crawl
            """)

    @Argument(help: "The address.")
    var url: String

    @Option(help: ArgumentHelp("The crawl's file. Default: HOST.crawl, or the only crawl here.", valueName: "file"))
    var database: String?

    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        try await runCrawler { try await explain() }
    }

    private func explain() async throws {
        // A crawl also knows addresses of other schemes, which it skipped.
        let other = WebURL(url).flatMap { $0.isWeb ? nil : $0 }
        let address = try other ?? CrawlOptions.address(url)
        let usual = CrawlRun.defaultFile(address)
        let isThere = FileManager.default.fileExists(atPath: usual)
        let frontier = try await SQLiteFrontier(file: try CrawlFiles.find(database ?? (isThere ? usual : nil)))
        let explanation = try await frontier.explain(address)
        await frontier.close()
        guard let explanation else {
            throw CommandFailure(
                "\(address) is not known to the crawl: no page that was fetched links to it, and it is not a seed.")
        }
        let output = try OutputFile(nil)
        try output.write(explanation + "\n")
        try output.close()
    }
}

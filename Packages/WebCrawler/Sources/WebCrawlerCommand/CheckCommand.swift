import ArgumentParser
import CrawlStorage
import Crawling
import Foundation
import LinkReport
import WebAddress

extension CheckReport.Format: ExpressibleByArgument {}

/// `webcrawler check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check links: of a site, a folder, or HTML and Markdown files.",
        discussion: """
            Examples:
              webcrawler check https://example.org
              webcrawler check README.md Docs --offline
              webcrawler check https://example.org --format junit --output links.xml
              webcrawler check https://example.org --write-baseline known.txt
              webcrawler check https://example.org --baseline known.txt

            A baseline accepts the findings of today; then only new ones are reported.
            Exit status: 0 clean, 1 findings, 3 incomplete (interrupted, a limit, or a server that kept throttling), \
            64 usage.
            """)

    @Argument(help: "Addresses, folders and files.")
    var targets: [String]

    @Option(help: "text, json, junit or markdown.")
    var format: CheckReport.Format?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(name: .shortAndLong, help: "The file to write; standard output without it.")
    var output: String?

    @Option(help: ArgumentHelp("Accept the findings of this file.", valueName: "file"))
    var baseline: String?

    @Option(
        help: ArgumentHelp("Write a baseline that accepts all findings, and exit with status 0.", valueName: "file"))
    var writeBaseline: String?

    @Flag(help: "Ask only for addresses inside the scope; of local files, only for files.")
    var offline = false

    @Option(help: ArgumentHelp("Keep the crawl in this file, so that the same command resumes.", valueName: "file"))
    var database: String?

    @OptionGroup var options: CrawlOptions
    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        ignoreClosedPipes()
        let (local, remote) = try sortedTargets()
        var report = CheckReport(pageCount: 0, findings: [])
        if !remote.isEmpty { try await check(site: remote, into: &report) }
        for path in local { try await check(local: path, into: &report) }
        if let writeBaseline {
            let file = try Output(writeBaseline)
            try file.write(report.baseline)
            try file.close()
            return
        }
        if let baseline {
            report.accept(CheckReport.readBaseline(String(decoding: try readInput(baseline), as: UTF8.self)))
        }
        let chosen = json ? .json : format ?? .text
        let target = try Output(output)
        try target.write(report.formatted(chosen))
        try target.close()
        if report.incomplete != nil { throw ExitCode(3) }
        if !report.findings.isEmpty { throw ExitCode(1) }
    }

    private func sortedTargets() throws -> (local: [String], remote: [WebURL]) {
        var (local, remote): ([String], [WebURL]) = ([], [])
        for target in targets {
            if target.contains("://") {
                remote.append(try CrawlOptions.address(target))
            } else if FileManager.default.fileExists(atPath: target) {
                local.append(target)
            } else {
                throw ValidationError(
                    "'\(target)' is neither an address with http:// or https:// nor a file or folder.")
            }
        }
        return (local, remote)
    }

    private func check(site seeds: [WebURL], into report: inout CheckReport) async throws {
        var run = CrawlRun(options: options, console: console)
        run.checksEverything = !offline
        let (summary, graph) = try await CrawlFiles.use(database.map(CrawlRun.file)) { file in
            let frontier = try await SQLiteFrontier(file: file)
            let summary = try await run.crawl(seeds, into: frontier)
            let graph = try await SiteGraph(frontier)
            await frontier.close()
            return (summary, graph)
        }
        if graph.htmlPages.isEmpty, summary.end == .finished, let seed = seeds.first {
            throw Failure(CrawlCommand.failure(graph, seed))
        }
        let audit = LinkAudit(graph)
        report.pageCount += audit.pageCount
        report.findings += audit.findings
        report.textFragments += audit.textFragments
        note(summary, audit.findings, in: &report)
    }

    private func note(_ summary: CrawlSummary, _ findings: [Finding], in report: inout CheckReport) {
        switch summary.end {
        case .interrupted: report.incomplete = "it was interrupted"
        case .pageLimit: report.incomplete = "the limit of pages was reached"
        case .finished:
            if findings.contains(where: { $0.kind == .throttled }) {
                report.incomplete = "a server kept throttling"
            }
        }
    }

    private func check(local path: String, into report: inout CheckReport) async throws {
        let disk = Disk()
        let full = URL(filePath: path).standardizedFileURL.path
        let isFolder = disk.isFolder(full)
        let root = isFolder ? full : URL(filePath: full).deletingLastPathComponent().path
        var site = LocalSite(tree: disk, root: root)
        for file in isFolder ? disk.documents(below: full) : [full] { site.add(file) }
        var web: SiteGraph?
        if !offline, !site.webAddresses.isEmpty {
            let frontier = MemoryFrontier()
            let summary = try await CrawlRun(options: webOptions(), console: console).crawl(
                site.webAddresses, into: frontier)
            let graph = try await SiteGraph(frontier)
            web = graph
            note(summary, [], in: &report)
        }
        report.pageCount += site.pageCount
        report.findings += site.findings(web: web)
    }

    /// Of addresses that files name only they themselves are asked for, and where they redirect to.
    private func webOptions() -> CrawlOptions {
        var only = options
        only.depth = 0
        only.scope = .any
        only.noSitemap = true
        return only
    }
}

/// The disk.
private struct Disk: FileTree {
    func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

    /// The HTML and Markdown files below a folder, hidden ones left out.
    func documents(below folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.filter { file in
            LocalSite.isDocument(file) && !file.split(separator: "/").contains { $0.hasPrefix(".") }
        }.sorted().map { folder + "/" + $0 }
    }
}

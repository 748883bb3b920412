import ArgumentParser
import CommandKit
import CrawlStorage
import Crawling
import DocumentFormats
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
              webcrawler check https://example.org --accept 403,999 --ignore fragment
              webcrawler check https://example.org --write-baseline known.txt
              webcrawler check https://example.org --baseline known.txt

            Redirects that work are notes: --strict makes them errors. A baseline accepts the findings of today; then \
            only new ones are reported. Comments in a page, <!-- webcrawler-ignore-next --> before a link and \
            <!-- webcrawler-ignore-start --> to <!-- webcrawler-ignore-end --> around some, take links out of the \
            check. Options may stand in webcrawler.toml, by the flags' names.
            Exit status: 0 no errors, 1 errors, 3 incomplete (interrupted, a limit, or a server that kept \
            throttling), 64 usage.
            """)

    @Argument(help: "Addresses, folders and files.")
    var targets: [String]

    @Option(help: "text, json, junit, markdown, sarif or github (annotations of GitHub Actions).")
    var format: CheckReport.Format?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(name: .shortAndLong, help: "The file to write; standard output without it.")
    var output: String?

    @Flag(help: "Let notes, such as redirects that work, fail the check, too.")
    var strict = false

    @Option(help: ArgumentHelp("Statuses that count as good: 403,999, 5xx or 400-499.", valueName: "statuses"))
    var accept: [String] = []

    @Option(
        help: ArgumentHelp(
            "Kinds of findings to leave out: \(Finding.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kinds"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("Accept the findings of this file.", valueName: "file"))
    var baseline: String?

    @Option(
        help: ArgumentHelp("Write a baseline that accepts all findings, and exit with status 0.", valueName: "file"))
    var writeBaseline: String?

    @Flag(help: "Ask only for addresses inside the scope; of local files, only for files.")
    var offline = false

    @Option(help: ArgumentHelp("Keep the crawl in this file, so that the same command resumes.", valueName: "file"))
    var database: String?

    @Option(help: ArgumentHelp("Read options from this file. Default: webcrawler.toml here.", valueName: "file"))
    var config: String?

    @OptionGroup var local: LocalOptions
    @OptionGroup var options: CrawlOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        _ = try acceptedStatuses()
        _ = try ignoredKinds()
    }

    func run() async throws {
        let command = try ConfigurationFile.applied(to: self, config)
        try await runCrawler { try await command.check() }
    }

    private func check() async throws {
        let (paths, seeds) = try sortedTargets()
        var report = CheckReport()
        report.folder = FileManager.default.currentDirectoryPath
        var vain: String?
        if !seeds.isEmpty { vain = try await check(site: seeds, into: &report) }
        if !paths.isEmpty { try await check(local: paths, named: seeds, into: &report) }
        report.ignore(try ignoredKinds())
        if strict { report.makeStrict() }
        if let writeBaseline {
            let file = try OutputFile(writeBaseline)
            try file.write(report.baseline)
            return try file.close()
        }
        if let baseline {
            report.accept(CheckReport.readBaseline(String(decoding: try readInput(baseline), as: UTF8.self)))
        }
        let target = try OutputFile(output)
        try target.write(try report.formatted(json ? .json : format ?? .text))
        try target.close()
        if let vain { complain("webcrawler: \(vain)") }
        if report.incomplete != nil { throw ExitCode(3) }
        if report.errorCount > 0 || vain != nil { throw ExitCode(1) }
    }

    private func acceptedStatuses() throws -> StatusSet {
        guard !accept.isEmpty else { return StatusSet() }
        guard let set = StatusSet(accept.joined(separator: ",")) else {
            throw ValidationError(
                "--accept '\(accept.joined(separator: ","))' should be statuses such as 403,999 or 5xx.")
        }
        return set
    }

    private func ignoredKinds() throws -> Set<Finding.Kind> {
        Set(
            try listed(ignore).map { name in
                guard let kind = Finding.Kind(rawValue: name) else {
                    throw ValidationError(
                        "--ignore '\(name)' is not one of "
                            + Finding.Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
                }
                return kind
            })
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
        // More seeds may stand in files.
        if !options.seeds.isEmpty { remote += try options.seeds([]) }
        return (local, remote)
    }

    // MARK: - Sites

    /// Checks sites; answers why there is no page at all, nil when there is one.
    private func check(site seeds: [WebURL], into report: inout CheckReport) async throws -> String? {
        var run = CrawlRun(options: options, console: console)
        run.checksParts = !offline
        run.checksOutside = !offline
        let (summary, graph) = try await CrawlFiles.use(database.map(CrawlRun.file)) { file in
            let frontier = try await SQLiteFrontier(file: file)
            let summary = try await run.crawl(seeds, into: frontier)
            let graph = try await SiteGraph(frontier)
            await frontier.close()
            return (summary, graph)
        }
        let audit = LinkAudit(graph, accepted: try acceptedStatuses())
        report.pageCount += audit.pageCount
        report.linkCount += audit.checkedCount
        report.findings += audit.findings
        report.skipped.add(audit.skipped)
        note(summary, in: &report)
        guard graph.htmlPages.isEmpty, summary.end == .finished, let seed = seeds.first else { return nil }
        return CrawlCommand.failure(graph, seed)
    }

    private func note(_ summary: CrawlSummary, in report: inout CheckReport) {
        report.notes += CrawlCommand.notes(summary)
        switch summary.end {
        case .interrupted: report.incomplete = "it was interrupted"
        case .pageLimit: report.incomplete = "the limit of pages was reached"
        case .finished:
            if let host = summary.closedHosts.first {
                report.incomplete = "\(host.origin) asks to stay away for \(Int(host.seconds)) s"
            } else if report.findings.contains(where: { $0.kind == .throttled }) {
                report.incomplete = "a server kept throttling"
            }
        }
    }

    // MARK: - Files

    private func check(local paths: [String], named: [WebURL], into report: inout CheckReport) async throws {
        let disk = Disk()
        let rules = try local.rules(options)
        let parser = PageParser(reader: SystemReader(), includesResources: true)
        var sites: [LocalSite] = []
        for path in paths {
            let full = URL(filePath: path).standardizedFileURL.path
            let isFolder = disk.isFolder(full)
            let own = isFolder ? full : URL(filePath: full).deletingLastPathComponent().path
            let root = local.rootDir.map { URL(filePath: $0).standardizedFileURL.path } ?? own
            guard var site = LocalSite(tree: disk, root: root, parser: parser, rules: rules) else {
                throw CommandFailure("The folder \(root) has a name that no address can hold.")
            }
            if !isFolder, !LocalSite.isDocument(full) {
                throw CommandFailure("\(path) is not a document that can be checked: HTML, XHTML, Markdown or CSS.")
            }
            for file in isFolder ? try disk.documents(below: full) : [full] { site.add(file) }
            guard site.unreadable.isEmpty else {
                throw CommandFailure("\(site.unreadable[0]) cannot be read: it is closed to you, or went away.")
            }
            sites.append(site)
        }
        var web: SiteGraph?
        let requests = sites.flatMap(\.requests)
        if !offline, !requests.isEmpty {
            let frontier = MemoryFrontier()
            let summary = try await CrawlRun(options: webOptions(), console: console).crawl(
                named + local.remapTargets, requests: merged(requests), into: frontier, crawlsSeeds: false)
            web = try await SiteGraph(frontier)
            note(summary, in: &report)
        }
        for index in sites.indices {
            let result = sites[index].result(web: web, accepted: try acceptedStatuses())
            report.pageCount += sites[index].pageCount
            report.linkCount += result.checkedCount
            report.findings += result.findings
            report.skipped.add(result.skipped)
        }
        if report.incomplete == nil, report.findings.contains(where: { $0.kind == .throttled }) {
            report.incomplete = "a server kept throttling"
        }
    }

    /// The same address in several targets is asked once, for all that any of them wants.
    private func merged(
        _ requests: [(url: WebURL, purpose: FetchPurpose)]
    ) -> [(url: WebURL, purpose: FetchPurpose)] {
        var purposes: [WebURL: FetchPurpose] = [:]
        var order: [WebURL] = []
        for (url, purpose) in requests {
            if purposes[url] == nil { order.append(url) }
            purposes[url] = max(purposes[url] ?? .status, purpose)
        }
        return order.map { ($0, purposes[$0] ?? .status) }
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

    /// The documents below a folder, hidden ones left out.
    func documents(below folder: String) throws -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw CommandFailure("The folder \(folder) cannot be read.")
        }
        return names.compactMap { $0 as? String }.filter { file in
            LocalSite.isDocument(file) && !file.split(separator: "/").contains { $0.hasPrefix(".") }
                && isFile(folder + "/" + file)
        }.sorted().map { folder + "/" + $0 }
    }
}

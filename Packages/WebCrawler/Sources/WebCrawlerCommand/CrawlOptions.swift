import ArgumentParser
import Crawling
import Foundation
import PageFetching
import WebAddress

extension CrawlScope.Reach: ExpressibleByArgument {}

/// The options that every crawl has.
struct CrawlOptions: ParsableArguments {
    @Option(help: "What belongs to the crawl: host, subdomains, prefix or any.")
    var scope = CrawlScope.Reach.host

    @Option(
        help: ArgumentHelp("Fetch only addresses that match; * stands for anything. Repeatable.", valueName: "pattern"))
    var include: [String] = []

    @Option(help: ArgumentHelp("Fetch no address that matches. Repeatable.", valueName: "pattern"))
    var exclude: [String] = []

    @Option(help: "The most links between a seed and a page.")
    var depth: Int?

    @Option(help: "The most pages to visit.")
    var maxPages: Int?

    @Option(help: ArgumentHelp("Read more seeds from a file, one a line.", valueName: "file"))
    var seeds: [String] = []

    @Flag(help: "Fetch the addresses of the sitemaps that robots.txt names, as seeds.")
    var sitemap = false

    @Option(help: ArgumentHelp("Read this sitemap, too: XML, index, text, gzip or not. Repeatable.", valueName: "url"))
    var sitemapUrl: [String] = []

    @Flag(help: "Do not read sitemaps at all.")
    var noSitemap = false

    @Option(help: "The most requests at a time.")
    var concurrency = 8

    @Option(help: "The most requests at a time to one host; fewer while it struggles.")
    var perHost: Int?

    @Option(help: ArgumentHelp("The least time between two requests to a host.", valueName: "seconds"))
    var delay = 0.0

    @Option(help: ArgumentHelp("Honour a Crawl-delay of robots.txt up to this.", valueName: "seconds"))
    var maxCrawlDelay = 10.0

    @Option(help: "How often a failed request is tried again.")
    var retries = 2

    @Option(help: ArgumentHelp("The wait before the first retry; it doubles with each.", valueName: "seconds"))
    var backoff = 1.0

    @Option(help: ArgumentHelp("Obey a Retry-After up to this.", valueName: "seconds"))
    var maxRetryAfter = 120.0

    @Option(help: ArgumentHelp("The most time for a request.", valueName: "seconds"))
    var timeout = 30.0

    @Option(help: ArgumentHelp("The most bytes of a page.", valueName: "bytes"))
    var maxBody = 10 * 1024 * 1024

    @Option(help: "The User-Agent; its first word is the name that robots.txt rules are looked up for.")
    var userAgent = "webcrawler/1.0"

    @Option(help: ArgumentHelp("A header field for the seeds' hosts. Repeatable.", valueName: "name: value"))
    var header: [String] = []

    @Option(help: ArgumentHelp("Basic authentication at the seeds' hosts.", valueName: "user:password"))
    var auth: String?

    @Option(help: ArgumentHelp("Trust the certificates of this PEM file, too.", valueName: "file"))
    var caFile: String?

    @Flag(help: "Keep cookies and send them back.")
    var cookies = false

    @Flag(help: "Do not obey robots.txt: for sites of your own.")
    var ignoreRobots = false

    @Flag(help: "Follow links that say nofollow.")
    var ignoreNofollow = false

    @Flag(help: "Allow internal addresses though no seed is internal.")
    var allowInternal = false

    func validate() throws {
        for (name, value) in [
            ("--concurrency", concurrency), ("--per-host", perHost ?? 1), ("--max-pages", maxPages ?? 1),
        ]
        where value < 1 { throw ValidationError("\(name) must be at least 1, not \(value).") }
        for (name, value) in [("--depth", depth ?? 0), ("--retries", retries)] where value < 0 {
            throw ValidationError("\(name) must be at least 0, not \(value).")
        }
        for (name, value) in [
            ("--delay", delay), ("--backoff", backoff), ("--max-crawl-delay", maxCrawlDelay),
            ("--max-retry-after", maxRetryAfter),
        ] where !(0...86_400).contains(value) {
            throw ValidationError("\(name) must be from 0 to 86400 seconds, not \(value).")
        }
        guard (0.1...86_400).contains(timeout) else {
            throw ValidationError("--timeout must be from 0.1 to 86400 seconds, not \(timeout).")
        }
        guard (1024...1 << 30).contains(maxBody) else {
            throw ValidationError("--max-body must be from 1024 bytes to 1 GiB, not \(maxBody).")
        }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw ValidationError("--ca-file '\(caFile)' cannot be read.")
        }
        for field in header where !field.contains(":") || field.contains(where: \.isNewline) {
            throw ValidationError("--header '\(field)' should be 'Name: value'.")
        }
    }

    /// The settings of the crawl.
    var settings: CrawlSettings {
        get throws {
            var settings = CrawlSettings()
            settings.agent = String(userAgent.prefix { $0 != "/" && $0 != " " })
            settings.concurrency = concurrency
            settings.concurrencyPerHost = perHost ?? concurrency
            settings.delay = delay
            settings.maximumCrawlDelay = maxCrawlDelay
            settings.maximumPages = maxPages
            settings.maximumDepth = depth
            settings.retries = retries
            settings.backoff = backoff
            settings.maximumRetryAfter = maxRetryAfter
            settings.bodyLimit = maxBody
            settings.obeysRobots = !ignoreRobots
            settings.obeysNoFollow = !ignoreNofollow
            settings.readsSitemaps = !noSitemap
            settings.seedsFromSitemaps = sitemap || !sitemapUrl.isEmpty
            settings.sitemaps = try sitemapUrl.map(Self.address)
            return settings
        }
    }

    /// The seeds: the arguments, and the lines of the seed files.
    func seeds(_ arguments: [String]) throws -> [WebURL] {
        var urls = try arguments.map(Self.address)
        for file in seeds {
            let text = String(decoding: try readInput(file), as: UTF8.self)
            for line in text.split(whereSeparator: \.isNewline)
            where !line.hasPrefix("#") && !line.allSatisfy(\.isWhitespace) {
                urls.append(try Self.address(String(line)))
            }
        }
        guard !urls.isEmpty else { throw ValidationError("There is no seed: give a URL, or a file with --seeds.") }
        return urls
    }

    /// An address as people type it: without a scheme it means https, or http at this machine.
    static func address(_ text: String) throws -> WebURL {
        var text = text
        if !text.contains("://") {
            text = (text.hasPrefix("localhost") || text.hasPrefix("127.") ? "http://" : "https://") + text
        }
        guard let url = WebURL(text), url.isWeb else {
            throw ValidationError("'\(text)' is no http or https address, such as https://example.org/.")
        }
        return url.withoutFragment
    }

    /// The fetcher for some seeds. Internal addresses are allowed when a seed is one.
    func fetcher(_ seeds: [WebURL]) async -> HTTPFetcher {
        var configuration = HTTPFetcher.Configuration()
        configuration.userAgent = userAgent
        configuration.headers = header.map { field in
            let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                String(parts[0]).trimmingCharacters(in: .whitespaces),
                String(parts.last ?? "").trimmingCharacters(in: .whitespaces)
            )
        }
        configuration.credentials = auth
        configuration.trustedHosts = Set(seeds.map(\.host))
        configuration.certificateFile = caFile
        configuration.keepsCookies = cookies
        configuration.totalTimeout = timeout
        configuration.readTimeout = timeout
        configuration.connectTimeout = min(timeout, 10)
        configuration.decompressionLimit = max(maxBody, 1 << 20) + 1024
        configuration.connectionsPerHost = perHost ?? concurrency
        configuration.allowsInternalAddresses = await allowsInternal(seeds)
        return HTTPFetcher(configuration: configuration)
    }

    private func allowsInternal(_ seeds: [WebURL]) async -> Bool {
        if allowInternal { return true }
        for seed in seeds {
            let host = seed.hostname.hasPrefix("[") ? String(seed.hostname.dropFirst().dropLast()) : seed.hostname
            let addresses = HostResolver.isAddress(host) ? [host] : await HostResolver.addresses(of: host)
            if addresses.contains(where: AddressGuard.isInternal) { return true }
        }
        return false
    }
}

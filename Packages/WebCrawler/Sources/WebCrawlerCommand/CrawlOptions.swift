import ArgumentParser
import CommandKit
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

    @Option(help: ArgumentHelp("A header field for the hosts that you name. Repeatable.", valueName: "name: value"))
    var header: [String] = []

    @Option(help: ArgumentHelp("Basic authentication at the hosts that you name.", valueName: "user:password"))
    var auth: String?

    @Option(help: ArgumentHelp("Trust the certificates of this PEM file, too.", valueName: "file"))
    var caFile: String?

    @Flag(help: "Take any certificate: for test servers of your own.")
    var insecure = false

    @Flag(help: "Keep cookies and send them back.")
    var cookies = false

    @Flag(help: "Do not obey robots.txt: for sites of your own.")
    var ignoreRobots = false

    @Flag(help: "Follow links that say nofollow.")
    var ignoreNofollow = false

    @Flag(help: "Ask all internal addresses, not only those that you name.")
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
        for field in header where !Self.isField(field) {
            throw ValidationError("--header '\(field)' should be 'Name: value'.")
        }
        guard userAgent.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !userAgent.isEmpty else {
            throw ValidationError("--user-agent '\(userAgent)' should be one line of text.")
        }
    }

    /// Whether a text is a header field: a name of letters, digits and a few signs (RFC 9110, 5.6.2), and one line.
    private static func isField(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return false }
        let signs = "!#$%&'*+-.^_`|~"
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || signs.contains($0)) }
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
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
            settings.keepsCookies = cookies
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
            throw ValidationError("'\(text)' is not a valid http or https address, such as https://example.org/.")
        }
        return url.withoutFragment
    }

    /// The fetcher of a run.
    ///
    /// - Parameter named: The addresses that the user named, here or in a file of seeds. Only their hosts get header
    ///   fields and credentials, and only their addresses may be internal.
    func fetcher(named: [WebURL]) async throws -> HTTPFetcher {
        var configuration = HTTPFetcher.Configuration()
        configuration.userAgent = userAgent
        configuration.headers = header.map { field in
            let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                String(parts[0]).trimmingCharacters(in: .whitespaces),
                String(parts.last ?? "").trimmingCharacters(in: .whitespaces)
            )
        }
        let all = try named + sitemapUrl.map(Self.address)
        configuration.credentials = auth
        configuration.namedHosts = Set(all.map(\.host))
        configuration.certificateFile = caFile
        configuration.acceptsAnyCertificate = insecure
        configuration.keepsCookies = cookies
        configuration.timeout = timeout
        configuration.connectTimeout = min(timeout, 10)
        configuration.allowsInternalAddresses = allowInternal
        do {
            configuration.proxies = try ProxyChoice(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw ValidationError("\(error)")
        }
        configuration.namedInternalAddresses = await Self.internalAddresses(of: all, configuration.proxies)
        do {
            return try HTTPFetcher(configuration: configuration)
        } catch {
            throw CommandFailure("The certificates of '\(caFile ?? "the system")' cannot be used: \(error).")
        }
    }

    /// The internal addresses of hosts that the user named. A name that a proxy resolves is not resolved here as well.
    private static func internalAddresses(of named: [WebURL], _ proxies: ProxyChoice) async -> Set<String> {
        var found: Set<String> = []
        for url in named {
            let host = url.hostname
            let plain = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
            if proxies.leadsThroughProxy(url), !HostResolver.isAddress(plain) { continue }
            let addresses = HostResolver.isAddress(plain) ? [plain] : await HostResolver.addresses(of: plain)
            found.formUnion(addresses.filter(AddressGuard.isInternal).map(HostResolver.canonical))
        }
        return found
    }
}

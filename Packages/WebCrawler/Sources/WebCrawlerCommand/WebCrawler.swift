import ArgumentParser

/// The command line of `webcrawler`: configuration and wiring, no logic.
public struct WebCrawler: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "webcrawler",
        abstract: "Crawl politely, survive a kill, report like an audit.",
        discussion: """
            Examples:
              webcrawler https://example.org                       one site; writes report.csv, prints links by inlinks
              webcrawler https://example.org 4 100 --output a.json at most 4 requests at a time, 100 pages
              webcrawler crawl https://example.org --depth 3       into example.org.crawl; the same command resumes
              webcrawler report example.org.crawl --output a.html  everything about the crawl on one page
              webcrawler check https://example.org                 broken links; exit status 1 when there are any
              webcrawler check README.md Docs --format junit       Markdown files and folders as well
              webcrawler explain https://example.org/private/      why it was, or was not, fetched
              webcrawler url --base https://example.org/a/ ../b    the URL parser
              webcrawler robots robots.txt --agent MyBot /private/ the robots.txt parser

            The crawler runs no JavaScript; pages that look empty without it are listed in the report.
            Exit status: 0 done, 1 failed or found something, 3 incomplete check, 64 usage, 130 interrupted.
            """,
        version: "1.0.0",
        subcommands: [
            CourseCommand.self, CrawlCommand.self, CheckCommand.self, ReportCommand.self, ExplainCommand.self,
            URLCommand.self, RobotsCommand.self, LinksCommand.self, TokensCommand.self, BenchmarkCommand.self,
        ],
        defaultSubcommand: CourseCommand.self)

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the command of this process's arguments, and ends the process when it fails.
    public static func start() async {
        await main()
    }
}

import ArgumentParser

/// The command line of `webcrawler`: configuration and wiring, no logic.
public struct WebCrawler: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "webcrawler",
        abstract: "Crawl politely, survive a kill, report like an audit.",
        discussion: """
            Examples:
              webcrawler https://example.org                  writes report.csv
              webcrawler https://example.org 4 100 -o a.json  4 requests, 100 pages
              webcrawler crawl https://example.org --depth 3  into example.org.crawl
              webcrawler report example.org.crawl -o a.html   all about that crawl
              webcrawler check https://example.org            broken links, status 1
              webcrawler check README.md Docs                 files and folders as well
              webcrawler diff monday.crawl tuesday.crawl      what changed between two crawls
              webcrawler explain https://example.org/private/  why it was skipped
              webcrawler url --base https://example.org/a/ ../b  the URL parser
              webcrawler robots robots.txt --agent MyBot /b   the robots.txt parser

            The crawler runs no JavaScript; pages that look empty without it are listed in the report.
            Exit status: 0 done, 1 failed or found something, 3 incomplete check, 64 usage, 130 interrupted.
            """,
        version: "1.0.0",
        subcommands: [
            CourseCommand.self, CrawlCommand.self, CheckCommand.self, ReportCommand.self, DiffCommand.self,
            ExplainCommand.self,
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

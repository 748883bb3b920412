import ArgumentParser

/// The command line of `webcrawler`: configuration and wiring, no logic.
public struct WebCrawler: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(commandName: "webcrawler", abstract: "Crawl politely.")

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}
}

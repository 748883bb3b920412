import ArgumentParser
import CommandKit
import CrawlStorage
import Foundation
import LinkReport

/// `webcrawler diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell what changed between two crawls: pages, their facts, and findings about links.",
        discussion: """
            Examples:
              webcrawler diff monday.crawl tuesday.crawl
              webcrawler diff monday.crawl tuesday.crawl --json

            Exit status: 0 nothing changed, 1 something did.
            """)

    @Argument(help: "The earlier crawl's file.")
    var before: String

    @Argument(help: "The later crawl's file.")
    var after: String

    @Flag(help: "Print the changes as JSON.")
    var json = false

    @Option(name: .shortAndLong, help: "The file to write; standard output without it.")
    var output: String?

    @OptionGroup var console: ConsoleOptions

    func run() async throws {
        try await runCrawler {
            let difference = CrawlDifference(from: try await graph(before), to: try await graph(after))
            let target = try OutputFile(output)
            if json { try target.writeJSON(difference) } else { try target.write(difference.text) }
            try target.close()
            if !difference.isEmpty { throw ExitCode(1) }
        }
    }

    private func graph(_ name: String) async throws -> SiteGraph {
        let frontier = try await SQLiteFrontier(file: try CrawlFiles.find(name))
        let graph = try await SiteGraph(frontier)
        await frontier.close()
        return graph
    }
}

import ArgumentParser
import CommandKit
import Foundation
import SocialService

/// `socialserver report`: what members have told of each other.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "List what members report of each other, and note what is done with.",
        subcommands: [List.self, Resolve.self])

    /// `report list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List reports, the newest first.",
            discussion: """
                Examples:
                  socialserver report list
                  socialserver report list --all --json
                """)

        @Flag(help: "Also those that are done with.")
        var all = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            for (report, from, target) in try await store.network().reports(openOnly: !all) {
                if output.json {
                    let line = Line(
                        id: report.id.description, from: from?.username, about: target?.username,
                        category: report.category.rawValue, comment: report.comment,
                        statuses: report.statusIDs.map(\.description), isOpen: report.resolvedAt == nil)
                    try output.writeJSON(line)
                } else {
                    let statuses = report.statusIDs.map(\.description).joined(separator: " ")
                    // A comment must not forge a line, nor write over one.
                    let comment = report.comment.unicodeScalars.map {
                        $0.value < 32 || $0.value == 127 ? " " : String($0)
                    }
                    try output.write(
                        "\(report.id)  @\(from?.username ?? "?") about @\(target?.username ?? "?")  \(report.category)  \(statuses)  \(comment.joined())"
                    )
                }
            }
        }

        private struct Line: Encodable {
            let id: String
            let from: String?
            let about: String?
            let category: String
            let comment: String
            let statuses: [String]
            let isOpen: Bool
        }
    }

    /// `report resolve`
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note that a report is done with.",
            discussion: """
                Examples:
                  socialserver report resolve 115612345678901234
                """)

        @Argument(help: "The report's number.")
        var id: String
        @OptionGroup var store: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let report = Identifier(id) else {
                throw ValidationError("'\(id.prefix(40))' is not a report's number: 'report list' shows them.")
            }
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            guard try await store.network().resolve(report: report, now: now) else {
                throw CommandFailure("There is no open report \(id).")
            }
            output.remark("resolved report \(id)")
        }
    }
}

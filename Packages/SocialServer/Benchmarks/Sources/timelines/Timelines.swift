import Foundation
import SQLDatabase
import SQLRecording
import SQLiteEngine
import SocialService
import SocialStorage

/// How long the service takes for a home timeline in a large network, and what SQLite does for it.
///
/// `timelines FILE ACCOUNT…` reads the homes of accounts in a database that `fill.py` has filled: the first 20 entries,
/// and then page by page into the past. Prints times, and the plan of every statement.
@main
struct Timelines {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let file = arguments.first, arguments.count >= 2 else {
            FileHandle.standardError.write(Data("usage: timelines FILE ACCOUNT…\n".utf8))
            exit(64)
        }
        let recorder = RecordingEngine(SQLite())
        let database = try await Database.open("sqlite:\(file)", engines: [SQLite()])
        let recorded = try await Database.open("sqlite:\(file)", engines: [recorder])
        let network = network(database)
        for argument in arguments.dropFirst() {
            guard let id = Identifier(argument) else { continue }
            let account = try await network.read(as: .account(id)) { try $0.ownAccount() }
            print("home of an account that follows \(account.followingCount):")
            let first = [PageRequest](repeating: PageRequest(limit: 20), count: 300)
            try await report("  the first 20", network, id, first)
            var pages: [PageRequest] = []
            var page = PageRequest(limit: 20)
            for _ in 0..<100 {
                let current = page
                let read = try await network.read(as: .account(id)) { try $0.home(current) }
                pages.append(current)
                guard let oldest = read.oldest else { break }
                page.maximum = oldest
            }
            try await report("  the first \(pages.count) pages", network, id, pages)
            _ = recorder.take()
            try await self.network(recorded).read(as: .account(id)) { _ = try $0.home(PageRequest(limit: 20)) }
            for statement in recorder.take() {
                let plan = try await database.query("EXPLAIN QUERY PLAN \(statement)")
                print("  " + statement.description.split(whereSeparator: \.isWhitespace).joined(separator: " "))
                for row in plan { print("      " + (try row.get("detail", as: String.self))) }
            }
        }
        await recorded.close()
        await database.close()
    }

    private static func network(_ database: Database) -> SocialNetwork {
        SocialNetwork(store: SQLSocialStore(database: database), files: Nowhere(), events: Nobody())
    }

    /// Reads pages of a home and prints the middle and the worst of the times.
    private static func report(
        _ name: String, _ network: SocialNetwork, _ account: Identifier, _ pages: [PageRequest]
    ) async throws {
        var times: [Duration] = []
        for page in pages {
            let start = ContinuousClock.now
            try await network.read(as: .account(account)) { _ = try $0.home(page) }
            times.append(ContinuousClock.now - start)
        }
        let count = times.count
        times.sort()
        func milliseconds(_ place: Int) -> String {
            let parts = times[place].components
            return String(format: "%.2f ms", Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15)
        }
        print(
            "\(name): median \(milliseconds(count / 2)), 99 of 100 within \(milliseconds(count * 99 / 100)),"
                + " longest \(milliseconds(count - 1))")
    }
}

private struct Nowhere: MediaFiles {
    func save(_ bytes: [UInt8], as name: String) async throws {}
    func remove(_ name: String) async {}
}

private struct Nobody: EventPublisher {
    func publish(_ events: [SocialEvent]) async {}
}

import ArgumentParser
import CommandKit
import Foundation

/// Shows every tool at work on real content, in one program and on loopback only.
struct Tour: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every tool at work on real content.",
        discussion: """
            Servers start on free ports of 127.0.0.1, commands run on real input, and a table tells what runs where. \
            Ctrl-C ends all of it.

            Examples:
              backend tour
              backend tour --once    check every part, then end: exit status 0 or 1
            """)

    @Flag(help: "End when every part was checked: exit status 0 if all is well, else 1.")
    var once = false

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tour-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let guide = TourGuide(folder: folder)

        // Whichever comes first: the tour's end, or a signal that ends it.
        let failures = await withTaskGroup(of: [String].self) { group in
            group.addTask {
                let failures = await guide.visit(tourStops)
                if !once && guide.hasServers {
                    guide.say("\nAll of it runs until Ctrl-C.")
                    await untilCancelled()
                }
                return failures
            }
            group.addTask {
                _ = await SignalWatch.first(of: [SIGINT, SIGTERM])
                return []
            }
            let first = await group.next() ?? []
            await guide.endAll()
            group.cancelAll()
            return first
        }
        if !failures.isEmpty { throw TourFailure(failures: failures) }
    }

    private func untilCancelled() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }
}

/// The parts of the tour that did not do what they should.
struct TourFailure: Error, CustomStringConvertible {
    let failures: [String]
    var description: String { "the tour found faults:\n  " + failures.joined(separator: "\n  ") }
}

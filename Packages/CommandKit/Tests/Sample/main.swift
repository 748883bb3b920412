// A program that does each thing CommandKit offers, for its tests to run.
import ArgumentParser
import CommandKit
import Foundation

struct Sample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commandkit-sample",
        subcommands: [Write.self, Wait.self, Watch.self, Work.self, Color.self, Variable.self])

    /// At the top level of a file the compiler would take the parser's synchronous `main`.
    static func start() async { await main() }

    struct Write: AsyncParsableCommand {
        @Option var output: String?
        @Option var lines = 1
        @Flag var fails = false

        func run() async throws {
            try runCommand("sample") {
                let file = try OutputFile(output)
                for line in 1...lines { try file.writeJSON(["line": line]) }
                if fails { throw CommandFailure("'input' is not what was expected in line 3: give a number.") }
                try file.close()
            }
        }
    }

    /// Holds an unfinished file until a signal comes.
    struct Wait: AsyncParsableCommand {
        @Option var output: String

        func run() async throws {
            try await runCommand("sample") {
                let file = try OutputFile(output)
                try file.write("half of it\n")
                try file.flush()
                StandardStream.output.write("waiting\n")
                try await Task.sleep(for: .seconds(600))
                try file.close()
            }
        }
    }

    /// Says each signal; the third ends it.
    struct Watch: AsyncParsableCommand {
        func run() async throws {
            let (stream, continuation) = AsyncStream<Int32>.makeStream()
            let watch = SignalWatch([SIGTERM, SIGINT]) { continuation.yield($0) }
            StandardStream.output.write("listening\n")
            var count = 0
            for await number in stream {
                StandardStream.output.write("signal \(number)\n")
                count += 1
                if count == 3 { break }
            }
            watch.cancel()
            StandardStream.output.write("usual again\n")
            try await Task.sleep(for: .seconds(600))
        }
    }

    /// Works for a while and says how far it is.
    struct Work: AsyncParsableCommand {
        @Option var milliseconds: Int
        @Option var interval: Int?
        @Flag var quiet = false

        func run() async throws {
            let progress = ProgressLine(isQuiet: quiet, logInterval: interval.map { .milliseconds($0) })
            for done in 0..<(milliseconds / 10) {
                try await Task.sleep(for: .milliseconds(10))
                progress.show { "\(done * 10) of \(milliseconds) ms" + String(repeating: " and on", count: 40) }
            }
            progress.finish()
            StandardStream.output.write("done\n")
        }
    }

    struct Color: ParsableCommand {
        @Option var color = ColorChoice.auto

        func run() { print(TextStyle(isOn: color.isColored()).bold("text")) }
    }

    struct Variable: ParsableCommand {
        @Option var workers: Workers?
        @Flag var strict = false

        func run() throws {
            let variables = EnvironmentVariables(tool: "sample")
            let workers = try variables.value(workers, "workers", or: ["WORKERS"])
            print(workers?.count ?? 0, try variables.isSet(strict, "strict"))
        }
    }
}

struct Workers: ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        guard let count = Int(argument), (1...64).contains(count) else { return nil }
        self.count = count
    }
}

await Sample.start()

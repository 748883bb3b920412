public import Foundation
public import Testing

/// Something that a test needs is not there, or did not do what the test needs; the message says how to get it.
public struct Missing: Error, CustomStringConvertible {
    /// A whole sentence.
    public let description: String

    /// Says what is missing.
    public init(_ description: String) { self.description = description }
}

/// Finds the programs of others that tests compare with.
public enum RequiredTool {
    /// The absolute path of a program on `PATH`, which the Debian package `package` installs.
    ///
    /// - Throws: ``Missing`` with the line that installs it.
    public static func path(of program: String, package: String) throws -> String {
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
            let path = "\(folder)/\(program)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Missing("\(program) is missing: run Scripts/setup.sh, or apt-get install \(package)")
    }

    /// A program that the peers' Python packages brought: one of `.build-venv/bin`.
    ///
    /// - Throws: ``Missing`` with the line that installs it.
    public static func peer(_ program: String, _ file: String = #filePath) throws -> String {
        let path = URL(filePath: try python(file)).deletingLastPathComponent().appending(path: program).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing("\(program) is missing from .build-venv: run Scripts/setup.sh")
        }
        return path
    }

    /// The Python of `.build-venv`, which holds the peers: the nearest one above the calling file.
    ///
    /// - Throws: ``Missing`` with the line that makes it.
    public static func python(_ file: String = #filePath) throws -> String {
        var folder = URL(filePath: file).deletingLastPathComponent()
        while folder.path != "/" {
            let python = folder.appending(path: ".build-venv/bin/python").path
            if FileManager.default.isExecutableFile(atPath: python) { return python }
            folder.deleteLastPathComponent()
        }
        throw Missing("there is no .build-venv with the Python peers: run Scripts/setup.sh")
    }
}

/// Scripts in Python that ask peers, drive a browser, or speak a protocol for a test.
public enum PeerScript {
    /// The modules that every script can import: `browser_visit`, which brings the browser.
    static let modules = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Python")

    /// Runs a script with the peers' Python and returns what it wrote on standard output.
    ///
    /// - Throws: ``Missing`` with the end of its standard error if it fails.
    public static func run(
        _ script: URL, _ arguments: [String] = [], input: Data = Data(), environment: [String: String] = [:],
        in folder: URL? = nil, _ file: String = #filePath
    ) async throws -> Data {
        let variables = ["PYTHONPATH": modules.path(percentEncoded: false)].merging(environment) { $1 }
        return try await Program(
            RequiredTool.python(file), [script.path(percentEncoded: false)] + arguments, environment: variables,
            in: folder
        ).output(input: input)
    }

    /// Runs a script whose standard output is one JSON value: what a browser saw, or what a peer answered.
    ///
    /// - Throws: ``Missing`` if it fails, or a decoding error if the value has another shape.
    public static func ask<Answer: Decodable>(
        _ script: URL, _ arguments: [String] = [], input: Data = Data(), as type: Answer.Type = Answer.self,
        in folder: URL? = nil, _ file: String = #filePath
    ) async throws -> Answer {
        try JSONDecoder().decode(type, from: await run(script, arguments, input: input, in: folder, file))
    }
}

extension Trait where Self == ConditionTrait {
    /// The test drives a browser: Debian's chromium, which set-up installs on Linux alone.
    public static var needsBrowser: Self {
        #if os(Linux)
            .enabled(if: true)
        #else
            .disabled("the browser is Debian's chromium")
        #endif
    }
}

/// How a run of the tests was asked for.
public enum TestRun {
    /// Whether the long suites run whole: `Scripts/test.sh --full`.
    public static let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] == "1"

    /// A seed that is new in each run, and that `TEST_SEED` repeats. Print it in every failure.
    public static let seed =
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(Int.init) ?? Int.random(in: 1..<1_000_000)
}

import Foundation
import TestKit
import Testing

@Suite("lint.sh")
struct LintTests {
    /// A rule of the repository, how to break it in a copy of the repository, and what the message must say.
    struct BrokenRule: Sendable, CustomTestStringConvertible {
        let rule: String
        let breaking: @Sendable (URL) throws -> Void
        let message: String
        var testDescription: String { rule }
    }

    static let heart = "Packages/BookBot/Sources/TextAnalysis"

    static let brokenRules = [
        BrokenRule(
            rule: "only agreed entries at the top level",
            breaking: { try write("notes", to: "TODO.md", in: $0) },
            message: "TODO.md: does not belong at the top level; move it under Packages/, Scripts/ or Docs/"),
        BrokenRule(
            rule: "no tool depends on a tool",
            breaking: {
                try write("// .package(path: \"../MazeSolver\")\n", to: "Packages/BookBot/Package.swift", in: $0)
            },
            message: "depends on the tool MazeSolver; let them meet at files, HTTP or SQL"),
        BrokenRule(
            rule: "no tool imports a tool",
            breaking: { try write("import Mazes\n", to: "\(heart)/Wrong.swift", in: $0) },
            message: "imports Mazes, which belongs to MazeSolver; tools meet at files, HTTP or SQL"),
        BrokenRule(
            rule: "module names are unique",
            breaking: { try write("\n", to: "Packages/MazeSolver/Sources/textanalysis/Wrong.swift", in: $0) },
            message: "textanalysis: names more than one module"),
        BrokenRule(
            rule: "every package has a README",
            breaking: { try FileManager.default.removeItem(at: $0.appending(path: "Packages/BookBot/README.md")) },
            message: "Packages/BookBot/README.md is missing: write what the tool does"),
        BrokenRule(
            rule: "every package has a page in the guide",
            breaking: { try FileManager.default.removeItem(at: $0.appending(path: "Docs/BookBot.md")) },
            message: "Docs/BookBot.md is missing: write the package's page of the guide"),
        BrokenRule(
            rule: "every package has tests",
            breaking: { try FileManager.default.removeItem(at: $0.appending(path: "Packages/BookBot/Tests")) },
            message: "Packages/BookBot/Tests has no test: add a Swift Testing suite"),
        BrokenRule(
            rule: "no force unwrap",
            breaking: { try write("let first = [1].first!\n", to: "\(heart)/Wrong.swift", in: $0) },
            message: "Wrong.swift:1: forces a value; unwrap it with guard, or prove it on that line"),
        BrokenRule(
            rule: "no try!",
            breaking: {
                try write("let text = try! String(contentsOfFile: \"\")\n", to: "\(heart)/Wrong.swift", in: $0)
            },
            message: "Wrong.swift:1: forces a value"),
        BrokenRule(
            rule: "no as!",
            breaking: { try write("let text = (1 as Any) as! String\n", to: "\(heart)/Wrong.swift", in: $0) },
            message: "Wrong.swift:1: forces a value"),
        BrokenRule(
            rule: "no long source file",
            breaking: { try write(String(repeating: "//\n", count: 601), to: "\(heart)/Wrong.swift", in: $0) },
            message: "Wrong.swift: has 601 lines of 600; move its second concept into a file of its own"),
        BrokenRule(
            rule: "unsafe pointers say why",
            breaking: {
                try write("let first = [1].withUnsafeBytes { $0[0] }\n", to: "\(heart)/Wrong.swift", in: $0)
            },
            message: "Wrong.swift: has an unsafe pointer without its reason"),
    ]

    @Test("fails with a message that says what to do when a rule is broken", arguments: brokenRules)
    func aBrokenRuleFails(broken: BrokenRule) async throws {
        try await Repository.withCopy { copy in
            try broken.breaking(copy)
            let (status, text) = try await Repository.script("lint.sh", ["--rules"], of: copy)
            #expect(status == 1)
            #expect(text.contains(broken.message), "\(text)")
        }
    }

    @Test("passes this repository, and lets a proven line force a value")
    func passesThisRepository() async throws {
        try await Repository.withCopy { copy in
            try Self.write("let one = [1].first!  // proven: it has one\n", to: "\(Self.heart)/Proven.swift", in: copy)
            let (status, text) = try await Repository.script("lint.sh", ["--rules"], of: copy)
            #expect(status == 0, "\(text)")
        }
    }

    /// Appends text to a file of the copy, which is made where it is not there.
    private static func write(_ text: String, to path: String, in copy: URL) throws {
        let file = copy.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let before = (try? Data(contentsOf: file)) ?? Data()
        try (before + Data(text.utf8)).write(to: file)
    }
}

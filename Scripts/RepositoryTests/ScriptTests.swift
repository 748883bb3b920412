import Foundation
import TestKit
import Testing

private let long: Comment = "a long build: Scripts/test.sh --full"

@Suite("The scripts")
struct ScriptTests {
    static let scripts = [
        "setup.sh", "build.sh", "test.sh", "run.sh", "bench.sh", "lint.sh", "export-tool.sh", "new-tool.sh",
        "install.sh", "exercise.sh",
    ]

    @Test("tell what they do with --help, from any folder", arguments: scripts)
    func tellWhatTheyDo(script: String) async throws {
        let (status, text) = try await Repository.script(script, ["--help"])
        #expect(status == 0)
        #expect(text.hasPrefix(script))
    }

    @Test("refuse an option that they do not know", arguments: scripts)
    func refuseAnUnknownOption(script: String) async throws {
        let (status, text) = try await Repository.script(script, ["--no-such-option"])
        #expect(status == 64)
        #expect(text.contains("--no-such-option") || text.contains("takes a tool and a folder"))
    }

    @Test(
        "name the tools there are when one is not known",
        arguments: ["build.sh", "test.sh", "run.sh", "bench.sh", "install.sh", "exercise.sh"])
    func nameTheToolsThereAre(script: String) async throws {
        let (status, text) = try await Repository.script(script, ["NoSuchTool"])
        #expect(status == 1)
        #expect(text.contains("there is no tool named 'NoSuchTool'"))
        #expect(text.contains("BookBot"))
    }

    @Test("say of a library that it has no program", arguments: ["run.sh", "install.sh"])
    func sayThatALibraryHasNoProgram(script: String) async throws {
        let (status, text) = try await Repository.script(script, ["commandkit"])
        #expect(status == 1)
        #expect(text.contains("CommandKit is a library: it has no program to run or install"))
    }

    @Test("find nothing missing after set-up")
    func findNothingMissing() async throws {
        let (status, text) = try await Repository.script("setup.sh", ["--check", "--for", "run", "BOOKBOT"])
        #expect(status == 0, "\(text)")
    }

    @Test("export a tool that builds and runs alone", .timeLimit(.minutes(20)))
    func exportATool() async throws {
        try await withTemporaryFolder { folder in
            let alone = folder.appending(path: "bookbot")
            let exported = try await Repository.script("export-tool.sh", ["bookbot", alone.path])
            #expect(exported.status == 0, "\(exported.text)")
            let built = try await Repository.run("swift", ["build", "--product", "bookbot"], in: alone)
            #expect(built.status == 0, "\(built.text)")
            try Data("To be, or not to be.\n".utf8).write(to: folder.appending(path: "hamlet.txt"))
            let ran = try await Repository.run(
                alone.appending(path: ".build/debug/bookbot").path, ["words", "../hamlet.txt"], in: alone)
            #expect(ran.status == 0)
            #expect(ran.text == "2\tbe\n2\tto\n1\tnot\n1\tor\n")
        }
    }

    @Test("export a tool with the shared library that it uses")
    func exportAToolWithALibrary() async throws {
        try await withTemporaryFolder { folder in
            let alone = folder.appending(path: "webcrawler")
            let exported = try await Repository.script("export-tool.sh", ["WebCrawler", alone.path])
            #expect(exported.status == 0, "\(exported.text)")
            let described = try await Repository.run("swift", ["package", "describe"], in: alone)
            #expect(described.status == 0, "\(described.text)")
            for library in ["CommandKit", "TestKit", "SQLDatabase"] {
                #expect(FileManager.default.fileExists(atPath: "\(alone.path)/Libraries/\(library)/Package.swift"))
            }
        }
    }

    @Test(
        "export tools that pass their tests alone", .enabled(if: TestRun.isFull, long),
        .timeLimit(.minutes(60)), arguments: ["BookBot", "SocialServer"])
    func exportedToolsPassTheirTests(tool: String) async throws {
        try await withTemporaryFolder { folder in
            let alone = folder.appending(path: tool.lowercased())
            let exported = try await Repository.script("export-tool.sh", [tool, alone.path])
            #expect(exported.status == 0, "\(exported.text)")
            let tested = try await Repository.run("swift", ["test", "--disable-xctest"], in: alone)
            #expect(tested.status == 0, "\(tested.text.suffix(4000))")
        }
    }

    @Test(
        "install a tool with its manual page and completions into an empty home", .enabled(if: TestRun.isFull, long),
        .timeLimit(.minutes(30)))
    func installATool() async throws {
        try await withTemporaryFolder { home in
            let bash = try RequiredTool.path(of: "bash", package: "bash")
            let script = Repository.root.appending(path: "Scripts/install.sh").path
            let installed = try await Program(bash, [script, "bookbot"], environment: ["HOME": home.path]).run()
            #expect(installed.status == 0, "\(installed.errors)")
            #expect(installed.errors.contains("is not on your PATH"))
            let tool = Program("\(home.path)/.local/bin/bookbot", ["words", "-"])
            #expect(try await tool.run(input: Data("to be\n".utf8)).output == "1\tbe\n1\tto\n")
            for file in [
                "man/man1/bookbot.1", "bash-completion/completions/bookbot", "zsh/site-functions/_bookbot",
                "fish/vendor_completions.d/bookbot.fish",
            ] {
                let text = try String(contentsOf: home.appending(path: ".local/share/\(file)"), encoding: .utf8)
                #expect(text.contains("bookbot"), "\(file)")
            }
        }
    }

    @Test("scaffold a tool that lints and is formatted")
    func scaffoldATool() async throws {
        try await Repository.withCopy { copy in
            let package = try await scaffold(in: copy)
            let linted = try await Repository.script("lint.sh", ["--rules"], of: copy)
            #expect(linted.status == 0, "\(linted.text)")
            let formatted = try await Repository.run(
                "swift", ["format", "lint", "--strict", "--recursive", package.path, "Scripts"], in: copy)
            #expect(formatted.status == 0, "\(formatted.text)")
        }
    }

    @Test(
        "scaffold a tool that builds and passes its tests", .enabled(if: TestRun.isFull, long),
        .timeLimit(.minutes(20)))
    func aScaffoldPassesItsTests() async throws {
        try await Repository.withCopy { copy in
            let package = try await scaffold(in: copy)
            let tested = try await Repository.run("swift", ["test", "--disable-xctest"], in: package)
            #expect(tested.status == 0, "\(tested.text)")
        }
    }

    @Test("refuse a new tool whose executable another tool has", arguments: ["Todo", "ShortestPath"])
    func refuseATakenExecutable(name: String) async throws {
        let (status, text) = try await Repository.script("new-tool.sh", [name])
        #expect(status == 1 && text.contains("the executable '\(name.lowercased())' is "), "\(text)")
    }

    private func scaffold(in copy: URL) async throws -> URL {
        let made = try await Repository.script("new-tool.sh", ["TextDiff"], of: copy)
        #expect(made.status == 0, "\(made.text)")
        return copy.appending(path: "Packages/TextDiff")
    }
}

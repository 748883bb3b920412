import Foundation
import TestKit
import Testing

@Suite("The umbrella")
struct UmbrellaTests {
    @Test("has a member for every package", arguments: Repository.packages)
    func hasAMemberForEveryPackage(package: String) throws {
        let manifest = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
        #expect(manifest.contains("name: \"\(package)\""))
    }

    @Test("runs the tests of every package", arguments: Repository.packages)
    func runsTheTestsOfEveryPackage(package: String) throws {
        let manifest = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
        let tests = Repository.root.appending(path: "Packages/\(package)/Tests")
        for suite in try FileManager.default.contentsOfDirectory(atPath: tests.path) where suite.hasSuffix("Tests") {
            #expect(manifest.contains("\"\(suite)\""), "Package.swift names the test folder \(suite)")
        }
    }

    @Test("builds every tool as a subcommand of backend", arguments: Repository.executables)
    func buildsEveryTool(executable: String) async throws {
        let help = try await BuiltTool(executable).run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE:"))
        // The same command as the package's own executable, not something else of that name.
        #expect(help.output.contains(executable))
    }

    @Test("finds packages at all")
    func findsPackages() {
        #expect(Repository.packages.contains("BookBot"))
        #expect(Repository.executables.contains("bookbot"))
    }

    @Test("builds a backend that names what it does not know")
    func namesWhatItDoesNotKnow() async throws {
        let result = try await BuiltTool("backend-of-nothing").run([])
        #expect(result.status == 64)
        #expect(result.errors.contains("backend-of-nothing"))
    }
}

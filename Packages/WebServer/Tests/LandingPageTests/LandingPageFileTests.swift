import Foundation
import TestKit
import Testing

/// The landing page's files, and what the binary made of them.
@Suite("the landing page's files")
struct LandingPageFileTests {
    @Test("all files together are under 150 KB")
    func allFilesTogetherAreSmall() throws {
        let sizes = try LandingPageFolder.paths().map { try LandingPageFolder.bytes(of: $0).count }
        #expect(sizes.count >= 12)
        #expect(sizes.reduce(0, +) < 150_000)
    }

    @Test("the built tool serves every file of the folder, byte for byte")
    func theBinaryHoldsEveryFile() async throws {
        try await LandingPageServer.withRunning { server in
            for path in try LandingPageFolder.paths() {
                #expect(try await server.get(path) == LandingPageFolder.bytes(of: path), "\(path) differs")
            }
            #expect(try await server.get("") == LandingPageFolder.bytes(of: "index.html"))
        }
    }

    @Test("tidy has nothing to say about the page")
    func tidyHasNothingToSay() async throws {
        let tidy = try RequiredTool.path(of: "tidy", package: "tidy")
        let page = LandingPageFolder.page.appending(path: "index.html").path
        let result = try await Program(tidy, ["-quiet", "-errors", page]).run()
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    }

    @Test("the pictures in the page are those that its samples make")
    func thePicturesAreThoseOfTheSamples() async throws {
        let python = try RequiredTool.path(of: "python3", package: "python3")
        let script = LandingPageFolder.package.appending(path: "Scripts/take-samples.py").path
        let result = try await Program(python, [script, "--check"]).run()
        #expect(result.status == 0, "run Packages/WebServer/Scripts/take-samples.py --draw")
    }

    /// A figure in the page: the house that it speaks of, and the number.
    struct Figure: Sendable, CustomTestStringConvertible {
        let house: String
        let number: String
        var testDescription: String { "\(number) of \(house)" }
    }

    static var figures: [Figure] {
        get throws {
            let page = try LandingPageFolder.text(of: "index.html")
            return page.matches(of: /<b class="figure" data-house="(\w+)">([^<]+)<\/b>/).map { match in
                Figure(house: String(match.1), number: String(match.2))
            }
        }
    }

    /// The folder of the other houses; there are none where this package stands alone.
    static let street = LandingPageFolder.package.deletingLastPathComponent()

    @Test(
        "every finished house speaks of its speed, and each figure stands in its tool's own table",
        .enabled(if: FileManager.default.fileExists(atPath: street.appending(path: "BookBot/README.md").path)))
    func figuresStandInTheTables() throws {
        let page = try LandingPageFolder.text(of: "index.html")
        #expect(page.matches(of: /<p class="speed">/).count == 7, "each finished house has one line about its speed")
        for figure in try Self.figures {
            let readme = Self.street.appending(path: "\(figure.house)/README.md")
            let rows = String(decoding: try Data(contentsOf: readme), as: UTF8.self)
                .split(separator: "\n").filter { $0.hasPrefix("|") }
            #expect(rows.contains { $0.contains(figure.number) }, "\(figure.testDescription) is in no table")
        }
    }

    @Test("every figure, link and picture of the page has its file")
    func everyReferenceHasItsFile() throws {
        let page = try LandingPageFolder.text(of: "index.html")
        let paths = Set(try LandingPageFolder.paths())
        for match in page.matches(of: /(?:href|src)="([^"#]+)"/) {
            #expect(paths.contains(String(match.1)), "\(match.1) is not there")
        }
        let names = Set(page.matches(of: /id="([^"]+)"/).map { String($0.1) })
        for match in page.matches(of: /href="#([^"]+)"/) {
            #expect(names.contains(String(match.1)), "nothing has the name \(match.1)")
        }
    }
}

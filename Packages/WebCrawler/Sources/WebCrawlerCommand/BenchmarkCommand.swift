import ArgumentParser
import Foundation
import HTMLScanner
import WebAddress

// Unsafe pointers: addresses are parsed where the arrays hold them, as a crawl does.

/// `webcrawler benchmark-parsers`, which Benchmarks/bench.sh runs: no part of the tool's face.
struct BenchmarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark-parsers", abstract: "Time the parsers on a folder of HTML.", shouldDisplay: false)

    @Argument(help: "Folders of HTML files.")
    var folders: [String]

    func run() throws {
        let documents = folders.flatMap { folder -> [[UInt8]] in
            let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            return files.filter { $0.hasSuffix(".html") }.compactMap {
                FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) }
            }
        }
        let bytes = documents.reduce(0) { $0 + $1.count }
        guard bytes > 0 else { throw ValidationError("There is no HTML file in \(folders.joined(separator: ", ")).") }
        var tags = 0
        let tokenizing = median {
            for document in documents { tags += TagCounter.count(document) }
        }
        print(
            "tokenizer, tags counted:     \(rate(bytes, tokenizing)) MB/s  (\(documents.count) files, \(tags / 5) tags)"
        )
        var links = 0
        let scanning = median {
            links = 0
            for document in documents { links += PageScanner.scan(document).links.count }
        }
        print("page scanner, all facts:     \(rate(bytes, scanning)) MB/s  (\(links) links)")
        try urls(documents)
    }

    private func urls(_ documents: [[UInt8]]) throws {
        guard let base = WebURL("https://docs.example.org/3/library/index.html") else { return }
        var references: [[UInt8]] = []
        for document in documents {
            let page = PageScanner.scan(document)
            references += page.links.map { Array(page.addresses[$0.range]) }
        }
        let absolute = references.compactMap { $0.withUnsafeBufferPointer { WebURL(utf8: $0, base: base)?.bytes } }
        for (name, list) in [("references resolved", references), ("absolute URLs parsed", absolute)] {
            let seconds = median {
                for reference in list {
                    let isValid = reference.withUnsafeBufferPointer { WebURL(utf8: $0, base: base) != nil }
                    precondition(isValid || name == "references resolved")
                }
            }
            let millions = (Double(list.count) / seconds / 1e4).rounded() / 100
            print("\(name.padding(toLength: 28, withPad: " ", startingAt: 0)) \(millions) million/s  (\(list.count))")
        }
    }

    private func rate(_ bytes: Int, _ seconds: Double) -> Int { Int(Double(bytes) / seconds / 1e6) }

    /// The median of five runs, in seconds of this process's CPU time.
    private func median(_ body: () -> Void) -> Double {
        (0..<5).map { _ in
            let start = clock()
            body()
            return max(1e-9, Double(clock() - start) / Double(CLOCKS_PER_SEC))
        }.sorted()[2]
    }
}

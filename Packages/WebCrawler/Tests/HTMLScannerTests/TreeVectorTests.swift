import Foundation
import TestKit
import Testing

@testable import HTMLScanner

/// html5lib's tests of tree construction, as Debian's golang-golang-x-net-dev carries them.
private let folder = "/usr/share/gocode/src/golang.org/x/net/html/testdata/webkit"

/// Notes the namespace that the stack of elements gives each start tag.
private struct NamespaceSink: TokenSink {
    var stack = ElementStack()
    var foreign: [String] = []

    var wantsText: Bool { false }
    var isInForeignContent: Bool { stack.isForeign }

    mutating func characters(_ text: Span<UInt8>) {}

    mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        let namespace = stack.startTag(tag)
        if namespace == .html { return tag.contentModel }
        foreign.append((namespace == .svg ? "svg " : "math ") + String(decoding: tag.name, as: UTF8.self))
        return .data
    }

    mutating func endTag(_ tag: borrowing TagToken) { stack.endTag(tag) }
}

@Suite(
    "html5lib's tests of foreign content",
    .enabled(if: FileManager.default.fileExists(atPath: folder), "golang-golang-x-net-dev is not installed"))
struct TreeVectorTests {
    private struct Case {
        var data: [UInt8]
        /// The foreign elements of the tree that is expected.
        var foreign: [String]
    }

    /// The whole documents of a file; those of fragments begin inside an element that a page never begins in.
    private func cases(in file: String) throws -> [Case] {
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        var cases: [Case] = []
        for part in ("\n" + text).components(separatedBy: "\n#data\n").dropFirst() {
            guard let errors = part.range(of: "\n#errors"), let tree = part.range(of: "\n#document\n"),
                !part.contains("\n#document-fragment")
            else { continue }
            let foreign = part[tree.upperBound...].split(separator: "\n").compactMap { line -> String? in
                let node = line.drop { $0 == "|" || $0 == " " }
                guard node.hasPrefix("<svg ") || node.hasPrefix("<math ") else { return nil }
                return String(node.dropFirst().prefix { $0 != ">" }).lowercased()
            }
            cases.append(Case(data: Array(part[..<errors.lowerBound].utf8), foreign: foreign))
        }
        return cases
    }

    /// What the stack does not follow: a frameset takes the place of a body that shows nothing yet, and these tests are
    /// older than the `select` that may hold any element, as the standard now has it. A page's links are the same.
    private static func isApart(_ text: String) -> Bool { text.contains("<frameset") || text.contains("<select") }

    @Test("an element is SVG or MathML where the standard's tree says so")
    func namespaces() throws {
        var checked = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".dat") {
            for test in try cases(in: file) {
                var tokenizer = Tokenizer(sink: NamespaceSink())
                tokenizer.feed(test.data)
                tokenizer.finish()
                let text = String(decoding: test.data, as: UTF8.self)
                guard !Self.isApart(text) else { continue }
                checked += test.foreign.isEmpty ? 0 : 1
                #expect(tokenizer.sink.foreign.sorted() == test.foreign.sorted(), "\(file): \(text)")
            }
        }
        #expect(checked > 100)
    }
}

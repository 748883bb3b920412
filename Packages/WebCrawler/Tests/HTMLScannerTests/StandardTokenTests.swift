import Foundation
import HTMLScanner
import LooseJSON
import Testing

/// The folder of other people's test data, when there is one.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"]

@Suite("html5lib's tokenizer tests", .enabled(if: vectors != nil, "VECTORS names no folder"))
struct StandardTokenTests {
    @Test("every case gives the same tokens and errors, whole and in pieces")
    func everyCase() throws {
        let folder = URL(filePath: try #require(vectors)).appending(path: "html/tokenizer")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "test" {
            let document = try JSONReader.read(try Data(contentsOf: file))
            let isXML = document["xmlViolationTests"] != nil
            for test in try #require((document["tests"] ?? document["xmlViolationTests"])?.elements) {
                let tokenCase = TokenCase(test, isXML: isXML)
                count += 1
                for state in tokenCase.states { tokenCase.check(state, file.lastPathComponent) }
            }
        }
        #expect(count == 6810)
    }
}

/// One case of html5lib's format.
private struct TokenCase {
    let description: String
    let input: [UInt8]
    let expected: JSONValue
    let errors: [String]
    let states: [String]
    let lastStartTag: [UInt8]
    let isXML: Bool

    init(_ test: JSONValue, isXML: Bool) {
        let isDouble = test["doubleEscaped"]?.truth == true
        description = test["description"]?.text ?? ""
        input = Self.unescape(test["input"] ?? .null, isDouble).wtf8 ?? []
        expected = Self.unescape(test["output"] ?? .array([]), isDouble)
        errors = (test["errors"]?.elements ?? []).map {
            "\($0["code"]?.text ?? "") \(Int($0["line"]?.double ?? 0)):\(Int($0["col"]?.double ?? 0))"
        }
        states = test["initialStates"]?.elements?.compactMap(\.text) ?? ["Data state"]
        lastStartTag = test["lastStartTag"]?.wtf8 ?? []
        self.isXML = isXML
    }

    func check(_ state: String, _ file: String) {
        let model: ContentModel =
            switch state {
            case "RCDATA state": .rcdata
            case "RAWTEXT state": .rawtext
            case "Script data state": .scriptData
            case "PLAINTEXT state": .plaintext
            case "CDATA section state": .cdata
            default: .data
            }
        let whole = TokenCollector.tokenize(input, model: model, lastStartTag: lastStartTag)
        let label = Comment(rawValue: "\(file): \(description) (\(state))")
        #expect(json(whole.tokens) == expected, label)
        let found = whole.faults.map { "\($0.error.rawValue) \($0.line):\($0.column)" }
        if !isXML { #expect(found.sorted() == errors.sorted(), label) }
        for size in [1, 3] {
            let pieces = TokenCollector.tokenize(input, model: model, lastStartTag: lastStartTag, pieces: size)
            #expect(pieces.tokens == whole.tokens, label)
            #expect(pieces.faults == whole.faults, label)
        }
    }

    private func json(_ tokens: [TokenCollector.Token]) -> JSONValue {
        func text(_ bytes: [UInt8]?) -> JSONValue {
            bytes.map { .string(JSONString(wtf8: isXML ? coerced($0) : $0)) } ?? .null
        }
        return .array(
            tokens.map { token in
                switch token {
                case .doctype(let doctype):
                    .array([
                        text(Array("DOCTYPE".utf8)), text(doctype.name), text(doctype.publicIdentifier),
                        text(doctype.systemIdentifier), .bool(!doctype.forcesQuirks),
                    ])
                case .startTag(let name, let attributes, let isSelfClosing):
                    .array(
                        [
                            text(Array("StartTag".utf8)), text(name),
                            .object(
                                attributes.map {
                                    JSONValue.Member(
                                        JSONString(wtf8: $0.name).text, .string(JSONString(wtf8: $0.value)))
                                }),
                        ] + (isSelfClosing ? [.bool(true)] : []))
                case .endTag(let name): .array([text(Array("EndTag".utf8)), text(name)])
                case .comment(let bytes):
                    .array([
                        text(Array("Comment".utf8)),
                        isXML
                            ? .string(JSONString(String(decoding: bytes, as: UTF8.self).replacing("--", with: "- -")))
                            : text(bytes),
                    ])
                case .characters(let bytes): .array([text(Array("Character".utf8)), text(bytes)])
                }
            })
    }

    /// "Coercing an HTML DOM into an infoset", which four of the tests assume.
    private func coerced(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text.replacing("\u{FFFF}", with: "\u{FFFD}").replacing("\u{0C}", with: " ").utf8)
    }

    /// Undoes the second layer of `\uHHHH` that some files have.
    private static func unescape(_ value: JSONValue, _ isDouble: Bool) -> JSONValue {
        guard isDouble else { return value }
        switch value {
        case .string(let string):
            let quoted = string.text.replacing("\"", with: "\\\"")
            return (try? JSONReader.read(Array("\"\(quoted)\"".utf8))) ?? value
        case .array(let elements): return .array(elements.map { unescape($0, true) })
        case .object(let members):
            return .object(members.map { JSONValue.Member($0.name, unescape($0.value, true)) })
        default: return value
        }
    }
}

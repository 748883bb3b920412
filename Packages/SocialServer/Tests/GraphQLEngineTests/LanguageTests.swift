import Foundation
import Testing

@testable import GraphQLEngine

@Suite("Language")
struct LanguageTests {
    private func string(_ literal: String) throws -> String? {
        if case .string(let text, _) = try Parser.parseValue(literal).kind { text } else { nil }
    }

    private func place(_ text: String) -> String {
        do throws(GraphQLError) {
            _ = try Parser.parse(text)
            return "ok"
        } catch { return error.locations.map { "\($0.line):\($0.column)" }.joined() }
    }

    @Test("escapes of all Unicode are read; pairs are joined, lone halves are refused (G14)")
    func escapes() throws {
        #expect(try string(#""\u{1F600}""#) == "😀")
        #expect(try string(#""\u{000000001F600}""#) == "😀")
        #expect(try string(#""\uD83D\uDE00""#) == "😀")
        #expect(try string(#""\u00e9\/\b""#) == "é/\u{8}")
        #expect(try string("\"😀\u{0}\"") == "😀\u{0}")
        for literal in [#""\uD83D""#, #""\uDE00\uD83D""#, #""\u{D800}""#, #""\u{110000}""#, #""\u{}""#, #""\u12""#] {
            #expect(throws: GraphQLError.self, "\(literal)") { try string(literal) }
        }
    }

    @Test("columns count characters, and each kind of line end counts one")
    func columns() {
        #expect(place("{a(b:\"😀\") ?}") == "1:11")
        #expect(place("{a\r?}") == "2:1")
        #expect(place("{a\r\n?}") == "2:1")
        #expect(place("{a\n\r?}") == "3:1")
        #expect(place("\u{FEFF}{?}") == "1:3")
        #expect(place("{a \u{0}}") == "1:4")
    }

    @Test("block strings have the value that BlockStringValue says (G15)")
    func blockStrings() throws {
        let quotes = "\"\"\""
        #expect(try string(quotes + "a" + quotes) == "a")
        #expect(try string(quotes + quotes) == "")
        #expect(try string(quotes + "\n\n  a\n    b\n  c\n \n" + quotes) == "a\n  b\nc")
        #expect(try string(quotes + "a\\\"\"\"b" + quotes) == "a\"\"\"b")
        #expect(try string(quotes + "\ta\n\t\tb\n\t c" + quotes) == "\ta\nb\nc")
        #expect(try string(quotes + "a\r\n b\r c" + quotes) == "a\nb\nc")
        #expect(try string(quotes + #"\n \u0041"# + quotes) == #"\n \u0041"#)
    }

    @Test("a block string that is written is read as the same value")
    func writtenBlockStrings() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["a", "\"", "\"\"\"", "\\", "\n", " ", "\t", "é", "\\\"", "b c"]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0..<9, using: &generator)).map { _ in pieces.randomElement() ?? "" }.joined()
            if BlockString.canHold(text) {
                #expect(try string(BlockString.text(of: text)) == text, "\(text.debugDescription)")
            }
            #expect(try string(Printer.quoted(text)) == text)
        }
    }

    @Test("descriptions stand before operations, variables and fragments, not before the shorthand (G16)")
    func descriptions() throws {
        let document = try Parser.parse(
            "\"o\" query Q(\"v\" $a: Int) { a } \"\"\"f\"\"\" fragment F on T { a }")
        #expect(document.operations[0].description?.value == "o")
        #expect(document.operations[0].variables[0].description?.value == "v")
        #expect(document.fragments[0].description?.value == "f")
        for text in ["\"d\" { a }", "{ a {} }", "fragment F($x: Int) on T { a }", "\"d\" extend type T { a: Int }"] {
            #expect(throws: GraphQLError.self, "\(text)") { try Parser.parse(text) }
        }
    }

    @Test("printing a document and reading it again gives the same text")
    func printing() throws {
        let text = try fixture("schema.graphql")
        let once = Printer.print(try Parser.parse(text, limits: .trusted))
        #expect(Printer.print(try Parser.parse(once, limits: .trusted)) == once)
        let query = """
            "d" query Q("v" $a: [Int!]! = [1, 2] @x, $b: I = {a: {b: "c\\n"}}) @y { a: b(c: $a, d: -1.5e3) @skip(if: true) {
            ...F @z ... on T { e } ... { f } } } fragment F on T { g(text: \"\"\"
              block
                text \"\"\") }
            """
        let printed = Printer.print(try Parser.parse(query))
        #expect(Printer.print(try Parser.parse(printed)) == printed)
    }
}

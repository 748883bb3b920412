import MultipartForms
import Testing

/// A part with all of its body, to compare with.
struct WholePart: Equatable, CustomStringConvertible {
    let part: MultipartPart
    let body: [UInt8]

    var description: String {
        "\(part.name)|\(part.fileName ?? "-")|\(part.contentType ?? "-")|\(String(decoding: body, as: UTF8.self))"
    }
}

/// Parses a form that comes in pieces of the sizes that `size` gives.
func parse(
    _ form: [UInt8], boundary: String = "XX", limits: MultipartLimits = MultipartLimits(), size: () -> Int
) throws -> [WholePart] {
    var parser = try MultipartParser(contentType: "multipart/form-data; boundary=\"\(boundary)\"", limits: limits)
    var parts: [WholePart] = []
    var current: (part: MultipartPart, body: [UInt8])?
    func drain() throws {
        while let event = try parser.next() {
            switch event {
            case .part(let part): current = (part, [])
            case .bytes(let bytes):
                #expect(!bytes.isEmpty)
                current?.body += bytes
            case .end:
                let done = try #require(current)
                parts.append(WholePart(part: done.part, body: done.body))
                current = nil
            }
        }
    }
    var rest = form[...]
    while !rest.isEmpty {
        let piece = rest.prefix(max(1, size()))
        rest = rest.dropFirst(piece.count)
        try parser.feed(piece)
        try drain()
    }
    try parser.finish()
    return parts
}

private func parse(_ form: String, limits: MultipartLimits = MultipartLimits(), size: Int = .max) throws -> [String] {
    try parse(Array(form.utf8), limits: limits) { size }.map(\.description)
}

private func field(_ name: String, _ value: String) -> String {
    "--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
}

@Suite("the form parser")
struct MultipartParserTests {
    /// What a form must come to, or a word of the sentence that says what is wrong.
    static let table: [(form: String, parts: [String])] = [
        ("--XX--\r\n", []),
        ("--XX--", []),
        ("preamble\r\n--XX--\r\nepilogue --XX", []),
        (field("a", "1") + "--XX--\r\n", ["a|-|-|1"]),
        (field("a", "") + "--XX--\r\n", ["a|-|-|"]),
        (field("a", "\r\n") + "--XX--\r\n", ["a|-|-|\r\n"]),
        (field("a", "\r\n--X\r\n-\r\r\n--") + "--XX--\r\n", ["a|-|-|\r\n--X\r\n-\r\r\n--"]),
        (field("a", "1") + field("b", "2") + field("a", "3") + "--XX--\r\n", ["a|-|-|1", "b|-|-|2", "a|-|-|3"]),
        ("--XX \t \r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--XX--", ["a|-|-|x"]),
        (
            "--XX\r\ncontent-TYPE:text/plain\r\nX-Other: y\r\nCONTENT-disposition:  FORM-DATA;name=\"n\";filename=\"f.txt\" \r\n\r\nz\r\n--XX--",
            ["n|f.txt|text/plain|z"]
        ),
        (
            "--XX\r\nContent-Disposition: form-data; name=\"a\\\"b%22%0d%0A%41\"; filename=\"C:\\new\"\r\n\r\n\r\n--XX--",
            ["a\"b\"\r\n%41|C:\\new|-|"]
        ),
        (
            "--XX\r\nContent-Disposition: form-data; name=\"n\"; filename*=UTF-8''na%C3%AFve.txt\r\n\r\n\r\n--XX--",
            ["n|naïve.txt|-|"]
        ),
        ("--XX\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"\r\n\r\n\r\n--XX--", ["||-|"]),
        ("--XX\r\nContent-Disposition: form-data; name=\"日本\"\r\n\r\n語\r\n--XX--", ["日本|-|-|語"]),
    ]

    @Test("a form is the same in pieces of any size, single bytes included", arguments: table.indices)
    func piecesOfAnySize(index: Int) throws {
        let (form, parts) = Self.table[index]
        for size in [Int.max, 1, 2, 3, 5, 7, 16] {
            #expect(try parse(form, size: size) == parts, "in pieces of \(size)")
        }
    }

    static let faults: [(form: String, word: String)] = [
        ("", "ends inside the start"),
        ("--X", "ends inside the start"),
        ("--XX", "ends inside the start"),
        ("--XX-", "ends inside the start"),
        ("--XX\r\n", "ends inside the headers of part 1"),
        ("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nabc", "ends inside the field 'a'"),
        ("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--XX", "ends inside the field 'a'"),
        ("--XXY\r\n", "must be followed"),
        ("--XX-x", "must be followed"),
        ("--XX\rx", "must be followed"),
        ("--XX\nContent-Disposition: form-data; name=a\n\n", "must be followed"),
        ("--XX\(String(repeating: " ", count: 200))", "must be followed"),
        ("--XX\r\n\r\nx\r\n--XX--", "Content-Disposition ''"),
        ("--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", "Content-Disposition ''"),
        ("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--", "'attachment; name=a'"),
        ("--XX\r\nContent-Disposition: form-data; filename=a\r\n\r\nx\r\n--XX--", "form-data; filename=a"),
        ("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--", "name=\"a'"),
        ("--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--XX--", "name=a; name=b"),
        (
            "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--XX--",
            "'form-data; name=b'"
        ),
        ("--XX\r\nno colon\r\n\r\n", "'no colon'"),
        ("--XX\r\n: x\r\n\r\n", "': x'"),
        ("--XX\r\nA: b\r\n folded\r\n\r\n", "' folded'"),
        ("--XX\r\nA: b\u{0}\r\n\r\n", "where 'Name: value' should be"),
        (
            "--XX\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=a\r\n\r\n",
            "Content-Transfer-Encoding 'base64'"
        ),
    ]

    @Test("what is wrong with a form is named, in pieces of any size", arguments: faults.indices)
    func faultsAreNamed(index: Int) throws {
        let (form, word) = Self.faults[index]
        for size in [Int.max, 1, 3] {
            let error = #expect(throws: MultipartError.self) { try parse(form, size: size) }
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "") in pieces of \(size)")
            #expect(error?.isTooLarge == false)
        }
    }

    @Test("text that is no UTF-8 has no place in headers")
    func headersAreUTF8() throws {
        let form =
            Array("--XX\r\nContent-Disposition: form-data; name=\"".utf8) + [0xc3, 0x28] + Array("\"\r\n\r\n".utf8)
        #expect(throws: MultipartError.notUTF8(.headers(part: 1))) { try parse(form) { 1 } }
    }

    @Test(
        "only a form's content type with a proper boundary is taken",
        arguments: [
            "", "text/plain", "multipart/mixed; boundary=a", "multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a \"",
            "multipart/form-data; boundary=\"a\\\"b\"", "multipart/form-data; boundary=ä",
            "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
            "multipart/form-data; boundary=a; boundary=b", "multipart/form-data boundary=a",
        ])
    func contentTypesAreChecked(type: String) {
        #expect(throws: MultipartError.self) { try MultipartParser(contentType: type) }
    }

    @Test(
        "every limit holds at its last byte",
        arguments: [
            MultipartError.Limit.parts, .headerBytes, .fieldBytes, .fileBytes, .totalBytes,
        ])
    func limitsHold(limit: MultipartError.Limit) throws {
        func form(_ more: Int) -> String {
            switch limit {
            case .parts: String(repeating: field("a", "1"), count: 3 + more) + "--XX--"
            case .headerBytes:
                "--XX\r\nContent-Disposition: form-data; name=a\r\nX: \(String(repeating: "x", count: 100 - 43 + more))\r\n\r\n\r\n--XX--"
            case .fieldBytes: field("a", String(repeating: "x", count: 10 + more)) + "--XX--"
            case .fileBytes:
                "--XX\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n\(String(repeating: "x", count: 20 + more))\r\n--XX--"
            case .totalBytes: "--XX--\(String(repeating: "x", count: 994 + more))"
            }
        }
        var limits = MultipartLimits()
        limits.parts = 3
        limits.headerBytes = 100
        limits.fieldBytes = 10
        limits.fileBytes = 20
        limits.totalBytes = 1000
        for size in [Int.max, 1, 6] {
            _ = try parse(form(0), limits: limits, size: size)
            let error = #expect(throws: MultipartError.self) { try parse(form(1), limits: limits, size: size) }
            #expect(error?.isTooLarge == true && error?.description.contains(limit.rawValue) == true, "\(error as Any)")
        }
    }

    @Test("random forms come out as they were written, and damaged ones never crash or grow")
    func randomForms() throws {
        var random = SeededGenerator(seed: 7578)
        for round in 0..<400 {
            var form: [UInt8] = []
            var expected: [[UInt8]] = []
            for index in 0..<Int.random(in: 0...4, using: &random) {
                // Bytes that are often parts of a delimiter, which must not be taken for one.
                let alphabet: [UInt8] = [13, 10, 45, 45, 88, 97, 0, 255]
                var body: [UInt8] = []
                for _ in 0..<Int.random(in: 0...60, using: &random) {
                    body.append(alphabet[Int.random(in: 0..<8, using: &random)])
                    if body.suffix(5) == [13, 10, 45, 45, 88] { body.removeLast() }
                }
                form +=
                    Array("--XX\r\nContent-Disposition: form-data; name=\"\(index)\"\r\n\r\n".utf8) + body + [13, 10]
                expected.append(body)
            }
            form += Array("--XX--\r\n".utf8)
            var sizes = random
            #expect(try parse(form) { Int.random(in: 1...40, using: &sizes) }.map(\.body) == expected, "round \(round)")
            for _ in 0..<5 {
                form[Int.random(in: 0..<form.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                let parts = try? parse(form) { Int.random(in: 1...40, using: &sizes) }
                #expect((parts ?? []).reduce(0) { $0 + $1.body.count } <= form.count)
            }
        }
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

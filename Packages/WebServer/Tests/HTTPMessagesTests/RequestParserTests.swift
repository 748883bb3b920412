import HTTPMessages
import Testing

/// Requests as clients really send them, and a few at the edges of the grammar.
private let validRequests = [
    "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
    "\r\nHEAD /a%20b?c=d HTTP/1.0\r\n\r\n",
    "GET http://example.org:80/x?y HTTP/1.1\r\nHost: example.org\r\nConnection: close, TE\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\nX-Empty:\r\n\r\n",
    "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
        + "Accept: image/avif,image/webp,*/*;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
        + "If-None-Match: \"abc\", W/\"def\"\r\nRange: bytes=0-9\r\n\r\n",
    "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\nhello world",
    "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nX: y\r\n\r\n",
]

/// What a request says, read from the bytes that its parser has seen.
private struct Reading: Equatable {
    var method: Method
    var target: String
    var path: String
    var minorVersion: UInt8
    var fields: [String]
    var framing: RequestHead.Framing
    var keepsAlive: Bool
    var expectsContinue: Bool
    var length: Int

    init(_ head: RequestHead, _ bytes: [UInt8]) {
        let span = bytes.span
        method = head.method
        target = span.part(head.targetText).text
        path = span.part(head.target.path).text
        minorVersion = head.minorVersion
        fields = []
        for line in head.fields { fields.append("\(span.part(line.name).text)=\(span.part(line.value).text)") }
        (framing, keepsAlive) = (head.framing, head.keepsAlive)
        (expectsContinue, length) = (head.expectsContinue, head.length)
    }
}

/// Feeds the pieces one after the other and returns what was read and how long the whole request is.
private func read(_ bytes: [UInt8], cuts: [Int]) throws -> (Reading, end: Int)? {
    var parser = RequestParser()
    var body: BodyReader?
    var consumed = 0
    for end in cuts + [bytes.count] {
        let arrived = Array(bytes[..<end])
        if body == nil {
            guard try parser.parse(arrived.span) else { continue }
            body = BodyReader(framing: parser.head.framing, limits: parser.limits)
            consumed = parser.head.length
        }
        consumed += try body?.consume(arrived.span.extracting(consumed..<end)) ?? 0
        if body?.isComplete == true { return (Reading(parser.head, bytes), consumed) }
    }
    return nil
}

@Test("a request is read alike whole and in every split into two, and byte by byte", arguments: validRequests)
func everySplitReadsAlike(_ text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try #require(try read(bytes, cuts: []))
    #expect(whole.end == bytes.count)
    for cut in 1..<bytes.count {
        let split = try #require(try read(bytes, cuts: [cut]), "cut at \(cut)")
        #expect(split.0 == whole.0 && split.end == whole.end, "cut at \(cut)")
    }
    let single = try #require(try read(bytes, cuts: Array(1..<bytes.count)))
    #expect(single.0 == whole.0 && single.end == whole.end)
}

@Test("a request is read alike in every split into three", arguments: validRequests.filter { $0.utf8.count < 130 })
func everySplitIntoThreeReadsAlike(_ text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try #require(try read(bytes, cuts: []))
    for first in 1..<bytes.count - 1 {
        for second in first + 1..<bytes.count {
            let split = try #require(try read(bytes, cuts: [first, second]), "cuts at \(first) and \(second)")
            #expect(split.0 == whole.0 && split.end == whole.end, "cuts at \(first) and \(second)")
        }
    }
}

@Test("no beginning of a request is taken for a whole one", arguments: validRequests)
func noBeginningIsWhole(_ text: String) throws {
    let bytes = Array(text.utf8)
    for end in 0..<bytes.count { #expect(try read(Array(bytes[..<end]), cuts: []) == nil) }
}

@Test("the known fields are found by name in any case, and no other name is one of them")
func knownFieldsAreRecognized() throws {
    for field in KnownField.allCases {
        let name = "\(field.name)"
        let others = ["x\(name)", "\(name)x", String(name.dropLast()) + "!"]
        for (spelling, isKnown) in [(name, true), (name.uppercased(), true)] + others.map({ ($0, false) }) {
            guard field != .host, field != .contentLength, field != .transferEncoding, field != .expect else {
                continue
            }
            let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(spelling): y\r\n\r\n".utf8)
            var parser = RequestParser()
            #expect(try parser.parse(bytes.span))
            #expect(parser.head.has(field) == isKnown, "\(spelling)")
            #expect(parser.head.fields.last?.known == (isKnown ? field : nil), "\(spelling)")
        }
    }
}

@Test("a fault is told at the first wrong line, before the head is complete")
func faultsAreToldEarly() {
    let early: [(String, RequestFault)] = [
        ("GET / HTTP/1.1\n", .bareLineFeed),
        ("GET /\r\n", .malformedRequestLine),
        ("GET / HTTP/2.0\r\n", .unsupportedVersion(major: 2)),
        ("GET / HTTP/1.1\r\nHost : a\r\n", .malformedField),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n", .repeatedHost),
        (String(repeating: "x", count: 8_194), .requestLineTooLong(limit: 8_192)),
    ]
    for (text, fault) in early {
        let bytes = Array(text.utf8)
        var parser = RequestParser()
        #expect(throws: fault) { _ = try parser.parse(bytes.span) }
    }
}

@Test("every fault has a status of the 4xx or 5xx class and a sentence")
func faultsExplainThemselves() {
    let faults: [RequestFault] = [
        .bareLineFeed, .malformedTarget, .missingHost, .contradictoryLength, .bodyTooLong(limit: 7),
        .unsupportedVersion(major: 3), .unknownTransferCoding, .tooManyFields(limit: 9),
    ]
    for fault in faults {
        #expect((400..<600).contains(fault.status.code))
        #expect(fault.description.hasSuffix(".") && fault.description.first?.isUppercase == true)
    }
}

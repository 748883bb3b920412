import HTTPMessages
import Testing

private func ranges(_ text: String, _ length: Int) -> RangeRequest {
    let bytes = Array(text.utf8)
    return RangeRequest(bytes.span, length: length)
}

@Test("a Range field names the parts that RFC 9110 says")
func rangesAreRead() {
    #expect(ranges("bytes=0-4", 10) == .parts([0..<5]))
    #expect(ranges("Bytes=5-", 10) == .parts([5..<10]))
    #expect(ranges("bytes=-3", 10) == .parts([7..<10]))
    #expect(ranges("bytes=-30", 10) == .parts([0..<10]))
    #expect(ranges("bytes=8-99999999999999999999999", 10) == .parts([8..<10]))
    #expect(ranges("bytes=0-0, 9-9", 10) == .parts([0..<1, 9..<10]))
    #expect(ranges("bytes=9-9,0-0", 10) == .parts([9..<10, 0..<1]))
    #expect(ranges("bytes=20-30,2-3", 10) == .parts([2..<4]))
}

@Test("parts that overlap or touch are sent once")
func rangesAreCoalesced() {
    #expect(ranges("bytes=0-4,5-7", 10) == .parts([0..<8]))
    #expect(ranges("bytes=0-4,2-3", 10) == .parts([0..<5]))
    #expect(ranges("bytes=6-9,0-1,1-6", 10) == .parts([0..<10]))
    #expect(ranges("bytes=0-,0-,0-", 10) == .parts([0..<10]))
}

@Test("parts behind the end are unsatisfiable, and nonsense is ignored")
func rangesAreRefused() {
    #expect(ranges("bytes=10-", 10) == .unsatisfiable)
    #expect(ranges("bytes=-0", 10) == .unsatisfiable)
    #expect(ranges("bytes=0-", 0) == .whole && ranges("bytes=-1", 0) == .whole)
    for text in [
        "", "bytes", "bytes=", "bytes=a-b", "bytes=5-4", "bytes=-", "bytes=1", "bytes 0-4", "lines=0-4",
        "bytes=0-4,x", "bytes=--4", "bytes=0-4-5", "bytes=" + String(repeating: "0-0,2-2,", count: 9),
    ] {
        #expect(ranges(text, 10) == .whole, "\(text)")
    }
}

@Test("whatever is asked for, the parts lie within the file and share no octet")
func rangesAreDisjoint() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5_000 {
        let length = Int.random(in: 1...40, using: &generator)
        let specs = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
            let first = Int.random(in: 0...50, using: &generator)
            return Bool.random(using: &generator) ? "\(first)-\(first + Int.random(in: 0...9))" : "-\(first)"
        }
        guard case .parts(let parts) = ranges("bytes=" + specs.joined(separator: ","), length) else { continue }
        var seen = Set<Int>()
        for part in parts {
            #expect(!part.isEmpty && part.lowerBound >= 0 && part.upperBound <= length)
            for octet in part { #expect(seen.insert(octet).inserted) }
        }
    }
}

@Test("entity tags are compared strongly and weakly as RFC 9110's table says")
func entityTagsAreCompared() {
    func matches(_ list: String, _ comparison: EntityTag.Comparison) -> Bool {
        let (list, tag) = (Array(list.utf8), Array("\"1\"".utf8))
        return EntityTag.matches(list.span, tag: tag.span, comparison: comparison)
    }
    #expect(matches("\"1\"", .strong) && matches("\"1\"", .weak))
    #expect(!matches("W/\"1\"", .strong) && matches("W/\"1\"", .weak))
    #expect(!matches("\"2\"", .strong) && !matches("\"2\"", .weak))
    #expect(matches("*", .strong) && matches("\"0\" , W/\"3\",\"1\"", .strong))
    #expect(matches("\"a,b\", \"1\"", .strong))
    for nonsense in ["", "1", "\"1", "w/\"1\"", "\"\"", "x, \"1\"", ",,,"] { #expect(!matches(nonsense, .weak)) }
}

@Test("Accept-Encoding weighs the codings")
func codingsAreWeighed() {
    func weights(_ text: String) -> [UInt16] {
        let bytes = Array(text.utf8)
        let accepted = AcceptEncoding(bytes.span)
        return [
            accepted.weight(of: .brotli), accepted.weight(of: .zstandard), accepted.weight(of: .gzip),
            accepted.identity,
        ]
    }
    #expect(weights("gzip, deflate, br, zstd") == [1_000, 1_000, 1_000, 1])
    #expect(weights("") == [0, 0, 0, 1])
    #expect(weights("gzip;q=0.5, br;q=0.25") == [250, 0, 500, 1])
    #expect(weights("GZIP; Q=0.001") == [0, 0, 1, 1])
    #expect(weights("*;q=0.1, gzip;q=0") == [100, 100, 0, 100])
    #expect(weights("identity;q=0") == [0, 0, 0, 0])
    #expect(weights("*;q=0") == [0, 0, 0, 0])
    #expect(weights("gzip;q=2, br;q=-1, zstd;q=1.5") == [0, 0, 0, 1])
    #expect(weights("x-gzip") == [0, 0, 1_000, 1])
}

@Test("numbers and fields are written without a way to begin another line")
func fieldsAreWritten() {
    var bytes: [UInt8] = []
    bytes.appendField("X", "a\r\nY: b")
    bytes.appendField("N", 0)
    bytes.appendField("M", -1_234_567_890)
    #expect(String(decoding: bytes, as: UTF8.self) == "X: a  Y: b\r\nN: 0\r\nM: -1234567890\r\n")
}

@Test("octets belong to the classes that the grammar says, and to no other")
func characterClasses() {
    let alphanumerical = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    let token = Set((alphanumerical + "!#$%&'*+-.^_`|~").utf8)
    let host = Set((alphanumerical + "-._~!$&'()*+,;=%:[]").utf8)
    for octet in UInt8.min...UInt8.max {
        #expect(Octet.isToken(octet) == token.contains(octet), "\(octet)")
        #expect(Octet.isHost(octet) == host.contains(octet), "\(octet)")
        #expect(Octet.isTarget(octet) == (octet > 0x20 && octet != 0x7F && octet != UInt8(ascii: "#")), "\(octet)")
        #expect(Octet.isFieldValue(octet) == (octet == 9 || (octet >= 0x20 && octet != 0x7F)), "\(octet)")
    }
}

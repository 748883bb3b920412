/// The entry point of libFuzzer. The first octet says where the input is cut in two; whole and cut it must be read
/// alike, and every value that the parser hands out must lie within the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let cut = Int(start[0]) * bytes.count / 256
    let whole = read(bytes, cuts: [])
    precondition(whole == read(bytes, cuts: [cut]), "a split changes the reading")
    if bytes.count < 200 {
        precondition(whole == read(bytes, cuts: Array(0..<bytes.count)), "single octets change the reading")
    }
    let span = bytes.span
    _ = RangeRequest(span, length: Int(start[0]) * 1_000)
    _ = AcceptEncoding(span)
    _ = HTTPDate.parse(span, now: 1_795_000_000)
    _ = EntityTag.matches(span, tag: span, comparison: .weak)
    _ = Host.isValid(span, needsPort: false)
    return 0
}

/// What came of an input: where its request ends, or the fault's status; nil when it is not whole.
private func read(_ bytes: [UInt8], cuts: [Int]) -> Int? {
    var parser = RequestParser()
    var body: BodyReader?
    var consumed = 0
    do {
        for end in cuts + [bytes.count] {
            let arrived = Array(bytes[..<end])
            if body == nil {
                guard try parser.parse(arrived.span) else { continue }
                for line in parser.head.fields {
                    precondition(line.name.bounds.upperBound <= parser.head.length)
                    precondition(line.value.bounds.upperBound <= parser.head.length)
                }
                body = BodyReader(framing: parser.head.framing, limits: parser.limits)
                consumed = parser.head.length
            }
            consumed += try body?.consume(arrived.span.extracting(consumed..<end)) ?? 0
            if body?.isComplete == true { return consumed }
        }
        return nil
    } catch {
        return -error.status.code
    }
}

/// The entry point of libFuzzer: an input is a form's body. Whole, cut in two and octet by octet it must be read alike,
/// and no part may have more than came.
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
    return 0
}

/// What came of a form: its parts with their bodies, and the fault's sentence.
private func read(_ bytes: [UInt8], cuts: [Int]) -> String {
    var limits = MultipartLimits()
    limits.headerBytes = 300
    limits.fieldBytes = 500
    limits.fileBytes = 700
    limits.parts = 5
    limits.totalBytes = 2000
    var said = ""
    do {
        var parser = try MultipartParser(contentType: "multipart/form-data; boundary=b", limits: limits)
        var size = 0
        var start = 0
        for end in cuts + [bytes.count] {
            try parser.feed(bytes[start..<max(start, end)])
            start = max(start, end)
            while let event = try parser.next() {
                switch event {
                case .part(let part): said += "<\(part)>"
                case .bytes(let piece):
                    precondition(!piece.isEmpty)
                    size += piece.count
                    said += piece.map { String($0) + "," }.joined()
                case .end: said += "</>"
                }
            }
        }
        precondition(size <= bytes.count, "more comes out than went in")
        try parser.finish()
    } catch {
        // A limit that is passed is found early or late, depending on the pieces; that it is found is what counts.
        return (error as? MultipartError)?.isTooLarge == true ? "too large" : "\(error)"
    }
    return said
}

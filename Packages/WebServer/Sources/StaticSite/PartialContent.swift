import HTTPMessages

extension SiteResponder {
    /// Answers 206 (RFC 9110, section 15.3.7): one part as it is, several as multipart/byteranges (section 14.6).
    func partial(
        _ parts: [Range<Int>], of form: Representation, _ request: borrowing Request, head: inout [UInt8]
    ) -> Answer {
        head.appendStatusLine(.partialContent)
        if let coding = form.coding { head.appendField("Content-Encoding", coding.name) }
        head.append(contentsOf: form.sharedFields)
        sharing.appendFields(request, to: &head)
        if parts.count == 1, let only = parts.first {
            head.appendField("Content-Type", form.type)
            head.appendField("Content-Length", only.count)
            head.append("Content-Range: ")
            Self.appendContentRange(only, of: form.length, to: &head)
            head.append("\r\n")
            switch form.part(only) {
            case .bytes(let bytes): return Answer(.partialContent, .bytes(bytes))
            case .file(let slice): return Answer(.partialContent, .file(slice))
            }
        }
        let boundary = Self.boundary()
        var pieces: [Answer.Part] = []
        for (index, part) in parts.enumerated() {
            var lines: [UInt8] = Array("\(index == 0 ? "" : "\r\n")--\(boundary)\r\n".utf8)
            lines.appendField("Content-Type", form.type)
            lines.append("Content-Range: ")
            Self.appendContentRange(part, of: form.length, to: &lines)
            lines.append("\r\n\r\n")
            pieces.append(.bytes(lines))
            pieces.append(form.part(part))
        }
        pieces.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
        let answer = Answer(.partialContent, .parts(pieces))
        head.appendField("Content-Type", "multipart/byteranges; boundary=\(boundary)")
        head.appendField("Content-Length", answer.contentLength)
        return answer
    }

    private static func appendContentRange(_ part: Range<Int>, of length: Int, to bytes: inout [UInt8]) {
        bytes.append("bytes ")
        bytes.appendDecimal(part.lowerBound)
        bytes.append(Octet.hyphen)
        bytes.appendDecimal(part.upperBound - 1)
        bytes.append(Octet.slash)
        bytes.appendDecimal(length)
    }

    /// 128 random bits: no file can be made that contains the next one.
    private static func boundary() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    }
}

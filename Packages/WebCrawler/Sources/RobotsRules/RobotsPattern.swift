/// Path patterns of robots.txt: a prefix in which `*` stands for anything and a final `$` for the end.
enum RobotsPattern {
    /// Escapes in capitals, and in patterns bytes beyond ASCII escaped: both compare byte by byte afterwards.
    ///
    /// Paths come as they are requested, which is percent-encoded already.
    static func normalize(_ bytes: some Collection<UInt8>, escapes: Bool = true) -> [UInt8] {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        let bytes = Array(bytes)
        var normal: [UInt8] = []
        normal.reserveCapacity(bytes.count)
        func isHexadecimal(_ index: Int) -> Bool {
            index < bytes.count && Character(Unicode.Scalar(bytes[index])).isHexDigit && bytes[index] < 0x80
        }
        func capital(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "a") < 26 ? byte & 0xDF : byte }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), isHexadecimal(index + 1), isHexadecimal(index + 2) {
                normal += [byte, capital(bytes[index + 1]), capital(bytes[index + 2])]
                index += 3
                continue
            }
            if byte >= 0x80, escapes {
                normal += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            } else {
                normal.append(byte)
            }
            index += 1
        }
        return normal
    }

    /// Whether a path begins with the pattern.
    ///
    /// Each stretch between wildcards is taken at its first place behind the one before: the earliest match never
    /// hinders a later one. Only the last stretch before `$` must lie at the end. Linear in practice, and at worst
    /// the product of both lengths.
    static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        var pattern = pattern[...]
        let isAnchored = pattern.last == UInt8(ascii: "$")
        if isAnchored { pattern.removeLast() }
        let stretches = pattern.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = stretches.first, path.starts(with: first) else { return false }
        var rest = path[first.count...]
        let middle = stretches.dropFirst()
        for (number, stretch) in middle.enumerated() {
            if isAnchored, number == middle.count - 1 {
                return rest.count >= stretch.count && rest.suffix(stretch.count).elementsEqual(stretch)
            }
            guard let found = find(stretch, in: rest) else { return false }
            rest = rest[(found + stretch.count)...]
        }
        return !isAnchored || rest.isEmpty
    }

    private static func find(_ needle: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first else { return text.startIndex }
        var rest = text
        while let start = rest.firstIndex(of: first), rest.endIndex - start >= needle.count {
            if rest[start...].starts(with: needle) { return start }
            rest = rest[(start + 1)...]
        }
        return nil
    }
}

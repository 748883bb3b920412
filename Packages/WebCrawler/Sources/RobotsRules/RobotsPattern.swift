/// Path patterns of robots.txt: a prefix in which `*` stands for anything and a final `$` for the end.
enum RobotsPattern {
    /// The octets of a path or pattern in the one form in which they compare (RFC 9309, section 2.2.2): escapes of
    /// unreserved characters decoded, other escapes in capitals, and escaped whatever a URL cannot hold.
    ///
    /// `*` and the final `$` of a pattern keep their meaning. Everywhere else they stand for themselves, in the form in
    /// which a pattern names them literally: `%2A` and `%24` (section 2.2.3).
    static func normalize(_ bytes: some Collection<UInt8>, isPattern: Bool = true) -> [UInt8] {
        let bytes = Array(bytes)
        var normal: [UInt8] = []
        normal.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hexadecimal(bytes[index + 1]),
                let low = hexadecimal(bytes[index + 2])
            {
                let value = high << 4 | low
                if isUnreserved(value) { normal.append(value) } else { escape(value, to: &normal) }
                index += 3
                continue
            }
            switch byte {
            case UInt8(ascii: "*"): if isPattern { normal.append(byte) } else { escape(byte, to: &normal) }
            case UInt8(ascii: "$"):
                if isPattern, index == bytes.count - 1 { normal.append(byte) } else { escape(byte, to: &normal) }
            case _ where isUnreserved(byte) || isReserved(byte): normal.append(byte)
            default: escape(byte, to: &normal)
            }
            index += 1
        }
        return normal
    }

    private static func escape(_ byte: UInt8, to normal: inout [UInt8]) {
        normal.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
            normal.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// RFC 3986, section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// RFC 3986, section 2.2, and the percent sign of what is no escape.
    private static func isReserved(_ byte: UInt8) -> Bool { ":/?#[]@!&'()+,;=%".utf8.contains(byte) }

    /// Whether a path begins with the pattern.
    ///
    /// Each stretch between wildcards is taken where it first occurs behind the one before: the earliest match never
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

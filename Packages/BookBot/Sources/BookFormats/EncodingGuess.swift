import TextAnalysis

// Unsafe pointers: the head of a chunk is looked at in place, for the call alone.

/// Tells UTF-16 and UTF-32 without a byte order mark by their first bytes.
///
/// In such text every second byte is nearly always of the same few values, and many units are spaces and line ends. A text
/// in UTF-8 with a stray zero byte must not pass for it: pairs of ASCII letters are Chinese characters in UTF-16.
enum EncodingGuess {
    /// The encoding by a byte order mark, and the mark's length.
    static func byMark(_ head: UnsafeRawBufferPointer) -> (TextEncoding, mark: Int)? {
        if head.starts(with: [0xFF, 0xFE, 0x00, 0x00]) { return (.utf32LittleEndian, 4) }
        if head.starts(with: [0x00, 0x00, 0xFE, 0xFF]) { return (.utf32BigEndian, 4) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        return nil
    }

    /// The encoding by what the bytes would mean; nil when they look like neither. `isWhole` tells that nothing follows.
    static func byContent(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> TextEncoding? {
        guard head.count >= 4, !isWhole || head.count.isMultiple(of: 2) else { return nil }
        let zeros = head.count { $0 == 0 }
        let plain = head.count { ($0 >= 0x20 && $0 < 0x7F) || ($0 >= 0x09 && $0 <= 0x0D) }
        var check = UTF8Check()
        check.check(head)
        if zeros > 0 {
            if let found = utf32(head, isWhole: isWhole) { return found }
            if (zeros + plain) * 50 >= head.count * 49 {
                // Nothing but ASCII and zeros: UTF-16 has a zero in every second byte, and a text with stray ones has not.
                let odd = stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
                guard zeros * 5 >= head.count * 2, odd == 0 || odd == zeros else { return nil }
            } else if check.firstInvalid == nil && head.contains(where: { $0 >= 0x80 }) {
                return nil  // UTF-8 with stray zeros
            }
        } else {
            // Without a zero there is no space and no line end, so it can only be Chinese or Japanese.
            guard check.firstInvalid != nil, plain * 10 < head.count * 7 else { return nil }
        }
        let little = plausibility(head, isBigEndian: false, needsIdeographs: zeros == 0)
        let big = plausibility(head, isBigEndian: true, needsIdeographs: zeros == 0)
        guard max(little, big) > 0 else { return nil }
        return little >= big ? .utf16LittleEndian : .utf16BigEndian
    }

    private static func utf32(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> TextEncoding? {
        guard !isWhole || head.count.isMultiple(of: 4) else { return nil }
        func fits(_ isBigEndian: Bool) -> Bool {
            stride(from: 0, to: head.count - 3, by: 4).allSatisfy { at in
                let unit = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(head[at + (isBigEndian ? $1 : 3 - $1)]) }
                return unit != 0 && unit < 0x11_0000 && unit & 0xFFFF_F800 != 0xD800
            }
        }
        return fits(false) ? .utf32LittleEndian : fits(true) ? .utf32BigEndian : nil
    }

    /// How many units are spaces, line ends, or marks and letters of ASCII; 0 when the text makes no sense.
    private static func plausibility(_ head: UnsafeRawBufferPointer, isBigEndian: Bool, needsIdeographs: Bool) -> Int {
        var (units, sensible, common, ideographs, high) = (0, 0, 0, 0, false)
        for at in stride(from: 0, to: head.count - 1, by: 2) {
            let unit =
                isBigEndian
                ? UInt32(head[at]) << 8 | UInt32(head[at + 1]) : UInt32(head[at + 1]) << 8 | UInt32(head[at])
            units += 1
            let isLow = unit & 0xFC00 == 0xDC00
            if unit == 0 || isLow != high { return 0 }
            high = unit & 0xFC00 == 0xD800
            let traits = CodePointTraits(unit)
            let isMark =
                (0x21...0x7E).contains(unit) || (0x2010...0x203F).contains(unit)
                || (0x3001...0x301F).contains(unit) || (0xFF01...0xFF1F).contains(unit)
            if high || isLow || traits.isWordCharacter || traits.isWhitespace || isMark { sensible += 1 }
            if traits.isWhitespace || isMark { common += 1 }
            if (0x3001...0x30FF).contains(unit) || (0x4E00...0x9FFF).contains(unit) || (0xFF01...0xFF9F).contains(unit)
            {
                ideographs += 1
            }
        }
        if needsIdeographs && ideographs * 10 < units * 9 { return 0 }
        return sensible * 10 >= units * 9 && common * 50 >= units ? common : 0
    }
}

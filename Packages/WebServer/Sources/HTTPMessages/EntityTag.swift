/// Entity tags (RFC 9110, section 8.8.3) and lists of them in If-Match and If-None-Match.
public enum EntityTag {
    /// How two tags are compared (RFC 9110, section 8.8.3.2).
    public enum Comparison: Sendable {
        /// Equal, and neither is weak.
        case strong
        /// Equal apart from weakness.
        case weak
    }

    /// Whether the field `list` names `tag`, which is a strong tag with its quotation marks.
    ///
    /// - Returns: true for `*` and for a match; elements that are not entity tags match nothing.
    public static func matches(_ list: Span<UInt8>, tag: Span<UInt8>, comparison: Comparison) -> Bool {
        if list.count == 1, list[0] == Octet.asterisk { return true }
        var index = 0
        while index < list.count {
            let octet = list[index]
            if octet == Octet.comma || octet == Octet.space || octet == Octet.tab {
                index += 1
                continue
            }
            let isWeak = octet == 0x57 && index + 1 < list.count && list[index + 1] == Octet.slash
            let start = isWeak ? index + 2 : index
            guard start < list.count, list[start] == Octet.quotationMark else { return false }
            var end = start + 1
            while end < list.count, list[end] != Octet.quotationMark { end += 1 }
            guard end < list.count else { return false }
            if !isWeak || comparison == .weak, equal(list.extracting(start...end), tag) { return true }
            index = end + 1
        }
        return false
    }

    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }
}

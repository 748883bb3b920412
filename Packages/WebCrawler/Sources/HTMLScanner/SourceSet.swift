// Unsafe pointers: a value is a part of the document, valid for the call alone.

/// The addresses of a `srcset` (HTML standard, "parse a srcset attribute").
enum SourceSet {
    /// The candidates' addresses, each with its range in the value. Commas may stand in an address, not at its end.
    static func addresses(_ value: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while true {
            while position < value.count, isSpace(value[position]) || value[position] == UInt8(ascii: ",") {
                position += 1
            }
            guard position < value.count else { return found }
            let start = position
            while position < value.count, !isSpace(value[position]) { position += 1 }
            var end = position
            if value[end - 1] == UInt8(ascii: ",") {
                while end > start, value[end - 1] == UInt8(ascii: ",") { end -= 1 }
            } else {
                skipDescriptors(value, &position)
            }
            if end > start { found.append(start..<end) }
        }
    }

    /// Descriptors end at a comma that stands outside parentheses.
    private static func skipDescriptors(_ value: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
        var isInParentheses = false
        while position < value.count {
            switch value[position] {
            case UInt8(ascii: "("): isInParentheses = true
            case UInt8(ascii: ")"): isInParentheses = false
            case UInt8(ascii: ",") where !isInParentheses:
                position += 1
                return
            default: break
            }
            position += 1
        }
    }
}

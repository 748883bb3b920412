/// Texts one behind the other, by number: a million short strings in two arrays instead of a million objects.
struct PackedTexts: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text ends.
    private var ends: [UInt32] = []

    /// How many texts there are, those that are nothing included.
    var count: Int { ends.count }

    /// Appends a text, or nothing. A text has a byte before it, so that the empty one and nothing differ.
    mutating func append(_ text: String?) {
        if let text {
            bytes.append(0)
            bytes.append(contentsOf: text.utf8)
        }
        ends.append(UInt32(clamping: bytes.count))
    }

    subscript(index: Int) -> String? { slice(index).map { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of a text; nil for nothing.
    func slice(_ index: Int) -> ArraySlice<UInt8>? {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        let end = Int(ends[index])
        return start < end ? bytes[start + 1..<end] : nil
    }
}

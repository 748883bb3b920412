// Unsafe pointers: it walks over bytes that its maker keeps in place; every index is compared with their count.

/// The code points of UTF-8 text, with U+FFFD for every maximal ill-formed part.
///
/// That is the practice that Unicode (section 3.9, "U+FFFD Substitution of Maximal Subparts") recommends and that
/// Python's `errors="replace"` and Swift's `String(decoding:as:)` follow, so counts agree with both.
public struct UTF8Decoder: Sequence, IteratorProtocol {
    /// The code point that stands for what is no text.
    public static let replacement: UInt32 = 0xFFFD

    private let bytes: UnsafeRawBufferPointer
    /// Where the next code point begins.
    public private(set) var position = 0
    /// Whether the last code point stands for ill-formed bytes.
    public private(set) var wasReplaced = false

    /// Decodes `bytes`, which must outlive the decoder.
    @inline(__always)
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next code point, or nil at the end.
    @inline(__always)
    public mutating func next() -> UInt32? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first < 0x80 {
            position &+= 1
            wasReplaced = false
            return UInt32(first)
        }
        return multibyte(first)
    }

    /// Steps over bytes that are known to be ASCII.
    @inline(__always)
    mutating func skip(_ count: Int) {
        position = Swift.min(position &+ count, bytes.count)
    }

    private mutating func multibyte(_ first: UInt8) -> UInt32 {
        // Table 3-7 of the Unicode standard: the second byte's range depends on the first.
        let length: Int
        var allowed: ClosedRange<UInt8> = 0x80...0xBF
        var codePoint: UInt32
        switch first {
        case 0xC2...0xDF: (length, codePoint) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF:
            (length, codePoint) = (3, UInt32(first & 0x0F))
            if first == 0xE0 { allowed = 0xA0...0xBF }
            if first == 0xED { allowed = 0x80...0x9F }
        case 0xF0...0xF4:
            (length, codePoint) = (4, UInt32(first & 0x07))
            if first == 0xF0 { allowed = 0x90...0xBF }
            if first == 0xF4 { allowed = 0x80...0x8F }
        default: (length, codePoint) = (1, 0)
        }
        wasReplaced = length == 1
        position &+= 1
        guard length > 1 else { return Self.replacement }
        for _ in 1..<length {
            guard position < bytes.count, allowed.contains(bytes[position]) else {
                wasReplaced = true
                return Self.replacement
            }
            codePoint = codePoint << 6 | UInt32(bytes[position] & 0x3F)
            position &+= 1
            allowed = 0x80...0xBF
        }
        return codePoint
    }
}

/// Appends a code point as UTF-8. A surrogate or a number beyond U+10FFFF is written as U+FFFD.
@inline(__always)
public func appendUTF8(_ codePoint: UInt32, to bytes: inout [UInt8]) {
    switch codePoint {
    case 0..<0x80: bytes.append(UInt8(codePoint))
    case 0x80..<0x800:
        bytes.append(UInt8(0xC0 | codePoint >> 6))
        bytes.append(UInt8(0x80 | codePoint & 0x3F))
    case 0x1_0000..<0x11_0000:
        bytes.append(UInt8(0xF0 | codePoint >> 18))
        bytes.append(UInt8(0x80 | codePoint >> 12 & 0x3F))
        bytes.append(UInt8(0x80 | codePoint >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | codePoint & 0x3F))
    default:
        let codePoint = codePoint < 0x11_0000 && codePoint & 0xF800 != 0xD800 ? codePoint : UTF8Decoder.replacement
        bytes.append(UInt8(0xE0 | codePoint >> 12))
        bytes.append(UInt8(0x80 | codePoint >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | codePoint & 0x3F))
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: searches run over text that its owner keeps in place for the call.

extension UnsafeRawBufferPointer {
    /// The offset of the first byte with this value. The system's search looks at 32 bytes at a time.
    func offset(of byte: UInt8, from start: Int = 0) -> Int? {
        guard let baseAddress, start < count else { return nil }
        guard let found = memchr(baseAddress + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// The length of the first line, with its line feed.
    var firstLineLength: Int { offset(of: 0x0A).map { $0 + 1 } ?? count }

    /// The offset of the first byte from `start` on that is not ASCII, or `count`; looks at 32 bytes at a time.
    func firstNonASCII(from start: Int) -> Int {
        var at = start
        guard let baseAddress else { return count }
        while at &+ 32 <= count {
            let words = (baseAddress + at).loadUnaligned(as: SIMD4<UInt64>.self)
            if (words[0] | words[1] | words[2] | words[3]) & 0x8080_8080_8080_8080 != 0 { break }
            at &+= 32
        }
        while at < count && self[at] < 0x80 { at &+= 1 }
        return at
    }
}

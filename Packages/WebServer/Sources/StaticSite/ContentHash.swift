// Unsafe pointers: a file's bytes are hashed where the buffer holds them, for the call alone.

/// A hash of 64 bits that tells contents apart for entity tags. It must change with the content, not withstand somebody
/// who looks for collisions in files that are their own.
///
/// Each word is multiplied into 128 bits whose halves are mixed again, as in wyhash: eight octets in two nanoseconds.
struct ContentHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Takes one word in.
    mutating func combine(_ word: UInt64) {
        let product = (value ^ word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        // The sum keeps what a factor of zero would wipe out.
        value = (product.high ^ product.low) &+ value.byteSwapped &+ word
    }

    /// Takes octets in, with their number.
    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        combine(rest)
        combine(UInt64(bytes.count))
    }
}

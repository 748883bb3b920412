import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whether a precompressed neighbour can be what its file was compressed to, by what stands in its own frame. Times alone do
/// not tell: a build that gives every file the same time leaves an old neighbour as young as the new file.
enum NeighbourCheck {
    /// Whether nothing in the neighbour contradicts its file.
    ///
    /// gzip ends with the content's CRC and its size modulo 2^32 (RFC 1952, section 2.3.1), zstd may name the size in its
    /// first octets (RFC 8878, section 3.1.1.1), brotli says nothing, and neither does what has no such frame.
    ///
    /// - Parameter content: the file's content where it is at hand.
    static func agrees(
        _ neighbour: OpenFile, _ coding: AcceptEncoding.Coding, with file: OpenFile, content: [UInt8]?
    ) -> Bool {
        let size = UInt64(file.fingerprint.size)
        switch coding {
        case .brotli: return true
        case .gzip:
            guard let head = octets(of: neighbour, at: 0, count: 2), head == [0x1F, 0x8B] else { return true }
            guard let end = octets(of: neighbour, at: neighbour.fingerprint.size - 8, count: 8) else { return false }
            guard number(end[4..<8]) == size & 0xFFFF_FFFF else { return false }
            return content.map { UInt64(CRC32.checksum($0)) == number(end[0..<4]) } ?? true
        case .zstandard:
            guard let head = octets(of: neighbour, at: 0, count: min(18, neighbour.fingerprint.size)),
                head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]), head.count > 5
            else { return true }
            return contentSize(zstd: head).map { $0 == size } ?? true
        }
    }

    /// The content's size that a zstd frame names; nil when it names none.
    private static func contentSize(zstd head: [UInt8]) -> UInt64? {
        let descriptor = head[4]
        let isSingle = descriptor & 0x20 != 0
        let sizes = [isSingle ? 1 : 0, 2, 4, 8]
        let length = sizes[Int(descriptor >> 6)]
        let start = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][Int(descriptor & 3)]
        guard length > 0, start + length <= head.count else { return nil }
        return number(head[start..<start + length]) + (length == 2 ? 256 : 0)
    }

    private static func number(_ octets: ArraySlice<UInt8>) -> UInt64 {
        octets.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func octets(of file: OpenFile, at offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count > 0 else { return nil }
        var octets = [UInt8](repeating: 0, count: count)
        return pread(file.descriptor, &octets, count, off_t(offset)) == count ? octets : nil
    }
}

/// The checksum of gzip (RFC 1952, section 8).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 != 0 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}

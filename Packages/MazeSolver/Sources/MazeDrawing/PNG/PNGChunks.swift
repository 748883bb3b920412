import CZlib

// Unsafe pointers: chunks are ranges of the file's bytes, compared with their count when they are read.

/// A PNG file cut into its chunks: order, lengths and checksums are right; what they say is not looked at yet.
struct PNGChunks {
    /// The eight bytes that open every PNG file (PNG, section 5.2).
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    let header: PNGHeader
    /// Where the palette's bytes lie.
    private(set) var palette: Range<Int>?
    /// Where the transparency's bytes lie.
    private(set) var transparency: Range<Int>?
    /// Where the parts of the compressed picture lie.
    private(set) var data: [Range<Int>] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(PNGError) {
        guard bytes.starts(with: Self.signature) else { throw .notPNG }
        var offset = Self.signature.count
        let (first, body) = try Self.chunk(at: &offset, of: bytes)
        guard first == "IHDR" else {
            throw .wrongChunk(chunk: first, offset: Self.signature.count, reason: "comes where IHDR should come")
        }
        header = try PNGHeader(bytes[body])
        var dataIsComplete = false
        while true {
            let start = offset
            let (name, body) = try Self.chunk(at: &offset, of: bytes)
            if name != "IDAT" && !data.isEmpty { dataIsComplete = true }
            switch name {
            case "IDAT":
                guard !dataIsComplete else {
                    throw .wrongChunk(chunk: name, offset: start, reason: "comes apart from the other IDAT chunks")
                }
                data.append(body)
            case "PLTE":
                guard palette == nil, data.isEmpty else {
                    throw .wrongChunk(chunk: name, offset: start, reason: "is doubled, or comes after the picture")
                }
                guard body.count % 3 == 0, !body.isEmpty, body.count <= 768 else {
                    throw .wrongChunk(chunk: name, offset: start, reason: "does not hold 1 to 256 colours")
                }
                palette = body
            case "tRNS":
                transparency = body
            case "IEND":
                guard !data.isEmpty else {
                    throw .wrongChunk(chunk: name, offset: start, reason: "comes before any IDAT chunk")
                }
                guard header.colourType != .palette || palette != nil else {
                    throw .wrongChunk(chunk: "PLTE", offset: start, reason: "is missing: the colour type needs it")
                }
                return
            default:
                // An upper-case first letter makes a chunk critical (PNG, section 5.4).
                guard let letter = name.utf8.first, letter & 0x20 != 0 else {
                    throw .wrongChunk(chunk: name, offset: start, reason: "is critical, and unknown")
                }
            }
        }
    }

    /// Reads one chunk and moves `offset` behind it.
    private static func chunk(
        at offset: inout Int, of bytes: UnsafeRawBufferPointer
    ) throws(PNGError) -> (String, Range<Int>) {
        guard bytes.count - offset >= 12 else { throw .truncated("at byte \(bytes.count): a chunk should follow") }
        func number(_ index: Int) -> UInt32 {
            UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        }
        let length = Int(number(offset))
        let typeBytes = bytes[offset + 4..<offset + 8]
        let isName = typeBytes.allSatisfy { (0x41...0x5A).contains($0 & ~0x20) }
        let name = isName ? String(decoding: typeBytes, as: UTF8.self) : "(not a name)"
        guard isName else { throw .wrongChunk(chunk: name, offset: offset, reason: "has a type that is not letters") }
        guard length <= bytes.count - offset - 12 else { throw .truncated("in chunk \(name) at byte \(offset)") }
        let body = offset + 8..<offset + 8 + length
        let checked = UnsafeRawBufferPointer(rebasing: bytes[offset + 4..<body.upperBound])
        guard CRC.of(checked) == number(body.upperBound) else { throw .wrongChecksum(chunk: name, offset: offset) }
        offset = body.upperBound + 4
        return (name, body)
    }
}

/// The checksum of chunks (PNG, annex D), by zlib.
enum CRC {
    static func of(_ bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
        // Without bytes zlib would begin a new checksum.
        guard let first = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return start }
        return UInt32(truncatingIfNeeded: crc32_z(UInt(start), first, bytes.count))
    }
}

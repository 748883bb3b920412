// Unsafe pointers: read(2) and inflate fill memory of the caller's; the count returned says how much is valid.

/// Where a reader's bytes come from: a file, an inflated one, standard input, memory.
public protocol ByteSource {
    /// Puts the next bytes into `buffer`, at least one, and returns how many; 0 at the end.
    ///
    /// - Throws: whatever the source's own trouble is: a disk's, or a damaged archive's.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes that lie in memory.
public struct BytesInMemory: ByteSource {
    private var rest: ArraySlice<UInt8>

    /// Takes the bytes of a text.
    public init(_ text: String) {
        rest = ArraySlice(text.utf8)
    }

    /// Takes bytes.
    public init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    /// Copies what fits.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = rest.prefix(buffer.count)
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

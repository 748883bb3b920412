// Unsafe pointers: it inflates out of the file's bytes, which its caller keeps in place.

/// The rows of a picture, unpacked and unfiltered one after the other.
struct RowStream: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    private var pieces: ArraySlice<Range<Int>>
    private var inflater: Inflater
    /// Unpacked bytes; what is not taken yet lies at `taken..<filled`.
    private var buffer: [UInt8]
    private var taken = 0
    private var filled = 0
    private var above: [UInt8] = []
    private var rowBytes = 0
    private var distance = 1

    /// - Parameter widest: the bytes of the widest row.
    init(_ bytes: UnsafeRawBufferPointer, _ pieces: [Range<Int>], widest: Int) throws(PNGError) {
        self.bytes = bytes
        self.pieces = pieces[...]
        inflater = try Inflater()
        // Large pieces keep zlib on its fast path, which needs room for a longest match.
        buffer = [UInt8](repeating: 0, count: max(1 << 17, widest + 1))
    }

    /// Begins a picture, or a pass of an interlaced one, whose rows have this length.
    mutating func begin(rowBytes: Int, distance: Int) {
        self.rowBytes = rowBytes
        self.distance = distance
        above = [UInt8](repeating: 0, count: rowBytes)
    }

    /// Gives the next row to `body`.
    mutating func next(_ y: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(PNGError) {
        if filled - taken <= rowBytes { try refill(y) }
        let index = taken
        taken += rowBytes + 1
        let (count, distance) = (rowBytes, distance)
        do {
            try buffer.withUnsafeMutableBufferPointer { buffer in
                try above.withUnsafeMutableBufferPointer { above in
                    let row = UnsafeMutableBufferPointer(rebasing: buffer[index + 1..<index + 1 + count])
                    try Unfilter.undo(buffer[index], row, above: UnsafeBufferPointer(above), distance: distance)
                    _ = above.update(fromContentsOf: row)
                    body(UnsafeBufferPointer(row))
                }
            }
        } catch let error as PNGError {
            throw error
        } catch {
            throw .corrupted("row \(y) cannot be read")
        }
    }

    /// Looks at the rest of the stream: its checksum must be right.
    mutating func finish() throws(PNGError) {
        try inflater.finish(from: bytes, &pieces)
    }

    private mutating func refill(_ y: Int) throws(PNGError) {
        buffer.replaceSubrange(0..<filled - taken, with: Array(buffer[taken..<filled]))
        filled -= taken
        taken = 0
        while filled <= rowBytes {
            let start = filled
            var count = 0
            do {
                count = try buffer.withUnsafeMutableBytes { buffer in
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
                    return try inflater.read(from: bytes, &pieces, into: rest)
                }
            } catch let error as PNGError {
                throw error
            } catch {
                throw .corrupted("row \(y) cannot be read")
            }
            guard count > 0 else { throw .truncated("before the end of row \(y)") }
            filled += count
        }
    }
}

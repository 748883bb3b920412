// Unsafe pointers: every byte of a picture passes here; both rows have one length, which bounds each index.

/// Undoes the filters of PNG rows (PNG, section 9).
enum Unfilter {
    /// Turns a filtered row into its bytes, in place.
    ///
    /// - Parameters:
    ///   - row: the row without its filter byte.
    ///   - above: the row above, already unfiltered, of the same length.
    ///   - distance: the bytes of a pixel, at least 1.
    static func undo(
        _ filter: UInt8, _ row: UnsafeMutableBufferPointer<UInt8>, above: UnsafeBufferPointer<UInt8>, distance: Int
    ) throws(PNGError) {
        switch filter {
        case 0: break
        case 1:
            for index in row.indices.dropFirst(distance) { row[index] &+= row[index - distance] }
        case 2:
            for index in row.indices { row[index] &+= above[index] }
        case 3:
            for index in row.indices {
                let left = index >= distance ? UInt16(row[index - distance]) : 0
                row[index] &+= UInt8(truncatingIfNeeded: (left + UInt16(above[index])) >> 1)
            }
        case 4:
            for index in row.indices {
                let (left, corner) =
                    index >= distance ? (Int16(row[index - distance]), Int16(above[index - distance])) : (0, 0)
                row[index] &+= UInt8(truncatingIfNeeded: paeth(left, Int16(above[index]), corner))
            }
        default: throw .corrupted("a row has filter \(filter); there are 0 to 4")
        }
    }

    /// Of left, above and corner the one nearest to left + above − corner.
    @inline(__always)
    private static func paeth(_ left: Int16, _ above: Int16, _ corner: Int16) -> Int16 {
        let estimate = left + above - corner
        let (fromLeft, fromAbove, fromCorner) = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
        if fromLeft <= fromAbove && fromLeft <= fromCorner { return left }
        return fromAbove <= fromCorner ? above : corner
    }
}

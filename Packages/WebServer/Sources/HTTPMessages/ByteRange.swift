/// A part of a byte buffer, as offsets: how the parser names what it found without copying it.
///
/// Offsets are 32 bits wide, since a request's head is limited to far less than 2 GiB; that halves the field table.
public struct ByteRange: Sendable, Equatable {
    /// The offset of the first byte.
    public let start: Int32
    /// The offset behind the last byte.
    public let end: Int32

    /// Makes the part from `start` up to, not including, `end`.
    ///
    /// - Precondition: `0 <= start <= end` and both fit 32 bits; the parser's limits see to that.
    @inlinable
    public init(_ start: Int, _ end: Int) {
        self.start = Int32(truncatingIfNeeded: start)
        self.end = Int32(truncatingIfNeeded: end)
    }

    /// The number of bytes.
    @inlinable public var count: Int { Int(end - start) }

    /// Whether there is no byte in it.
    @inlinable public var isEmpty: Bool { start == end }

    /// The offsets as a Swift range.
    @inlinable public var bounds: Range<Int> { Int(start)..<Int(end) }
}

extension Span where Element == UInt8 {
    /// The bytes of `range`; traps when the range does not lie in this buffer, as any index does.
    @inlinable
    @_lifetime(copy self)
    public func part(_ range: ByteRange) -> Span<UInt8> {
        extracting(range.bounds)
    }
}

// Unsafe pointers: blocks of whole lines are lent to the body for the call, without a copy.

/// Cuts the bytes of a source into blocks of whole lines, each block as large as fits the buffer.
struct LineBlocks<Source: ByteSource> {
    private var source: Source
    private var buffer: [UInt8]
    /// The bytes of `buffer` that were read and not handed out.
    private var pending = 0..<0
    private var ended = false
    private let longestLine: Int

    /// - Parameter longestLine: lines of more bytes than this are refused.
    init(_ source: Source, longestLine: Int, blockSize: Int = 1 << 18) {
        self.source = source
        self.longestLine = longestLine
        buffer = [UInt8](repeating: 0, count: blockSize + DecimalDigits.lookahead)
    }

    /// Hands the next block to `body`: whole lines, each ended by a newline (the file's last one may lack it), with
    /// `DecimalDigits.lookahead` readable bytes behind them. False at the end.
    mutating func next(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        while true {
            if let end = endOfWholeLines {
                let block = pending.lowerBound..<end
                pending = end..<pending.upperBound
                try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[block])) }
                return true
            }
            guard !ended else { return false }
            try fill()
        }
    }

    /// Behind the last newline; at the source's end, behind the last byte.
    private var endOfWholeLines: Int? {
        guard !pending.isEmpty else { return nil }
        if ended { return pending.upperBound }
        return buffer[pending].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    }

    /// Moves the begun line to the front and reads on behind it, into a larger buffer if need be.
    private mutating func fill() throws {
        guard pending.count <= longestLine else { throw LineTooLong(limit: longestLine) }
        if pending.count > (buffer.count - DecimalDigits.lookahead) / 2 {
            buffer += [UInt8](repeating: 0, count: buffer.count)
        }
        buffer.withUnsafeMutableBytes { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[pending]))
        }
        pending = 0..<pending.count
        let count = try buffer.withUnsafeMutableBytes { bytes in
            let free = bytes[pending.upperBound..<(bytes.count - DecimalDigits.lookahead)]
            return try source.read(into: UnsafeMutableRawBufferPointer(rebasing: free))
        }
        ended = count == 0
        pending = 0..<(pending.count + count)
    }
}

/// A line is longer than a reader takes.
struct LineTooLong: Error {
    let limit: Int
}

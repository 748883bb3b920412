// Unsafe pointers: the chunk owns its memory, so that it can be padded for loads of whole blocks; deinit frees it.

/// A reusable buffer of UTF-8 text that holds whole tokens: it ends at whitespace, or at the end of the text.
///
/// Behind the text lie `padding` spaces, so that code which reads a block at a time may read past the end.
public struct TextChunk: ~Copyable {
    /// Readable bytes behind the text.
    public static let padding = 128

    private var base: UnsafeMutableRawPointer
    /// How many bytes fit without growing.
    public private(set) var capacity: Int
    /// How many bytes the chunk holds.
    public private(set) var count = 0

    /// Makes an empty chunk for `capacity` bytes of text.
    public init(capacity: Int = 256 << 10) {
        self.capacity = max(capacity, 1)
        base = .allocate(byteCount: self.capacity + Self.padding, alignment: 64)
        pad()
    }

    deinit {
        base.deallocate()
    }

    /// The text.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// How many bytes may be appended without growing.
    public var room: Int { capacity - count }

    /// Drops all text and keeps the memory.
    public mutating func removeAll() {
        count = 0
        pad()
    }

    /// Lets `body` write behind the text; it returns how many bytes it wrote, which become text.
    @discardableResult
    public mutating func append<Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let written = try body(UnsafeMutableRawBufferPointer(start: base + count, count: room))
        count += min(max(written, 0), room)
        pad()
        return written
    }

    /// Appends a copy of `bytes`, growing when there is no room.
    public mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if bytes.count > room { grow(to: count + bytes.count) }
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
        pad()
    }

    /// Keeps the first `newCount` bytes.
    public mutating func truncate(to newCount: Int) {
        count = min(count, max(newCount, 0))
        pad()
    }

    /// Keeps only these parts, which must be in order and apart.
    public mutating func keepOnly(_ parts: [Range<Int>]) {
        var end = 0
        for part in parts {
            let part = part.clamped(to: end..<count)
            if part.lowerBound > end { (base + end).copyMemory(from: base + part.lowerBound, byteCount: part.count) }
            end += part.count
        }
        truncate(to: end)
    }

    /// Makes room for at least `newCapacity` bytes; doubles, so that many small steps cost little.
    public mutating func grow(to newCapacity: Int) {
        guard newCapacity > capacity else { return }
        let larger = max(newCapacity, capacity * 2)
        let new = UnsafeMutableRawPointer.allocate(byteCount: larger + Self.padding, alignment: 64)
        new.copyMemory(from: base, byteCount: count)
        base.deallocate()
        (base, capacity) = (new, larger)
        pad()
    }

    private func pad() {
        (base + count).initializeMemory(as: UInt8.self, repeating: 0x20, count: Self.padding)
    }
}

/// Where text comes from: the analysis asks for one chunk after the other and never for the whole.
public protocol TextSource: AnyObject {
    /// Replaces the chunk's text by the next part of the text. False at the end.
    func fill(_ chunk: inout TextChunk) throws -> Bool
}

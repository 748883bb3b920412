// Unsafe pointers: a row is filled by the caller in the writer's own memory, within its count.

/// Writes PNG and APNG files row by row: only one row and one piece of packed data are held.
public final class PNGWriter {
    /// The colours of a picture: red, green and blue; a pixel is an index into them.
    public struct Palette: Sendable, Equatable {
        /// The colours, 1 to 256.
        public var colours: [(red: UInt8, green: UInt8, blue: UInt8)]

        /// Makes a palette.
        public init(_ colours: [(red: UInt8, green: UInt8, blue: UInt8)]) {
            precondition((1...256).contains(colours.count), "a palette has 1 to 256 colours")
            self.colours = colours
        }

        /// The bits that an index needs: 1, 2, 4 or 8.
        public var depth: Int { colours.count <= 2 ? 1 : colours.count <= 4 ? 2 : colours.count <= 16 ? 4 : 8 }

        /// Whether two palettes have the same colours in the same order.
        public static func == (left: Palette, right: Palette) -> Bool {
            left.colours.elementsEqual(right.colours, by: ==)
        }
    }

    /// A part of an animation: a rectangle that replaces what is shown there.
    public struct Frame: Sendable {
        /// The rectangle's left column.
        public var x: Int
        /// The rectangle's top row.
        public var y: Int
        /// The rectangle's columns.
        public var width: Int
        /// The rectangle's rows.
        public var height: Int
        /// How long the frame is shown, in milliseconds.
        public var milliseconds: Int

        /// Makes a frame.
        public init(x: Int, y: Int, width: Int, height: Int, milliseconds: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
            self.milliseconds = milliseconds
        }
    }

    private let sink: any ByteSink
    private let width: Int
    private let height: Int
    private let depth: Int
    private var sequence: UInt32 = 0

    /// Writes the head of a file.
    ///
    /// - Parameters:
    ///   - palette: the colours; nil for black (0) and white (1) of one bit.
    ///   - frames: the number of frames of an animation (APNG 1.0); nil for a still picture.
    ///   - loops: how often an animation plays; 0 for ever.
    public init(
        to sink: any ByteSink, width: Int, height: Int, palette: Palette?, frames: Int? = nil, loops: Int = 0
    ) throws {
        self.sink = sink
        self.width = width
        self.height = height
        depth = palette?.depth ?? 1
        try sink.write(PNGChunks.signature)
        let colourType: PNGHeader.ColourType = palette == nil ? .grey : .palette
        try chunk("IHDR", Self.number(width) + Self.number(height) + [UInt8(depth), colourType.rawValue, 0, 0, 0])
        if let frames { try chunk("acTL", Self.number(frames) + Self.number(loops)) }
        if let palette { try chunk("PLTE", palette.colours.flatMap { [$0.red, $0.green, $0.blue] }) }
    }

    /// The bytes of a row of so many pixels.
    public func rowBytes(width: Int) -> Int { (width * depth + 7) / 8 }

    /// Writes the picture of a still file: `fill` is called for each row in turn, with the row's bytes, all zero before
    /// the first.
    public func writePicture(fillRow fill: (Int, UnsafeMutableBufferPointer<UInt8>) throws -> Void) throws {
        try writeData(width: width, height: height, isLaterFrame: false, fill)
    }

    /// Writes one frame of an animation; the first covers the whole picture.
    public func writeFrame(
        _ frame: Frame, fillRow fill: (Int, UnsafeMutableBufferPointer<UInt8>) throws -> Void
    ) throws {
        let isFirst = sequence == 0
        var control = Self.number(Int(sequence)) + Self.number(frame.width) + Self.number(frame.height)
        control += Self.number(frame.x) + Self.number(frame.y)
        let delay = min(max(0, frame.milliseconds), 65_535)
        // Milliseconds are thousandths; the frame stays, and replaces what was there.
        control += [UInt8(delay >> 8), UInt8(delay & 0xFF), UInt8(1000 >> 8), UInt8(1000 & 0xFF), 0, 0]
        sequence += 1
        try chunk("fcTL", control)
        try writeData(width: frame.width, height: frame.height, isLaterFrame: !isFirst, fill)
    }

    /// Writes the end of the file.
    public func finish() throws {
        try chunk("IEND", [])
    }

    private func writeData(
        width: Int, height: Int, isLaterFrame: Bool,
        _ fill: (Int, UnsafeMutableBufferPointer<UInt8>) throws -> Void
    ) throws {
        // Maze rows are near to random bits: filters do not help them, and level 6 finds little more than level 1.
        var deflater = Deflater(effort: width * height > 1 << 20 ? .fast : .thorough)
        let emit = { (piece: UnsafeRawBufferPointer) in
            if isLaterFrame {
                try self.chunk("fdAT", Self.number(Int(self.sequence)) + piece)
                self.sequence += 1
            } else {
                try self.chunk("IDAT", piece)
            }
        }
        // The first byte of a row is its filter: 0.
        var row = [UInt8](repeating: 0, count: rowBytes(width: width) + 1)
        for y in 0..<height {
            try row.withUnsafeMutableBufferPointer { try fill(y, UnsafeMutableBufferPointer(rebasing: $0[1...])) }
            try row.withUnsafeBytes { try deflater.write($0, emit) }
        }
        try deflater.finish(emit)
    }

    private func chunk(_ name: String, _ body: [UInt8]) throws {
        try body.withUnsafeBytes { try chunk(name, $0) }
    }

    private func chunk(_ name: String, _ body: UnsafeRawBufferPointer) throws {
        let type = Array(name.utf8)
        try sink.write(Self.number(body.count) + type)
        try sink.write(body)
        let checksum = type.withUnsafeBytes { CRC.of($0) }
        try sink.write(Self.number(Int(CRC.of(body, after: checksum))))
    }

    private static func number(_ value: Int) -> [UInt8] {
        let value = UInt32(clamping: value)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

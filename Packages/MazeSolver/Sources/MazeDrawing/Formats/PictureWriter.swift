import Mazes

// Unsafe pointers: a row is filled in the writer's own memory, within its count.

/// Draws mazes as PNG pictures, row by row.
public enum PictureWriter {
    /// The colours of still pictures, by layer: wall, passage, path, reached.
    static let colours: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (255, 255, 255), (220, 30, 30), (150, 190, 235),
    ]

    /// Writes a maze that is made row by row, black on white, `scale` pixels per square: the memory is that of a row.
    public static func write(_ picture: MazePicture<some CellRows>, scale: Int = 1, to sink: any ByteSink) throws {
        var picture = picture
        let writer = try PNGWriter(
            to: sink, width: picture.width * scale, height: picture.height * scale, palette: nil)
        var bits = [UInt64](repeating: 0, count: picture.rowWords)
        try writer.writePicture { y, row in
            guard y % scale == 0 else { return }
            _ = picture.nextRow(into: &bits)
            if scale == 1 {
                copy(bits, to: row)
            } else {
                for index in row.indices { row[index] = 0 }
                for pixel in 0..<picture.width * scale {
                    let x = pixel / scale
                    if bits[x >> 6] >> UInt64(x & 63) & 1 != 0 { row[pixel >> 3] |= 0x80 >> UInt8(pixel & 7) }
                }
            }
        }
        try writer.finish()
    }

    private static func copy(_ bits: [UInt64], to row: UnsafeMutableBufferPointer<UInt8>) {
        let row = UnsafeMutableRawBufferPointer(row)
        for index in bits.indices {
            let word = bits[index].bitsReversedInBytes
            if index * 8 + 8 <= row.count {
                row.storeBytes(of: word.littleEndian, toByteOffset: index * 8, as: UInt64.self)
            } else {
                for byte in index * 8..<row.count {
                    row[byte] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (byte - index * 8)))
                }
            }
        }
    }

    /// Writes a map with what was found on it, `scale` pixels per square. Weights are drawn as the greys they came from.
    public static func write(_ drawing: MapDrawing, scale: Int = 1, to sink: any ByteSink) throws {
        let greys = drawing.map.weights == nil ? [] : (1...252).map { UInt8(clamping: 256 - $0) }
        let writer = try PNGWriter(
            to: sink, width: drawing.map.width * scale, height: drawing.map.height * scale,
            palette: PNGWriter.Palette(colours + greys.map { ($0, $0, $0) }))
        if greys.isEmpty && scale == 1 {
            try writer.writePicture { y, row in fill(row, y: y, of: drawing) }
        } else {
            let isDeep = !greys.isEmpty
            try writer.writePicture { y, row in
                guard y % scale == 0 else { return }
                for index in row.indices { row[index] = 0 }
                for x in 0..<drawing.map.width {
                    var colour = drawing.layer(x: x, y: y / scale).rawValue
                    if isDeep, colour == MapDrawing.Layer.passage.rawValue {
                        let weight = drawing.map.weight(at: drawing.map.open.index(of: Point(x: x, y: y / scale)))
                        colour = UInt8(clamping: colours.count + min(weight, 252) - 1)
                    }
                    for pixel in x * scale..<(x + 1) * scale {
                        if isDeep {
                            row[pixel] = colour
                        } else {
                            row[pixel >> 2] |= colour << UInt8(6 - 2 * (pixel & 3))
                        }
                    }
                }
            }
        }
        try writer.finish()
    }

    /// A row of two-bit pixels, eight at a time: the high bit says "path or reached", the low bit "open, not path".
    private static func fill(_ row: UnsafeMutableBufferPointer<UInt8>, y: Int, of drawing: MapDrawing) {
        let first = drawing.map.open.firstWord(ofRow: y)
        for word in 0..<drawing.map.open.rowWords {
            let open = drawing.map.open.words[first + word]
            let path = drawing.path?.words[first + word] ?? 0
            let reached = (drawing.reached?.words[first + word] ?? 0) & open
            let high = path | reached
            let low = open & ~path
            for byte in 0..<8 {
                let index = word * 16 + byte * 2
                guard index < row.count else { return }
                let shift = UInt64(truncatingIfNeeded: byte * 8)
                let pixels =
                    spread[Int(truncatingIfNeeded: low >> shift & 0xFF)]
                    | spread[Int(truncatingIfNeeded: high >> shift & 0xFF)] << 1
                row[index] = UInt8(truncatingIfNeeded: pixels >> 8)
                if index + 1 < row.count { row[index + 1] = UInt8(truncatingIfNeeded: pixels) }
            }
        }
    }

    /// For a byte of eight squares, the first in its lowest bit, the low bits of eight two-bit pixels, the first highest.
    private static let spread: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(0) { $0 | (byte >> $1 & 1 == 0 ? 0 : UInt16(1) << UInt16(14 - 2 * $1)) }
    }
}

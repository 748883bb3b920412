import Mazes

/// Reads a PNG picture of any bit depth, colour type and interlacing as a map.
///
/// Rows stream from the compressed data into a bitset: beside the file and one bit a pixel, only two rows are held.
/// Transparent pixels lie on white paper.
public struct PNGReader: Sendable {
    /// Grey values (0 black to 255 white) below this are walls.
    public var wallsBelow: UInt8
    /// The most places that a picture may declare.
    public var largestPicture: Int

    /// Makes a reader.
    public init(wallsBelow: UInt8 = 1, largestPicture: Int = GridMap.largestIndexCount) {
        self.wallsBelow = wallsBelow
        self.largestPicture = min(largestPicture, GridMap.largestIndexCount)
    }

    /// Whether a file begins as every PNG does.
    public static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: PNGChunks.signature)
    }

    /// Reads a picture.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `PNGError`, which names the chunk or the row.
    public func map(_ bytes: [UInt8]) throws(PNGError) -> GridMap {
        do {
            return try bytes.withUnsafeBytes { try map($0) }
        } catch let error as PNGError {
            throw error
        } catch {
            throw .corrupted("it cannot be read")
        }
    }

    private func map(_ bytes: UnsafeRawBufferPointer) throws(PNGError) -> GridMap {
        let chunks = try PNGChunks(bytes)
        let header = chunks.header
        guard GridMap.fits(width: header.width, height: header.height, largest: largestPicture) else {
            throw .tooLarge(width: header.width, height: header.height, limit: largestPicture)
        }
        // Deflate packs at most 1032 to 1 (zlib, algorithm.txt): less data cannot be the whole picture, and memory
        // need not be taken for it.
        let packed = chunks.data.reduce(0) { $0 + $1.count }
        guard header.rowBytes(width: header.width) * header.height / 1032 <= packed else {
            throw .truncated("long before its \(header.width)x\(header.height) pixels: it has \(packed) bytes of data")
        }
        var rows = try RowStream(bytes, chunks.data, widest: header.rowBytes(width: header.width))
        let samples = SampleTable(chunks, bytes)
        var picture = PictureBuilder(width: header.width, height: header.height, wallsBelow: wallsBelow)
        if header.isInterlaced {
            try readInterlaced(header, samples, &rows, &picture)
        } else {
            rows.begin(rowBytes: header.rowBytes(width: header.width), distance: header.filterDistance)
            for y in 0..<header.height {
                try rows.next(y) { row in
                    if header.pixelBits == 1, picture.putBits(row, y: y, zero: samples.grey[0], one: samples.grey[1]) {
                        return
                    }
                    samples.greys(of: row, header, count: header.width) { x, grey in
                        picture.put(grey, x: x, y: y)
                    }
                }
            }
        }
        try rows.finish()
        return picture.map
    }

    /// Adam7 (PNG, section 8.2): seven pictures of ever more pixels.
    private func readInterlaced(
        _ header: PNGHeader, _ samples: SampleTable, _ rows: inout RowStream, _ picture: inout PictureBuilder
    ) throws(PNGError) {
        let passes = [
            (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
        ]
        for (left, top, across, down) in passes where left < header.width && top < header.height {
            let width = (header.width - left + across - 1) / across
            rows.begin(rowBytes: header.rowBytes(width: width), distance: header.filterDistance)
            for y in stride(from: top, to: header.height, by: down) {
                try rows.next(y) { row in
                    samples.greys(of: row, header, count: width) { x, grey in
                        picture.put(grey, x: left + x * across, y: y)
                    }
                }
            }
        }
    }
}

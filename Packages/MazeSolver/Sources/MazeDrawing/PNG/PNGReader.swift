import Mazes

// Unsafe pointers: the file's bytes are read in place, for the call alone.

/// Reads a PNG picture of any bit depth, colour type and interlacing.
///
/// Rows stream from the compressed data into the picture: beside the file, a picture of one-bit pixels takes a bit a
/// pixel, any other a byte, and two if it has colours.
public struct PNGReader: Sendable {
    /// The most pixels that a picture may declare.
    public var largestPicture: Int
    /// The grey on which transparent pixels lie.
    public var paper: UInt8

    /// Makes a reader.
    public init(largestPicture: Int = GridMap.largestIndexCount, paper: UInt8 = 255) {
        self.largestPicture = min(largestPicture, GridMap.largestIndexCount)
        self.paper = paper
    }

    /// Whether a file begins as every PNG does.
    public static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: PNGChunks.signature)
    }

    /// Whether a picture may have transparent pixels: then another paper may show what white paper hides.
    public static func mayBeTransparent(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let chunks = try? PNGChunks(bytes) else { return false }
            return SampleTable(chunks, bytes, paper: 255).hasTransparency
        }
    }

    /// Reads a picture.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `PNGError`, which names the chunk or the row.
    public func picture(_ bytes: [UInt8]) throws(PNGError) -> PixelPicture {
        do {
            return try bytes.withUnsafeBytes { try picture($0) }
        } catch let error as PNGError {
            throw error
        } catch {
            throw .corrupted("it cannot be read")
        }
    }

    private func picture(_ bytes: UnsafeRawBufferPointer) throws(PNGError) -> PixelPicture {
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
        let samples = SampleTable(chunks, bytes, paper: paper)
        let (zero, one) = (samples.pixels[0], samples.pixels[1])
        let isTwoGreys = header.pixelBits == 1 && zero.colour == .none && one.colour == .none && zero != one
        var picture =
            isTwoGreys
            ? PictureBuilder(
                width: header.width, height: header.height, dark: min(zero.grey, one.grey),
                light: max(zero.grey, one.grey))
            : PictureBuilder(width: header.width, height: header.height)
        if header.isInterlaced {
            try readInterlaced(header, samples, &rows, &picture)
        } else {
            rows.begin(rowBytes: header.rowBytes(width: header.width), distance: header.filterDistance)
            for y in 0..<header.height {
                try rows.next(y) { row in
                    if isTwoGreys { return picture.putBits(row, y: y, oneIsLight: one.grey > zero.grey) }
                    samples.pixels(of: row, header, count: header.width) { x, pixel in
                        picture.put(pixel, x: x, y: y)
                    }
                }
            }
        }
        try rows.finish()
        return picture.picture()
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
                    samples.pixels(of: row, header, count: width) { x, pixel in
                        picture.put(pixel, x: left + x * across, y: y)
                    }
                }
            }
        }
    }
}

import Mazes

/// Several drawings of one map on one sheet, about as wide as high, each with its name below; small maps are drawn
/// larger.
public struct RaceSheet {
    /// One drawing and its name.
    public struct Tile {
        /// What is written below: letters, digits and hyphens.
        public let name: String
        /// What is drawn.
        public let drawing: MapDrawing

        /// Makes a tile.
        public init(name: String, drawing: MapDrawing) {
            (self.name, self.drawing) = (name, drawing)
        }
    }

    private let tiles: [Tile]
    private let scale: Int
    private let columns: Int
    /// The pixels of a tile, its name and its right and lower margin included.
    private let size: (width: Int, height: Int)
    private let names: [[[Bool]]]
    private static let margin = 4

    /// Makes a sheet of drawings of one map.
    public init(_ tiles: [Tile]) {
        self.tiles = tiles
        let map = tiles.first?.drawing.map
        let (width, height) = (map?.width ?? 1, map?.height ?? 1)
        scale = max(1, min(8, 240 / width))
        names = tiles.map { Lettering.pixels(of: $0.name) }
        let widestName = names.map { $0.first?.count ?? 0 }.max() ?? 0
        size = (
            max(width * scale, widestName) + Self.margin, height * scale + Lettering.height + 2 + Self.margin
        )
        var columns = 1
        while columns < tiles.count && columns * size.width < (tiles.count + columns - 1) / columns * size.height {
            columns += 1
        }
        self.columns = columns
    }

    /// Writes the sheet as a PNG picture.
    public func write(to sink: any ByteSink) throws {
        guard let map = tiles.first?.drawing.map else { return }
        let bands = (tiles.count + columns - 1) / columns
        let (paper, ink): (UInt8, UInt8) = (4, 5)
        let writer = try PNGWriter(
            to: sink, width: columns * size.width + Self.margin, height: bands * size.height + Self.margin,
            palette: PNGWriter.Palette(PictureWriter.colours + [(235, 235, 235), (20, 20, 20)]))
        try writer.writePicture { y, row in
            // Two pixels of paper in each byte.
            for index in row.indices { row[index] = paper << 4 | paper }
            func put(_ colour: UInt8, _ pixel: Int) {
                row[pixel >> 1] =
                    pixel & 1 == 0 ? row[pixel >> 1] & 0x0F | colour << 4 : row[pixel >> 1] & 0xF0 | colour
            }
            guard y >= Self.margin else { return }
            let (band, line) = (y - Self.margin).quotientAndRemainder(dividingBy: size.height)
            for (column, index) in (band * columns..<min(tiles.count, (band + 1) * columns)).enumerated() {
                let left = Self.margin + column * size.width
                if line < map.height * scale {
                    for x in 0..<map.width * scale {
                        put(tiles[index].drawing.layer(x: x / scale, y: line / scale).rawValue, left + x)
                    }
                } else if line - map.height * scale - 2 >= 0, line - map.height * scale - 2 < Lettering.height {
                    let dots = names[index][line - map.height * scale - 2]
                    for (x, dot) in dots.enumerated() where dot { put(ink, left + x) }
                }
            }
        }
        try writer.finish()
    }
}

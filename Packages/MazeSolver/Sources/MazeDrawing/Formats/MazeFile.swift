import Mazes

/// Reads mazes of any format: which one it is, the content tells.
public struct MazeFile: Sendable {
    /// How pictures are read.
    public var picture: CellReading.Options
    /// How texts are read.
    public var text: TextMaze.Options

    /// Makes a reader.
    public init(
        picture: CellReading.Options = CellReading.Options(), text: TextMaze.Options = TextMaze.Options()
    ) {
        self.picture = picture
        self.text = text
    }

    /// The formats that are recognised.
    public enum Format: String, Sendable, CaseIterable {
        /// A PNG picture.
        case png
        /// A JPEG picture.
        case jpeg
        /// A map of the Moving AI Lab.
        case movingAI = "map"
        /// What `generate --output x.json` writes.
        case json
        /// Text, one character per square.
        case text
    }

    /// A maze, and how it was understood.
    public struct Contents: Sendable {
        /// The maze.
        public let map: GridMap
        /// How the pixels of a picture became squares; nil for texts.
        public let reading: CellReading?
        /// Sentences for the user, without a full stop.
        public let notes: [String]
    }

    /// The format of a file.
    public static func format(of bytes: some Collection<UInt8>) -> Format {
        if PNGReader.recognises(bytes) { return .png }
        if JPEGReader.recognises(bytes) { return .jpeg }
        if MovingAIMap.recognises(bytes) { return .movingAI }
        let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        return bytes.first { !blank.contains($0) } == UInt8(ascii: "{") ? .json : .text
    }

    /// Reads a maze.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `PNGError`, `JPEGError`, `CellReading.Fault` or `MazeFileError`, which name the position.
    public func contents(_ bytes: [UInt8]) throws -> Contents {
        switch Self.format(of: bytes) {
        case .png:
            let reading = try readPNG(bytes)
            return Contents(map: reading.map, reading: reading, notes: [])
        case .jpeg:
            let reading = try CellReading(of: try JPEGReader().picture(bytes), options: picture)
            return Contents(map: reading.map, reading: reading, notes: [])
        case .movingAI: return Contents(map: try MovingAIMap.read(bytes), reading: nil, notes: [])
        case .json: return Contents(map: try MazeJSON.read(bytes), reading: nil, notes: [])
        case .text:
            if let foreign = ForeignFormat.of(bytes) {
                throw MazeFileError.foreign(foreign.what, cure: foreign.cure)
            }
            let reading = try TextMaze.reading(bytes, options: text)
            return Contents(map: reading.map, reading: nil, notes: reading.notes)
        }
    }

    /// Reads a maze, and forgets how it was understood.
    public func map(_ bytes: [UInt8]) throws -> GridMap {
        try contents(bytes).map
    }

    /// Transparent pixels lie on white paper; where nothing shows on it, because the walls are white, on black.
    private func readPNG(_ bytes: [UInt8]) throws -> CellReading {
        do {
            return try CellReading(of: try PNGReader().picture(bytes), options: picture)
        } catch let fault as CellReading.Fault {
            guard PNGReader.mayBeTransparent(bytes) else { throw fault }
            return try CellReading(of: try PNGReader(paper: 0).picture(bytes), options: picture)
        }
    }
}

import Mazes

/// Reads mazes of any format: which one it is, the content tells.
public struct MazeFile: Sendable {
    /// Grey values of pictures below this are walls.
    public var wallsBelow: UInt8

    /// Makes a reader.
    public init(wallsBelow: UInt8 = 1) {
        self.wallsBelow = wallsBelow
    }

    /// The formats that are recognised.
    public enum Format: String, Sendable, CaseIterable {
        /// A PNG picture.
        case png
        /// A map of the Moving AI Lab.
        case movingAI = "map"
        /// What `generate --output x.json` writes.
        case json
        /// Text, one character a place.
        case text
    }

    /// The format of a file.
    public static func format(of bytes: some Collection<UInt8>) -> Format {
        if PNGReader.recognises(bytes) { return .png }
        if MovingAIMap.recognises(bytes) { return .movingAI }
        let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        return bytes.first { !blank.contains($0) } == UInt8(ascii: "{") ? .json : .text
    }

    /// Reads a maze.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `PNGError` or `MazeFileError`, which name the place.
    public func map(_ bytes: [UInt8]) throws -> GridMap {
        switch Self.format(of: bytes) {
        case .png: try PNGReader(wallsBelow: wallsBelow).map(bytes)
        case .movingAI: try MovingAIMap.read(bytes)
        case .json: try MazeJSON.read(bytes)
        case .text: try TextMaze.read(bytes)
        }
    }
}

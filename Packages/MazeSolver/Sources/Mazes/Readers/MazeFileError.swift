/// What is wrong with a maze written as text, and where.
public enum MazeFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is nothing in the file.
    case empty
    /// A character that is neither a wall nor a passage.
    case unknownCharacter(Character, line: Int, column: Int)
    /// A line of the header is missing or says something else.
    case wrongHeader(line: Int, expected: String, found: String)
    /// A row has another length than the first or the header says.
    case wrongRow(line: Int, expected: Int, found: Int)
    /// Rows are missing.
    case missingRows(expected: Int, found: Int)
    /// More squares than a map may have.
    case tooLarge(width: Int, height: Int)
    /// There is no wall at all: this is hardly a maze.
    case noWall
    /// A mark for the start or the goal stands twice.
    case doubledMark(Character, line: Int, column: Int)
    /// The file is no text.
    case notText
    /// The file has a format that is known and not read: what it is, and what to do.
    case foreign(String, cure: String)
    /// The JSON does not describe a maze.
    case wrongJSON(String)

    /// The fault, and what would be right.
    public var description: String {
        switch self {
        case .empty: "the file is empty: a maze is a PNG picture, text with # or box-drawing walls, or a .map"
        case .unknownCharacter(let character, let line, let column):
            "line \(line), column \(column): '\(character)' is neither a wall (# █ or box drawing) "
                + "nor a passage (space or .) nor a mark (S, E); --wall-characters names the walls"
        case .wrongHeader(let line, let expected, let found):
            "line \(line): expected '\(expected)', found '\(found)'"
        case .wrongRow(let line, let expected, let found):
            "line \(line): the row has \(found) squares instead of \(expected)"
        case .missingRows(let expected, let found):
            "the map ends after \(found) rows; its header promises \(expected)"
        case .tooLarge(let width, let height):
            "a map of \(width)x\(height) is too large: at most \(GridMap.largestIndexCount) squares are read"
        case .noWall:
            "there is no wall in this text: walls are # █ or box-drawing characters, or what --wall-characters names"
        case .doubledMark(let character, let line, let column):
            "line \(line), column \(column): '\(character)' stands for an end of the path, and stands here a second time"
        case .notText:
            "the file is neither a PNG or JPEG picture nor text in UTF-8; convert a picture to PNG, and a text by "
                + "iconv -t UTF-8"
        case .foreign(let what, let cure): "this is \(what), which is not read: \(cure)"
        case .wrongJSON(let reason): "the JSON does not describe a maze: \(reason)"
        }
    }
}

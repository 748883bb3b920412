import Mazes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A maze as JSON: its rows as text, and where it begins and ends.
public enum MazeJSON {
    private struct Document: Codable {
        var rows: [String]
        var from: [Int]?
        var to: [Int]?
    }

    /// Reads what `write` wrote; keys that it does not know are ignored.
    public static func read(_ bytes: [UInt8]) throws(MazeFileError) -> GridMap {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            throw .wrongJSON("it should be an object with \"rows\", an array of lines of # and space")
        }
        var map = try TextMaze.read(document.rows.joined(separator: "\n"))
        map.start = try point(document.from, "from", in: map) ?? map.start
        if let goal = try point(document.to, "to", in: map) { map.goals = [goal] }
        return map
    }

    private static func point(_ values: [Int]?, _ name: String, in map: GridMap) throws(MazeFileError) -> Point? {
        guard let values else { return nil }
        guard values.count == 2 else { throw .wrongJSON("\"\(name)\" should be [x, y]") }
        let point = Point(x: values[0], y: values[1])
        guard map.open.contains(point) else { throw .wrongJSON("\"\(name)\" \(point) lies outside of the rows") }
        return point
    }

    /// Writes a maze row by row.
    ///
    /// - Parameter head: members that go before the rows, each as `"key":value`.
    public static func write(
        _ picture: MazePicture<some CellRows>, head: [String], to sink: any ByteSink
    ) throws {
        let ends = "\"from\":[\(picture.entrance.x),\(picture.entrance.y)],\"to\":[\(picture.exit.x),\(picture.exit.y)]"
        try sink.write("{" + (head + [ends]).joined(separator: ",") + ",\"rows\":[\n")
        try TextWriter.writeRows(of: picture, before: "\"", after: "\"", between: ",\n", to: sink)
        try sink.write("\n]}\n")
    }
}

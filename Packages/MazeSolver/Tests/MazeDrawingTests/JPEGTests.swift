import Foundation
import MazeDrawing
import Mazes
import TestKit
import Testing

private let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/jpegs.py")

@Suite("JPEG pictures as Pillow writes them")
struct JPEGTests {
    /// Runs `body` with a maze and a folder that holds it as JPEG files.
    private func withFiles(_ body: (GridMap, URL, [String]) throws -> Void) async throws {
        let map = GridMap(CellGrid.maze(width: 9, height: 6, by: .prim, seed: 12))
        let rows = (0..<map.height).map { y in
            String((0..<map.width).map { map.open[Point(x: $0, y: y)] ? " " : "#" as Character })
        }
        try await withTemporaryFolder { folder in
            _ = try await PeerScript.run(
                script, [folder.path, "3", "9"], input: Data(rows.joined(separator: "\n").utf8))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jpg") }
            try body(map, folder, names.sorted())
        }
    }

    @Test("baseline, progressive, grey, coloured, inked and turned pictures have the cells of the maze")
    func everyKind() async throws {
        try await withFiles { map, folder, names in
            #expect(names.count == 12)
            for name in names {
                let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
                let reading = try CellReading(of: try JPEGReader().picture(bytes))
                #expect(reading.map.open == map.open, "\(name)")
            }
        }
    }

    @Test("a file that is cut off or damaged is refused, or read, but never ends the program")
    func damagedFiles() async throws {
        try await withFiles { _, folder, names in
            for name in names.prefix(4) {
                let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
                for length in stride(from: 0, to: bytes.count - 2, by: max(1, bytes.count / 40)) {
                    #expect(throws: JPEGError.self, "\(name) cut to \(length)") {
                        try JPEGReader().picture(Array(bytes[..<length]))
                    }
                }
                for square in stride(from: 2, to: bytes.count, by: max(1, bytes.count / 150)) {
                    var broken = bytes
                    broken[square] ^= 0x5A
                    _ = try? JPEGReader().picture(broken)
                }
                #expect(throws: JPEGError.self) { try JPEGReader(largestPicture: 100).picture(bytes) }
            }
        }
    }
}

@Suite("Files that are no mazes")
struct ForeignFormatTests {
    @Test(
        "a format that is not read is named, with what to do",
        arguments: [
            ("GIF89a", "GIF"), ("%PDF-1.7", "PDF"), ("BM\0\0", "BMP"), ("RIFF\0\0\0\0WEBPVP8 ", "WebP"),
            ("<svg xmlns='x'/>", "SVG"), ("<!DOCTYPE html>", "web page"), ("P5\n2 2\n255\n", "PGM"),
            ("PK\u{03}\u{04}", "zip"), ("II*\0", "TIFF"), ("\0\0\0\u{1C}ftypavif", "AVIF"),
        ])
    func named(start: String, name: String) {
        let error = #expect(throws: MazeFileError.self) { try MazeFile().map(Array(start.utf8)) }
        #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
    }

    @Test("transparent pixels lie on white paper, or on black where white hides the walls")
    func transparency() async throws {
        let map = GridMap(CellGrid.maze(width: 5, height: 4, by: .prim, seed: 3))
        let pixels = (0..<map.height).map { y in
            (0..<map.width).map { map.open[Point(x: $0, y: y)] ? "(255,255,255,0)" : "(255,255,255,255)" }
                .joined(separator: ",")
        }
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "white.png")
            _ = try await Program(
                RequiredTool.python(),
                [
                    "-c",
                    "from PIL import Image; i = Image.new('RGBA', (\(map.width), \(map.height))); "
                        + "i.putdata([\(pixels.joined(separator: ","))]); i.save(r'\(file.path)')",
                ]
            ).output()
            #expect(try MazeFile().map(Array(try Data(contentsOf: file))).open == map.open)
        }
    }
}

@Suite("Solved pictures")
struct CellPictureTests {
    @Test("the path is a line along the middle of the passages of a picture as large as the one that was read")
    func aLineInTheMiddle() throws {
        let map = GridMap(CellGrid.maze(width: 7, height: 5, by: .wilson, seed: 2))
        let source = MemorySink()
        try PictureWriter.write(
            MazePicture(of: CellGrid.maze(width: 7, height: 5, by: .wilson, seed: 2)), scale: 9, to: source)
        let reading = try CellReading(of: try PNGReader().picture(source.bytes))
        #expect(reading.map.open == map.open)
        let path = try #require(try map.solve(from: Point(x: 1, y: 0), to: Point(x: 13, y: 10), by: .aStar).path)
        let sink = MemorySink()
        try CellPictureWriter(MapDrawing(reading.map, path: path), reading).write(to: sink)
        let solved = try PNGReader().picture(sink.bytes)
        #expect(solved.width == 15 * 9 && solved.height == 11 * 9)
        let colours = try #require(solved.colours)
        let onPath = Set(path.points)
        var red = 0
        for y in 0..<solved.height {
            for x in 0..<solved.width where colours[y * solved.width + x] != 0 {
                red += 1
                #expect(onPath.contains(Point(x: x / 9, y: y / 9)))
            }
        }
        // Three pixels wide: nine by three per square, more where the path turns, less at its ends.
        #expect(red > path.length * 27 - 60 && red < path.length * 27 + 60)
        // What was drawn is read again, as the same maze.
        #expect(try CellReading(of: solved).map.open == map.open)
    }

    @Test("the sheet of a race has the name of each solver below its maze")
    func namesOnTheSheet() throws {
        let map = GridMap(CellGrid.maze(width: 9, height: 9, by: .prim, seed: 2))
        func sheet(_ names: [String]) throws -> PixelPicture {
            let sink = MemorySink()
            try RaceSheet(names.map { RaceSheet.Tile(name: $0, drawing: MapDrawing(map)) }).write(to: sink)
            return try PNGReader().picture(sink.bytes)
        }
        let (one, other) = (try sheet(["a-star", "pledge"]), try sheet(["a-star", "dfs"]))
        #expect(one.width == other.width && one.height == other.height)
        let differing = (0..<one.height).flatMap { y in (0..<one.width).map { (x: $0, y: y) } }
            .filter { one.grey(x: $0.x, y: $0.y) != other.grey(x: $0.x, y: $0.y) }
        #expect(!differing.isEmpty, "another name is another picture")
    }
}

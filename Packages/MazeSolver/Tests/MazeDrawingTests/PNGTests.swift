import Foundation
import MazeDrawing
import Mazes
import TestKit
import Testing

private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

/// Runs a program of others to its end and gives its output; a failure is an issue with its errors.
private func run(_ program: String, _ arguments: [String], in folder: URL) async throws -> Data {
    try await Program(program, arguments, in: folder).output()
}

@Suite("PNG and APNG against Pillow and pngcheck")
struct PNGTests {
    private let python: String
    private let pngcheck: String

    init() throws {
        python = try RequiredTool.python()
        pngcheck = try RequiredTool.path(of: "pngcheck", package: "pngcheck")
    }

    private func pixels(_ file: URL, _ folder: URL) async throws -> [[[[UInt8]]]] {
        let script = fixtures.appending(path: "pictures.py").path
        let data = try await run(python, [script, "read", file.path], in: folder)
        return try JSONDecoder().decode([[[[UInt8]]]].self, from: data)
    }

    @Test("pictures of every colour type, bit depth, interlacing and filter are read as Pillow reads them")
    func picturesOfEveryKind() async throws {
        try await withTemporaryFolder { folder in
            _ = try await run(
                python, [fixtures.appending(path: "pictures.py").path, "write", folder.path, "7"], in: folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".png") }
            #expect(names.count == 15 * 2 * 4)
            for name in names {
                let file = folder.appending(path: name)
                let greys = try JSONDecoder().decode(
                    [[Int]].self, from: Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json")))
                let picture = try PNGReader().picture(Array(try Data(contentsOf: file)))
                #expect(picture.width == greys[0].count && picture.height == greys.count)
                // Of 16 bits Pillow keeps the upper 8 where there are several samples; this package rounds.
                let tolerance = name.contains("d16") && !name.hasPrefix("c0") ? 1 : 0
                var wrong = 0
                for (y, row) in greys.enumerated() {
                    for (x, grey) in row.enumerated() where abs(Int(picture.grey(x: x, y: y)) - grey) > tolerance {
                        wrong += 1
                    }
                }
                #expect(wrong == 0, "\(name)")
            }
        }
    }

    @Test("what is written, Pillow reads and pngcheck approves", arguments: [1, 3], [false, true])
    func whatIsWritten(scale: Int, weighted: Bool) async throws {
        var cells = CellGrid.maze(width: 35, height: 21, by: .prim, seed: 6)
        cells.braid(0.2, seed: 6)
        let plain = GridMap(cells)
        let weights = (0..<plain.open.indexCount).map { UInt8(1 + $0 % 200) }
        let map = GridMap(open: plain.open, weights: weighted ? weights : nil, start: plain.start, goal: plain.goal)
        let path = try map.solve(from: #require(map.start), to: #require(map.goal), by: .dijkstra).path
        let drawing = MapDrawing(map, path: path, reached: plain.open)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "drawing.png")
            let sink = MemorySink()
            try PictureWriter.write(drawing, scale: scale, to: sink)
            try Data(sink.bytes).write(to: file)
            _ = try await run(pngcheck, ["-q", file.path], in: folder)
            let frame = try await pixels(file, folder)[0]
            #expect(frame.count == map.height * scale && frame[0].count == map.width * scale)
            let colours: [MapDrawing.Layer: [UInt8]] = [
                .wall: [0, 0, 0], .path: [220, 30, 30], .reached: [150, 190, 235],
            ]
            for y in 0..<frame.count {
                for x in 0..<frame[0].count {
                    let layer = drawing.layer(x: x / scale, y: y / scale)
                    #expect(frame[y][x] == colours[layer])
                }
            }
            // A picture that is made row by row is the same in black and white.
            let streamed = MemorySink()
            try PictureWriter.write(MazePicture(of: cells), scale: scale, to: streamed)
            try Data(streamed.bytes).write(to: file)
            _ = try await run(pngcheck, ["-q", file.path], in: folder)
            let bits = try await pixels(file, folder)[0]
            for y in 0..<bits.count {
                let expected = (0..<bits[0].count).map { plain.open[Point(x: $0 / scale, y: y / scale)] ? 255 : 0 }
                #expect(bits[y].map { Int($0[0]) } == expected)
            }
            let reading = try CellReading(of: try PNGReader().picture(streamed.bytes))
            #expect(reading.map.open == plain.open, "a picture of larger squares has the same squares")
        }
    }

    @Test("a recording is an animation whose frames Pillow puts together as they were")
    func aRecording() async throws {
        let log = EventLog()
        let cells = CellGrid.maze(width: 9, height: 7, by: .recursiveBacktracker, seed: 5, events: log)
        let map = GridMap(cells)
        _ = try map.solve(from: #require(map.start), to: #require(map.goal), by: .depthFirst, events: log)
        var animation = Animation(open: BitGrid(width: map.width, height: map.height), events: log.events)
        try await withTemporaryFolder { folder in
            let sink = MemorySink()
            try AnimationRecorder(mostFrames: 40, scale: 2).record(animation, to: sink)
            let file = folder.appending(path: "recording.png")
            try Data(sink.bytes).write(to: file)
            _ = try await run(pngcheck, ["-q", file.path], in: folder)
            let frames = try await pixels(file, folder)
            let step = (log.events.count + 39) / 40
            #expect(frames.count == 1 + (log.events.count + step - 1) / step)
            for frame in frames {
                var wrong = 0
                for y in 0..<map.height * 2 {
                    for x in 0..<map.width * 2 {
                        let colour = animation.tint(x: x / 2, y: y / 2).colour
                        if frame[y][x] != [colour.red, colour.green, colour.blue] { wrong += 1 }
                    }
                }
                #expect(wrong == 0, "at event \(animation.position)")
                animation.forward(step)
            }
        }
    }
}

@Suite("Hostile PNG files")
struct HostilePNGTests {
    private func maze() throws -> [UInt8] {
        let sink = MemorySink()
        try PictureWriter.write(MazePicture(of: CellGrid.maze(width: 30, height: 30, by: .wilson, seed: 1)), to: sink)
        return sink.bytes
    }

    @Test("a file that is cut anywhere is refused")
    func aCutFileIsRefused() throws {
        let bytes = try maze()
        #expect(throws: Never.self) { try PNGReader().picture(bytes) }
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: PNGError.self, "cut to \(length)") { try PNGReader().picture(Array(bytes[..<length])) }
        }
    }

    @Test("a bit that is wrong anywhere is found by a checksum")
    func aWrongBitIsFound() throws {
        let bytes = try maze()
        for square in stride(from: 0, to: bytes.count, by: 5) {
            var broken = bytes
            broken[square] ^= 0x10
            #expect(throws: PNGError.self, "byte \(square)") { try PNGReader().picture(broken) }
        }
    }

    @Test("a huge declared size takes no memory")
    func aHugeDeclaredSize() throws {
        for (width, height) in [(UInt32.max >> 1, UInt32.max >> 1), (20_000, 20_000), (0, 5)] {
            let sink = MemorySink()
            let writer = try PNGWriter(to: sink, width: Int(width), height: Int(height), palette: nil)
            try writer.finish()
            #expect(throws: PNGError.self) { try PNGReader().picture(sink.bytes) }
        }
        #expect(throws: PNGError.tooLarge(width: 61, height: 61, limit: 1000)) {
            try PNGReader(largestPicture: 1000).picture(try maze())
        }
    }
}

@Suite("Players")
struct PlayerTests {
    private func animation() throws -> Animation {
        let log = EventLog()
        let map = GridMap(CellGrid.maze(width: 12, height: 8, by: .prim, seed: 5))
        _ = try map.solve(from: #require(map.start), to: #require(map.goal), by: .depthFirst, events: log)
        return Animation(open: map.open, events: log.events)
    }

    @Test("steps back undo steps forward")
    func stepsBackUndo() throws {
        let fresh = try animation()
        func tints(_ animation: Animation) -> [Animation.Tint] {
            (0..<animation.width * animation.height).map {
                animation.tint(x: $0 % animation.width, y: $0 / animation.width)
            }
        }
        var moving = fresh
        moving.forward(10)
        let atTen = tints(moving)
        moving.forward(1_000_000)
        #expect(moving.isAtEnd)
        moving.back(moving.events.count - 10)
        #expect(tints(moving) == atTen)
        moving.back(99)
        #expect(tints(moving) == tints(fresh))
    }

    @Test("the terminal gets only what changed", arguments: TerminalColours.allCases)
    func onlyWhatChanged(colours: TerminalColours) throws {
        var animation = try animation()
        var canvas = TerminalCanvas(colours: colours)
        let first = canvas.update(animation, columns: 80, lines: 24)
        #expect(first.contains("\u{1B}[2J"))
        #expect(canvas.update(animation, columns: 80, lines: 24).isEmpty)
        animation.forward()
        let second = canvas.update(animation, columns: 80, lines: 24)
        #expect(!second.isEmpty && second.utf8.count < 60, "one square changed: \(second.debugDescription)")
        #expect(second.contains("▀") == (colours != .none))
        #expect(canvas.update(animation, columns: 40, lines: 10).contains("\u{1B}[2J"))
    }

    @Test("the environment tells the colours")
    func theEnvironmentTellsTheColours() {
        #expect(TerminalColours.of(environment: ["COLORTERM": "truecolor"]) == .trueColour)
        #expect(TerminalColours.of(environment: ["TERM": "xterm-256color"]) == .palette)
        #expect(TerminalColours.of(environment: ["TERM": "xterm"]) == .sixteen)
        #expect(TerminalColours.of(environment: ["COLORTERM": "truecolor", "NO_COLOR": "1"]) == .none)
    }
}

import Mazes
import Testing

@Suite("Pictures become cells")
struct CellReadingTests {
    @Test("a picture of any scale has the cells of the small one", arguments: 1...9)
    func exactEnlargements(scale: Int) throws {
        let map = maze(7 + scale, 5 + scale, seed: UInt64(scale), braid: 0.3)
        let reading = try Drawn(map, wall: scale, passage: scale).reading()
        #expect(reading.map.open == map.open)
        #expect(reading.cells?.width == 7 + scale && reading.cells?.height == 5 + scale)
        #expect(MazeStatistics(of: reading.map).deadEnds == MazeStatistics(of: map).deadEnds)
    }

    @Test(
        "walls and passages of any two widths are told apart, the outer wall may have its own",
        arguments: [(1, 9), (2, 10), (3, 4), (8, 3), (12, 20), (5, 6)], [1, 2, 7])
    func widths(widths: (wall: Int, passage: Int), outer: Int) throws {
        let map = maze(11, 8, seed: 3)
        let drawn = Drawn(map, wall: widths.wall, passage: widths.passage, outer: outer)
        for picture in [drawn, drawn.margin(13, 4, 0, 7), drawn.margin(3, 3, 3, 3, grey: 150)] {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open)
            #expect(reading.cut == .cells)
            #expect(reading.columns.last.map { $0.upperBound + reading.margin.right } == picture.width)
        }
    }

    @Test("white walls, grey walls and a black margin around white walls are understood")
    func otherGreys() throws {
        let map = maze(12, 9, seed: 5)
        let drawn = Drawn(map, wall: 2, passage: 7)
        let inverted = drawn.mapped { 255 - $0 }
        for picture in [inverted, inverted.margin(9, 9, 9, 9, grey: 0), inverted.margin(4, 5, 6, 7, grey: 128)] {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open && reading.wallsAreLight)
        }
        for picture in [drawn.mapped { $0 / 4 + 90 }, drawn.mapped { $0 / 2 }.margin(5, 5, 5, 5, grey: 255)] {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open && !reading.wallsAreLight)
        }
        #expect(try inverted.reading { $0.wallsAreLight = true }.map.open == map.open)
    }

    @Test("soft edges, blur, noise and scales of a fraction leave the cells as they are", arguments: UInt64(1)...4)
    func scans(seed: UInt64) throws {
        let map = maze(10, 13, seed: seed, braid: seed & 1 == 0 ? 0.4 : 0)
        let drawn = Drawn(map, wall: 4, passage: 9)
        let pictures = [
            drawn.blurred(1), drawn.margin(15, 12, 9, 20).blurred(2), drawn.noisy(60, specks: 100, seed: seed),
            drawn.margin(20, 20, 20, 20).blurred(1).mapped { 40 + $0 / 4 * 3 }.noisy(25, specks: 300, seed: seed),
            Drawn(map, wall: 1, passage: 1).scaled(5.37), Drawn(map, wall: 3, passage: 5).scaled(1.61).blurred(1),
        ]
        for (number, picture) in pictures.enumerated() {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open, "picture \(number)")
        }
    }

    @Test("a picture whose pixels are the squares stays as it is, and so does one without cells")
    func pixelsArePlaces() throws {
        let map = maze(9, 6, seed: 2)
        #expect(try Drawn(map, wall: 1, passage: 1).reading().isPixelByPixel)
        let scaled = Drawn(map, wall: 3, passage: 3)
        let pixels = try scaled.reading { $0.asPixels = true }
        #expect(pixels.map.width == scaled.width && pixels.cut == .pixels)
        var random = SplitMix(state: 9)
        let noise = (0..<120 * 120).map { _ in random.next() % 3 == 0 ? 0 : 255 as UInt8 }
        let reading = try CellReading(of: PixelPicture(width: 120, height: 120, greys: noise))
        #expect(reading.map.width == 120 && reading.map.height == 120)
    }

    @Test("a picture of one grey is no maze")
    func noContrast() {
        #expect(throws: CellReading.Fault.blank) {
            try CellReading(of: PixelPicture(width: 40, height: 30, greys: [UInt8](repeating: 200, count: 1200)))
        }
    }

    @Test("greys are costs only when they are asked for")
    func weights() throws {
        var drawn = Drawn(maze(6, 6, seed: 4), wall: 1, passage: 1)
        for pixel in drawn.greys.indices where drawn.greys[pixel] == 255 && pixel % 3 == 0 { drawn.greys[pixel] = 200 }
        #expect(try drawn.reading().map.weights == nil)
        let weighted = try drawn.reading { $0.usesWeights = true }
        #expect(weighted.map.weights.map { Set($0) } == [0, 1, 56])
    }

    @Test("a green and a red patch are the ends, and so are two patches of any other colours")
    func colourMarks() throws {
        var map = maze(8, 6, seed: 6)
        var open = map.open
        for end in [map.start, map.goal].compactMap({ $0 }) { open[end] = false }
        map = GridMap(open: open)
        typealias Marks = (first: PixelPicture.Colour, second: PixelPicture.Colour)
        for marks in [(.green, .red), (.red, .green), (.blue, .yellow), (.magenta, .magenta)] as [Marks] {
            for margin in [0, 11] {
                var drawn = Drawn(map, wall: 2, passage: 8)
                drawn.paint(marks.first, grey: 110, x: 4..<8, y: 4..<8)
                drawn.paint(marks.second, grey: 70, x: 74..<78, y: 54..<58)
                let reading = try drawn.margin(margin, margin, margin, margin).reading()
                #expect(reading.map.open == map.open)
                let ends = [Point(x: 1, y: 1), Point(x: 15, y: 11)]
                #expect(reading.map.start == (marks.first == .red ? ends[1] : ends[0]))
                #expect(reading.map.goal == (marks.first == .red ? ends[0] : ends[1]))
            }
        }
    }

    @Test("coloured doors are doors, and a path that was drawn in red is a passage")
    func colouredDoors() throws {
        let map = maze(8, 6, seed: 8)
        var drawn = Drawn(map, wall: 3, passage: 8)
        drawn.paint(.green, grey: 117, x: 3..<11, y: 0..<3)
        drawn.paint(.red, grey: 66, x: 80..<88, y: drawn.height - 3..<drawn.height)
        let reading = try drawn.reading()
        #expect(reading.map.open == map.open)
        #expect(reading.map.start == map.start && reading.map.goal == map.goal)

        let path = try #require(try map.solve(from: Point(x: 1, y: 0), to: Point(x: 15, y: 12), by: .aStar).path)
        var solved = Drawn(map, wall: 1, passage: 1)
        for point in path.points { solved.paint(.red, grey: 86, x: point.x..<point.x + 1, y: point.y..<point.y + 1) }
        #expect(try solved.reading().map.open == map.open)
    }

    @Test("coloured walls are walls")
    func colouredWalls() throws {
        let map = maze(8, 6, seed: 9)
        var drawn = Drawn(map, wall: 3, passage: 8)
        drawn.colours = drawn.greys.map { $0 == 0 ? PixelPicture.Colour.blue.rawValue : 0 }
        drawn.greys = drawn.greys.map { $0 == 0 ? 29 : 255 }
        #expect(try drawn.reading().map.open == map.open)
    }

    @Test("doors on any side are found, and of several exits the nearest is taken")
    func doors() throws {
        func map(_ text: String) throws -> GridMap { try TextMaze.read(text) }
        let twoDoors = try map("#.###\n...  \n# # #\n# ##.\n###.#")
        #expect(try Openings.find(in: twoDoors).entrance == Point(x: 1, y: 0))
        #expect(try Openings.find(in: twoDoors).exits == [Point(x: 3, y: 4)])
        #expect(try Openings.find(in: twoDoors).ignored == 3)
        let several = try map("#.#####\n#      \n# ### #\n       \n### #.#\n#######")
        let doors = try Openings.find(in: several)
        #expect(doors.entrance == Point(x: 1, y: 0) && doors.exits.count == 3)
        #expect(try several.nearest(of: doors.exits, from: doors.entrance) == Point(x: 0, y: 3))
        #expect(throws: Openings.Fault.openAllRound) {
            try Openings.find(in: try map("      \n ####  \n # ##\n ####\n      "))
        }
        #expect(throws: Openings.Fault.tooFew(0)) { try Openings.find(in: try map("####\n#  #\n####")) }
        let weighted = GridMap(open: several.open, weights: (0..<several.open.indexCount).map { _ in 9 })
        #expect(try weighted.nearest(of: doors.exits, from: doors.entrance) == Point(x: 0, y: 3))
    }
}

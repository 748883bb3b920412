import Foundation
import Mazes
import Testing

/// Pictures that were once read wrongly without a word, each with others of its kind.
@Suite("Pictures that mislead")
struct PictureTrialsTests {
    @Test("a maze without some of its pillars has cells all the same", arguments: [1, 3, 8])
    func missingPillars(scale: Int) throws {
        var map = maze(14, 11, seed: 12, braid: 0.3)
        var open = map.open
        // Around these posts no wall is left, and whoever draws walls as lines draws no post either.
        for post in [Point(x: 6, y: 4), Point(x: 20, y: 14)] {
            for step in [post] + Move.orthogonal.map(post.moved) { open[step] = true }
        }
        map = GridMap(open: open)
        for picture in [Drawn(map, wall: scale, passage: 3 * scale), Drawn(map, wall: scale, passage: scale)] {
            let reading = try picture.margin(5, 6, 7, 8).reading()
            #expect(reading.map.open == map.open)
            #expect(reading.cells?.width == 14 && reading.cells?.height == 11)
            #expect(MazeStatistics(of: reading.map).cells == 14 * 11)
        }
    }

    @Test("walls and passages of unequal widths are read edge by edge", arguments: UInt64(1)...6)
    func unequalWidths(seed: UInt64) throws {
        let map = maze(13, 9, seed: seed, braid: 0.2)
        var random = SplitMix(state: seed)
        func widths(_ count: Int) -> [Int] {
            (0..<count).flatMap { square in
                let width = square & 1 == 0 ? 2 + Int(random.next() % 4) : 9 + Int(random.next() % 6)
                return [Int](repeating: square, count: width)
            }
        }
        let (columns, rows) = (widths(map.width), widths(map.height))
        var drawn = Drawn(map, wall: 1, passage: 1)
        (drawn.width, drawn.height) = (columns.count, rows.count)
        drawn.greys = rows.flatMap { y in columns.map { map.open[Point(x: $0, y: y)] ? 255 : 0 } }
        for picture in [drawn, drawn.margin(9, 9, 9, 9)] {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open)
            #expect(reading.cells?.width == 13)
        }
    }

    @Test("a frame around the page is not the outer wall", arguments: [1, 4, 12])
    func frames(width: Int) throws {
        let map = maze(12, 10, seed: 7, braid: 0.1)
        let drawn = Drawn(map, wall: 3, passage: 9)
        let page = drawn.margin(20, 16, 14, 30).margin(width, width, width, width, grey: 0)
        for picture in [page, page.margin(8, 8, 8, 8), page.mapped { 255 - $0 }] {
            let reading = try picture.reading()
            #expect(reading.map.open == map.open)
            #expect(try Openings.find(in: reading.map).exits.count == 1)
        }
    }

    @Test("a cropped picture is not taken for a whole maze")
    func cropped() throws {
        let map = maze(14, 11, seed: 20)
        let drawn = Drawn(map, wall: 4, passage: 10)
        let sides = ["left": (30, 0, 0, 0), "top": (0, 37, 0, 0), "right": (0, 0, 21, 0), "bottom": (0, 0, 0, 23)]
        for (side, cut) in sides {
            let part = drawn.cropped(left: cut.0, top: cut.1, right: cut.2, bottom: cut.3)
            let reading = try part.reading()
            let doors = try? Openings.find(in: reading.map)
            let isSaid = reading.cutOffSides == [side] || reading.cut == .noCellsFound || doors == nil
            #expect(isSaid || (doors?.exits.count ?? 0) + (doors?.ignored ?? 0) > 1, "\(side): \(reading.widths)")
            #expect(reading.cells.map { $0 != (14, 11) } ?? true)
        }
        // With its outer wall cut off all round, a dark maze on paper looks like a light one.
        let bare = drawn.cropped(left: 4, top: 4, right: 4, bottom: 4)
        #expect(try bare.margin(11, 11, 11, 11).reading().wallsAreGuessed)
        #expect(try drawn.margin(11, 11, 11, 11).reading().cutOffSides.isEmpty)
    }

    @Test("thin walls with pillars of one pixel are no noise")
    func pillarsAreNoSpecks() throws {
        for seed in UInt64(1)...4 {
            let map = maze(14, 11, seed: seed, braid: 0.9)
            let reading = try Drawn(map, wall: 1, passage: 2).reading()
            #expect(reading.map.open == map.open && !reading.wallsAreLight)
        }
    }

    @Test("a single corridor has as many cells as it is long", arguments: [1, 2, 9])
    func corridors(cells: Int) throws {
        var map = maze(1, cells, seed: 3)
        for turned in [false, true] {
            if turned {
                var open = BitGrid(width: 2 * cells + 1, height: 3)
                for x in 0..<2 * cells + 1 { open[Point(x: x, y: 1)] = true }
                map = GridMap(open: open)
            }
            for (wall, passage) in [(3, 3), (2, 7), (1, 9)] {
                for margin in [0, 9] {
                    let reading = try Drawn(map, wall: wall, passage: passage)
                        .margin(margin, margin, margin, margin).reading()
                    #expect(reading.map.open == map.open || reading.wallsAreGuessed, "\(wall), \(passage), \(margin)")
                }
            }
        }
    }

    @Test("shadows and lamps do not change the cells", arguments: [0.6, 0.35])
    func unevenLight(darkest: Double) throws {
        let map = maze(14, 11, seed: 7, braid: 0.1)
        let page = Drawn(map, wall: 4, passage: 10).mapped { $0 == 0 ? 30 : 235 }.margin(15, 15, 15, 15, grey: 235)
        let lights: [(Double, Double) -> Double] = [
            { right, down in darkest + (1 - darkest) * (right + down) / 2 },
            { right, _ in darkest + (1 - darkest) * right },
            { right, down in right + down < 0.9 ? darkest : 1 },
            { right, down in 1 - (1 - darkest) * 2 * ((right - 0.5) * (right - 0.5) + (down - 0.5) * (down - 0.5)) },
        ]
        for (number, light) in lights.enumerated() {
            let reading = try page.lit(light).reading()
            // The edge of a deep shadow may be taken for a wall: then that is said.
            let isSaid = number == 2 && (reading.cut == .noCellsFound || reading.wallsAreGuessed)
            #expect(reading.map.open == map.open || isSaid, "light \(number): \(reading.widths)")
        }
    }

    @Test("a picture that was turned, bent or blurred away is never read as other cells")
    func notUnderstood() throws {
        let map = maze(14, 11, seed: 6, braid: 0.1)
        for (wall, passage) in [(4, 10), (2, 14)] {
            let drawn = Drawn(map, wall: wall, passage: passage)
            var pictures = [0.5, 1.0, 2.0, 5.0, 10.0, 45.0].map { drawn.turned(degrees: $0, margin: 60) }
            pictures += (2...7).map { drawn.margin(12, 12, 12, 12).blurred($0) }
            for (number, picture) in pictures.enumerated() {
                let reading = try picture.reading()
                #expect(
                    reading.map.open == map.open || reading.cut == .noCellsFound || reading.wallsAreGuessed,
                    "picture \(number): \(reading.map.width)×\(reading.map.height), \(reading.widths)")
            }
        }
    }

    @Test("round, slanted and random pictures have no cells")
    func noCells() throws {
        func picture(_ isDark: (_ x: Double, _ y: Double) -> Bool) throws -> CellReading {
            let greys = (0..<300 * 300).map { isDark(Double($0 % 300), Double($0 / 300)) ? 0 : 255 as UInt8 }
            return try CellReading(of: PixelPicture(width: 300, height: 300, greys: greys))
        }
        let round = try picture { x, y in
            let radius = ((x - 150) * (x - 150) + (y - 150) * (y - 150)).squareRoot()
            let ring = Int(radius / 20)
            let isGap = abs(atan2(y - 150, x - 150) - Double(ring % 5)) < 0.3
            return radius < 143 && radius.truncatingRemainder(dividingBy: 20) < 3 && !isGap
        }
        let slanted = try picture { x, y in
            let isInside = x > 10 && y > 10 && x < 290 && y < 290
            return isInside
                && ((x + y / 2).truncatingRemainder(dividingBy: 24) < 2
                    || (y - x / 2).magnitude
                        .truncatingRemainder(dividingBy: 24) < 2)
        }
        #expect(round.cells == nil && round.cut == .noCellsFound)
        #expect(slanted.cells == nil && slanted.cut == .noCellsFound)
    }
}

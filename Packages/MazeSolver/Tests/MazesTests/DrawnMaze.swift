import Foundation
import Mazes

/// Pictures as people bring them, made of a maze of cells: the tests know what has to come out.
struct Drawn {
    var width: Int
    var height: Int
    var greys: [UInt8]
    var colours: [UInt8]?

    /// Draws squares, walls black and passages white: even columns and rows `wall` pixels wide, odd ones `passage`.
    init(_ map: GridMap, wall: Int, passage: Int, outer: Int? = nil) {
        func pixels(_ count: Int) -> [Int] {
            (0..<count).flatMap { square in
                let isOuter = square == 0 || square == count - 1
                return [Int](repeating: square, count: isOuter ? outer ?? wall : square & 1 == 0 ? wall : passage)
            }
        }
        let (columns, rows) = (pixels(map.width), pixels(map.height))
        (width, height) = (columns.count, rows.count)
        greys = rows.flatMap { y in columns.map { map.open[Point(x: $0, y: y)] ? 255 : 0 } }
    }

    var picture: PixelPicture { PixelPicture(width: width, height: height, greys: greys, colours: colours) }

    func reading(_ change: (inout CellReading.Options) -> Void = { _ in }) throws -> CellReading {
        var options = CellReading.Options()
        change(&options)
        return try CellReading(of: picture, options: options)
    }

    /// With paper of one grey around it.
    func margin(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int, grey: UInt8 = 255) -> Drawn {
        var other = self
        (other.width, other.height) = (width + left + right, height + top + bottom)
        other.greys = [UInt8](repeating: grey, count: other.width * other.height)
        other.colours = colours.map { _ in [UInt8](repeating: 0, count: other.width * other.height) }
        for y in 0..<height {
            for x in 0..<width {
                let square = (y + top) * other.width + x + left
                other.greys[square] = greys[y * width + x]
                if let colours { other.colours?[square] = colours[y * width + x] }
            }
        }
        return other
    }

    /// A part of the picture.
    func cropped(left: Int, top: Int, right: Int, bottom: Int) -> Drawn {
        var other = self
        (other.width, other.height) = (width - left - right, height - top - bottom)
        other.greys = (0..<other.height).flatMap { y in
            (0..<other.width).map { x in greys[(y + top) * width + x + left] }
        }
        return other
    }

    /// As dark in each corner as `light` says, which gets how far right and down the pixel lies, 0 to 1.
    func lit(_ light: (_ right: Double, _ down: Double) -> Double) -> Drawn {
        var other = self
        for y in 0..<height {
            for x in 0..<width {
                let share = light(Double(x) / Double(width), Double(y) / Double(height))
                other.greys[y * width + x] = UInt8(clamping: Int(Double(greys[y * width + x]) * share))
            }
        }
        return other
    }

    /// Turned about its middle by an angle, the nearest pixel each, in a margin of white.
    func turned(degrees: Double, margin: Int) -> Drawn {
        let wide = self.margin(margin, margin, margin, margin)
        var other = wide
        let angle = degrees * .pi / 180
        let (sine, cosine) = (sin(angle), cos(angle))
        let (middleX, middleY) = (Double(wide.width) / 2, Double(wide.height) / 2)
        for y in 0..<wide.height {
            for x in 0..<wide.width {
                let (dx, dy) = (Double(x) + 0.5 - middleX, Double(y) + 0.5 - middleY)
                let fromX = Int((middleX + dx * cosine + dy * sine).rounded(.down))
                let fromY = Int((middleY - dx * sine + dy * cosine).rounded(.down))
                let isInside = fromX >= 0 && fromY >= 0 && fromX < wide.width && fromY < wide.height
                other.greys[y * wide.width + x] = isInside ? wide.greys[fromY * wide.width + fromX] : 255
            }
        }
        return other
    }

    /// With other greys.
    func mapped(_ change: (UInt8) -> UInt8) -> Drawn {
        var other = self
        other.greys = greys.map(change)
        return other
    }

    /// Each pixel the mean of those within `radius`: a soft picture.
    func blurred(_ radius: Int) -> Drawn {
        var other = self
        for y in 0..<height {
            for x in 0..<width {
                var (sum, count) = (0, 0)
                for dy in max(0, y - radius)...min(height - 1, y + radius) {
                    for dx in max(0, x - radius)...min(width - 1, x + radius) {
                        sum += Int(greys[dy * width + dx])
                        count += 1
                    }
                }
                other.greys[y * width + x] = UInt8(sum / count)
            }
        }
        return other
    }

    /// Drawn again with `scale` times as many pixels each way, the nearest pixel each.
    func scaled(_ scale: Double) -> Drawn {
        var other = self
        (other.width, other.height) = (Int(Double(width) * scale), Int(Double(height) * scale))
        other.greys = (0..<other.height).flatMap { y in
            (0..<other.width).map { x in
                greys[min(height - 1, Int(Double(y) / scale)) * width + min(width - 1, Int(Double(x) / scale))]
            }
        }
        return other
    }

    /// With noise: each pixel up to `amount` lighter or darker, and one in `specks` black or white.
    func noisy(_ amount: Int, specks: Int, seed: UInt64) -> Drawn {
        var random = SplitMix(state: seed)
        return mapped { grey in
            let speck = random.next() % UInt64(specks)
            if speck == 0 { return random.next() & 1 == 0 ? 0 : 255 }
            let change = Int(random.next() % UInt64(2 * amount + 1)) + Int(random.next() % UInt64(2 * amount + 1))
            return UInt8(clamping: Int(grey) + change / 2 - amount)
        }
    }

    /// Paints a patch.
    mutating func paint(_ colour: PixelPicture.Colour, grey: UInt8, x: Range<Int>, y: Range<Int>) {
        var marks = colours ?? [UInt8](repeating: 0, count: greys.count)
        for row in y {
            for column in x {
                marks[row * width + column] = colour.rawValue
                greys[row * width + column] = grey
            }
        }
        colours = marks
    }
}

/// Steele, Lea and Flood's generator: the same noise in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

func maze(_ width: Int, _ height: Int, seed: UInt64, braid: Double = 0) -> GridMap {
    var cells = CellGrid.maze(width: width, height: height, by: .prim, seed: seed)
    if braid > 0 { cells.braid(braid, seed: seed) }
    return GridMap(cells)
}

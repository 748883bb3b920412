/// Small letters of five by seven pixels, for names in pictures: lower case, digits and hyphen.
enum Lettering {
    /// The pixels of a line of text, from top to bottom.
    static let height = 9

    /// The pixels of a text, row by row; a character that has no letter here is a box.
    static func pixels(of text: String) -> [[Bool]] {
        let glyphs: [[UInt8]] = text.lowercased().map { (character: Character) in letters[character] ?? box }
        return (0..<height).map { row in
            var dots: [Bool] = []
            for glyph in glyphs {
                for column in 0..<6 { dots.append(row < glyph.count && glyph[row] >> UInt8(5 - column) & 1 == 1) }
            }
            return dots
        }
    }

    private static let box: [UInt8] = [0, 0, 0b111110, 0b100010, 0b100010, 0b100010, 0b111110]

    /// Nine rows from the top, six pixels each; the last column stays free, the last two rows are for descenders.
    private static let letters: [Character: [UInt8]] = {
        var letters: [Character: [UInt8]] = [:]
        for (character, rows) in drawn {
            letters[character] = rows.split(separator: "/", omittingEmptySubsequences: false).map { row in
                var bits: UInt8 = 0
                for (column, dot) in row.enumerated() where dot == "#" { bits |= 1 << UInt8(5 - column) }
                return bits
            }
        }
        return letters
    }()

    private static let drawn: [Character: String] = [
        "a": "//.###/....#/.####/#...#/.####",
        "b": "#/#/####/#...#/#...#/#...#/####",
        "c": "//.####/#/#/#/.####",
        "d": "....#/....#/.####/#...#/#...#/#...#/.####",
        "e": "//.###/#...#/#####/#/.####",
        "f": "..##/.#/####/.#/.#/.#/.#",
        "g": "//.####/#...#/#...#/#...#/.####/....#/.###",
        "h": "#/#/####/#...#/#...#/#...#/#...#",
        "i": "..#//.##/..#/..#/..#/.###",
        "j": "...#//..##/...#/...#/...#/...#/#..#/.##",
        "k": "#/#/#..#/#.#/##/#.#/#..#",
        "l": ".##/..#/..#/..#/..#/..#/.###",
        "m": "//##.#/#.#.#/#.#.#/#.#.#/#.#.#",
        "n": "//####/#...#/#...#/#...#/#...#",
        "o": "//.###/#...#/#...#/#...#/.###",
        "p": "//####/#...#/#...#/#...#/####/#/#",
        "q": "//.####/#...#/#...#/#...#/.####/....#/....#",
        "r": "//#.##/##/#/#/#",
        "s": "//.####/#/.###/....#/####",
        "t": ".#/.#/####/.#/.#/.#/..##",
        "u": "//#...#/#...#/#...#/#...#/.####",
        "v": "//#...#/#...#/#...#/.#.#/..#",
        "w": "//#...#/#.#.#/#.#.#/#.#.#/.#.#",
        "x": "//#...#/.#.#/..#/.#.#/#...#",
        "y": "//#...#/#...#/#...#/#...#/.####/....#/.###",
        "z": "//#####/...#/..#/.#/#####",
        "0": ".###/#...#/#..##/#.#.#/##..#/#...#/.###",
        "1": "..#/.##/..#/..#/..#/..#/.###",
        "2": ".###/#...#/....#/..##/.#/#/#####",
        "3": ".###/#...#/....#/..##/....#/#...#/.###",
        "4": "...#/..##/.#.#/#..#/#####/...#/...#",
        "5": "#####/#/####/....#/....#/#...#/.###",
        "6": ".###/#/####/#...#/#...#/#...#/.###",
        "7": "#####/....#/...#/..#/..#/..#/..#",
        "8": ".###/#...#/#...#/.###/#...#/#...#/.###",
        "9": ".###/#...#/#...#/.####/....#/....#/.###",
        "-": "////.###",
        " ": "",
    ]
}

import Mazes
import Testing

@Suite("What the characters of a text maze mean")
struct TextAlphabetTests {
    private static let room = ["#######", "#     #", "# ### #", "#   # #", "#######"]

    private func drawn(wall: Character, passage: Character) -> String {
        Self.room.map { String($0.map { $0 == "#" ? wall : passage }) }.joined(separator: "\n")
    }

    @Test(
        "the walls may be any character",
        arguments: [
            ("X", " "), ("%", "."), ("W", "."), ("1", "0"), ("0", "1"), ("@", " "), ("*", " "), ("O", "."), ("█", "·"),
            ("#", "0"), ("■", "□"), ("⬛", "⬜"), ("#", "_"), ("|", " "), ("8", "-"),
        ] as [(Character, Character)])
    func anyCharacter(wall: Character, passage: Character) throws {
        let expected = try TextMaze.read(Self.room.joined(separator: "\n"))
        #expect(try TextMaze.read(drawn(wall: wall, passage: passage)).open == expected.open)
    }

    @Test(
        "tables of numbers, line ends of Windows, byte order marks and UTF-16 are read",
        arguments: [
            "1 1 1\n1 0 1\n1 1 1", "1,1,1\r\n1,0,1\r\n1,1,1\r\n", "[[1 1 1]\n [1 0 1]\n [1 1 1]]",
            "1\t1\t1\n1\t0\t1\n1\t1\t1",
            "[[1,1,1],\n [1,0,1],\n [1,1,1]]", "\u{FEFF}###\r\n# #\r\n###\r\n",
        ])
    func otherForms(text: String) throws {
        let map = try TextMaze.read(text)
        #expect(map.width == 3 && map.height == 3 && map.open.count == 1)
        let units: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try TextMaze.read(units).open == map.open)
    }

    @Test("a line of spaces is a row; only lines without any character at the end are none")
    func linesOfSpaces() throws {
        let map = try TextMaze.read("# #\n#  \n   \n\n\n")
        #expect(map.height == 3)
        #expect(try map.solve(from: Point(x: 1, y: 0), to: Point(x: 0, y: 2), by: .breadthFirst).path?.length == 3)
    }

    @Test("tabs go on to the next eighth column")
    func tabs() throws {
        let map = try TextMaze.read("#########\n#\t#\n#########")
        #expect(map.width == 9 && map.open.count == 7)
    }

    @Test("what lies outside of the outer wall is cut off unless the ends lie there")
    func margins() throws {
        let text = "\n   #.#####   \n   #     #  \n   ##### #\n   #     #\n   #####.#        \n      "
        var options = TextMaze.Options()
        #expect(try TextMaze.reading(text, options: options).map.width == 18)
        options.keepsMargin = false
        let reading = try TextMaze.reading(text, options: options)
        #expect(reading.map.width == 7 && reading.map.height == 5)
        #expect(reading.notes.count == 1 && reading.notes[0].contains("cut off"))
        let doors = try Openings.find(in: reading.map)
        #expect(doors.entrance == Point(x: 1, y: 0) && doors.exits == [Point(x: 5, y: 4)])
    }

    @Test("marks are S and E, and letters of others that stand alone")
    func marks() throws {
        for (start, goal) in [("S", "E"), ("A", "B"), ("P", "G"), ("S", "X"), ("@", "T")] {
            let map = try TextMaze.read("######\n#\(start)  \(goal)#\n######")
            #expect(map.start == Point(x: 1, y: 1) && map.goal == Point(x: 4, y: 1))
        }
        let several = try TextMaze.read("######\n#E S #\n#   E#\n######")
        #expect(several.goals == [Point(x: 1, y: 1), Point(x: 4, y: 2)])
        let numbers = try TextMaze.read("1111\n1201\n1031\n1111")
        #expect(numbers.start == Point(x: 1, y: 1) && numbers.goal == Point(x: 2, y: 2))
    }

    @Test("the caller may name the walls")
    func namedWalls() throws {
        var options = TextMaze.Options()
        options.wallCharacters = "ab"
        let map = try TextMaze.reading("aba\nbzb\naba", options: options).map
        #expect(map.open.count == 1)
    }
}

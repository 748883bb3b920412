/// What the characters of a text maze mean. Nobody agreed on them, so the text itself is asked.
struct TextAlphabet {
    /// What a character stands for.
    enum Meaning {
        case wall
        case passage
        case start
        case goal
    }

    private let walls: Set<Unicode.Scalar>
    private let passages: Set<Unicode.Scalar>
    private let starts: Set<Unicode.Scalar>
    private let goals: Set<Unicode.Scalar>
    private let wallsAreDrawn: Bool
    /// The meanings of ASCII: a set is slow where each character of a large maze is asked for.
    private var common: [Meaning?] = []
    /// What is not obvious, for the user.
    let notes: [String]

    /// Looks at all characters of a text. In this order:
    /// 1. What the caller names is a wall, and nothing else is.
    /// 2. `#`, blocks and box drawing are walls; without them `+`, `-` and `|`.
    /// 3. Without any of these, the character of which most of the border consists is the wall; of 0 and 1, 1 is.
    /// 4. A single character that is left over, and not rare, is a passage.
    init(of lines: [[Unicode.Scalar]], width: Int, wallCharacters: String?) throws(MazeFileError) {
        let counts = Self.counts(of: lines)
        var notes: [String] = []
        var walls: Set<Unicode.Scalar> = []
        var drawn = false
        if let wallCharacters {
            walls = Set(wallCharacters.unicodeScalars)
        } else if counts.keys.contains(where: Self.isDrawnWall) {
            drawn = true
        } else if counts["+"] != nil || counts["|"] != nil && counts["-"] != nil {
            walls = ["+", "-", "|"]
        } else if Set(counts.keys).subtracting(["0", "1", "2", "3", " "]).isEmpty, counts["1"] != nil {
            let zeros = Self.border(of: lines).map { Double($0["0"] ?? 0) / Double(max(1, $0.values.reduce(0, +))) }
            walls = zeros ?? 0 >= 0.9 ? ["0"] : ["1"]
            notes.append(walls == ["0"] ? "0 is a wall and 1 a passage" : "1 is a wall and 0 a passage")
        } else if let wall = Self.borderCharacter(of: lines) {
            walls = [wall]
            notes.append("'\(Character(wall))', of which the border consists, is a wall")
        }
        (self.walls, wallsAreDrawn) = (walls, drawn)

        func isFree(_ scalar: Unicode.Scalar) -> Bool {
            !walls.contains(scalar) && !(drawn && Self.isDrawnWall(scalar))
        }
        var starts: Set<Unicode.Scalar> = ["S", "s"]
        var goals: Set<Unicode.Scalar> = ["E", "e", "G", "g"]
        // The letters of others: they count when they stand alone, like a mark does.
        for (marks, isStart) in [("AP@2", true), ("BFTXZ3", false)] {
            for scalar in marks.unicodeScalars where counts[scalar] == 1 && isFree(scalar) {
                if ["2", "3"].contains(scalar), counts["1"] == nil { continue }
                if isStart { starts.insert(scalar) } else { goals.insert(scalar) }
                notes.append("'\(Character(scalar))' is the \(isStart ? "start" : "goal")")
            }
        }
        var passages = Self.drawnPassages
        if walls == ["0"] || walls == ["1"] { passages.formUnion(["0", "1"]) }
        if wallCharacters != nil {
            passages.formUnion(counts.keys.filter { !starts.contains($0) && !goals.contains($0) })
        } else if drawn || !walls.isEmpty {
            let unknown = counts.keys.filter {
                isFree($0) && !passages.contains($0) && !starts.contains($0) && !goals.contains($0)
            }
            if unknown.count == 1, let passage = unknown.first, counts[passage] ?? 0 >= 3 {
                passages.insert(passage)
                if passage != "0" && passage != "1" { notes.append("'\(Character(passage))' is a passage") }
            }
        }
        (self.starts, self.goals, self.passages, self.notes) = (starts, goals, passages, notes)
        common = (0..<128).map { lookedUp(Unicode.Scalar(UInt8($0))) }
    }

    private static func counts(of lines: [[Unicode.Scalar]]) -> [Unicode.Scalar: Int] {
        var common = [Int](repeating: 0, count: 128)
        var counts: [Unicode.Scalar: Int] = [:]
        for line in lines {
            for scalar in line {
                if scalar.value < 128 { common[Int(scalar.value)] += 1 } else { counts[scalar, default: 0] += 1 }
            }
        }
        for (value, count) in common.enumerated() where count > 0 { counts[Unicode.Scalar(UInt8(value))] = count }
        return counts
    }

    /// What a character stands for; nil when nobody knows.
    func meaning(of scalar: Unicode.Scalar) -> Meaning? {
        scalar.value < 128 ? common[Int(scalar.value)] : lookedUp(scalar)
    }

    private func lookedUp(_ scalar: Unicode.Scalar) -> Meaning? {
        if walls.contains(scalar) || wallsAreDrawn && Self.isDrawnWall(scalar) { return .wall }
        if passages.contains(scalar) { return .passage }
        if starts.contains(scalar) { return .start }
        return goals.contains(scalar) ? .goal : nil
    }

    private static func isDrawnWall(_ scalar: Unicode.Scalar) -> Bool {
        // Box drawing is U+2500 to U+257F, blocks are U+2580 to U+259F; then a black square, a large one, bricks.
        scalar == "#" || (0x2500...0x259F).contains(scalar.value) || scalar == "■" || scalar == "⬛" || scalar == "🧱"
    }

    /// Spaces, and what a solved maze is drawn with.
    private static let drawnPassages: Set<Unicode.Scalar> = [
        " ", ".", ":", "*", "o", "·", "•", "\u{00A0}", "\u{3000}", "_", "□", "⬜",
    ]

    /// How often each character stands in the border of the text, blanks around it left out.
    private static func border(of lines: [[Unicode.Scalar]]) -> [Unicode.Scalar: Int]? {
        let filled = lines.filter { $0.contains { !$0.properties.isWhitespace } }
        guard let first = filled.first, let last = filled.last else { return nil }
        func isInk(_ scalar: Unicode.Scalar) -> Bool { !scalar.properties.isWhitespace }
        let left = filled.compactMap { $0.firstIndex(where: isInk) }.min() ?? 0
        let right = filled.compactMap { $0.lastIndex(where: isInk) }.max() ?? 0
        var counts: [Unicode.Scalar: Int] = [:]
        func count(_ line: [Unicode.Scalar], _ x: Int) {
            counts[x < line.count ? line[x] : " ", default: 0] += 1
        }
        for x in left...max(left, right) {
            count(first, x)
            if filled.count > 1 { count(last, x) }
        }
        for line in filled.dropFirst().dropLast() {
            count(line, left)
            count(line, right)
        }
        return counts
    }

    /// The character that fills most of the border; nil when none does, or when it is a passage.
    private static func borderCharacter(of lines: [[Unicode.Scalar]]) -> Unicode.Scalar? {
        guard let counts = border(of: lines), let most = counts.max(by: { $0.value < $1.value }) else { return nil }
        let total = counts.values.reduce(0, +)
        let isPaper = most.key.properties.isWhitespace || most.key == "." || most.key == "·"
        return total >= 6 && !isPaper && most.value * 10 >= 6 * total ? most.key : nil
    }
}

/// The map format of the Moving AI Lab's benchmarks (Sturtevant, 2012): four lines of header, then one character a
/// square.
///
/// `.`, `G` and `S` are open, everything else (`@ O T W`) is not; movement is octile without corner cutting.
public enum MovingAIMap {
    /// Whether a file begins as such a map does.
    public static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: "type ".utf8)
    }

    /// Reads a map.
    public static func read(_ bytes: [UInt8]) throws(MazeFileError) -> GridMap {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        var line = 0
        func text(_ bytes: ArraySlice<UInt8>) -> String {
            var text = String(decoding: bytes.prefix(100), as: UTF8.self)
            while text.last?.isWhitespace == true { text.removeLast() }
            return text
        }
        func header(_ expected: String) throws(MazeFileError) -> String {
            line += 1
            let found = lines.popFirst().map(text) ?? ""
            let parts = found.split(separator: " ")
            guard parts.first.map(String.init) == expected.split(separator: " ").first.map(String.init) else {
                throw .wrongHeader(line: line, expected: expected, found: found)
            }
            return parts.dropFirst().joined(separator: " ")
        }
        let type = try header("type octile")
        guard type == "octile" else { throw .wrongHeader(line: 1, expected: "type octile", found: "type \(type)") }
        let heightText = try header("height H")
        guard let height = Int(heightText), height > 0 else {
            throw .wrongHeader(line: 2, expected: "height H", found: "height \(heightText)")
        }
        let widthText = try header("width W")
        guard let width = Int(widthText), width > 0 else {
            throw .wrongHeader(line: 3, expected: "width W", found: "width \(widthText)")
        }
        _ = try header("map")
        guard GridMap.fits(width: width, height: height),
            width.multipliedReportingOverflow(by: height).overflow == false
        else { throw .tooLarge(width: width, height: height) }
        // Memory is taken for what is there, not for what is promised.
        guard lines.count >= height else { throw .missingRows(expected: height, found: lines.count) }
        var open = BitGrid(width: width, height: height)
        for y in 0..<height {
            var row = lines.removeFirst()
            line += 1
            if row.last == UInt8(ascii: "\r") { row.removeLast() }
            if row.isEmpty && lines.isEmpty { throw .missingRows(expected: height, found: y) }
            guard row.count == width else { throw .wrongRow(line: line, expected: width, found: row.count) }
            for (x, byte) in row.enumerated() {
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "G"), UInt8(ascii: "S"): open[Point(x: x, y: y)] = true
                case UInt8(ascii: "@"), UInt8(ascii: "O"), UInt8(ascii: "T"), UInt8(ascii: "W"): break
                default:
                    throw .unknownCharacter(Character(Unicode.Scalar(byte)), line: line, column: x + 1)
                }
            }
        }
        return GridMap(open: open, movement: .eightNeighbours)
    }
}

/// The scenario format of the Moving AI Lab's benchmarks: queries about a map, with the optimal lengths.
public struct Scenario: Sendable, Equatable {
    /// One query.
    public struct Instance: Sendable, Equatable {
        /// The line of the file, from 1.
        public let line: Int
        /// The map's path, as the file names it.
        public let mapName: String
        /// The map's columns and rows, as the file gives them.
        public let mapSize: Point
        /// Where the path begins.
        public let start: Point
        /// Where the path ends.
        public let goal: Point
        /// The least octile length.
        public let optimalLength: Double
    }

    /// What is wrong with a scenario file.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// What was expected.
        public let expected: String

        /// The fault as a sentence.
        public var description: String { "line \(line): expected \(expected)" }
    }

    /// The queries, in order.
    public let instances: [Instance]

    /// Reads a scenario file: `version 1`, then nine fields a line.
    public init(_ bytes: [UInt8]) throws(Fault) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let first = lines.first, first.starts(with: "version ".utf8) else {
            throw Fault(line: 1, expected: "'version 1'")
        }
        var instances: [Instance] = []
        for (number, bytes) in lines.enumerated().dropFirst() {
            let fields = String(decoding: bytes, as: UTF8.self).split { $0 == "\t" || $0 == " " || $0.isNewline }
            if fields.isEmpty { continue }
            guard fields.count == 9 else {
                throw Fault(
                    line: number + 1,
                    expected: "bucket, map, width, height, start x, start y, goal x, goal y and optimal length")
            }
            let numbers = fields[2...7].compactMap { Int($0) }
            guard numbers.count == 6, let length = Double(fields[8]), length.isFinite, length >= 0 else {
                throw Fault(line: number + 1, expected: "six whole numbers after the map, then a length")
            }
            instances.append(
                Instance(
                    line: number + 1, mapName: String(fields[1]), mapSize: Point(x: numbers[0], y: numbers[1]),
                    start: Point(x: numbers[2], y: numbers[3]), goal: Point(x: numbers[4], y: numbers[5]),
                    optimalLength: length))
        }
        self.instances = instances
    }
}

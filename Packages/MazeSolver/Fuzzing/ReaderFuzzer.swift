// What the fuzzer of the maze readers does with an input. fuzz-mazes.sh calls it with ever new inputs; a test calls it
// with those of the corpus.
import MazeDrawing
import Mazes

/// One input for the readers of mazes: any way out of them is right, except a crash.
///
/// The last byte chooses: a file as it is; or a PNG file whose checksums are put right first, without which hardly any
/// input would come past the first chunk.
enum MazeInput {
    /// Reads an input, and solves whatever was read.
    ///
    /// - Returns: whether a maze came out of it.
    @discardableResult
    static func isMaze(_ input: [UInt8]) -> Bool {
        var bytes = input
        guard let choice = bytes.popLast() else { return false }
        if choice & 1 == 1 { repairChecksums(&bytes) }
        _ = try? Scenario(bytes)
        // Small limits, so that inputs are many rather than large.
        if PNGReader.recognises(bytes) {
            guard let picture = try? PNGReader(largestPicture: 1 << 16).picture(bytes) else { return false }
            var options = CellReading.Options()
            options.usesWeights = choice & 2 != 0
            return (try? CellReading(of: picture, options: options)) != nil
        }
        if JPEGReader.recognises(bytes) {
            guard let picture = try? JPEGReader(largestPicture: 1 << 16).picture(bytes) else { return false }
            return (try? CellReading(of: picture)) != nil
        }
        guard let map = try? MazeFile().map(bytes) else { return false }
        guard let ends = try? Openings.find(in: map), map.open.count < 4000 else { return true }
        _ = try? map.solve(from: ends.entrance, to: ends.exits[0], by: Advice(for: map).solver)
        _ = MazeStatistics(of: map)
        return true
    }

    private static func repairChecksums(_ bytes: inout [UInt8]) {
        func number(_ square: Int) -> Int { bytes[square..<square + 4].reduce(0) { $0 << 8 | Int($1) } }
        var offset = 8
        while offset + 12 <= bytes.count {
            let end = offset + 8 + number(offset)
            guard end + 4 <= bytes.count else { return }
            var checksum: UInt32 = .max
            for byte in bytes[offset + 4..<end] {
                checksum ^= UInt32(byte)
                for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            for square in 0..<4 {
                bytes[end + square] = UInt8(truncatingIfNeeded: ~checksum >> UInt32(24 - 8 * square))
            }
            offset = end + 4
        }
    }
}

#if FUZZING
    /// libFuzzer's entry.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func fuzzReaders(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
        MazeInput.isMaze(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }
#endif

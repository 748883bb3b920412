import MazeDrawing
import Mazes

/// What libFuzzer calls with ever new inputs: any way out of the readers is right, except a crash.
///
/// The first byte chooses: a file as it is; or a PNG file whose checksums are put right first, without which hardly any
/// input would come past the first chunk.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReaders(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.popLast() else { return 0 }
    if choice & 1 == 1 { repairChecksums(&bytes) }
    // Small limits, so that inputs are many rather than large.
    if PNGReader.recognises(bytes) {
        _ = try? PNGReader(wallsBelow: choice, largestPicture: 1 << 20).map(bytes)
    } else if let map = try? MazeFile().map(bytes), let ends = try? Openings.find(in: map), map.open.count < 4000 {
        _ = try? map.solve(from: ends.entrance, to: ends.exit, by: Advice(for: map).solver)
        _ = MazeStatistics(of: map)
    }
    _ = try? Scenario(bytes)
    return 0
}

private func repairChecksums(_ bytes: inout [UInt8]) {
    func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    var offset = 8
    while offset + 12 <= bytes.count {
        let end = offset + 8 + number(offset)
        guard end + 4 <= bytes.count else { return }
        var checksum: UInt32 = .max
        for byte in bytes[offset + 4..<end] {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for place in 0..<4 { bytes[end + place] = UInt8(truncatingIfNeeded: ~checksum >> UInt32(24 - 8 * place)) }
        offset = end + 4
    }
}

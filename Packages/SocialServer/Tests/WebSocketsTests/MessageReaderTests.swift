import NIOCore
import Testing

@testable import WebSockets

/// A generator that gives the same numbers in every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

/// A client's frame, masked with four bytes, as RFC 6455, section 5.3, describes it byte by byte.
private func frame(_ first: UInt8, _ payload: [UInt8], mask: [UInt8]) -> [UInt8] {
    var bytes = [first]
    switch payload.count {
    case ..<126: bytes.append(0x80 | UInt8(payload.count))
    case ...0xFFFF: bytes += [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [0xFF] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    return bytes + mask + payload.indices.map { payload[$0] ^ mask[$0 % 4] }
}

/// Reads bytes that come in pieces, as the handler does.
private func read(_ bytes: [UInt8], size: () -> Int) throws -> [MessageReader.Event] {
    var reader = MessageReader(maximumMessage: 100_000)
    var buffer = ByteBuffer()
    var events: [MessageReader.Event] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let piece = rest.prefix(max(1, size()))
        rest = rest.dropFirst(piece.count)
        buffer.writeBytes(piece)
        while let event = try reader.next(&buffer) { events.append(event) }
    }
    return events
}

@Suite("the reader of messages")
struct MessageReaderTests {
    @Test("messages are the same however their frames are cut and masked")
    func messagesSurviveCutting() throws {
        var random = SeededGenerator(state: 6455)
        for round in 0..<300 {
            var bytes: [UInt8] = []
            var expected: [MessageReader.Event] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let isText = Bool.random(using: &random)
                let letters = ["a", "é", "日", "𝄞", "12345678"]
                let text = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                    letters[Int.random(in: 0..<5, using: &random)]
                }.joined()
                let payload = Array(text.utf8)
                let cuts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    Int.random(in: 0...payload.count, using: &random)
                }.sorted()
                let ends = cuts + [payload.count]
                var start = 0
                for (index, end) in ends.enumerated() {
                    let mask = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
                    let opcode: UInt8 = index > 0 ? 0 : isText ? 1 : 2
                    let isLast: UInt8 = index == ends.count - 1 ? 0x80 : 0
                    bytes += frame(isLast | opcode, Array(payload[start..<end]), mask: mask)
                    start = end
                    if isLast == 0, Bool.random(using: &random) {
                        bytes += frame(0x89, [1, 2, 3], mask: mask)
                        expected.append(.ping(ByteBuffer(bytes: [1, 2, 3])))
                    }
                }
                expected.append(.message(isText ? .text(text) : .binary(ByteBuffer(bytes: payload))))
            }
            #expect(try read(bytes) { Int.random(in: 1...20, using: &random) } == expected, "round \(round)")
        }
    }

    @Test("whatever comes, the reader gives messages within the limit or says what is wrong")
    func nonsenseIsRefused() {
        var random = SeededGenerator(state: 1)
        var faults = 0
        for _ in 0..<3000 {
            var bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            // Mostly frames that begin well, so that the nonsense gets further in.
            if Bool.random(using: &random) {
                bytes[0] = [0x01, 0x81, 0x02, 0x80, 0x88, 0x89][Int.random(in: 0..<6, using: &random)]
            }
            bytes[1] |= 0x80
            do {
                for case .message(.binary(let message)) in try read(bytes, size: { 7 }) {
                    #expect(message.readableBytes <= 40)
                }
            } catch {
                faults += 1
                #expect(error is ProtocolFault)
            }
        }
        #expect(faults > 1000)
    }

    @Test("the validator agrees with the standard library on texts of few bytes")
    func theValidatorAgrees() {
        var random = SeededGenerator(state: 3629)
        let interesting: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        var wrong = 0
        for _ in 0..<100_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                interesting[Int.random(in: 0..<interesting.count, using: &random)]
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            var validator = UTF8Validator()
            let isText =
                bytes[..<cut].withUnsafeBytes { validator.accept($0) }
                && bytes[cut...].withUnsafeBytes { validator.accept($0) } && validator.isComplete
            if isText != (String(validating: bytes, as: UTF8.self) != nil) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("a close frame's reason is cut at a character's end")
    func reasonsAreCut() {
        let frame = EncodedMessage.close(.normal, String(repeating: "é", count: 100))
        #expect(frame.readableBytes == 2 + 2 + 122)
        #expect(EncodedMessage.close(nil, "unsaid").readableBytes == 2)
    }

    @Test(
        "frames have the shortest length", arguments: [(0, 2), (125, 127), (126, 130), (65535, 65539), (65536, 65546)])
    func framesAreShort(payload: Int, frame: Int) {
        #expect(EncodedMessage(String(repeating: "x", count: payload)).count == frame)
    }
}

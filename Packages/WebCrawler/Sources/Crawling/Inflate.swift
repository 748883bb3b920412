/// Decompresses gzip (RFC 1952) and DEFLATE (RFC 1951), up to a limit.
///
/// Only compressed sitemap files need it: compressed answers are the HTTP client's work. It is small so that it can
/// be read, bounded so that no file can fill the memory.
public struct Inflate {
    /// Why data cannot be decompressed.
    public enum Fault: Error, Equatable, CustomStringConvertible {
        /// The data is not gzip, or broken.
        case malformed(String)
        /// The result is longer than the limit.
        case tooLong(limit: Int)

        /// A sentence with the reason.
        public var description: String {
            switch self {
            case .malformed(let what): "The compressed data is broken: \(what)."
            case .tooLong(let limit): "The data decompresses to more than \(limit) bytes."
            }
        }
    }

    private let input: [UInt8]
    private let limit: Int
    private var position: Int
    private var bits: UInt32 = 0
    private var bitCount: UInt32 = 0
    private var output: [UInt8] = []

    /// Decompresses the first member of a gzip file.
    public static func gzip(_ input: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        guard input.count >= 18, input[0] == 0x1F, input[1] == 0x8B, input[2] == 8 else {
            throw .malformed("it has no gzip header")
        }
        let flags = input[3]
        var position = 10
        if flags & 4 != 0 { position += 2 + Int(input[10]) + Int(input[11]) << 8 }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while position < input.count, input[position] != 0 { position += 1 }
            position += 1
        }
        if flags & 2 != 0 { position += 2 }
        guard position < input.count else { throw .malformed("its header does not end") }
        var inflate = Inflate(input: input, limit: limit, position: position)
        try inflate.blocks()
        return inflate.output
    }

    private init(input: [UInt8], limit: Int, position: Int) {
        self.input = input
        self.limit = limit
        self.position = position
    }

    private mutating func take(_ count: UInt32) throws(Fault) -> UInt32 {
        while bitCount < count {
            guard position < input.count else { throw .malformed("it ends too early") }
            bits |= UInt32(input[position]) << bitCount
            position += 1
            bitCount += 8
        }
        let value = bits & ((1 << count) - 1)
        bits >>= count
        bitCount -= count
        return value
    }

    private mutating func blocks() throws(Fault) {
        while true {
            let isLast = try take(1) == 1
            switch try take(2) {
            case 0: try stored()
            case 1: try compressed(Self.fixedLengths, Self.fixedDistances)
            case 2: try dynamic()
            default: throw .malformed("a block has no known type")
            }
            if isLast { return }
        }
    }

    private mutating func stored() throws(Fault) {
        (bits, bitCount) = (0, 0)
        let length = Int(try take(16))
        let check = Int(try take(16))
        guard length == check ^ 0xFFFF, position + length <= input.count else {
            throw .malformed("a stored block has a wrong length")
        }
        guard output.count + length <= limit else { throw .tooLong(limit: limit) }
        output += input[position..<position + length]
        position += length
    }

    private mutating func dynamic() throws(Fault) {
        let literals = Int(try take(5)) + 257
        let distances = Int(try take(5)) + 1
        let codes = Int(try take(4)) + 4
        var lengths = [UInt8](repeating: 0, count: 19)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for index in order.prefix(codes) { lengths[index] = UInt8(try take(3)) }
        let meta = Huffman(lengths)
        var all: [UInt8] = []
        while all.count < literals + distances {
            let symbol = try symbol(meta)
            switch symbol {
            case 0..<16: all.append(UInt8(symbol))
            case 16:
                guard let last = all.last else { throw .malformed("a code repeats nothing") }
                all += repeatElement(last, count: Int(try take(2)) + 3)
            case 17: all += repeatElement(0, count: Int(try take(3)) + 3)
            default: all += repeatElement(0, count: Int(try take(7)) + 11)
            }
        }
        guard all.count == literals + distances else { throw .malformed("there are too many codes") }
        try compressed(Huffman(Array(all[..<literals])), Huffman(Array(all[literals...])))
    }

    private mutating func compressed(_ literals: Huffman, _ distances: Huffman) throws(Fault) {
        while true {
            let symbol = try symbol(literals)
            if symbol == 256 { return }
            if symbol < 256 {
                guard output.count < limit else { throw .tooLong(limit: limit) }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol <= 285 else { throw .malformed("a length has no known code") }
            let length = Int(Self.lengthBases[symbol - 257]) + Int(try take(UInt32(Self.lengthBits[symbol - 257])))
            let code = try self.symbol(distances)
            guard code < 30 else { throw .malformed("a distance has no known code") }
            let extra = code < 4 ? 0 : UInt32(code / 2 - 1)
            let base = code < 4 ? code + 1 : ((2 + code % 2) << Int(extra)) + 1
            let distance = base + Int(try take(extra))
            guard distance <= output.count else { throw .malformed("a distance reaches before the start") }
            guard output.count + length <= limit else { throw .tooLong(limit: limit) }
            let start = output.count - distance
            for index in 0..<length { output.append(output[start + index]) }
        }
    }

    private mutating func symbol(_ code: Huffman) throws(Fault) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value |= Int(try take(1))
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .malformed("a code is longer than 15 bits")
    }

    /// A canonical Huffman code: how many codes each length has, and the symbols in the order of their codes.
    private struct Huffman {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(_ lengths: [UInt8]) {
            for length in lengths where length > 0 { counts[Int(length)] += 1 }
            for length in 1...15 where counts[length] > 0 {
                symbols += lengths.indices.filter { lengths[$0] == length }
            }
        }
    }

    private static let fixedLengths = Huffman(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = Huffman([UInt8](repeating: 5, count: 30))
    private static let lengthBases: [UInt16] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
}

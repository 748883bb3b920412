/// What UTS #46, the CONTEXTJ rules and the Bidi rule need to know of each code point.
///
/// The table is unpacked when the first internationalised domain is met; ASCII domains never touch it.
struct IDNATable: Sendable {
    enum Mapping {
        case valid
        case mapped(String)
        case ignored
        case disallowed
    }

    /// Joining types, in the order of the generated table.
    enum Joining: UInt8 {
        case none
        case left
        case right
        case dual
        case transparent
        case causing
    }

    /// Bidirectional classes, in the order of the generated table.
    enum Bidi: UInt8 {
        case l
        case r
        case al
        case an
        case en
        case es
        case cs
        case et
        case on
        case bn
        case nsm
        case other
    }

    static let shared = IDNATable(base64: IDNATableData.base64)

    private var mappings = Ranges()
    private var replacements: [String] = []
    private var joinings = Ranges()
    private var bidis = Ranges()

    func mapping(_ scalar: Unicode.Scalar) -> Mapping {
        let (index, kind) = mappings.find(scalar.value)
        switch kind {
        case 0: return .valid
        case 1: return .mapped(replacements[index])
        case 2: return .ignored
        default: return .disallowed
        }
    }

    func joining(_ scalar: Unicode.Scalar) -> Joining { Joining(rawValue: joinings.find(scalar.value).kind) ?? .none }

    func bidi(_ scalar: Unicode.Scalar) -> Bidi { Bidi(rawValue: bidis.find(scalar.value).kind) ?? .other }

    /// Ranges that follow one another, each from its start to the next one's.
    private struct Ranges: Sendable {
        var starts: [UInt32] = []
        var kinds: [UInt8] = []

        func find(_ point: UInt32) -> (index: Int, kind: UInt8) {
            var (low, high) = (0, starts.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if starts[middle] <= point { low = middle } else { high = middle }
            }
            return (low, kinds[low])
        }
    }

    private init(base64: StaticString) {
        var reader = PackedReader(base64: base64)
        var start: UInt32 = 0
        for _ in 0..<reader.number() {
            start += reader.number()
            mappings.starts.append(start)
            let kind = reader.byte()
            mappings.kinds.append(kind)
            replacements.append(kind == 1 ? reader.text() : "")
        }
        joinings = Self.ranges(&reader)
        bidis = Self.ranges(&reader)
    }

    private static func ranges(_ reader: inout PackedReader) -> Ranges {
        var ranges = Ranges()
        var start: UInt32 = 0
        for _ in 0..<reader.number() {
            start += reader.number()
            ranges.starts.append(start)
            ranges.kinds.append(reader.byte())
        }
        return ranges
    }
}

/// Reads the packed form that Scripts/generate-tables.py writes: numbers of seven bits a byte, texts behind a length.
private struct PackedReader {
    private var bytes: [UInt8] = []
    private var position = 0

    init(base64: StaticString) {
        bytes = base64.withUTF8Buffer { letters in
            var decoded: [UInt8] = []
            decoded.reserveCapacity(letters.count / 4 * 3)
            var bits: UInt32 = 0
            var count = 0
            for letter in letters {
                let value: UInt8
                switch letter {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - UInt8(ascii: "A")
                case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - UInt8(ascii: "a") + 26
                case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter - UInt8(ascii: "0") + 52
                case UInt8(ascii: "+"): value = 62
                case UInt8(ascii: "/"): value = 63
                default: continue
                }
                bits = bits << 6 | UInt32(value)
                count += 6
                if count >= 8 {
                    count -= 8
                    decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                }
            }
            return decoded
        }
    }

    mutating func byte() -> UInt8 {
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while true {
            let byte = byte()
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    mutating func text() -> String {
        let length = Int(number())
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }
}

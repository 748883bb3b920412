import PackedTables

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

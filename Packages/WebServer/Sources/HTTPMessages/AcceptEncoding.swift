/// The Accept-Encoding field (RFC 9110, section 12.5.3): how welcome each coding is to the client.
public struct AcceptEncoding: Sendable, Equatable {
    /// The content codings that a precompressed neighbour may have.
    public enum Coding: UInt8, Sendable, CaseIterable {
        /// Brotli (RFC 7932), in `.br` files.
        case brotli
        /// Zstandard (RFC 8878), in `.zst` files.
        case zstandard
        /// gzip (RFC 1952), in `.gz` files.
        case gzip

        /// The name in Content-Encoding.
        public var name: StaticString {
            switch self {
            case .brotli: "br"
            case .zstandard: "zstd"
            case .gzip: "gzip"
            }
        }

        /// The end of the neighbour's file name.
        public var suffix: StaticString {
            switch self {
            case .brotli: ".br"
            case .zstandard: ".zst"
            case .gzip: ".gz"
            }
        }
    }

    /// Weights in thousandths; nil when the coding was not named.
    private var weights: (UInt16?, UInt16?, UInt16?) = (nil, nil, nil)
    private var any: UInt16?
    private var identityWeight: UInt16?

    /// Reads all lines of the field of a request.
    public init(_ request: borrowing RequestHead, in bytes: Span<UInt8>) {
        for line in request.fields where line.known == .acceptEncoding { add(bytes.part(line.value)) }
    }

    /// Reads one field value.
    public init(_ value: Span<UInt8>) { add(value) }

    /// How welcome a coding is, in thousandths; 0 means not acceptable.
    public func weight(of coding: Coding) -> UInt16 {
        let own =
            switch coding {
            case .brotli: weights.0
            case .zstandard: weights.1
            case .gzip: weights.2
            }
        return own ?? any ?? 0
    }

    /// How welcome the file as it is would be, in thousandths; it is acceptable unless the client excludes it.
    public var identity: UInt16 { identityWeight ?? any ?? 1 }

    private mutating func add(_ value: Span<UInt8>) {
        var found = self
        value.forEachListElement { element in
            let item = value.part(element)
            var nameEnd = 0
            while nameEnd < item.count, item[nameEnd] != Octet.semicolon { nameEnd += 1 }
            let name = item.part(item.trimmed(0, nameEnd))
            let weight = nameEnd < item.count ? Self.weight(item.extracting(nameEnd + 1..<item.count)) : 1_000
            guard let weight else { return true }
            if name.equalsIgnoringCase("br") { found.weights.0 = weight }
            if name.equalsIgnoringCase("zstd") { found.weights.1 = weight }
            if name.equalsIgnoringCase("gzip") || name.equalsIgnoringCase("x-gzip") { found.weights.2 = weight }
            if name.equalsIgnoringCase("identity") { found.identityWeight = weight }
            if name.equals("*") { found.any = weight }
            return true
        }
        self = found
    }

    /// Reads `q=0.123` (RFC 9110, section 12.4.2); nil when it is malformed, and then the element does not count.
    private static func weight(_ parameter: Span<UInt8>) -> UInt16? {
        let text = parameter.part(parameter.trimmed(0, parameter.count))
        guard text.count >= 3, text.count <= 7, text[0] | 0x20 == 0x71, text[1] == Octet.equals else { return nil }
        guard text[2] == 0x30 || text[2] == 0x31 else { return nil }
        var value = UInt16(text[2] - 0x30) * 1_000
        if text.count == 3 { return value }
        guard text[3] == Octet.dot else { return nil }
        var unit: UInt16 = 100
        for index in 4..<text.count {
            guard Octet.isDigit(text[index]) else { return nil }
            value += UInt16(text[index] - 0x30) * unit
            unit /= 10
        }
        return value <= 1_000 ? value : nil
    }

    /// Whether both say the same of every coding.
    public static func == (left: Self, right: Self) -> Bool {
        left.weights == right.weights && left.any == right.any && left.identityWeight == right.identityWeight
    }
}

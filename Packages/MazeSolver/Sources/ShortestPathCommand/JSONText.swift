import Graphs

/// A JSON document with a row for each node or query, which keeps every digit of its numbers.
///
/// Written by hand, since it may have millions of rows: the tree of 1,069,156 nodes (55 MB) takes 1.8 s and 413 MB so, and
/// 8.1 s and 585 MB by Foundation's encoder (measured side by side, in release mode). Single answers go through
/// `JSONLines`.
indirect enum JSONText {
    case object(KeyValuePairs<String, JSONText>)
    case array([JSONText])
    case string(String)
    /// A number as it is to be written.
    case number(String)
    case null

    static func integer(_ value: some BinaryInteger) -> JSONText { .number(String(value)) }

    /// Milliseconds to the microsecond.
    static func milliseconds(_ duration: Duration) -> JSONText {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1000)
        return .number("\(microseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)")
    }

    /// A node's name: a number where the graph's file has numbers.
    static func name(_ node: Node, in graph: Graph) -> JSONText {
        graph.names.areNumbers ? .number(graph.names[node]) : .string(graph.names[node])
    }

    /// A cost, or null where there is no path.
    static func cost(_ cost: Int64?, in graph: Graph) -> JSONText {
        cost.map { .number(graph.text(ofCost: $0)) } ?? .null
    }

    /// The document in one line.
    var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.string(member.key).append(to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .string(let text): Self.append(text, to: &bytes)
        case .number(let text): bytes += text.utf8
        case .null: bytes += "null".utf8
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

import HTTPMessages

/// A request's path as a path below the served folder. It cannot name anything above: whoever has one need not check.
public struct SitePath: Sendable, Equatable {
    /// Why a path is refused.
    public enum Refusal: Error, Sendable, Equatable {
        /// A `%` without two hexadecimal digits, or an encoded NUL: 400.
        case malformed
        /// More `..` than folders: 400.
        case escapes
        /// A name that begins with a dot, or holds an encoded `/`: as if it were not there.
        case hidden
    }

    /// Names joined by `/`, without one at either end; empty for the folder itself.
    public private(set) var relative: [UInt8]
    /// Whether the path ended with `/`, and so names a folder.
    public let endsWithSlash: Bool

    /// Decodes a path (RFC 3986, section 2.1) and removes its dot segments (section 5.2.4), in this order, so that no
    /// encoded dot slips through.
    public init(_ encoded: Span<UInt8>, showsHidden: Bool = false) throws(Refusal) {
        var starts: [Int] = []
        var result: [UInt8] = []
        result.reserveCapacity(encoded.count)
        var index = 0
        var isFolder = true
        while index < encoded.count {
            if encoded[index] == Octet.slash {
                index += 1
                isFolder = true
                continue
            }
            let start = result.count
            if start > 0 { result.append(Octet.slash) }
            while index < encoded.count, encoded[index] != Octet.slash {
                result.append(try Self.octet(encoded, &index))
            }
            isFolder = try Self.close(start, &result, &starts, showsHidden)
        }
        relative = result
        endsWithSlash = isFolder
    }

    /// Decides about the segment that begins at `start`; true when it stood for a folder.
    private static func close(
        _ start: Int, _ result: inout [UInt8], _ starts: inout [Int], _ showsHidden: Bool
    ) throws(Refusal) -> Bool {
        let name = result[(start > 0 ? start + 1 : 0)...]
        if name.elementsEqual([Octet.dot]) {
            result.removeSubrange(start...)
            return true
        }
        if name.elementsEqual([Octet.dot, Octet.dot]) {
            guard let previous = starts.popLast() else { throw .escapes }
            result.removeSubrange(previous...)
            return true
        }
        if name.first == Octet.dot, !showsHidden, !(starts.isEmpty && name.elementsEqual(".well-known".utf8)) {
            throw .hidden
        }
        starts.append(start)
        return false
    }

    private static func octet(_ encoded: Span<UInt8>, _ index: inout Int) throws(Refusal) -> UInt8 {
        var octet = encoded[index]
        index += 1
        if octet == Octet.percent {
            guard index + 1 < encoded.count, let high = Octet.hexadecimal(encoded[index]),
                let low = Octet.hexadecimal(encoded[index + 1])
            else { throw .malformed }
            octet = high << 4 | low
            index += 2
            if octet == 0 { throw .malformed }
            if octet == Octet.slash { throw .hidden }
        }
        return octet
    }

    /// The last name, empty for the folder itself.
    public var name: ArraySlice<UInt8> {
        relative.lastIndex(of: 0x2F).map { relative[($0 + 1)...] } ?? relative[...]
    }

    /// Appends the path with everything percent-encoded that is not unreserved (RFC 3986, section 2.3) or `/`.
    public static func appendEncoded(_ path: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for octet in path {
            let isPlain =
                Octet.isDigit(octet) || Octet.lowercased(octet) &- 0x61 < 26 || octet == Octet.slash
                || octet == Octet.hyphen
                || octet == Octet.dot || octet == 0x5F || octet == 0x7E
            if isPlain {
                bytes.append(octet)
            } else {
                bytes.append(contentsOf: [Octet.percent, digits[Int(octet >> 4)], digits[Int(octet & 15)]])
            }
        }
    }
}

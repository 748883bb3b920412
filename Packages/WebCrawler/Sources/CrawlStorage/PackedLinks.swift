import Crawling

/// A page's links as one value: a row for each link would cost more than the whole page does.
///
/// A link is its target's number (seven bits a byte, the last byte below 128), a byte with its kind and two flags,
/// and its fragment behind a length when it has one. Anchors are eight bytes each.
enum PackedLinks {
    private static let noFollow: UInt8 = 0x40
    private static let hasFragment: UInt8 = 0x80

    static func pack(_ links: [StoredPage.Link]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(links.count * 5)
        for link in links {
            append(link.target, to: &bytes)
            bytes.append(
                link.kind | (link.isNoFollow ? noFollow : 0) | (link.fragment == nil ? 0 : hasFragment))
            if let fragment = link.fragment {
                append(fragment.utf8.count, to: &bytes)
                bytes += fragment.utf8
            }
        }
        return bytes
    }

    static func pack(_ anchors: [UInt64]) -> [UInt8] {
        anchors.withUnsafeBytes { Array($0) }
    }

    /// The links; what is cut off or broken at the end is dropped.
    static func links(_ bytes: [UInt8]) -> [StoredPage.Link] {
        var links: [StoredPage.Link] = []
        var rest = bytes[...]
        while let target = number(&rest), let flags = rest.popFirst() {
            var link = StoredPage.Link(
                target: target, fragment: nil, kind: flags & 0x3F, isNoFollow: flags & noFollow != 0)
            if flags & hasFragment != 0 {
                guard let length = number(&rest), length <= rest.count else { break }
                link.fragment = String(decoding: rest.prefix(length), as: UTF8.self)
                rest = rest.dropFirst(length)
            }
            links.append(link)
        }
        return links
    }

    static func anchors(_ bytes: [UInt8]) -> [UInt64] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst(), shift < 63 {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(clamping: value) }
            shift += 7
        }
        return nil
    }
}

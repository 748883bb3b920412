/// A page's links as bytes, in a store and in memory: a row or an object for each link would cost more than the whole
/// page does.
///
/// A link is its target's number (seven bits a byte, the last byte below 128), a byte with its kind and four flags,
/// its fragment behind a length when it has one, and its line and column when they are known. What is cut off or
/// broken at the end is passed over.
public struct PackedLinks: Sendable {
    /// The bytes.
    public let bytes: ArraySlice<UInt8>

    private static let ignored: UInt8 = 0x10
    private static let hasPosition: UInt8 = 0x20
    private static let noFollow: UInt8 = 0x40
    private static let hasFragment: UInt8 = 0x80

    /// Takes bytes that an earlier ``PackedLinks`` had.
    public init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Packs links.
    public init(_ links: some Collection<StoredPage.Link>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(links.count * 7)
        for link in links {
            Self.append(link.target, to: &bytes)
            bytes.append(
                link.kind | (link.isNoFollow ? Self.noFollow : 0) | (link.fragment == nil ? 0 : Self.hasFragment)
                    | (link.isIgnored ? Self.ignored : 0) | (link.position == nil ? 0 : Self.hasPosition))
            if let fragment = link.fragment {
                Self.append(fragment.utf8.count, to: &bytes)
                bytes += fragment.utf8
            }
            if let position = link.position {
                Self.append(position.line, to: &bytes)
                Self.append(position.column, to: &bytes)
            }
        }
        self.bytes = bytes[...]
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(Swift.max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension PackedLinks: Sequence {
    /// Unpacks one link after the other.
    public struct Iterator: IteratorProtocol {
        fileprivate var rest: ArraySlice<UInt8>

        /// The next link.
        public mutating func next() -> StoredPage.Link? {
            guard let target = number(), let flags = rest.popFirst() else { return nil }
            var link = StoredPage.Link(
                target: target, fragment: nil, kind: flags & 0x0F, isNoFollow: flags & noFollow != 0)
            if flags & hasFragment != 0 {
                guard let length = number(), length <= rest.count else { return nil }
                link.fragment = String(decoding: rest.prefix(length), as: UTF8.self)
                rest = rest.dropFirst(length)
            }
            link.isIgnored = flags & ignored != 0
            if flags & hasPosition != 0 {
                guard let line = number(), let column = number() else { return nil }
                link.position = TextPosition(line: line, column: column)
            }
            return link
        }

        private mutating func number() -> Int? {
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

    /// The links in the order of the page.
    public func makeIterator() -> Iterator { Iterator(rest: bytes) }
}

/// Takes out of an image what it tells beside its picture: where and with what it was taken, who worked on it,
/// comments, and whatever follows the picture. Colours, animation and the orientation stay; no pixel is encoded anew.
public enum ImageMetadata {
    /// The image without its metadata, and the orientation that it keeps.
    ///
    /// - Returns: `nil` if the file is damaged: where one cannot find the parts, one cannot tell what is in them.
    public static func removed(
        from bytes: [UInt8], of kind: ImageKind
    ) -> (image: [UInt8], orientation: ImageOrientation)? {
        var cleaner = Cleaner(source: bytes)
        let isWhole =
            switch kind {
            case .png: cleaner.png()
            case .jpeg: cleaner.jpeg()
            case .gif: cleaner.gif()
            case .webp: cleaner.webp()
            }
        return isWhole ? (cleaner.kept, ImageOrientation(exif: cleaner.turn ?? 1)) : nil
    }
}

/// The orientation of an image as it is shown, in Exif's numbers (Exif 2.32, tag 274): 1 is as it is stored.
public struct ImageOrientation: Sendable, Hashable {
    /// 1 to 8.
    public let exif: Int

    /// Makes an orientation; what is not a number of Exif's is as it is stored.
    public init(exif: Int) {
        self.exif = (1...8).contains(exif) ? exif : 1
    }

    /// Whether the picture is shown on its side, so that its width is its stored height.
    public var swapsSides: Bool { exif >= 5 }
}

/// Walks over the parts of a file and keeps some of them.
private struct Cleaner {
    let source: [UInt8]
    private(set) var kept: [UInt8] = []
    /// The orientation, once it was found; the first one counts.
    private(set) var turn: Int?
    private var place = 0

    init(source: [UInt8]) {
        self.source = source
        kept.reserveCapacity(source.count)
    }

    private func byte(_ offset: Int) -> UInt8? { offset < source.count ? source[offset] : nil }

    private func number(_ offset: Int, _ count: Int, littleEndian: Bool = false) -> Int? {
        guard offset >= 0, offset + count <= source.count else { return nil }
        let digits = source[offset..<offset + count]
        return littleEndian
            ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }

    private func has(_ text: String, at offset: Int) -> Bool {
        offset + text.utf8.count <= source.count && source[offset...].starts(with: text.utf8)
    }

    /// Passes over some bytes; `false` if there are not so many.
    private mutating func pass(_ count: Int, keeping isKept: Bool) -> Bool {
        guard count >= 0, place + count <= source.count else { return false }
        if isKept { kept += source[place..<place + count] }
        place += count
        return true
    }
}

// MARK: - PNG (third edition, 5.3 and 11.3)

extension Cleaner {
    fileprivate mutating func png() -> Bool {
        let told = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]
        guard pass(8, keeping: true) else { return false }
        while let length = number(place, 4) {
            let isEnd = has("IEND", at: place + 4)
            let isTold = told.contains { has($0, at: place + 4) }
            if turn == nil, has("eXIf", at: place + 4), let found = orientation(from: place + 8), found != 1 {
                turn = found
                kept += Self.pngChunk("eXIf", Self.tiff(orientation: found))
            }
            guard pass(12 + length, keeping: !isTold) else { return false }
            if isEnd { return true }
        }
        return false
    }
}

// MARK: - JPEG (ITU T.81, annex B)

extension Cleaner {
    fileprivate mutating func jpeg() -> Bool {
        guard pass(2, keeping: true) else { return false }
        while byte(place) == 0xff, let code = byte(place + 1) {
            switch code {
            case 0xff:  // a marker may be filled up with these
                place += 1
            case 0xd9:
                return pass(2, keeping: true)
            case 0x01, 0xd0...0xd7:
                guard pass(2, keeping: true) else { return false }
            default:
                guard let length = number(place + 2, 2), length >= 2 else { return false }
                if turn == nil, code == 0xe1, has("Exif\0\0", at: place + 4), let found = orientation(from: place + 10)
                {
                    turn = found
                    if found != 1 { kept += Self.exif(orientation: found) }
                }
                guard pass(2 + length, keeping: !isTold(code)) else { return false }
                if code == 0xda { scan() }
            }
        }
        // A picture that breaks off is shown as far as it goes.
        return place == source.count
    }

    /// Whether a segment is about the picture and no part of it.
    private func isTold(_ code: UInt8) -> Bool {
        switch code {
        case 0xe0, 0xee: false  // JFIF's density and Adobe's colours
        case 0xe2: !has("ICC_PROFILE\0", at: place + 4)
        case 0xe1...0xef, 0xfe: true
        default: false
        }
    }

    /// The entropy-coded data up to the next marker: in it 0xff is followed by 0, or by a restart marker.
    private mutating func scan() {
        let start = place
        while place < source.count {
            if source[place] == 0xff, let next = byte(place + 1), next != 0, !(0xd0...0xd7).contains(next) { break }
            place += 1
        }
        kept += source[start..<place]
    }

    /// The orientation that Exif gives (Exif 2.32, tag 274), from the beginning of its TIFF header.
    private func orientation(from start: Int) -> Int? {
        let isLittle = has("II", at: start)
        guard isLittle || has("MM", at: start), let offset = number(start + 4, 4, littleEndian: isLittle),
            let count = number(start + offset, 2, littleEndian: isLittle)
        else { return nil }
        for index in 0..<min(count, 512) {
            let entry = start + offset + 2 + 12 * index
            guard let tag = number(entry, 2, littleEndian: isLittle) else { return nil }
            if tag == 274, let turn = number(entry + 8, 2, littleEndian: isLittle), (1...8).contains(turn) {
                return turn
            }
        }
        return nil
    }

    /// A segment of Exif that gives the orientation and nothing else.
    private static func exif(orientation: Int) -> [UInt8] {
        [0xff, 0xe1, 0, 34] + Array("Exif\0\0".utf8) + tiff(orientation: orientation)
    }

    /// What Exif has within every kind of file: a TIFF header and one tag, the orientation.
    private static func tiff(orientation: Int) -> [UInt8] {
        Array("MM\0*".utf8) + [0, 0, 0, 8]
            + [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(truncatingIfNeeded: orientation), 0, 0, 0, 0, 0, 0]
    }

    /// A chunk of PNG with its checksum (PNG, 5.5 and annex D).
    private static func pngChunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        func big(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
        let covered = Array(type.utf8) + content
        let checksum = covered.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
        }
        return big(UInt32(truncatingIfNeeded: content.count)) + covered + big(~checksum)
    }
}

// MARK: - GIF (89a, 15 to 27)

extension Cleaner {
    fileprivate mutating func gif() -> Bool {
        guard let screen = byte(10), pass(13 + Self.colours(screen), keeping: true) else { return false }
        while let introducer = byte(place) {
            switch introducer {
            case 0x3b:
                return pass(1, keeping: true)
            case 0x2c:
                guard let local = byte(place + 9), pass(10 + Self.colours(local) + 1, keeping: true),
                    blocks(keeping: true)
                else { return false }
            case 0x21:
                guard let label = byte(place + 1) else { return false }
                // How often an animation runs is told by an application of that name; others have nothing to show.
                let isKept = label == 0xf9 || (label == 0xff && has("NETSCAPE2.0", at: place + 3))
                guard pass(2, keeping: isKept), blocks(keeping: isKept) else { return false }
            default:
                return false
            }
        }
        return false
    }

    /// How many bytes a colour table takes.
    private static func colours(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// Blocks, each with its length before it, up to an empty one.
    private mutating func blocks(keeping isKept: Bool) -> Bool {
        while let length = byte(place) {
            guard pass(1 + Int(length), keeping: isKept) else { return false }
            if length == 0 { return true }
        }
        return false
    }
}

// MARK: - WebP (RFC 9649, 2)

extension Cleaner {
    fileprivate mutating func webp() -> Bool {
        guard let size = number(4, 4, littleEndian: true), size + 8 <= source.count, pass(12, keeping: true) else {
            return false
        }
        // The flags of an extended file say which chunks it has.
        var flags: Int?
        while place < size + 8 {
            guard let length = number(place + 4, 4, littleEndian: true) else { return false }
            let isTold = has("EXIF", at: place) || has("XMP ", at: place)
            if has("VP8X", at: place) { flags = kept.count + 8 }
            if turn == nil, flags != nil, has("EXIF", at: place) {
                // Some writers put JPEG's prefix before the header.
                let header = has("Exif\0\0", at: place + 8) ? place + 14 : place + 8
                turn = orientation(from: header)
            }
            // Chunks have an even length; some writers forget that at the end of the file.
            let padded = min(8 + length + length % 2, max(8 + length, source.count - place))
            guard pass(padded, keeping: !isTold) else { return false }
        }
        if let flags, flags < kept.count {
            kept[flags] &= ~0x0c
            if let turn, turn != 1 {
                // A chunk begins at an even offset.
                if kept.count % 2 == 1 { kept.append(0) }
                kept[flags] |= 0x08
                kept += Array("EXIF".utf8) + [26, 0, 0, 0] + Self.tiff(orientation: turn)
            }
        }
        let rest = kept.count - 8
        for index in 0..<4 { kept[4 + index] = UInt8(truncatingIfNeeded: rest >> (8 * index)) }
        return true
    }
}

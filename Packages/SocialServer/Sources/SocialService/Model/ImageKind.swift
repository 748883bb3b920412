/// The kinds of images that are kept, told by their bytes and never by their names.
public enum ImageKind: Int, Sendable, Hashable, CaseIterable {
    /// Portable Network Graphics.
    case png = 1
    /// JPEG in the JFIF or Exif form.
    case jpeg = 2
    /// GIF, 87a or 89a.
    case gif = 3
    /// WebP: lossy, lossless or extended.
    case webp = 4

    /// The media type.
    public var mediaType: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        }
    }

    /// The ending of a file's name, without a dot.
    public var fileExtension: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .gif: "gif"
        case .webp: "webp"
        }
    }
}

/// What the first bytes of an image say.
public struct ImageHeader: Sendable, Hashable {
    /// The kind.
    public let kind: ImageKind
    /// The width in pixels, at least 1.
    public let width: Int
    /// The height in pixels, at least 1.
    public let height: Int

    /// Reads a file's header.
    ///
    /// - Returns: `nil` for anything that is none of the kinds, or whose header is damaged or without a size.
    public init?(_ bytes: [UInt8]) {
        let reader = ByteReader(bytes: bytes)
        let found: (ImageKind, Int, Int)?
        if reader.has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], at: 0) {
            found = reader.png
        } else if reader.has([0xff, 0xd8, 0xff], at: 0) {
            found = reader.jpeg
        } else if reader.has(Array("GIF87a".utf8), at: 0) || reader.has(Array("GIF89a".utf8), at: 0) {
            found = reader.gif
        } else if reader.has(Array("RIFF".utf8), at: 0), reader.has(Array("WEBP".utf8), at: 8) {
            found = reader.webp
        } else {
            found = nil
        }
        guard let found, found.1 > 0, found.2 > 0 else { return nil }
        (kind, width, height) = found
    }

    private init(kind: ImageKind, width: Int, height: Int) {
        self.kind = kind
        self.width = width
        self.height = height
    }

    /// The header of the same picture on its side.
    var turned: ImageHeader { ImageHeader(kind: kind, width: height, height: width) }
}

/// Numbers at places of a file; `nil` beyond its end.
private struct ByteReader {
    let bytes: [UInt8]

    func has(_ expected: [UInt8], at offset: Int) -> Bool {
        bytes.count >= offset + expected.count && bytes[offset..<offset + expected.count].elementsEqual(expected)
    }

    func big(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func little(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    var png: (ImageKind, Int, Int)? {
        guard has(Array("IHDR".utf8), at: 12), let width = big(16, 4), let height = big(20, 4) else { return nil }
        return (.png, width, height)
    }

    var gif: (ImageKind, Int, Int)? {
        guard let width = little(6, 2), let height = little(8, 2) else { return nil }
        return (.gif, width, height)
    }

    /// Walks the segments up to the frame's header (ITU T.81, B.2.2).
    var jpeg: (ImageKind, Int, Int)? {
        var offset = 2
        while let marker = big(offset, 2), marker >> 8 == 0xff, let length = big(offset + 2, 2), length >= 2 {
            let code = marker & 0xff
            if (0xc0...0xcf).contains(code), code != 0xc4, code != 0xc8, code != 0xcc {
                guard let height = big(offset + 5, 2), let width = big(offset + 7, 2) else { return nil }
                return (.jpeg, width, height)
            }
            offset += 2 + length
        }
        return nil
    }

    /// The three forms of RFC 9649, section 2.
    var webp: (ImageKind, Int, Int)? {
        if has(Array("VP8X".utf8), at: 12), let width = little(24, 3), let height = little(27, 3) {
            return (.webp, width + 1, height + 1)
        }
        if has(Array("VP8L".utf8), at: 12), big(20, 1) == 0x2f, let bits = little(21, 4) {
            return (.webp, bits & 0x3fff + 1, bits >> 14 & 0x3fff + 1)
        }
        if has(Array("VP8 ".utf8), at: 12), has([0x9d, 0x01, 0x2a], at: 23), let width = little(26, 2),
            let height = little(28, 2)
        {
            return (.webp, width & 0x3fff, height & 0x3fff)
        }
        return nil
    }
}

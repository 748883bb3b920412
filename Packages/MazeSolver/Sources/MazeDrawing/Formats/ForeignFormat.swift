/// Formats that people bring and that are not read: named for what they are, with what to do.
enum ForeignFormat {
    /// What a file is, and the cure; nil when its first bytes tell nothing.
    static func of(_ bytes: [UInt8]) -> (what: String, cure: String)? {
        let magic = signatures.first { signature in
            bytes.count >= signature.offset + signature.bytes.count
                && bytes[signature.offset...].starts(with: signature.bytes)
        }
        if let magic { return (magic.what, magic.cure) }
        // Text: what stands first tells.
        let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
        let word = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.contains("<svg") {
            return ("an SVG drawing", "rsvg-convert maze.svg > maze.png makes a picture of it")
        }
        if word.hasPrefix("<!doctype html") || word.hasPrefix("<html") {
            return ("a web page", "save the picture in it, not the page")
        }
        if word.hasPrefix("<?xml") { return ("an XML document", "a maze is a PNG or JPEG picture, or text") }
        if word.hasPrefix("{\\rtf") { return ("an RTF document", "save it as plain text") }
        return nil
    }

    private struct Signature {
        let offset: Int
        let bytes: [UInt8]
        let what: String
        let cure: String

        init(_ bytes: [UInt8], at offset: Int = 0, _ what: String, _ cure: String) {
            (self.bytes, self.offset, self.what, self.cure) = (bytes, offset, what, cure)
        }

        init(_ text: String, at offset: Int = 0, _ what: String, _ cure: String = toPNG) {
            self.init(Array(text.utf8), at: offset, what, cure)
        }
    }

    private static let toPNG = "convert it to PNG (with ImageMagick: convert FILE maze.png)"

    private static let signatures = [
        Signature("GIF8", "a GIF picture"),
        Signature("WEBP", at: 8, "a WebP picture"),
        Signature([0x49, 0x49, 0x2A, 0x00], "a TIFF picture", toPNG),
        Signature([0x4D, 0x4D, 0x00, 0x2A], "a TIFF picture", toPNG),
        Signature("ftypavif", at: 4, "an AVIF picture"),
        Signature("ftyphei", at: 4, "an HEIC picture", "convert it to PNG (with libheif: heif-convert FILE maze.png)"),
        Signature("ftypmif1", at: 4, "an HEIF picture", "convert it to PNG (with libheif: heif-convert FILE maze.png)"),
        Signature([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50], "a JPEG 2000 picture", toPNG),
        Signature([0xFF, 0x0A], "a JPEG XL picture", "convert it to PNG (with libjxl: djxl FILE maze.png)"),
        Signature([0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C], "a JPEG XL picture", toPNG),
        Signature([0x00, 0x00, 0x01, 0x00], "an icon file", toPNG),
        Signature("8BPS", "a Photoshop file", "export it as PNG"),
        Signature("gimp xcf", "a GIMP file", "export it as PNG"),
        Signature("%PDF", "a PDF document", "pdftoppm -png FILE maze makes a picture of each page"),
        Signature("PK\u{03}\u{04}", "a zip archive, or an office document", "unpack it, or save the maze as a picture"),
        Signature([0x1F, 0x8B], "a gzip archive", "gunzip it first"),
        Signature([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "unpack it first (unzstd)"),
        Signature("BZh", "a bzip2 archive", "bunzip2 it first"),
        Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive", "unpack it first (unxz)"),
        Signature("P1\n", "a PBM picture"), Signature("P2\n", "a PGM picture"), Signature("P3\n", "a PPM picture"),
        Signature("P4\n", "a PBM picture"), Signature("P5\n", "a PGM picture"), Signature("P6\n", "a PPM picture"),
        Signature("P4 ", "a PBM picture"), Signature("P5 ", "a PGM picture"), Signature("P6 ", "a PPM picture"),
        Signature([0x42, 0x4D], "a BMP picture", toPNG),
    ]
}

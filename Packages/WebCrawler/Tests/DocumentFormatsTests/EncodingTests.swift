import ContentCodings
import DocumentFormats
import Testing

@Suite("Encodings and codings")
struct EncodingTests {
    private let reader = SystemReader()

    private func text(_ bytes: [UInt8], _ label: String) -> String? {
        reader.decoded(bytes, label: label).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("labels are the Encoding standard's, and malformed parts are U+FFFD")
    func labels() {
        #expect(text([0xE9, 0x80, 0x81], "latin1") == "é€\u{81}")
        #expect(text([0xE9], " ISO_8859-1 ") == "é")
        #expect(text([0xCF, 0xF0], "cp1251") == "Пр")
        #expect(text([0x95, 0x5C, 0x41, 0x5C], "x-sjis") == "表A\\")
        #expect(text([0xD6, 0xD0, 0x81, 0x30, 0x81, 0x30], "GB2312") == "中\u{80}")
        #expect(text([0xA4, 0xA4], "big5") == "中")
        #expect(text([0xB0, 0xA1], "ks_c_5601-1987") == "가")
        #expect(text([0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "iso-2022-jp") == "日")
        #expect(text([0x41, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "utf-16") == "A😀")
        #expect(text([0x41, 0xFF, 0x42], "utf-8") == "A\u{FFFD}B")
        #expect(text([0x81, 0x22], "shift_jis") == "\u{FFFD}\"", "a wrong lead byte swallows no quote")
        #expect(text([0x41], "hz-gb-2312") == "\u{FFFD}")
        #expect(text([0x41], "no-such-encoding") == nil)
        #expect(text([0x41], "utf-7") == nil)
    }

    @Test("queries are in the document's encoding, and what it lacks is a number")
    func queries() {
        #expect(reader.encoded(Array("путь".utf8), label: "windows-1251") == [0xEF, 0xF3, 0xF2, 0xFC])
        #expect(String(decoding: reader.encoded(Array("€x".utf8), label: "koi8-r"), as: UTF8.self) == "%26%238364%3Bx")
        #expect(!reader.encodesQueries(label: "utf-16le"))
        #expect(reader.encodesQueries(label: "gbk"))
    }

    /// `abc` in each coding, made by zlib, brotli and zstd.
    @Test(
        "codings are undone",
        arguments: [
            ("deflate", [0x78, 0x9C, 0x4B, 0x4C, 0x4A, 0x06, 0x00, 0x02, 0x4D, 0x01, 0x27] as [UInt8]),
            ("deflate", [0x4B, 0x4C, 0x4A, 0x06, 0x00]), ("br", [0x0B, 0x01, 0x80, 0x61, 0x62, 0x63, 0x03]),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x03, 0x19, 0x00, 0x00, 0x61, 0x62, 0x63]),
            ("identity", [0x61, 0x62, 0x63]),
            ("X-GZIP", Self.gzip), ("gzip", Self.gzip + [0, 0, 0x42]),
        ])
    func codings(_ name: String, _ bytes: [UInt8]) {
        #expect(ContentCodings.decode(bytes, codings: name, limit: 100) == .plain(Array("abc".utf8), isCut: false))
    }

    private static let gzip: [UInt8] = [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x4A, 0x06, 0x00, 0xC2, 0x41, 0x24, 0x35, 3, 0, 0, 0,
    ]

    @Test("members follow each other, cut data is told, and unknown codings are no page")
    func faults() {
        #expect(ContentCodings.gunzip(Self.gzip + Self.gzip, limit: 100) == .plain(Array("abcabc".utf8), isCut: false))
        #expect(ContentCodings.gunzip(Self.gzip, limit: 2) == .plain(Array("ab".utf8), isCut: true))
        for end in 1..<Self.gzip.count {
            guard case .unreadable = ContentCodings.gunzip(Array(Self.gzip[..<end]), limit: 100) else {
                Issue.record("a file cut after \(end) bytes was read")
                continue
            }
        }
        for (name, bytes) in [
            ("foo", [1]), ("br", [0x0B, 0x01, 0x80, 0x61, 0x62, 0x63, 0x03, 0x03]), ("zstd", [1, 2, 3, 4]),
            ("gzip", Array("<p>".utf8)),
        ] as [(String, [UInt8])] {
            guard case .unreadable = ContentCodings.decode(bytes, codings: name, limit: 100) else {
                Issue.record("\(name) was read")
                continue
            }
        }
    }
}

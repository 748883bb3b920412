import Foundation

/// A character encoding of the Encoding standard, by its label, done by the system's iconv.
struct TextEncoding {
    /// The standard's name, in lower case.
    let name: String
    /// What iconv calls it.
    private let systemName: String

    /// Finds an encoding; nil for a label that the standard does not list.
    init?(label: String) {
        let label = label.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard let entry = Self.table.first(where: { $0.labels.contains(label) }) else { return nil }
        name = entry.name
        systemName = entry.systemName
    }

    /// Whether URLs of documents in this encoding have their queries in it.
    var encodesQueries: Bool { !["utf-8", "utf-16be", "utf-16le", "replacement", "x-user-defined"].contains(name) }

    /// The text in UTF-8; malformed parts become U+FFFD.
    func decode(_ text: [UInt8]) -> [UInt8] {
        switch name {
        case "utf-8": return Array(String(decoding: text, as: UTF8.self).utf8)
        // What looks like an attack on ASCII is not decoded at all.
        case "replacement": return text.isEmpty ? [] : [0xEF, 0xBF, 0xBD]
        case "x-user-defined":
            return Array(
                String(
                    String.UnicodeScalarView(
                        text.map { $0 < 0x80 ? Unicode.Scalar($0) : Unicode.Scalar(0xF700 + UInt32($0)) ?? "\u{FFFD}" })
                ).utf8)
        default: break
        }
        if name != "iso-2022-jp", !name.hasPrefix("utf-16"), text.allSatisfy({ $0 < 0x80 }) { return text }
        guard let converter = Converter(from: systemName, to: "UTF-8") else {
            return Array(String(decoding: text, as: UTF8.self).utf8)
        }
        let isSingleByte = Self.singleByte.contains(name)
        return converter.convert(text) { rest in
            let first = rest[rest.startIndex]
            // Windows' code pages leave a few bytes open; the standard makes them the controls of the same number.
            if isSingleByte, name.hasPrefix("windows-"), (0x80..<0xA0).contains(first) {
                return ([0xC2, first], 1)
            }
            // An ASCII byte behind a wrong lead byte is itself: no quote or bracket is swallowed.
            let isPair = !isSingleByte && rest.count > 1 && first >= 0x80 && rest[rest.startIndex + 1] >= 0x80
            return ([0xEF, 0xBF, 0xBD], isPair && !name.hasPrefix("utf-16") ? 2 : name.hasPrefix("utf-16") ? 2 : 1)
        }
    }

    /// A UTF-8 text in the encoding; what it lacks becomes `%26%23N%3B`, which is `&#N;` (URL standard).
    func encode(_ text: [UInt8]) -> [UInt8] {
        guard encodesQueries, let converter = Converter(from: "UTF-8", to: systemName) else { return text }
        return converter.convert(text) { rest in
            guard let scalar = String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.first else {
                return ([], 1)
            }
            return (Array("%26%23\(scalar.value)%3B".utf8), scalar == "\u{FFFD}" ? 1 : UTF8.width(scalar))
        }
    }

    /// One conversion of iconv.
    private final class Converter {
        private let handle: iconv_t

        init?(from: String, to: String) {
            guard let handle = iconv_open(to, from), handle != iconv_t(bitPattern: -1) else { return nil }
            self.handle = handle
        }

        deinit { iconv_close(handle) }

        /// Converts all of a text; `repair` answers for a part that cannot be converted what stands for it, and how
        /// many bytes of the input that takes.
        func convert(_ text: [UInt8], repair: (ArraySlice<UInt8>) -> ([UInt8], Int)) -> [UInt8] {
            var result: [UInt8] = []
            result.reserveCapacity(text.count * 2)
            var position = 0
            var buffer = [CChar](repeating: 0, count: 1 << 14)
            var isFlushed = false
            while !isFlushed {
                isFlushed = position >= text.count
                var consumed = 0
                var written = 0
                var failure: Int32 = 0
                // iconv takes pointers that it moves; both buffers outlive the call.
                text.withUnsafeBytes { bytes in
                    var input = UnsafeMutablePointer(
                        mutating: bytes.baseAddress.map { ($0 + position).assumingMemoryBound(to: CChar.self) })
                    var inputLeft = text.count - position
                    buffer.withUnsafeMutableBufferPointer { room in
                        var output = room.baseAddress
                        var outputLeft = room.count
                        let status =
                            isFlushed
                            ? iconv(handle, nil, nil, &output, &outputLeft)
                            : iconv(handle, &input, &inputLeft, &output, &outputLeft)
                        failure = status == -1 ? errno : 0
                        written = room.count - outputLeft
                    }
                    consumed = text.count - position - inputLeft
                }
                result.append(contentsOf: buffer[..<written].map { UInt8(bitPattern: $0) })
                position += isFlushed ? 0 : consumed
                if failure == EILSEQ || failure == EINVAL, position < text.count {
                    let (replacement, length) = repair(text[position...])
                    result += replacement
                    position += max(1, length)
                } else if failure == E2BIG {
                    isFlushed = false
                }
            }
            return result
        }
    }
}

extension TextEncoding {
    private struct Entry {
        let name: String
        let systemName: String
        let labels: Set<String>

        init(_ name: String, _ systemName: String, _ labels: String) {
            self.name = name
            self.systemName = systemName
            self.labels = Set(labels.split(separator: " ").map(String.init)).union([name])
        }
    }

    private static let singleByte: Set<String> = Set(
        table.map(\.name).filter {
            !["gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "utf-16be", "utf-16le"]
                .contains($0)
        })

    /// The Encoding standard's names and labels (section 4.2), and what iconv calls the same tables.
    private static let table = [
        Entry("utf-8", "UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8"),
        Entry("ibm866", "IBM866", "866 cp866 csibm866"),
        Entry(
            "iso-8859-2", "ISO-8859-2",
            "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
        Entry(
            "iso-8859-3", "ISO-8859-3",
            "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
        Entry(
            "iso-8859-4", "ISO-8859-4",
            "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
        Entry(
            "iso-8859-5", "ISO-8859-5",
            "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"),
        Entry(
            "iso-8859-6", "ISO-8859-6",
            """
            arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 \
            iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
            """),
        Entry(
            "iso-8859-7", "ISO-8859-7",
            """
            csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 \
            sun_eu_greek
            """),
        Entry(
            "iso-8859-8", "ISO-8859-8",
            """
            csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 \
            iso_8859-8:1988 visual
            """),
        Entry("iso-8859-8-i", "ISO-8859-8", "csiso88598i logical"),
        Entry("iso-8859-10", "ISO-8859-10", "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
        Entry("iso-8859-13", "ISO-8859-13", "iso8859-13 iso885913"),
        Entry("iso-8859-14", "ISO-8859-14", "iso8859-14 iso885914"),
        Entry("iso-8859-15", "ISO-8859-15", "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9"),
        Entry("iso-8859-16", "ISO-8859-16", ""),
        Entry("koi8-r", "KOI8-R", "cskoi8r koi koi8 koi8_r"),
        Entry("koi8-u", "KOI8-U", "koi8-ru"),
        Entry("macintosh", "MACINTOSH", "csmacintosh mac x-mac-roman"),
        Entry("windows-874", "CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"),
        Entry("windows-1250", "CP1250", "cp1250 x-cp1250"),
        Entry("windows-1251", "CP1251", "cp1251 x-cp1251"),
        Entry(
            "windows-1252", "CP1252",
            """
            ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 \
            iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
            """),
        Entry("windows-1253", "CP1253", "cp1253 x-cp1253"),
        Entry(
            "windows-1254", "CP1254",
            """
            cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254
            """),
        Entry("windows-1255", "CP1255", "cp1255 x-cp1255"),
        Entry("windows-1256", "CP1256", "cp1256 x-cp1256"),
        Entry("windows-1257", "CP1257", "cp1257 x-cp1257"),
        Entry("windows-1258", "CP1258", "cp1258 x-cp1258"),
        Entry("x-mac-cyrillic", "MAC-CYRILLIC", "x-mac-ukrainian"),
        Entry(
            "gbk", "GB18030",
            "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk"),
        Entry("gb18030", "GB18030", ""),
        Entry("big5", "BIG5-HKSCS", "big5-hkscs cn-big5 csbig5 x-x-big5"),
        Entry("euc-jp", "EUC-JP-MS", "cseucpkdfmtjapanese x-euc-jp"),
        Entry("iso-2022-jp", "ISO-2022-JP", "csiso2022jp"),
        Entry("shift_jis", "CP932", "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis"),
        Entry(
            "euc-kr", "CP949",
            """
            cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
            """),
        Entry("replacement", "", "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr"),
        Entry("utf-16be", "UTF-16BE", "unicodefffe"),
        Entry(
            "utf-16le", "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16"),
        Entry("x-user-defined", "", ""),
    ]
}

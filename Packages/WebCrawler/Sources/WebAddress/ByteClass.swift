// Unsafe pointers: a part of the address is encoded from where it stands, for the call alone.

/// The percent-encode sets and forbidden code points of the URL standard, as one bit each in a table of 256 bytes.
struct ByteClass: OptionSet, Sendable {
    let rawValue: UInt8

    static let control = ByteClass(rawValue: 1)
    static let fragment = ByteClass(rawValue: 2)
    static let query = ByteClass(rawValue: 4)
    static let specialQuery = ByteClass(rawValue: 8)
    static let path = ByteClass(rawValue: 16)
    static let userinfo = ByteClass(rawValue: 32)
    static let forbiddenHost = ByteClass(rawValue: 64)
    /// What stops the quick way through a domain: forbidden, percent-encoded, or not ASCII.
    static let slowDomain = ByteClass(rawValue: 128)

    static let table: [UInt8] = (0...255).map { byte in
        let byte = UInt8(byte)
        var classes: ByteClass = []
        func add(_ set: ByteClass, _ members: StaticString) {
            if members.withUTF8Buffer({ $0.contains(byte) }) { classes.formUnion(set) }
        }
        if byte < 0x20 || byte > 0x7E {
            classes = [.control, .fragment, .query, .specialQuery, .path, .userinfo, .slowDomain]
        }
        add([.fragment, .query, .specialQuery, .path, .userinfo], " \"<>")
        add(.fragment, "`")
        add([.query, .specialQuery, .path, .userinfo], "#")
        add(.specialQuery, "'")
        add([.path, .userinfo], "?^`{}")
        add(.userinfo, "/:;=@[\\]|")
        add([.forbiddenHost, .slowDomain], "\0\t\n\r #/:<>?@[\\]^|")
        add(.slowDomain, "%")
        return classes.rawValue
    }
}

extension [UInt8] {
    private static var hexadecimal: StaticString { "0123456789ABCDEF" }

    /// Appends `%XX`.
    mutating func appendPercentEncoded(_ byte: UInt8) {
        Self.hexadecimal.withUTF8Buffer { digits in
            append(UInt8(ascii: "%"))
            append(digits[Int(byte >> 4)])
            append(digits[Int(byte & 15)])
        }
    }

    /// Appends `source`, with the members of `set` percent-encoded.
    mutating func append(_ source: Slice<UnsafeBufferPointer<UInt8>>, encoding set: ByteClass, table: [UInt8]) {
        let mask = set.rawValue
        var found: UInt8 = 0
        for byte in source { found |= table[Int(byte)] }
        if found & mask == 0 {
            append(contentsOf: UnsafeBufferPointer(rebasing: source))
            return
        }
        for byte in source {
            if table[Int(byte)] & mask == 0 { append(byte) } else { appendPercentEncoded(byte) }
        }
    }
}

/// The value of an ASCII hexadecimal digit.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// The bytes with each `%XX` decoded.
///
/// What is no complete escape stays as it is (URL standard, "percent-decode").
public func percentDecoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index != bytes.endIndex {
        let byte = bytes[index]
        bytes.formIndex(after: &index)
        if byte == UInt8(ascii: "%"), index != bytes.endIndex, let high = hexadecimalValue(bytes[index]) {
            let second = bytes.index(after: index)
            if second != bytes.endIndex, let low = hexadecimalValue(bytes[second]) {
                decoded.append(high << 4 | low)
                index = bytes.index(after: second)
                continue
            }
        }
        decoded.append(byte)
    }
    return decoded
}

func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

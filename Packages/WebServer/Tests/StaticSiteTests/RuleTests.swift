import Foundation
import HTTPMessages
import TestKit
import Testing

@testable import StaticSite

@Test(
    "header rules are read, and what would break a message or says nothing is refused",
    arguments: [
        ("*: X: y", "X", "y"), ("*.html : X-A :  a: b  ", "X-A", "a: b"), ("a/b: X:", "X", ""),
        ("/LICENSE: X: é", "X", "é"),
    ])
func headerRulesAreRead(_ text: String, _ name: String, _ value: String) throws {
    let rule = try HeaderRule(text)
    #expect(rule.name == name && rule.value == value)
}

@Test(
    "header rules that are refused",
    arguments: [
        "", "*", "*: X", "X-Frame-Options: DENY", "Link: <https://a>; rel=x", "*: : x", "*: A B: x", "*: X: a\r\nY: b",
        "*: X: \u{7F}",
        "*: Content-Length: 1", "*: transfer-encoding: x", "*: ETag: x", "*: Content-Type: x", "*: Date: x",
        "LICENSE: X: y",
    ])
func headerRulesAreRefused(_ text: String) {
    #expect(throws: HeaderRule.Refusal.self) { try HeaderRule(text) }
}

@Test(
    "origins are written as browsers write them, and what no browser sends is none",
    arguments: [
        ("https://b.example", "https://b.example"), ("HTTPS://B.Example:443", "https://b.example"),
        ("http://b.example:80", "http://b.example"), ("http://b.example:8080", "http://b.example:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"), ("null", "null"), ("moz-extension://a-b", "moz-extension://a-b"),
        ("https://b.example/", nil), ("b.example", nil), ("https://", nil), ("https://a b", nil),
        ("https://ü.example", nil),
        ("https://user@b.example", nil), ("https://*.b.example", nil), ("//b.example", nil),
        ("https://b.example:", nil), ("", nil),
        ("https://b.example?x", nil), ("https://b.example#x", nil),
    ] as [(String, String?)])
func originsAreSerialized(_ text: String, _ expected: String?) {
    #expect(Origin.serialized(text) == expected)
}

@Test("names stand in the order in which a person counts, and the order is total")
func naturalOrder() {
    let names = ["", "A", "a", "a1", "a02", "a2", "a10", "a10b", "B", "b 1", "b 9", "b 10", "ä"].map { Array($0.utf8) }
    for _ in 0..<20 { #expect(names.shuffled().sorted(by: NaturalOrder.precedes) == names) }
    for left in names {
        for right in names where left != right {
            #expect(NaturalOrder.precedes(left, right) != NaturalOrder.precedes(right, left))
        }
        #expect(!NaturalOrder.precedes(left, left))
    }
}

@Test("MD5 and apr1 make what RFC 1321 and openssl make")
func passwordHashes() async throws {
    func hexadecimal(_ text: String) -> String {
        MD5.digest(Array(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    #expect(
        hexadecimal("") == "d41d8cd98f00b204e9800998ecf8427e"
            && hexadecimal("abc") == "900150983cd24fb0d6963f7d28e17f72")
    let digits = String(repeating: "1234567890", count: 8)
    #expect(hexadecimal(digits) == "57edf4a22be3c955ac49da2e2107b67a")
    let openssl = try RequiredTool.path(of: "openssl", package: "openssl")
    for password in ["secret", "pässwörd", "a", String(repeating: "long", count: 12)] {
        let made = try await Program(openssl, ["passwd", "-apr1", "-salt", "saltsalt", password]).output()
        let hash = APR1.hash(Array(password.utf8), setting: Array("$apr1$saltsalt$".utf8))
        #expect(
            hash.map { String(decoding: $0, as: UTF8.self) + "\n" } == String(decoding: made, as: UTF8.self),
            "\(password)")
    }
    #expect(APR1.hash([], setting: Array("$1$x".utf8)) == nil)
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(
        Base64.decode("w6k6YQ==".utf8) == Array("é:a".utf8) && Base64.decode("a=b".utf8) == nil
            && Base64.decode("*".utf8) == nil)
}

@Test("every extension of nginx's table is known, with its type but for those that the registry names otherwise")
func nginxTypesAreKnown() throws {
    let file = "/etc/nginx/mime.types"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw Missing("\(file) is missing: run Scripts/setup.sh, or apt-get install nginx-light")
    }
    let ours = [
        "js": "text/javascript", "ico": "image/vnd.microsoft.icon", "bmp": "image/bmp", "m4a": "audio/mp4",
        "m4v": "video/mp4", "deb": "application/vnd.debian.binary-package",
    ]
    var count = 0
    for match in text.matches(of: /(?m)^\s+(\S+\/\S+)\s+([^;]+);/) {
        for suffix in match.2.split(whereSeparator: \.isWhitespace).map(String.init) {
            let type = MIMETypes.type(of: Array("x.\(suffix)".utf8), charset: nil)
            #expect(type == ours[suffix] ?? String(match.1), "\(suffix)")
            #expect(MIMETypes.isKnown(Array("x.\(suffix)".utf8)))
            count += 1
        }
    }
    #expect(count > 90)
}

@Test("text for logs and JSON is UTF-8 as it is, with what deceives escaped")
func loggedText() {
    func json(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.appendJSONText(bytes.span)
        return String(decoding: text, as: UTF8.self)
    }
    func line(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.appendLogText(bytes.span)
        return String(decoding: text, as: UTF8.self)
    }
    #expect(json(Array("é日🏡\u{200D}".utf8)) == "é日🏡\u{200D}" && line(Array("é日🏡".utf8)) == "é日🏡")
    #expect(json(Array("\"\\\n\t\u{0}\u{85}\u{202E}".utf8)) == #"\"\\\n\t\u0000\u0085\u202e"#)
    #expect(line(Array("\"\\\n\u{202E}".utf8)) == #"\x22\x5c\x0a\xe2\x80\xae"#)
    // Overlong forms, surrogates, cut sequences and octets that begin nothing.
    for bytes: [UInt8] in [
        [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE6, 0x97], [0xFF], [0x80],
    ] {
        #expect(json(bytes) == String(repeating: "\u{FFFD}", count: bytes.count), "\(bytes)")
        #expect(line(bytes).hasPrefix("\\x") && line(bytes).utf8.count == bytes.count * 4)
    }
    // A character beyond the basic plane is two units in JSON.
    #expect(json(Array("\u{E0001}".utf8)) == #"\udb40\udc01"#)
}

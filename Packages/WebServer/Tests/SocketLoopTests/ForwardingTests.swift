import HTTPMessages
import Testing

@testable import SocketLoop

/// The client that a rule finds in field lines of a request.
private func client(
    _ lines: [String], _ field: String = "X-Forwarded-For", trusted: [String] = ["127.0.0.1", "10.0.0.0/8"],
    from peer: String = "127.0.0.1"
) throws -> String? {
    let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(lines.map { $0 + "\r\n" }.joined())\r\n".utf8)
    var parser = RequestParser()
    #expect(try parser.parse(bytes.span))
    let rule = Forwarding(
        trusted: try trusted.map { try #require(AddressBlock($0)) }, field: try #require(Forwarding.Field(field)))
    return rule.client(of: parser.head, in: bytes.span, from: try #require(PeerAddress(peer)))?.description
}

@Test(
    "X-Forwarded-For is read from its end, to the first address that is not a trusted proxy",
    arguments: [
        (["X-Forwarded-For: 203.0.113.9"], "203.0.113.9"),
        (["X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        (["X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 203.0.113.9"], "203.0.113.9"),
        (["x-forwarded-for: 203.0.113.9 ,10.0.0.1,, "], "203.0.113.9"),
        (["X-Forwarded-For: 203.0.113.9:4711"], "203.0.113.9"), (["X-Forwarded-For: [2001:db8::1]:80"], "2001:db8::1"),
        (["X-Forwarded-For: 2001:db8::1"], "2001:db8::1"), (["X-Forwarded-For: [2001:db8::1]"], "2001:db8::1"),
        (["X-Forwarded-For: ::ffff:203.0.113.9"], "203.0.113.9"),
        // What cannot be read ends the walk: the last trusted hop counts, and without one the connection itself.
        (["X-Forwarded-For: unknown, 10.1.1.1"], "10.1.1.1"), (["X-Forwarded-For: unknown"], nil),
        (["X-Forwarded-For: 203.0.113.9, x"], nil), (["X-Forwarded-For: 203.0.113.999"], nil),
        (["X-Forwarded-For: 203.0.113.9:x"], nil), (["X-Forwarded-For: [::1"], nil),
        (["X-Forwarded-For: 10.0.0.1, 10.0.0.2"], "10.0.0.1"),
        (["X-Forwarded-For:"], nil), ([], nil),
        // Only the field that was chosen.
        (["Forwarded: for=198.51.100.66", "X-Real-IP: 198.51.100.67"], nil),
        (["Forwarded: for=198.51.100.66", "X-Forwarded-For: 203.0.113.9"], "203.0.113.9"),
    ] as [([String], String?)])
func xForwardedFor(_ lines: [String], _ expected: String?) throws {
    #expect(try client(lines) == expected)
}

@Test(
    "Forwarded is read by RFC 7239, and an open quotation mark of a client swallows nothing of the proxy's",
    arguments: [
        (["Forwarded: for=203.0.113.9"], "203.0.113.9"),
        (["Forwarded: for=6.6.6.6, FOR=\"[2001:db8::1]:80\";proto=https;by=10.0.0.1"], "2001:db8::1"),
        (["Forwarded: proto=http ; for=203.0.113.9 ;host=a"], "203.0.113.9"),
        (["Forwarded: for=\"x, for=203.0.113.9"], "203.0.113.9"),
        (["Forwarded: for=6.6.6.6", "Forwarded: for=203.0.113.9"], "203.0.113.9"),
        (["Forwarded: for=203.0.113.9;for=6.6.6.6"], nil), (["Forwarded: proto=https"], nil),
        (["Forwarded: for=unknown"], nil), (["Forwarded: for=_hidden, for=10.0.0.7"], "10.0.0.7"),
        (["Forwarded: for=\"203.0.113.9"], nil), (["X-Forwarded-For: 203.0.113.9"], nil),
    ] as [([String], String?)])
func forwarded(_ lines: [String], _ expected: String?) throws {
    #expect(try client(lines, "Forwarded") == expected)
}

@Test("a field with one address counts once, and no field of somebody who is not trusted counts at all")
func singleFieldsAndTrust() throws {
    #expect(try client(["X-Real-IP: 203.0.113.9"], "X-Real-IP") == "203.0.113.9")
    #expect(try client(["x-real-ip: 203.0.113.9"], "X-REAL-IP") == "203.0.113.9")
    #expect(try client(["X-Real-IP: 1.1.1.1", "X-Real-IP: 203.0.113.9"], "X-Real-IP") == nil)
    #expect(try client(["X-Real-IP: 1.1.1.1, 203.0.113.9"], "X-Real-IP") == nil)
    #expect(try client(["X-Forwarded-For: 203.0.113.9"], from: "192.0.2.1") == nil)
    #expect(try client(["X-Forwarded-For: 203.0.113.9"], trusted: []) == nil)
    for name in ["", "a b", "x:", "é"] { #expect(Forwarding.Field(name) == nil) }
    let unix = try #require(AddressBlock("unix"))
    let loopback = try #require(PeerAddress("127.0.0.1"))
    #expect(unix.contains(.unix) && !unix.contains(loopback))
    #expect(try !#require(AddressBlock("::/0")).contains(.unix))
}

@Test("addresses to listen at are read with their ports, and nonsense is not")
func bindAddresses() {
    #expect(BindAddress("127.0.0.1") == .host("127.0.0.1", port: nil))
    #expect(BindAddress("127.0.0.1:0") == .host("127.0.0.1", port: 0))
    #expect(BindAddress("::1") == .host("::1", port: nil) && BindAddress("[::1]") == .host("::1", port: nil))
    #expect(
        BindAddress("[::1]:8080") == .host("::1", port: 8_080)
            && BindAddress("localhost:1") == .host("localhost", port: 1))
    #expect(BindAddress("unix:/run/a b") == .unix("/run/a b") && BindAddress("unix:@name") == .unix("@name"))
    for text in [
        "", ":80", "a:b", "127.0.0.1:65536", "127.0.0.1:-1", "[::1", "[x]:1", "[::1]x", "unix:", "unix:a", "http://a",
    ] {
        #expect(BindAddress(text) == nil, "\(text)")
    }
    #expect(BindAddress("unix:/" + String(repeating: "a", count: 107)) == nil)
}

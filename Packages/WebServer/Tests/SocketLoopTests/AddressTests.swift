import SocketLoop
import Testing

@Test("addresses are read and written in their usual notation")
func addressesAreReadAndWritten() throws {
    for text in ["127.0.0.1", "192.168.1.20", "0.0.0.0", "::1", "::", "2001:db8::1", "fe80::1"] {
        #expect(try #require(PeerAddress(text)).description == text)
    }
    for text in ["", "localhost", "256.0.0.1", "1.2.3", "::g", "127.0.0.1:80", "[::1]"] {
        #expect(PeerAddress(text) == nil, "\(text)")
    }
}

@Test(
    "who is behind an address is known from it",
    arguments: [
        ("127.0.0.1", true, false), ("127.9.9.9", true, false), ("::1", true, false), ("10.1.2.3", false, true),
        ("172.16.0.1", false, true), ("172.32.0.1", false, false), ("192.168.0.1", false, true),
        ("169.254.1.1", false, true), ("100.64.0.1", false, true), ("fe80::1", false, true), ("fd00::1", false, true),
        ("8.8.8.8", false, false), ("2001:4860::1", false, false),
    ])
func audiences(_ text: String, _ isLoopback: Bool, _ isPrivate: Bool) throws {
    let address = try #require(PeerAddress(text))
    #expect(address.isLoopback == isLoopback)
    #expect(address.isPrivate == isPrivate)
}

@Test("blocks hold the addresses that share their first bits")
func blocksHoldAddresses() throws {
    func contains(_ block: String, _ address: String) throws -> Bool {
        try #require(AddressBlock(block)).contains(try #require(PeerAddress(address)))
    }
    #expect(try contains("10.0.0.0/8", "10.255.0.1"))
    #expect(try !contains("10.0.0.0/8", "11.0.0.1"))
    #expect(try contains("192.0.2.1", "192.0.2.1"))
    #expect(try !contains("192.0.2.1", "192.0.2.2"))
    #expect(try contains("0.0.0.0/0", "1.2.3.4"))
    #expect(try !contains("0.0.0.0/0", "::1"))
    #expect(try contains("2001:db8::/33", "2001:db8:7fff::1"))
    #expect(try !contains("2001:db8::/33", "2001:db8:8000::1"))
    for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host/8", "::/129"] {
        #expect(AddressBlock(text) == nil, "\(text)")
    }
}

@Test("a listener finds a free port, and a taken one is one clear sentence")
func aTakenPortIsAnError() throws {
    let first = try Listeners(host: "127.0.0.1", port: 0, count: 1)
    #expect(first.port > 0 && first.authority == "127.0.0.1:\(first.port)")
    for count in [1, 2] {
        let error = try #require(throws: BindError.self) {
            _ = try Listeners(host: "127.0.0.1", port: first.port, count: count)
        }
        #expect(error.description.hasPrefix("port \(first.port) of 127.0.0.1 is taken by another program"))
    }
    // Also when the first server has several sockets that share the port.
    let shared = try Listeners(host: "127.0.0.1", port: 0, count: 2)
    #expect(throws: BindError.self) { _ = try Listeners(host: "127.0.0.1", port: shared.port, count: 2) }
    #expect(throws: BindError.self) { _ = try Listeners(host: "no.such.host.invalid", port: 0, count: 1) }
    #expect(throws: BindError.self) { _ = try Listeners(host: "192.0.2.77", port: 0, count: 1) }
}

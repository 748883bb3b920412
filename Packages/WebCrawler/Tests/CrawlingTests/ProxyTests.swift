import Testing
import WebAddress

@testable import PageFetching

@Suite("Which requests go through a proxy")
struct ProxyTests {
    private let proxy = ["http_proxy": "http://p:1", "https_proxy": "http://p:2"]

    private func port(_ environment: [String: String], _ url: String) throws -> Int? {
        let address = try #require(WebURL(url))
        return try ProxyChoice(environment: environment).proxy(for: address)?.port
    }

    @Test("each scheme has its variable, small letters first, and all_proxy is for both")
    func variables() throws {
        let cases: [([String: String], http: Int?, https: Int?)] = [
            ([:], nil, nil),
            (["http_proxy": "p:1"], 1, nil), (["HTTP_PROXY": "p:1"], 1, nil), (["https_proxy": "p:1"], nil, 1),
            (["HTTPS_PROXY": "http://p:1/"], nil, 1), (["ALL_PROXY": "p"], 80, 80), (["all_proxy": "p:1"], 1, 1),
            (["HTTP_PROXY": "p:1", "http_proxy": "p:2"], 2, nil), (["http_proxy": "", "ALL_PROXY": "p:3"], 3, 3),
            (["HTTP_PROXY": "p:1", "REQUEST_METHOD": "GET"], nil, nil),
            (["http_proxy": "p:1", "REQUEST_METHOD": "GET"], 1, nil),
            (["ALL_PROXY": "[::1]:1", "https_proxy": "HTTP://u:p@h:2"], 1, 2),
        ]
        for (environment, http, https) in cases {
            #expect(try port(environment, "http://e.example/") == http, "\(environment)")
            #expect(try port(environment, "https://e.example/") == https, "\(environment)")
        }
    }

    @Test("NO_PROXY takes hosts with all below them, ports, addresses and blocks; loopback is always asked directly")
    func exceptions() throws {
        let cases: [(String, String, isDirect: Bool)] = [
            ("", "http://e.example/", false), ("*", "http://e.example/", true),
            ("e.example", "http://e.example/", true), ("e.example", "http://a.e.example/", true),
            ("e.example", "http://note.example/", false), (".e.example", "http://e.example/", true),
            ("*.e.example", "http://a.e.example/", true), ("E.Example.", "http://e.example./", true),
            ("a.example b.example", "http://b.example/", true), ("a.example , b.example", "http://b.example/", true),
            ("e.example:8080", "http://e.example:8080/", true), ("e.example:8080", "http://e.example/", false),
            ("e.example:80", "http://e.example/", true), ("e.example:443", "https://a.e.example/", true),
            ("example", "http://e.example/", true), ("bücher.example", "http://xn--bcher-kva.example/", true),
            ("10.0.0.0/8", "http://10.1.2.3/", true), ("10.0.0.0/8", "http://11.1.2.3/", false),
            ("192.0.2.128/25", "http://192.0.2.127/", false), ("192.0.2.128/25", "http://192.0.2.200/", true),
            ("10.0.0.0/8", "http://10.example/", false), ("0.0.0.0/0", "http://192.0.2.1/", true),
            ("192.0.2.1", "http://192.0.2.1/", true), ("192.0.2.1", "http://192.0.2.10/", false),
            ("192.0.2.1:81", "http://192.0.2.1:81/", true), ("2.1", "http://192.0.2.1/", false),
            ("2001:db8::/32", "http://[2001:db8:1::2]/", true), ("2001:db8::/32", "http://[2001:db9::]/", false),
            ("2001:db8::1", "http://[2001:db8:0::1]/", true), ("[2001:db8::1]:81", "http://[2001:db8::1]:81/", true),
            ("[2001:db8::1]:81", "http://[2001:db8::1]/", false), ("10.0.0.0/99", "http://10.0.0.1/", false),
            ("", "http://127.0.0.1:1/", true), ("", "https://localhost/", true), ("", "http://[::1]/", true),
        ]
        for (exceptions, url, isDirect) in cases {
            for name in ["NO_PROXY", "no_proxy"] {
                var environment = proxy
                environment[name] = exceptions
                #expect((try port(environment, url) == nil) == isDirect, "\(exceptions) \(url)")
            }
        }
    }

    @Test("what is no proxy for HTTP is said, without its password")
    func faults() {
        let cases = [
            ("socks5://u:secret@h:1", "SOCKS is not supported"), ("socks5h://h", "SOCKS is not supported"),
            ("https://u:secret@h:1", "TLS to the proxy itself is not supported"),
            ("ftp://h", "'ftp' is not supported"), ("http://u:secret@h:99999", "a proxy is http://"),
            ("http://", "a proxy is http://"),
        ]
        for (value, reason) in cases {
            let fault = #expect(throws: ProxyChoice.Fault.self) {
                try ProxyChoice(environment: ["HTTPS_PROXY": value])
            }
            let text = fault?.description ?? ""
            #expect(text.hasPrefix("HTTPS_PROXY is not a valid proxy: \(reason)"), "\(text)")
            #expect(!text.contains("secret"))
        }
    }
}

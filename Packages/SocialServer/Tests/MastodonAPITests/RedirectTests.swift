import Testing

@testable import MastodonAPI

@Suite("Redirect addresses")
struct RedirectTests {
    @Test(
        "an address needs a scheme, and a host only where there are pages",
        arguments: [
            "icecubesapp://", "com.example.app:/oauth", "com.example.app:/", "tusky:callback", "ivory://x/y?z=1",
            "https://elk.example/api/oauth", "http://127.0.0.1:8080/", "http://[::1]:3000/cb",
            "urn:ietf:wg:oauth:2.0:oob",
            "App+1.x-y:/a", "https://xn--bcher-kva.example/",
        ])
    func taken(address: String) {
        #expect(ClientAPI.isRedirect(address))
    }

    @Test(
        "what is relative, has a fragment, or could run is refused",
        arguments: [
            "", "/callback", "callback", "://x", "1app://x", "https://", "https:///x", "http:x", "https://x#y",
            "app:/#",
            "javascript:alert(1)", "JavaScript://%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x",
            "app:/a b", "app:/é", "https://user@evil.example/", "http://:80/", "about:blank", "app:/<x>",
        ])
    func refused(address: String) {
        #expect(!ClientAPI.isRedirect(address))
    }

    @Test("a program on this machine may listen on any port; all other addresses are compared to the letter")
    func registered() {
        let known = ["http://127.0.0.1/cb", "http://[::1]:1/", "https://elk.example/cb", "app:/x"]
        for address in ["http://127.0.0.1:51234/cb", "http://127.0.0.1/cb", "http://[::1]:9/", "app:/x"] {
            #expect(ClientAPI.isRegistered(address, known), "\(address)")
        }
        for address in [
            "http://127.0.0.1:51234/other", "http://127.0.0.1.evil.example/cb", "http://127.0.0.1:x/cb", "app:/x/",
            "https://elk.example:8443/cb", "http://127.0.0.1:99999/cb", "http://127.0.0.1@evil.example/cb",
        ] {
            #expect(!ClientAPI.isRegistered(address, known), "\(address)")
        }
    }

    @Test("the own hosts are those of the server's address, with and without its port")
    func ownHosts() {
        #expect(ClientAPI.ownHosts("http://127.0.0.1:8080") == ["127.0.0.1:8080", "127.0.0.1"])
        #expect(ClientAPI.ownHosts("https://Social.Example") == ["social.example"])
        #expect(ClientAPI.ownHosts("http://[::1]:80") == ["[::1]:80", "[::1]"])
    }
}

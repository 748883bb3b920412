import Foundation
import Testing
import WebAddress

@testable import PageFetching

@Suite("Cookies")
struct CookieTests {
    @Test("dates are read in every way that servers write them, and in no other")
    func dates() {
        let first = Date(timeIntervalSince1970: 784_111_777)
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "Sun, 06-Nov-1994 08:49:37", "08:49:37 6 November 1994", "1994 nov 06 8:49:37x +0200",
        ] { #expect(CookieDate.date(text) == first, "\(text)") }
        #expect(CookieDate.date("Thu, 01-Jan-70 00:00:01 GMT") == Date(timeIntervalSince1970: 1))
        #expect(CookieDate.date("Wed, 06-Jul-16 02:19:47 GMT") == Date(timeIntervalSince1970: 1_467_771_587))
        for text in [
            "", "0", "never", "Sun, 06 Nov 1994", "08:49:37", "32 Nov 1994 08:49:37", "6 Nov 1994 24:00:00",
            "6 Nov 1600 08:49:37", "6 Nom 1994 08:49:37", "6 Nov 1994 08:49", "-1",
        ] { #expect(CookieDate.date(text) == nil, "\(text)") }
    }

    @Test("a cookie goes when its date is past, however that is written, and stays when the date says nothing")
    func removal() async throws {
        let url = try #require(WebURL("http://h.example/"))
        for (line, stays) in [
            ("Expires=Thu, 01-Jan-1970 00:00:01 GMT", false), ("expires=Thu, 01-Jan-70 00:00:01 GMT", false),
            ("Expires=Thu, 01 Jan 1970 00:00:00", false), ("Max-Age=0", false), ("Max-Age=-1", false),
            ("Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", true), ("Expires=0", true), ("Max-Age=soon", true),
            ("Expires=Fri, 01-Jan-2100 00:00:00 GMT", true),
        ] {
            let jar = CookieJar()
            await jar.store(["a=1; Path=/"], for: url)
            await jar.store(["a=2; Path=/; \(line)"], for: url)
            #expect(await jar.header(for: url) == (stays ? "a=2" : nil), "\(line)")
        }
    }
}

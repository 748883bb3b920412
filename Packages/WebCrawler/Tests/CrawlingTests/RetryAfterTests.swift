import Foundation
import Testing

@testable import PageFetching

@Suite("Retry-After")
struct RetryAfterTests {
    /// 2026-11-27 12:00:00 UTC.
    private let now = Date(timeIntervalSince1970: 1_795_780_800)

    @Test(
        "seconds and all three forms of a date",
        arguments: [
            ("120", 120), (" 0 ", 0), ("1.5", 1.5), ("Fri, 27 Nov 2026 12:01:00 GMT", 60),
            ("Friday, 27-Nov-26 12:01:00 GMT", 60), ("Fri Nov 27 12:01:00 2026", 60),
            ("Sun Nov  6 08:49:37 1994", 0), ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
        ] as [(String, Double)])
    func good(_ value: String, _ seconds: Double) {
        #expect(RetryAfter.seconds(value, now: now) == seconds)
    }

    @Test(
        "anything else is nothing",
        arguments: ["", "soon", "-1", "1e3", "inf", "Fri, 27 Foo 2026 12:01:00 GMT", "27 Nov"])
    func bad(_ value: String) {
        #expect(RetryAfter.seconds(value, now: now) == nil)
    }
}

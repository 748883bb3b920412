import Foundation
import HTTPMessages
import Testing

private func written(_ seconds: Int64) -> String {
    var bytes: [UInt8] = []
    HTTPDate.append(seconds, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

private func read(_ text: String, now: Int64 = 1_795_000_000) -> Int64? {
    let bytes = Array(text.utf8)
    return HTTPDate.parse(bytes.span, now: now)
}

@Test("dates are written as Foundation writes them, and read back")
func datesAreWrittenAsFoundationDoes() throws {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    var generator = SystemRandomNumberGenerator()
    var moments: [Int64] = [0, 951_782_399, 951_782_400, 4_107_542_399, 1_709_164_800, 1_709_251_199, 86_399, 86_400]
    for _ in 0..<2_000 { moments.append(Int64.random(in: 0..<253_402_300_800, using: &generator)) }
    for moment in moments {
        let text = formatter.string(from: Date(timeIntervalSince1970: Double(moment)))
        #expect(written(moment) == text)
        #expect(read(text) == moment, "\(text)")
    }
}

@Test("the three forms of RFC 9110 name the same moment")
func threeFormsAreRead() {
    #expect(read("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(read("Sunday, 06-Nov-94 08:49:37 GMT") == 784_111_777)
    #expect(read("Sun Nov  6 08:49:37 1994") == 784_111_777)
}

@Test(
    "what is no date is none",
    arguments: [
        "", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Wed, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Xxx, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov -994 08:49:37 GMT",
    ])
func whatIsNoDateIsNone(_ text: String) {
    #expect(read(text) == nil)
}

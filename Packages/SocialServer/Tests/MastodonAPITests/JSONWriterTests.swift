import SocialService
import Testing

@testable import MastodonAPI

@Suite("What is written into answers")
struct JSONWriterTests {
    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        // So small that it has to grow.
        var json = JSONWriter(capacity: 1)
        write(&json)
        return json.text
    }

    @Test(
        "texts become HTML inside JSON: escaped, with line ends as paragraphs and breaks",
        arguments: [
            ("", ""), ("words", "<p>words</p>"), ("a\nb", "<p>a<br />b</p>"), ("a\r\nb", "<p>a<br />b</p>"),
            ("a\n\r\n\nb\n", "<p>a</p><p>b<br /></p>"),
            ("<b> & \"c\" 'd'", "<p>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>"),
            ("a\\b\tc", "<p>a\\\\b\\u0009c</p>"), ("\u{0}a\u{1f}\u{7f}b", "<p>ab</p>"),
            ("sixteen letters are not a limit: é日👩‍👧", "<p>sixteen letters are not a limit: é日👩‍👧</p>"),
            ("@bob", "<p>@bob</p>"),
            (
                "@ADA",
                #"<p><span class=\"h-card\" translate=\"no\"><a href=\"https://here/@Ada\" class=\"u-url mention\">"#
                    + "@<span>Ada</span></a></span></p>"
            ),
            (
                "#Köln",
                #"<p><a href=\"https://here/tags/k%C3%B6ln\" class=\"mention hashtag\" rel=\"tag\">"#
                    + "#<span>Köln</span></a></p>"
            ),
            (
                "http://a/?b&c",
                #"<p><a href=\"http://a/?b&amp;c\" target=\"_blank\" rel=\"nofollow noopener noreferrer\" "#
                    + #"translate=\"no\">http://a/?b&amp;c</a></p>"#
            ),
        ])
    func textsBecomeHTML(text: String, html: String) {
        let ada = Mention(accountID: Identifier(rawValue: 1), username: "Ada")
        #expect(written { $0.html(of: text, mentions: [ada], base: "https://here") } == "\"\(html)\"")
    }

    @Test(
        "signs are escaped wherever they stand",
        arguments: [
            "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\u{0}": "\\u0000", "\u{1f}": "\\u001f", "\u{7f}": "\u{7f}",
        ])
    func signsAreEscaped(sign: String, escaped: String) {
        for place in 0..<40 {
            let before = String(repeating: "x", count: place)
            let after = String(repeating: "é", count: 40 - place)
            #expect(written { $0.string(before + sign + after) } == "\"\(before)\(escaped)\(after)\"")
        }
    }

    @Test("numbers are their digits", arguments: [0, 7, 10, 99, 100, 101, 12_345, -1, -10, .max, .min])
    func numbersAreDigits(number: Int) {
        #expect(written { $0.number(number) } == String(number))
    }

    @Test(
        "moments are written in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_005, "2000-02-29T00:00:00.005Z"), (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func momentsAreUTC(milliseconds: Int64, text: String) {
        #expect(written { $0.moment(milliseconds) } == "\"\(text)\"")
        #expect(written { $0.day(milliseconds) } == "\"\(text.prefix(10))\"")
    }
}

import SocialService
import Testing

@Suite("Texts")
struct TextTests {
    @Test(
        "mentions are names after an at sign at the beginning of a word",
        arguments: [
            ("@ada", ["ada"]), ("hi @Ada, @b_2!", ["ada", "b_2"]), ("mail ada@example.org", []),
            ("@ada@elsewhere.example", []),
            ("(@ada)", ["ada"]), ("https://example.org/@ada", []), ("@", []), ("@@ada", ["ada"]), ("é@ada", []),
            ("@ada @ADA", ["ada"]), ("@\(String(repeating: "a", count: 31))", []),
        ])
    func mentionsAreFound(text: String, names: [String]) {
        #expect(StatusText(text).mentions == names)
    }

    @Test(
        "hashtags are words of letters, digits and underscores in any script, and no numbers",
        arguments: [
            ("#Swift", ["swift"]), ("#1", []), ("#1a", ["1a"]), ("#日本語 x", ["日本語"]), ("#café.", ["café"]), ("a#b", []),
            ("&#39;", []), ("#a#b", ["a"]), ("https://example.org/#frag", []), ("#ÄÖ #äö", ["äö"]), ("##x", ["x"]),
            ("# x", []),
        ])
    func hashtagsAreFound(text: String, tags: [String]) {
        #expect(StatusText(text).hashtags == tags)
    }

    @Test(
        "links are web addresses without the signs that end a sentence",
        arguments: [
            ("see https://example.org/a.", "https://example.org/a"),
            ("(https://example.org/a)", "https://example.org/a"),
            ("https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"),
            ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"), ("https://x/\"onload=1", "https://x/"),
            ("javascript:alert(1)", nil),
            ("https://", nil), ("xhttps://a", nil), ("https://[::1]/", "https://[::1]/"),
        ] as [(String, String?)])
    func linksAreFound(text: String, link: String?) {
        let links = StatusText(text).segments.compactMap { if case .link(let link) = $0 { String(link) } else { nil } }
        #expect(links == [link].compactMap { $0 })
    }

    @Test("the segments together are the text", arguments: 0..<200)
    func segmentsAreTheText(seed: Int) {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        let pieces = [
            "@", "#", "a", "é", "日", "https://", "http:/", ".", " ", "\n", "_", "1", ")", "(", "\r\n", "👩‍👧", "\u{301}",
            "<",
        ]
        var text = ""
        for _ in 0..<(seed % 40) {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            text += pieces[Int(state % UInt64(pieces.count))]
        }
        let joined = StatusText(text).segments.map { segment in
            switch segment {
            case .text(let words): String(words)
            case .mention(let name): "@\(name)"
            case .hashtag(let tag): "#\(tag)"
            case .link(let link): String(link)
            }
        }
        #expect(joined.joined() == text)
    }

    @Test("identifiers grow, also within a millisecond")
    func identifiersGrow() {
        let source = IdentifierSource()
        let ids = (0..<1000).map { _ in source.next() }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test("a scope includes its parts, and follow the relationships")
    func scopesInclude() throws {
        let scopes = try #require(Scopes("read write:statuses follow"))
        #expect(scopes.includes("read") && scopes.includes("read:accounts") && scopes.includes("write:statuses"))
        #expect(!scopes.includes("write") && !scopes.includes("write:media") && scopes.includes("write:follows"))
        #expect(Scopes("read admin:write") == nil)
        #expect(try scopes.includes(all: #require(Scopes("read:search write:statuses"))))
        #expect(try !scopes.includes(all: #require(Scopes("write"))))
    }

    @Test("an image's header says what it is and how large", arguments: ImageHeaderTests.images)
    func headersAreRead(bytes: [UInt8], kind: ImageKind, width: Int, height: Int) throws {
        let header = try #require(ImageHeader(bytes))
        #expect(header.kind == kind && header.width == width && header.height == height)
        for end in 0..<min(bytes.count, 25) { #expect(ImageHeader(Array(bytes.prefix(end)))?.width ?? width == width) }
    }
}

@Suite("What images tell")
struct ImageMetadataTests {
    @Test("an image that breaks off anywhere, or goes on behind its end, hurts nobody")
    func brokenImages() {
        #expect(ImageMetadata.removed(from: pixel, of: .png)?.image == pixel)
        #expect(ImageMetadata.removed(from: pixel + Array("and more".utf8), of: .png)?.image == pixel)
        for kind in ImageKind.allCases {
            for (image, _, _, _) in ImageHeaderTests.images {
                for end in 0..<image.count {
                    let found = ImageMetadata.removed(from: Array(image.prefix(end)), of: kind)
                    #expect(found?.image.count ?? 0 <= image.count)
                }
            }
        }
    }
}

/// The first bytes of images, as the formats' documents lay them out.
enum ImageHeaderTests {
    static let images: [([UInt8], ImageKind, Int, Int)] = [
        (pixel, .png, 1, 1), (Array("GIF89a".utf8) + [0x20, 0x03, 0x58, 0x02, 0], .gif, 800, 600),
        (
            [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0x01, 0x2c, 0x01, 0x90, 1, 1, 0x11, 0], .jpeg,
            400,
            300
        ),
        (
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8)
                + [10, 0, 0, 0, 0, 0, 0, 0, 0x8f, 0x01, 0x00, 0x2b, 0x01, 0x00], .webp, 400, 300
        ),
        (
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8L".utf8) + [0, 0, 0, 0, 0x2f, 0x8f, 0xc1, 0x4a, 0x00],
            .webp,
            400, 300
        ),
    ]
}

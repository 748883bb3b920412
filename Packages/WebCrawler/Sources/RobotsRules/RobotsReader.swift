/// Reads the lines of a robots.txt (RFC 9309, section 2.2), with the lenience of the reference parser.
struct RobotsReader {
    private(set) var sitemaps: [String] = []
    private let bytes: [UInt8]
    private var groups: [RobotsFile.Group] = []
    /// Whether the last line of meaning named an agent, so that the next such line joins its group.
    private var isNaming = false

    init(_ bytes: some Sequence<UInt8>) {
        var kept = Array(bytes.prefix(RobotsFile.maximumLength))
        if kept.starts(with: [0xEF, 0xBB, 0xBF]) {
            kept.removeFirst(3)
        } else if kept.starts(with: [0xEF, 0xBB]) {
            kept.removeFirst(2)
        } else if kept.first == 0xEF {
            kept.removeFirst()
        }
        self.bytes = kept
    }

    mutating func read() -> [RobotsFile.Group] {
        var number = 0
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            number += 1
            line(bytes[start..<end].prefix(RobotsFile.maximumLineLength), number)
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
        }
        return groups
    }

    private mutating func line(_ whole: ArraySlice<UInt8>, _ number: Int) {
        let text = trimmed(whole.prefix { $0 != UInt8(ascii: "#") })
        guard !text.isEmpty else { return }
        let key: ArraySlice<UInt8>
        let value: ArraySlice<UInt8>
        if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            key = trimmed(text[..<colon])
            value = trimmed(text[(colon + 1)...])
        } else {
            // The reference parser takes white space for a forgotten colon, if there are just two words.
            let words = text.split { $0 == 0x20 || $0 == 0x09 }
            guard words.count == 2 else { return }
            key = words[0]
            value = words[1]
        }
        field(key.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }, value, number)
    }

    private mutating func field(_ key: [UInt8], _ value: ArraySlice<UInt8>, _ number: Int) {
        if key.starts(with: "user-agent".utf8) || isOneOf(key, ["useragent", "user agent"]) {
            name(value)
        } else if key.starts(with: "disallow".utf8)
            || isOneOf(key, ["dissallow", "dissalow", "disalow", "diasllow", "disallaw"])
        {
            rule(allows: false, value, number)
        } else if key.starts(with: "allow".utf8) {
            rule(allows: true, value, number)
        } else if key.starts(with: "sitemap".utf8) || key.starts(with: "site-map".utf8) {
            if !value.isEmpty { sitemaps.append(String(decoding: value, as: UTF8.self)) }
        } else if key.starts(with: "crawl-delay".utf8) {
            // No line but a rule ends the list of a group's agents (RFC 9309, 2.2.4): this one is no rule.
            guard !groups.isEmpty, let delay = Double(String(decoding: value, as: UTF8.self)), delay >= 0,
                delay.isFinite
            else { return }
            groups[groups.count - 1].crawlDelay = delay
        }
    }

    private func isOneOf(_ key: [UInt8], _ names: [String]) -> Bool {
        names.contains { key.starts(with: $0.utf8) }
    }

    private mutating func name(_ value: ArraySlice<UInt8>) {
        if !isNaming { groups.append(RobotsFile.Group()) }
        isNaming = true
        // `*` names all agents, also with a word behind it.
        let isStar = value.first == UInt8(ascii: "*") && (value.count == 1 || isSpace(value[value.startIndex + 1]))
        let token = isStar ? [UInt8(ascii: "*")] : Self.productToken(Array(value))
        if !token.isEmpty { groups[groups.count - 1].agents.append(token) }
    }

    private mutating func rule(allows: Bool, _ value: ArraySlice<UInt8>, _ number: Int) {
        isNaming = false
        // Rules before any agent belong to nobody, and an empty pattern matches nothing.
        guard !groups.isEmpty, !value.isEmpty else { return }
        add(allows, value, number)
        // A rule about a folder's index page is one about the folder as well.
        let index = Array("/index.htm".utf8)
        if allows, value.count >= index.count,
            let slash = value.lastIndex(of: UInt8(ascii: "/")), value[slash...].starts(with: index)
        {
            add(allows, value[...slash] + [UInt8(ascii: "$")], number)
        }
    }

    private mutating func add(_ allows: Bool, _ value: ArraySlice<UInt8>, _ number: Int) {
        groups[groups.count - 1].rules.append(
            RobotsFile.Rule(allows: allows, pattern: RobotsPattern.normalize(value), line: number))
    }

    /// The letters, hyphens and underscores at the start, in lower case.
    static func productToken(_ agent: [UInt8]) -> [UInt8] {
        agent.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }.prefix {
            $0 &- UInt8(ascii: "a") < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }.map { $0 }
    }

    private func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, isSpace(first) { text.removeFirst() }
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

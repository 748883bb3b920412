extension StatusText {
    /// A text with `@name@host` as `@name` where the host is this network's own: both name the same member, whatever
    /// client wrote it and by whatever address the network is reached later.
    ///
    /// - Parameter hosts: The hosts that this network is reached by, in lower case, each with its port if it has one.
    public static func local(_ text: String, hosts: Set<String>) -> String {
        guard !hosts.isEmpty, text.utf8.contains(UInt8(ascii: "@")) else { return text }
        var result = ""
        var rest = Substring(text)
        while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "@")) {
            result += rest[..<sign]
            let before = result.utf8.last
            rest = rest[rest.utf8.index(after: sign)...]
            let name = prefix(of: rest) { isName($0) }
            result += "@\(name)"
            rest = rest[name.endIndex...]
            let isMention = before.map { !isName($0) && $0 < 0x80 && $0 != UInt8(ascii: "/") } ?? true
            guard isMention, !name.isEmpty, rest.utf8.first == UInt8(ascii: "@") else { continue }
            let tail = rest.dropFirst()
            guard let host = ownHost(at: tail, hosts) else { continue }
            rest = tail[host.endIndex...]
        }
        return result + rest
    }

    /// The host that a text begins with, if it is one of the network's own and nothing more follows that belongs to it.
    private static func ownHost(at text: Substring, _ hosts: Set<String>) -> Substring? {
        let candidate = prefix(of: text) { isName($0) || "-.:[]".utf8.contains($0) }
        // What ends a sentence is not part of the host, and neither is a colon before a word.
        var end = candidate.endIndex
        while end > candidate.startIndex {
            let part = candidate[..<end]
            if hosts.contains(part.lowercased()) {
                let next = candidate[end...]
                let goesOn = next.utf8.first.map { isName($0) || $0 == UInt8(ascii: "-") } ?? false
                let second = next.utf8.dropFirst().first.map { isName($0) } ?? false
                return goesOn || second ? nil : part
            }
            guard let last = part.utf8.last, ".:-]".utf8.contains(last) else { return nil }
            end = candidate.utf8.index(before: end)
        }
        return nil
    }

    private static func prefix(of text: Substring, while isIn: (UInt8) -> Bool) -> Substring {
        text[..<(text.utf8.firstIndex { !isIn($0) } ?? text.endIndex)]
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
    }
}

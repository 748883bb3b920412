import ServerShell

/// What an address of the CalDAV tree names.
///
/// ```
/// /                               where discovery begins; so is /.well-known/caldav
/// /dav/principals/PERSON/         the principal
/// /dav/lists/PERSON/              the home, whose children are the lists
/// /dav/lists/PERSON/LIST/         a list
/// /dav/lists/PERSON/LIST/OBJECT   a task; the client chooses the name, and it comes back as the client wrote it
/// ```
enum DavAddress: Equatable {
    case root
    case principals
    case principal(String)
    case home(String)
    case list(String, String)
    case object(String, String, String)

    /// The address of a path; nil if it is none of the tree.
    init?(path: String) {
        if path.isEmpty || path == "/" || path == "/.well-known/caldav" || path == "/.well-known/caldav/" {
            self = .root
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let isFolder = parts.last?.isEmpty == true
        let names = isFolder ? parts.dropLast() : parts
        guard names.first == "dav", !names.contains(where: { ["", ".", ".."].contains(Self.decoded($0)) }) else {
            return nil
        }
        switch (names.count, names.count > 1 ? names[1] : "") {
        case (1, _): self = .root
        case (2, "principals"), (2, "lists"): self = .principals
        case (3, "principals"): self = .principal(Self.decoded(names[2]))
        case (3, "lists"): self = .home(Self.decoded(names[2]))
        case (4, "lists"): self = .list(Self.decoded(names[2]), names[3])
        case (5, "lists") where !isFolder: self = .object(Self.decoded(names[2]), names[3], names[4])
        default: return nil
        }
    }

    /// An address within a request's body: a path, or a whole URL.
    init?(href: String) {
        let trimmed = href.trimmingCharacters(where: \.isWhitespace)
        guard let scheme = trimmed.firstRange(of: "://") else {
            self.init(path: trimmed)
            return
        }
        let rest = trimmed[scheme.upperBound...]
        self.init(path: rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/")
    }

    static func decoded(_ name: String) -> String { WebText.percentDecoded(name, plusIsSpace: false) }

    /// The path of a principal.
    static func principal(of person: String) -> String { "/dav/principals/\(WebText.percentEncoded(person))/" }

    /// The path of a home.
    static func home(of person: String) -> String { "/dav/lists/\(WebText.percentEncoded(person))/" }

    /// The spellings under which one name may have been stored: as it is, all escaped, and with what needs no escape as
    /// it is. A client that wrote `a%40b` one day asks for `a@b` the next.
    static func spellings(_ name: String) -> [String] {
        let plain = decoded(name)
        let escaped = WebText.percentEncoded(plain)
        var lenient = ""
        for character in plain {
            lenient +=
                "!$&'()*+,;=:@".contains(character) ? String(character) : WebText.percentEncoded(String(character))
        }
        var spellings = [name]
        for spelling in [escaped, lenient, escaped.lowercasedEscapes, name.lowercasedEscapes, name.uppercasedEscapes]
        where !spellings.contains(spelling) { spellings.append(spelling) }
        return spellings
    }
}

extension String {
    fileprivate func trimmingCharacters(where isTrimmed: (Character) -> Bool) -> String {
        var text = self[...]
        while let first = text.first, isTrimmed(first) { text.removeFirst() }
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return String(text)
    }

    /// With `%4F` as `%4f`.
    fileprivate var lowercasedEscapes: String { escapes { $0.lowercased() } }

    /// With `%4f` as `%4F`.
    fileprivate var uppercasedEscapes: String { escapes { $0.uppercased() } }

    private func escapes(_ change: (Substring) -> String) -> String {
        var result = ""
        var rest = self[...]
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            let escape = rest[percent...].prefix(3)
            result += change(escape)
            rest = rest[escape.endIndex...]
        }
        return result + rest
    }
}

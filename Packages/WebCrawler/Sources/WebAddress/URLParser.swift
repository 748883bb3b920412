// Unsafe pointers: the address is parsed in place; each step compares its index with the end.

/// The basic URL parser (URL standard, section 4.4), by parts instead of by characters.
///
/// The standard's state machine reads one character at a time. Its states only ever end at `#`, `?`, a slash, `@` or
/// `:`, so this parser cuts the input there: fragment first, then query, then scheme, authority and path. The result
/// is written straight into the serialisation.
struct URLParser {
    private typealias Input = Slice<UnsafeBufferPointer<UInt8>>

    /// Inputs beyond this many bytes are refused, so that offsets and triple-length encodings stay small.
    private static let maximumLength = 1 << 26

    private let base: WebURL?
    private let table = ByteClass.table
    private var out: [UInt8] = []
    private var parts = WebURL.Parts()
    /// Whether the base's query, or its lack of one, was copied.
    private var hasBaseQuery = false

    init(base: WebURL?) {
        self.base = base
    }

    mutating func parse(_ whole: UnsafeBufferPointer<UInt8>) -> WebURL? {
        guard whole.count <= Self.maximumLength else { return nil }
        var input = whole[...]
        while let first = input.first, first <= 0x20 { input.removeFirst() }
        while let last = input.last, last <= 0x20 { input.removeLast() }
        if input.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
            let cleaned = input.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
            return cleaned.withUnsafeBufferPointer { parse(trimmed: $0[...]) }
        }
        return parse(trimmed: input)
    }

    private mutating func parse(trimmed input: Input) -> WebURL? {
        var rest = input
        var fragment: Input?
        var query: Input?
        if let sign = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[(sign + 1)...]
            rest = rest[..<sign]
        }
        let hasScheme = takeScheme(&rest, reserving: input.count)
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = rest[(mark + 1)...]
            rest = rest[..<mark]
        }
        let parsed = hasScheme ? absolute(rest, &query) : relative(rest, &query, hasFragment: fragment != nil)
        guard parsed else { return nil }
        return finish(query: query, fragment: fragment)
    }

    /// Appends the scheme to the result and removes it from the input, if there is one.
    private mutating func takeScheme(_ rest: inout Input, reserving length: Int) -> Bool {
        guard let first = rest.first, isLetter(first) else { return false }
        var colon = rest.startIndex + 1
        while colon < rest.endIndex, isSchemeByte(rest[colon]) { colon += 1 }
        guard colon < rest.endIndex, rest[colon] == UInt8(ascii: ":") else { return false }
        out.reserveCapacity(length + 8)
        for byte in rest[..<colon] { out.append(byte | (isLetter(byte) ? 0x20 : 0)) }
        parts.kind = SchemeKind(out)
        out.append(UInt8(ascii: ":"))
        parts.schemeEnd = out.count
        rest = rest[(colon + 1)...]
        return true
    }

    // MARK: - The ways in

    private mutating func absolute(_ rest: Input, _ query: inout Input?) -> Bool {
        if parts.kind == .file {
            return file(rest, &query, base: base.flatMap { $0.parts.kind == .file ? $0 : nil })
        }
        let start = rest.startIndex
        if parts.kind.isSpecial {
            let slashes = rest.prefix(while: isSpecialSlash).count
            if let base, base.parts.kind == parts.kind, !startsWithTwoSlashes(rest) {
                out.removeAll(keepingCapacity: true)
                return relativeToWeb(rest, base, &query)
            }
            return authority(rest[(start + slashes)...])
        }
        if startsWithTwoSlashes(rest) { return authority(rest[(start + 2)...]) }
        parts.usernameEnd = out.count
        parts.hostStart = out.count
        parts.hostEnd = out.count
        parts.pathStart = out.count
        if rest.first == UInt8(ascii: "/") {
            path(rest.dropFirst())
        } else {
            opaquePath(rest)
        }
        return true
    }

    private mutating func relative(_ rest: Input, _ query: inout Input?, hasFragment: Bool) -> Bool {
        guard let base else { return false }
        if base.parts.hasOpaquePath {
            guard rest.isEmpty, query == nil, hasFragment else { return false }
            copyWithQuery(base)
            return true
        }
        out.reserveCapacity(base.parts.queryStart + rest.count + (query?.count ?? 0) + 8)
        if base.parts.kind == .file {
            copyScheme(of: base)
            return file(rest, &query, base: base)
        }
        return relativeToWeb(rest, base, &query)
    }

    /// The relative state and the relative slash state.
    private mutating func relativeToWeb(_ rest: Input, _ base: WebURL, _ query: inout Input?) -> Bool {
        let special = base.parts.kind.isSpecial
        func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || special && byte == 0x5C }
        guard let first = rest.first else {
            if query == nil { copyWithQuery(base) } else { copy(base, through: base.parts.queryStart) }
            return true
        }
        if isSlash(first) {
            if let second = rest.dropFirst().first, isSlash(second) {
                copyScheme(of: base)
                let slashes = special ? rest.prefix(while: isSpecialSlash).count : 2
                return authority(rest[(rest.startIndex + slashes)...])
            }
            copy(base, through: base.parts.pathStart)
            path(rest.dropFirst())
            return true
        }
        copy(base, through: base.parts.queryStart)
        shortenPath()
        path(rest)
        return true
    }

    /// The file state, the file slash state and the file host state.
    private mutating func file(_ rest: Input, _ query: inout Input?, base: WebURL?) -> Bool {
        guard let first = rest.first, isSpecialSlash(first) else {
            guard let base else {
                emptyHost()
                path(rest)
                return true
            }
            if rest.isEmpty, query == nil { copyWithQuery(base) } else { copy(base, through: base.parts.queryStart) }
            guard !rest.isEmpty else { return true }
            if startsWithDriveLetter(rest) { out.removeLast(out.count - parts.pathStart) } else { shortenPath() }
            path(rest)
            return true
        }
        let afterSlash = rest.dropFirst()
        guard let second = afterSlash.first, isSpecialSlash(second) else {
            guard let base else {
                emptyHost()
                path(afterSlash)
                return true
            }
            copy(base, through: base.parts.pathStart)
            let path = base.bytes[base.parts.pathStart..<base.parts.queryStart]
            if !startsWithDriveLetter(afterSlash), startsWithNormalDrive(path) { out += path.prefix(3) }
            self.path(afterSlash)
            return true
        }
        let host = afterSlash.dropFirst().prefix { !isSpecialSlash($0) }
        if host.count == 2, startsWithDriveLetter(host) {
            emptyHost()
            path(afterSlash.dropFirst())
            return true
        }
        beginAuthority()
        parts.usernameEnd = out.count
        parts.hostStart = out.count
        if !host.isEmpty {
            guard HostParser.append(host, special: true, to: &out, table: table) else { return false }
            if out[parts.hostStart...].elementsEqual("localhost".utf8) { out.removeLast(9) }
        }
        parts.hostEnd = out.count
        parts.pathStart = out.count
        path(rest[host.endIndex...].dropFirst())
        return true
    }

    // MARK: - Authority

    private mutating func beginAuthority() {
        out.append(0x2F)
        out.append(0x2F)
        parts.hasAuthority = true
    }

    private mutating func emptyHost() {
        beginAuthority()
        parts.usernameEnd = out.count
        parts.hostStart = out.count
        parts.hostEnd = out.count
        parts.pathStart = out.count
    }

    /// The authority, host and port states, then the path start state.
    private mutating func authority(_ rest: Input) -> Bool {
        let special = parts.kind.isSpecial
        beginAuthority()
        let end = rest.firstIndex { $0 == 0x2F || special && $0 == 0x5C } ?? rest.endIndex
        var host = rest[..<end]
        let at = host.lastIndex(of: UInt8(ascii: "@"))
        if let at {
            credentials(host[..<at])
            host = host[(at + 1)...]
            guard !host.isEmpty else { return false }
        } else {
            parts.usernameEnd = out.count
        }
        parts.hostStart = out.count

        var port: Input?
        var inBrackets = false
        for index in host.indices {
            switch host[index] {
            case UInt8(ascii: "["): inBrackets = true
            case UInt8(ascii: "]"): inBrackets = false
            case UInt8(ascii: ":") where !inBrackets:
                port = host[(index + 1)...]
                host = host[..<index]
            default: continue
            }
            if port != nil { break }
        }
        if host.isEmpty {
            guard !special, port == nil else { return false }
        } else {
            guard HostParser.append(host, special: special, to: &out, table: table) else { return false }
        }
        parts.hostEnd = out.count
        if let port, !port.isEmpty {
            guard self.port(port) else { return false }
        }
        parts.pathStart = out.count
        let path = rest[end...]
        if !path.isEmpty || special { self.path(path.dropFirst()) }
        return true
    }

    private mutating func credentials(_ text: Input) {
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        out.append(text[..<(colon ?? text.endIndex)], encoding: .userinfo, table: table)
        parts.usernameEnd = out.count
        if let colon, colon + 1 < text.endIndex {
            out.append(UInt8(ascii: ":"))
            out.append(text[(colon + 1)...], encoding: .userinfo, table: table)
        }
        if out.count > parts.schemeEnd + 2 { out.append(UInt8(ascii: "@")) }
    }

    private mutating func port(_ digits: Input) -> Bool {
        var value = 0
        for digit in digits {
            guard isDigit(digit) else { return false }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
            guard value <= 65_535 else { return false }
        }
        guard value != parts.kind.defaultPort else { return true }
        parts.port = value
        out.append(UInt8(ascii: ":"))
        out += String(value).utf8
        return true
    }

    // MARK: - Path

    /// The path state: `rest` begins behind the slash that opens the first segment, if one was written.
    private mutating func path(_ rest: Input) {
        let special = parts.kind.isSpecial
        var start = rest.startIndex
        while true {
            var end = start
            var classes: UInt8 = 0
            while end < rest.endIndex {
                let byte = rest[end]
                if byte == 0x2F || special && byte == 0x5C { break }
                classes |= table[Int(byte)]
                end += 1
            }
            let segment = rest[start..<end]
            let isLast = end == rest.endIndex
            switch dots(segment) {
            case 1:
                if isLast { out.append(0x2F) }
            case 2:
                shortenPath()
                if isLast { out.append(0x2F) }
            default:
                let isDrive =
                    parts.kind == .file && out.count == parts.pathStart && segment.count == 2
                    && startsWithDriveLetter(segment)
                out.append(0x2F)
                if classes & ByteClass.path.rawValue == 0 {
                    out.append(contentsOf: UnsafeBufferPointer(rebasing: segment))
                } else {
                    out.append(segment, encoding: .path, table: table)
                }
                if isDrive { out[out.count - 1] = UInt8(ascii: ":") }
            }
            if isLast { return }
            start = end + 1
        }
    }

    /// 1 or 2 for a segment of one or two dots, each written plain or as `%2e`; 0 for others.
    private func dots(_ segment: Input) -> Int {
        guard segment.count <= 6, let first = segment.first, first == 0x2E || first == 0x25 else { return 0 }
        var rest = segment
        var count = 0
        while let byte = rest.first {
            if byte == 0x2E {
                rest.removeFirst()
            } else if byte == 0x25, rest.count >= 3, rest[rest.startIndex + 1] == 0x32,
                rest[rest.startIndex + 2] | 0x20 == 0x65
            {
                rest.removeFirst(3)
            } else {
                return 0
            }
            count += 1
        }
        return count <= 2 ? count : 0
    }

    private mutating func shortenPath() {
        let start = parts.pathStart
        guard out.count > start else { return }
        if parts.kind == .file, out.count == start + 3, startsWithNormalDrive(out[start...]) { return }
        while out.count > start, out.removeLast() != 0x2F {}
    }

    /// The opaque path state: a trailing space would be lost in reparsing, so it is encoded when something follows.
    private mutating func opaquePath(_ rest: Input) {
        parts.hasOpaquePath = true
        out.append(rest, encoding: .control, table: table)
    }

    // MARK: - The base's parts, and the end

    private mutating func copyScheme(of base: WebURL) {
        out.removeAll(keepingCapacity: true)
        out += base.bytes[..<base.parts.schemeEnd]
        parts.kind = base.parts.kind
        parts.schemeEnd = base.parts.schemeEnd
    }

    private mutating func copy(_ base: WebURL, through end: Int) {
        out.removeAll(keepingCapacity: true)
        out.append(contentsOf: base.bytes[..<end])
        parts = base.parts
    }

    private mutating func copyWithQuery(_ base: WebURL) {
        copy(base, through: base.parts.fragmentStart)
        hasBaseQuery = true
    }

    private mutating func finish(query: Input?, fragment: Input?) -> WebURL {
        if parts.hasOpaquePath, query != nil || fragment != nil, !hasBaseQuery { encodeTrailingSpace() }
        if !parts.hasAuthority, !parts.hasOpaquePath { keepPathFromBecomingAuthority() }
        if query != nil || !hasBaseQuery { parts.queryStart = out.count }
        if let query {
            out.append(UInt8(ascii: "?"))
            out.append(query, encoding: parts.kind.isSpecial ? .specialQuery : .query, table: table)
        }
        parts.fragmentStart = out.count
        if let fragment {
            out.append(UInt8(ascii: "#"))
            out.append(fragment, encoding: .fragment, table: table)
        }
        return WebURL(bytes: out, parts: parts)
    }

    private mutating func encodeTrailingSpace() {
        guard out.count > parts.pathStart, out.last == 0x20 else { return }
        out.removeLast()
        out.appendPercentEncoded(0x20)
    }

    /// A path that begins with two slashes behind no authority is written behind `/.`.
    private mutating func keepPathFromBecomingAuthority() {
        let hasDot = parts.pathStart == parts.schemeEnd + 2
        let needsDot =
            out.count >= parts.pathStart + 2 && out[parts.pathStart] == 0x2F && out[parts.pathStart + 1] == 0x2F
        if needsDot, !hasDot {
            out.insert(contentsOf: [0x2F, 0x2E], at: parts.pathStart)
            parts.pathStart += 2
            parts.queryStart += 2
        } else if hasDot, !needsDot {
            out.removeSubrange(parts.schemeEnd..<parts.pathStart)
            parts.pathStart -= 2
            parts.queryStart -= 2
        }
    }
}

private func isSchemeByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
}

private func startsWithTwoSlashes(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    bytes.count > 1 && bytes[bytes.startIndex] == 0x2F && bytes[bytes.startIndex + 1] == 0x2F
}

private func isSpecialSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }

/// Whether the bytes start with a Windows drive letter: a letter, `:` or `|`, then the end, a slash, `?` or `#`.
private func startsWithDriveLetter(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes.prefix(3))
    guard start.count >= 2, isLetter(start[0]), start[1] == UInt8(ascii: ":") || start[1] == UInt8(ascii: "|") else {
        return false
    }
    return start.count == 2 || [0x2F, 0x5C, 0x3F, 0x23].contains(start[2])
}

/// Whether a serialised path's first segment is a letter and a colon.
private func startsWithNormalDrive(_ path: ArraySlice<UInt8>) -> Bool {
    let start = Array(path.prefix(4))
    return start.count >= 3 && start[0] == 0x2F && isLetter(start[1]) && start[2] == UInt8(ascii: ":")
        && (start.count == 3 || start[3] == 0x2F)
}

import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a SQLite database lies, and what may be done with it.
struct SQLiteLocation: Sendable, Equatable {
    enum Mode: String, Sendable {
        case readOnly = "ro"
        case readWrite = "rw"
        case create = "rwc"
    }

    /// The file's path, or `:memory:`.
    var path = ""
    var mode = Mode.create
    /// Whether nobody changes the file while it is open: SQLite then takes no locks and looks for no log beside it.
    var isImmutable = false

    var isInMemory: Bool { path == ":memory:" }
    var isReadOnly: Bool { mode == .readOnly || isImmutable }

    private static let expected =
        "it should be sqlite:FILE, sqlite:///absolute/file or sqlite::memory:, with ?mode=ro, rw or rwc, and "
        + "immutable=1 for a file that nobody changes"

    /// Takes an address apart: `sqlite:FILE` or a bare file name as it stands, `file:FILE` with percent signs.
    init(url: String) throws(SQLError) {
        var rest = url[...]
        var isEncoded = false
        if url.lowercased().hasPrefix("sqlite:") {
            rest = rest.dropFirst("sqlite:".count)
        } else if url.lowercased().hasPrefix("file:") {
            rest = rest.dropFirst("file:".count)
            isEncoded = true
        }
        if let mark = rest.lastIndex(of: "?") {
            for option in rest[mark...].dropFirst().split(separator: "&", omittingEmptySubsequences: false) {
                try take(option: option, of: url)
            }
            rest = rest[..<mark]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            if rest.lowercased().hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
            guard rest.hasPrefix("/") else {
                throw .badURL(url, expected: "a file has no host: it should be sqlite:FILE or sqlite:///absolute/file")
            }
        }
        guard let path = isEncoded ? Self.decoded(rest) : String(rest), !path.isEmpty, !path.utf8.contains(0) else {
            throw .badURL(url, expected: Self.expected)
        }
        self.path = path
    }

    private mutating func take(option: Substring, of url: String) throws(SQLError) {
        let parts = option.split(separator: "=", maxSplits: 1)
        switch (parts.first ?? "", parts.count > 1 ? parts[1] : "") {
        case ("mode", let name):
            guard let mode = Mode(rawValue: String(name)) else { throw .badURL(url, expected: Self.expected) }
            self.mode = mode
        case ("immutable", "1"): isImmutable = true
        case ("immutable", "0"): isImmutable = false
        default: throw .badURL(url, expected: Self.expected)
        }
    }

    /// The text with its percent signs resolved; `nil` if one is followed by no two hexadecimal digits.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name by which SQLite opens the file without locks: an address of its own kind, in which only letters, digits,
    /// slashes and points stand for themselves.
    var immutableName: String {
        var name = "file:"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        // A path that starts with two slashes would be read as a host.
        if path.hasPrefix("/") { name.insert(contentsOf: "//", at: name.index(name.startIndex, offsetBy: 5)) }
        return name + "?immutable=1"
    }
}

// MARK: What lies there

extension SQLiteLocation {
    /// Whether a log with something in it lies beside the file.
    var hasLog: Bool {
        var status = stat()
        return !isInMemory && stat(path + "-wal", &status) == 0 && status.st_size > 0
    }

    /// Whether the file says of itself that it is changed by way of a log (file format, 1.3.3).
    var keepsLog: Bool {
        guard !isInMemory, let file = fopen(path, "rb") else { return false }
        defer { fclose(file) }
        var header = [UInt8](repeating: 0, count: 20)
        return fread(&header, 1, 20, file) == 20 && header.starts(with: "SQLite format 3\0".utf8) && header[18] == 2
    }

    /// The same file, taken for one that nobody changes; `nil` unless it can only be read so: its log would need a folder
    /// that may be written, and there is no log yet that would be left out.
    var frozen: SQLiteLocation? {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard !isImmutable, keepsLog, !hasLog, access(folder, W_OK) != 0 else { return nil }
        var location = self
        location.isImmutable = true
        return location
    }
}

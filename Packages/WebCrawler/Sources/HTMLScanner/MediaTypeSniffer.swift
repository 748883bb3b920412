/// Tells HTML by its first bytes where a server names no type (MIME Sniffing standard, section 7.1).
public enum MediaTypeSniffer {
    private static let patterns = [
        "<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style",
        "<title", "<b", "<body", "<br", "<p",
    ].map { Array($0.utf8) }

    /// Whether a body that came without a type is an HTML page.
    public static func isHTML(_ body: [UInt8]) -> Bool {
        var start = body.prefix(1445)[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        start = start.drop(while: isSpace)
        if start.starts(with: "<!--".utf8) { return true }
        return patterns.contains { pattern in
            guard start.count > pattern.count, zip(start, pattern).allSatisfy({ lowercase($0) == $1 }) else {
                return false
            }
            let next = start[start.startIndex + pattern.count]
            return next == UInt8(ascii: ">") || next == 0x20
        }
    }
}

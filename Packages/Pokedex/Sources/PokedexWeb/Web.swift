import ServerShell

/// What addresses carry.
enum Web {
    /// The fields of a query or a form, in order.
    static func fields(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").prefix(100).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ part: Substring) -> String { WebText.percentDecoded(part, plusIsSpace: true) }
}

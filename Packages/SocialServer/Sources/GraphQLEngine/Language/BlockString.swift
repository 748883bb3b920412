/// The value of a block string, and a block string for a value (section 2.9.4, BlockStringValue).
enum BlockString {
    /// Takes the common indentation away, and the blank lines at both ends.
    static func value(ofRaw raw: [UInt8]) -> String {
        var lines = splitLines(raw)
        var common: Int?
        for line in lines.dropFirst() {
            let indentation = line.prefix(while: isBlank).count
            if indentation < line.count { common = min(common ?? indentation, indentation) }
        }
        if let common, common > 0 {
            for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(common) }
        }
        let isEmpty: (ArraySlice<UInt8>) -> Bool = { $0.allSatisfy(isBlank) }
        let kept = lines.drop(while: isEmpty)
        let count = kept.count - kept.reversed().prefix(while: isEmpty).count
        let joined = Array(kept.prefix(count).joined(separator: [UInt8(ascii: "\n")]))
        return String(decoding: joined, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func splitLines(_ raw: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < raw.count {
            let byte = raw[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                lines.append(raw[start..<index])
                if byte == UInt8(ascii: "\r"), index + 1 < raw.count, raw[index + 1] == UInt8(ascii: "\n") {
                    index += 1
                }
                start = index + 1
            }
            index += 1
        }
        lines.append(raw[start...])
        return lines
    }

    /// Whether a block string can hold a value exactly: no carriage return (it would read back as a line feed), no
    /// other control character, no blank first or last line, and no indentation that all lines share.
    static func canHold(_ value: String) -> Bool {
        if value.isEmpty { return true }
        var allowed = true
        for scalar in value.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" {
            allowed = false
        }
        guard allowed else { return false }
        return Self.value(ofRaw: Array("\n\(value)\n".utf8)) == value
    }

    /// Writes a value as a block string; `canHold` must be true of it.
    static func text(of value: String) -> String {
        let escaped = value.replacing("\"\"\"", with: "\\\"\"\"")
        let lines = escaped.split(separator: "\n", omittingEmptySubsequences: false)
        let isOneLine = lines.count == 1
        // When each line but the first is indented, the first line must stand by itself: the others keep their indent.
        let forcesLeadingLine =
            lines.count > 1 && lines.dropFirst().allSatisfy { $0.isEmpty || $0.first == " " || $0.first == "\t" }
        let endsWithQuotes = escaped.hasSuffix("\\\"\"\"")
        let endsWithQuote = value.hasSuffix("\"") && !endsWithQuotes
        let endsWithBackslash = value.hasSuffix("\\")
        let forcesTrailingLine = endsWithQuote || endsWithBackslash
        let printsAsLines =
            !isOneLine || value.utf8.count > 70 || forcesTrailingLine || forcesLeadingLine
            || endsWithQuotes
        var result = "\"\"\""
        let skipsLeadingLine = isOneLine && (value.first == " " || value.first == "\t")
        if (printsAsLines && !skipsLeadingLine) || forcesLeadingLine { result += "\n" }
        result += escaped
        if printsAsLines || forcesTrailingLine { result += "\n" }
        return result + "\"\"\""
    }
}

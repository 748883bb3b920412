import CommandKit

/// What a command says beside its result, on standard error.
struct Messages {
    let isQuiet: Bool

    /// One line on a failure; `--quiet` does not silence it.
    func fail(_ error: any Error) {
        complain("bookbot: " + TerminalText.visible("\(error)"))
    }

    /// One line on something that the user should know.
    func warn(_ text: String) {
        if !isQuiet { complain("bookbot: " + TerminalText.visible(text)) }
    }
}

/// Text of a file or a file's name as it may be shown: what would control the terminal is made visible.
enum TerminalText {
    /// The text with control characters as Unicode's pictures of them (U+2400 to U+2421) or as `<U+202E>`, which also
    /// stands for the marks that turn the direction of what follows. Line ends and tabs are controls as well.
    static func visible(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return String(text) }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
            case 0x7F: result += "\u{2421}"
            case _ where isControl(scalar): result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

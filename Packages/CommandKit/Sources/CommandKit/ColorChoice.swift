public import ArgumentParser

/// Whether output is coloured: the value of `--color`.
///
/// `auto` colours on a terminal, unless `NO_COLOR` is set and not empty (no-color.org) or `TERM` is `dumb`.
public enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto
    case always
    case never

    /// Whether a stream gets colours.
    public func isColored(_ stream: StandardStream = .output) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: stream.isTerminal && !isSet("NO_COLOR") && EnvironmentVariables.text("TERM") != "dumb"
        }
    }

    /// Whether an output gets colours: a file gets none unless they are asked for.
    public func isColored(_ output: OutputFile) -> Bool {
        self == .always || (output.path == nil && isColored(.output))
    }
}

/// Text with the terminal's escape sequences, or without.
public struct TextStyle: Sendable {
    /// Whether sequences are written.
    public let isOn: Bool

    /// Makes a style.
    public init(isOn: Bool) { self.isOn = isOn }

    /// Bold text.
    public func bold(_ text: String) -> String { paint(text, "1") }

    /// Text that matters less.
    public func dim(_ text: String) -> String { paint(text, "2") }

    /// Text in a style that the numbers of SGR (ECMA-48, 8.3.117) give, such as `1;31`.
    public func paint(_ text: String, _ codes: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
    }
}

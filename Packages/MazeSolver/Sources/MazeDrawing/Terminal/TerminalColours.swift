/// How many colours a terminal shows.
public enum TerminalColours: Sendable, Equatable, CaseIterable {
    /// 16 million, by `ESC[38;2;R;G;Bm`.
    case trueColour
    /// 256, by `ESC[38;5;Nm`: a cube of 6 by 6 by 6 and 24 greys.
    case palette
    /// The eight of 1979 and their bright forms.
    case sixteen
    /// None: characters must do.
    case none

    /// What the environment promises.
    public static func of(environment: [String: String]) -> TerminalColours {
        if environment["NO_COLOR"].map({ !$0.isEmpty }) == true || environment["TERM"] == "dumb" { return .none }
        let depth = environment["COLORTERM"] ?? ""
        if depth == "truecolor" || depth == "24bit" { return .trueColour }
        return (environment["TERM"] ?? "").contains("256color") ? .palette : .sixteen
    }

    /// The parameters that select a colour for the text (or the background).
    func parameters(_ tint: Animation.Tint, background: Bool) -> String {
        let (red, green, blue) = tint.colour
        let base = background ? 48 : 38
        switch self {
        case .trueColour: return "\(base);2;\(red);\(green);\(blue)"
        case .palette: return "\(base);5;\(Self.nearest(red, green, blue))"
        case .sixteen:
            let number =
                switch tint {
                case .wall: 0
                case .passage: 67
                case .visit: 1
                case .backtrack: 60
                case .path: 2
                case .head: 63
                }
            return "\((background ? 40 : 30) + number)"
        case .none: return "0"
        }
    }

    private static func nearest(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        let (high, low) = (max(red, green, blue), min(red, green, blue))
        if high - low < 12 {
            return 232 + min(23, max(0, (Int(red) - 8 + 5) / 10))
        }
        func level(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }
        return 16 + 36 * level(red) + 6 * level(green) + level(blue)
    }
}

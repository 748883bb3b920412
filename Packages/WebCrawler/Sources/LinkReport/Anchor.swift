import HTMLScanner
import WebAddress

/// How a fragment names an element.
enum Anchor {
    /// The fragment without a text directive (`:~:text=…`).
    static func name(of fragment: String) -> Substring {
        fragment.firstRange(of: ":~:").map { fragment[..<$0.lowerBound] } ?? fragment[...]
    }

    /// The fingerprints of what a fragment may stand for: its text as it is, and decoded.
    static func fingerprints(of fragment: Substring) -> [UInt64] {
        let raw = Array(fragment.utf8)
        let decoded = percentDecoded(raw)
        return raw == decoded ? [fingerprint(of: raw)] : [fingerprint(of: raw), fingerprint(of: decoded)]
    }
}

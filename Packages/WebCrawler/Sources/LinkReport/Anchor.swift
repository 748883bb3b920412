import HTMLScanner
import WebAddress

/// How a fragment names a place.
enum Anchor {
    /// The fingerprints of what a fragment may stand for: its text as it is, and decoded.
    static func fingerprints(of fragment: Substring) -> [UInt64] {
        let raw = Array(fragment.utf8)
        return [fingerprint(of: raw), fingerprint(of: percentDecoded(raw))]
    }
}

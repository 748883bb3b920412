import HTTPMessages

/// A pattern for files: `*` stands for any octets, also `/`. Without `/` it is compared with a file's name, else with its
/// path from the folder; a leading `/` only says that it is a path.
public struct Glob: Sendable, Equatable {
    private let pattern: [UInt8]
    private let isPath: Bool

    /// Makes a pattern from its text.
    public init(_ text: String) {
        let octets = Array(text.utf8)
        isPath = octets.contains(Octet.slash)
        pattern = octets.first == Octet.slash ? Array(octets.dropFirst()) : octets
    }

    /// Whether it matches the file at `path`, relative to the folder.
    public func matches(_ path: [UInt8]) -> Bool {
        if isPath { return matches(text: path[...]) }
        return matches(text: path.lastIndex(of: 0x2F).map { path[($0 + 1)...] } ?? path[...])
    }

    /// Matches with one retry point, so that no pattern takes more than product time.
    private func matches(text: ArraySlice<UInt8>) -> Bool {
        var (at, position) = (0, text.startIndex)
        var star: (pattern: Int, text: Int)?
        while position < text.endIndex {
            if at < pattern.count, pattern[at] == Octet.asterisk {
                star = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == text[position] {
                at += 1
                position += 1
            } else if let retry = star {
                star = (retry.pattern, retry.text + 1)
                at = retry.pattern + 1
                position = retry.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == 0x2A }
    }
}

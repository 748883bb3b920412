/// Who may see a status.
public enum Visibility: Int, Codable, Sendable, Hashable, CaseIterable {
    /// Everybody; it is in the public timelines.
    case `public` = 0
    /// Everybody, but it is in no public timeline.
    case unlisted = 1
    /// The author's followers and those who are mentioned.
    case followers = 2
    /// Those who are mentioned.
    case direct = 3
}

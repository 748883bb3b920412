/// Where an account stopped reading a timeline.
public struct ReadingMarker: Sendable, Hashable {
    /// The timeline: `home` or `notifications`.
    public var timeline: String
    /// The last entry that was read.
    public var lastReadID: Identifier
    /// How often the marker was moved.
    public var version: Int
    /// When it was moved, in milliseconds since 1970.
    public var updatedAt: Int64

    /// Makes a marker.
    public init(timeline: String, lastReadID: Identifier, version: Int, updatedAt: Int64) {
        self.timeline = timeline
        self.lastReadID = lastReadID
        self.version = version
        self.updatedAt = updatedAt
    }
}

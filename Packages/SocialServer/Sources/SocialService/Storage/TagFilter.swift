/// Which hashtags are asked for, all in lower case.
public struct TagFilter: Sendable, Hashable {
    /// Statuses have at least one of these.
    public var any: [String]
    /// And all of these.
    public var all: [String]
    /// And none of these.
    public var none: [String]
    /// And images.
    public var onlyMedia: Bool

    /// Makes a filter.
    public init(any: [String], all: [String] = [], none: [String] = [], onlyMedia: Bool = false) {
        self.any = any
        self.all = all
        self.none = none
        self.onlyMedia = onlyMedia
    }
}

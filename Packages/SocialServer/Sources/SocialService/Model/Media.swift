/// An image.
public struct Media: Sendable, Hashable {
    /// The identifier.
    public var id: Identifier
    /// Who uploaded it.
    public var accountID: Identifier
    /// The status that shows it, once there is one.
    public var statusID: Identifier?
    /// What it is.
    public var kind: ImageKind
    /// The file's name in the media folder.
    public var file: String
    /// What is to be seen, in words; empty if nobody said.
    public var description: String
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int
    /// The point that must stay in sight when it is cropped, each coordinate from -1 to 1.
    public var focus: Focus?

    /// A point of an image, from its middle: -1 is left or bottom, 1 right or top.
    public struct Focus: Sendable, Hashable, Codable {
        /// From left to right.
        public var x: Double
        /// From bottom to top.
        public var y: Double

        /// Makes a point; coordinates beyond the image are moved to its edge.
        public init(x: Double, y: Double) {
            self.x = max(-1, min(1, x.isNaN ? 0 : x))
            self.y = max(-1, min(1, y.isNaN ? 0 : y))
        }
    }

    /// Makes an image.
    public init(
        id: Identifier, accountID: Identifier, kind: ImageKind, file: String, description: String, width: Int,
        height: Int, focus: Focus? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.kind = kind
        self.file = file
        self.description = description
        self.width = width
        self.height = height
        self.focus = focus
    }
}

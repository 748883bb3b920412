import Mazes

/// Records an animation as an APNG file: every frame holds only the rectangle that changed.
public struct AnimationRecorder {
    /// The most frames of a recording: more events go into each instead.
    public var mostFrames: Int
    /// How long the whole recording plays, in milliseconds, before its last frame stands still.
    public var milliseconds: Int
    /// Pixels per square; nil for as many as make the picture about 400 pixels wide.
    public var scale: Int?

    /// Makes a recorder.
    public init(mostFrames: Int = 300, milliseconds: Int = 10_000, scale: Int? = nil) {
        self.mostFrames = max(1, mostFrames)
        self.milliseconds = max(1, milliseconds)
        self.scale = scale
    }

    /// Plays an animation from where it stands to its end, into a file.
    public func record(_ animation: Animation, to sink: any ByteSink) throws {
        var animation = animation
        let scale = scale ?? max(1, min(16, 400 / max(animation.width, animation.height)))
        let left = animation.events.count - animation.position
        let eventsPerFrame = max(1, (left + mostFrames - 1) / mostFrames)
        let frames = 1 + (left + eventsPerFrame - 1) / eventsPerFrame
        let pause = milliseconds / frames
        let writer = try PNGWriter(
            to: sink, width: animation.width * scale, height: animation.height * scale,
            palette: PNGWriter.Palette(Animation.Tint.allCases.map(\.colour)), frames: frames)
        var changed = Box(x: 0, y: 0, width: animation.width, height: animation.height)
        for frame in 0..<frames {
            let isLast = frame == frames - 1
            let shape = PNGWriter.Frame(
                x: changed.x * scale, y: changed.y * scale, width: changed.width * scale,
                height: changed.height * scale, milliseconds: isLast ? 3000 : pause)
            try writer.writeFrame(shape) { y, row in
                guard y % scale == 0 else { return }
                for index in row.indices { row[index] = 0 }
                for x in 0..<changed.width * scale {
                    let tint = animation.tint(x: changed.x + x / scale, y: changed.y + y / scale).rawValue
                    row[x >> 1] |= x & 1 == 0 ? tint << 4 : tint
                }
            }
            guard !isLast else { break }
            // The head leaves its square, which changes it too.
            var touched = animation.head.map { [$0] } ?? []
            let before = animation.position
            animation.forward(eventsPerFrame)
            touched += animation.events[before..<animation.position].map(\.point)
            changed = Box(around: touched)
        }
        try writer.finish()
    }

    /// A rectangle of squares.
    private struct Box {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        init(x: Int, y: Int, width: Int, height: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        init(around points: [Point]) {
            let columns = points.map(\.x)
            let rows = points.map(\.y)
            x = columns.min() ?? 0
            y = rows.min() ?? 0
            width = (columns.max() ?? 0) - x + 1
            height = (rows.max() ?? 0) - y + 1
        }
    }
}

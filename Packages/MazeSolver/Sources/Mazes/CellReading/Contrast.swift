/// The first two steps: what is dark, what is wall, where the maze lies.
struct Contrast {
    /// The pixels of the box that are no walls.
    let open: BitGrid
    let box: PixelBox
    let wallsAreLight: Bool
    /// Whether the picture has hardly a pixel that is neither clearly dark nor clearly light.
    let isSharp: Bool
    /// Whether the box has an outer wall with a few openings.
    private(set) var hasOuterWall = true
    /// How many openings the outer wall has.
    private(set) var gaps = 0
    /// Whether the light pixels may be the margin of a dark maze, which looks like an outer wall without an opening.
    private(set) var wallsAreGuessed = false
    /// The sides on which walls go on beyond the outer wall, as in a picture that was cropped.
    private(set) var cutOffSides: [String] = []
    /// How open a pixel of the box is, 0 to 255, by its grey; nil where the bits say all.
    private(set) var openness: ((_ x: Int, _ y: Int) -> Int)?

    init(of picture: PixelPicture, _ options: CellReading.Options) throws(CellReading.Fault) {
        let keepsGreys = options.asPixels || options.usesWeights
        if let limit = options.wallsBelow ?? (keepsGreys ? 1 : nil) {
            let light = picture.light(from: Int(limit))
            let wall = OuterWall(light, painted: nil, isLight: options.wallsAreLight ?? false, isSharp: true)
            wallsAreLight = wall.isLight
            box = options.asPixels ? picture.box : wall.box
            open = (wall.isLight ? light.complement : light).cropped(to: box)
            isSharp = true
            return
        }
        // The picture of a maze of cells, a pixel per square, needs no more questions: the largest pictures are such.
        if case .two(_, _, let light) = picture.greys,
            let isLight = [false, true].first(where: { isLight in
                options.wallsAreLight != !isLight && (isLight ? light.complement : light).isLattice
            })
        {
            open = isLight ? light.complement : light
            box = picture.box
            wallsAreLight = isLight
            isSharp = true
            return
        }
        let frame = picture.frame
        let colours = PaintedColours(of: picture, in: frame)
        guard let first = Threshold(of: picture.histogram(in: frame, counts: { !colours.painted.contains($0) })),
            first.isContrast
        else { throw .blank }
        let painted = picture.coloured { colours.painted.contains($0) }
        func wall(_ threshold: Int) -> (light: BitGrid, painted: BitGrid?, wall: OuterWall) {
            let light = picture.light(from: threshold).cropped(to: frame)
            let painted = painted?.cropped(to: frame)
            let wall = OuterWall(
                light, painted: painted, isLight: options.wallsAreLight,
                isSharp: picture.isSharp(threshold, in: frame) && !light.isSpeckled)
            return (light, painted, wall)
        }
        // Within the outer wall the two groups are more equal in number, and the limit between them is surer.
        var found = wall(first.value)
        let inner = PixelBox(
            x: frame.x + found.wall.box.x, y: frame.y + found.wall.box.y, width: found.wall.box.width,
            height: found.wall.box.height)
        if inner != frame,
            let second = Threshold(of: picture.histogram(in: inner, counts: { !colours.painted.contains($0) })),
            second.isContrast, second.value != first.value
        {
            let again = wall(second.value)
            if again.wall.isClosed, again.wall.isLight == found.wall.isLight { found = again }
        }
        let local = found.wall.box
        hasOuterWall = found.wall.isClosed
        wallsAreGuessed = found.wall.isGuessed
        gaps = found.wall.gaps
        let walls = found.wall.isLight ? found.light : found.light.complement
        cutOffSides = found.wall.sides(whereWallsGoOn: found.painted.map { walls.intersection($0.complement) } ?? walls)
        var open = found.wall.isLight ? found.light.complement : found.light
        if let painted = found.painted { open = open.union(painted) }
        self.open = open.cropped(to: local)
        wallsAreLight = found.wall.isLight
        box = PixelBox(x: frame.x + local.x, y: frame.y + local.y, width: local.width, height: local.height)
        isSharp = picture.isSharp(first.value, in: box)
        if case .many(let greys) = picture.greys {
            let (dark, light) = (Int(first.darkMean), Int(first.lightMean))
            let (box, isLight, paint, width) = (box, found.wall.isLight, painted, picture.width)
            openness = { x, y in
                if let paint, paint[Point(x: box.x + x, y: box.y + y)] { return 255 }
                let grey = Int(greys[(box.y + y) * width + box.x + x])
                let share = min(255, max(0, (grey - dark) * 255 / max(1, light - dark)))
                return isLight ? 255 - share : share
            }
        }
    }
}

/// Which colours lie on the passages, as marks and drawn paths do, and are neither wall nor paper.
struct PaintedColours {
    let painted: Set<PixelPicture.Colour>

    init(of picture: PixelPicture, in box: PixelBox) {
        guard let colours = picture.colours else {
            painted = []
            return
        }
        var counts = [Int](repeating: 0, count: 256)
        for y in box.y..<box.y + box.height {
            for pixel in y * picture.width + box.x..<y * picture.width + box.x + box.width {
                counts[Int(colours[pixel])] += 1
            }
        }
        let total = box.width * box.height
        // Black and white are there already: what has a colour was drawn on the paper.
        let plain = picture.histogram(in: box) { $0 == .none }
        let hasBoth =
            Threshold(of: plain).map { threshold in
                let dark = plain[..<threshold.value].reduce(0, +)
                let light = plain[threshold.value...].reduce(0, +)
                return threshold.lightMean - threshold.darkMean > 64 && min(dark, light) * 50 > total
            } ?? false
        // Otherwise the walls or the paper are coloured: what covers little is a mark.
        painted = Set(
            PixelPicture.Colour.allCases.filter {
                let count = counts[Int($0.rawValue)]
                return $0 != .none && count > 0 && (hasBoth || count * 25 < total)
            })
    }
}

extension PixelPicture {
    /// The picture without a margin of a grey that is not found inside of it: around a scan, or a frame.
    fileprivate var frame: PixelBox {
        guard case .many(let greys) = greys, width > 8, height > 8 else { return box }
        let corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)].map {
            Int(grey(x: $0.0, y: $0.1))
        }
        guard let darkest = corners.min(), let lightest = corners.max(), lightest - darkest <= 16 else { return box }
        let near = max(0, darkest - 12)...min(255, lightest + 12)
        func isMargin(_ pixels: some Sequence<Int>, of count: Int) -> Bool {
            pixels.count { near.contains(Int(greys[$0])) } * 100 >= 97 * count
        }
        func row(_ y: Int) -> Bool { isMargin(y * width..<(y + 1) * width, of: width) }
        func column(_ x: Int) -> Bool { isMargin(stride(from: x, to: width * height, by: width), of: height) }
        guard let top = (0..<height).first(where: { !row($0) }),
            let bottom = (0..<height).last(where: { !row($0) }),
            let left = (0..<width).first(where: { !column($0) }),
            let right = (0..<width).last(where: { !column($0) }), right - left > 4, bottom - top > 4
        else { return box }
        let inner = PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
        let inside = histogram(in: inner)[near].reduce(0, +)
        return inner != box && inside * 66 < inner.width * inner.height ? inner : box
    }

    /// Whether at most one pixel in 500 is neither near to the darkest nor near to the lightest.
    fileprivate func isSharp(_ threshold: Int, in box: PixelBox) -> Bool {
        guard case .many = greys else { return true }
        let histogram = histogram(in: box) { $0 == .none }
        let total = histogram.reduce(0, +)
        guard let dark = histogram[..<threshold].indices.max(by: { histogram[$0] < histogram[$1] }),
            let light = histogram[threshold...].indices.max(by: { histogram[$0] < histogram[$1] })
        else { return true }
        let near = histogram.indices.filter { abs($0 - dark) <= 8 || abs($0 - light) <= 8 }
        return (total - near.reduce(0) { $0 + histogram[$1] }) * 500 <= total
    }
}

extension PixelPicture {
    /// The picture as if it were evenly lit: each pixel by how light it is beside the mean of its surroundings, so that a
    /// shadow or a lamp in the corner does not make paper as dark as walls elsewhere. (After D. Bradley and G. Roth,
    /// "Adaptive Thresholding Using the Integral Image", 2007.)
    ///
    /// Nil for pictures of two greys, which have no light to even out, and for those of more than 2²⁴ pixels.
    ///
    /// O(pixels), and 4 bytes of memory for each.
    var evenlyLit: PixelPicture? {
        guard case .many(let greys) = greys, width > 16, height > 16, width * height <= 1 << 24 else { return nil }
        // The sum of all greys above and left of each pixel. Sums may wrap: the differences below are right all the same.
        let stride = width + 1
        var sums = [UInt32](repeating: 0, count: stride * (height + 1))
        for y in 0..<height {
            var row: UInt32 = 0
            for x in 0..<width {
                row &+= UInt32(greys[y * width + x])
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] &+ row
            }
        }
        let reach = max(8, max(width, height) / 16)
        var even = [UInt8](repeating: 0, count: greys.count)
        for y in 0..<height {
            let (top, bottom) = (max(0, y - reach), min(height, y + reach + 1))
            for x in 0..<width {
                let (left, right) = (max(0, x - reach), min(width, x + reach + 1))
                let sum =
                    sums[bottom * stride + right] &- sums[top * stride + right] &- sums[bottom * stride + left]
                    &+ sums[top * stride + left]
                let area = (bottom - top) * (right - left)
                // A pixel as light as its surroundings is in the middle; one twice as light is white.
                even[y * width + x] = UInt8(clamping: 128 * Int(greys[y * width + x]) * area / max(1, Int(sum)))
            }
        }
        return PixelPicture(width: width, height: height, greys: even, colours: colours)
    }
}

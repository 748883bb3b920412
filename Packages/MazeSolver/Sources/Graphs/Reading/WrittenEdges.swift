/// Edges with the weights as they were written; once all are known, one number of decimal places is chosen for all, so
/// that a weight is a whole number and a sum is exact.
struct WrittenEdges {
    private struct Edge: BitwiseCopyable {
        let tail: UInt32
        let head: UInt32
        let digits: Int64
        let places: Int16
        let isRounded: Bool
        let line: UInt32
    }

    private var edges: [Edge] = []
    /// The most decimal places of any weight.
    private var places = Int.min
    private var hasOnlyIntegers = true
    private var largest = 0.0
    private var sum = 0.0
    /// Edges that were left out because nobody knows their weight, or because it is infinite: how many, and the first line.
    private var skipped: [Reason: (count: Int, line: Int)] = [:]

    /// Why an edge was left out.
    enum Reason: Hashable {
        case missing
        case infinite
    }

    var count: Int { edges.count }

    mutating func add(tail: Node, head: Node, weight: FixedPoint, line: Int) {
        if weight.digits != 0 { places = max(places, weight.places) }
        if weight.places != 0 || weight.isRounded { hasOnlyIntegers = false }
        let magnitude = weight.magnitude
        largest = max(largest, magnitude)
        sum += magnitude
        edges.append(
            Edge(
                tail: UInt32(tail), head: UInt32(head), digits: weight.digits, places: Int16(clamping: weight.places),
                isRounded: weight.isRounded, line: UInt32(truncatingIfNeeded: line)))
    }

    /// Notes an edge that is not in the graph.
    mutating func skip(_ reason: Reason, line: Int) {
        skipped[reason, default: (0, line)].count += 1
    }

    /// The decimal places of all weights: as many as are written, if the costs of all paths then fit 64 bits.
    ///
    /// Up to nine places every weight stays exact: sums that leave 64 bits are found and reported. More places, as
    /// doubles have them, are kept as far as no path can leave 64 bits.
    private func chosenPlaces(nodeCount: Int) -> Int {
        guard !hasOnlyIntegers, places > Int.min else { return 0 }
        func fits(_ bound: Double, _ places: Int) -> Bool {
            var value = bound
            for _ in 0..<abs(places) { value = places > 0 ? value * 10 : value / 10 }
            return value < 4.6e18
        }
        if places >= 0, places <= 9, fits(largest * 0.5, places) { return places }
        let bound = min(sum, Double(max(1, nodeCount)) * largest)
        var chosen = places
        while !fits(bound, chosen) { chosen -= 1 }
        // Nine places are worth more than the certainty that no sum overflows, which would be reported.
        if chosen < 9, places >= 9, fits(largest * 4096, 9) { chosen = 9 }
        if chosen < 0, fits(largest * 0.5, 0) { chosen = 0 }
        return chosen
    }

    /// Makes the graph; an undirected edge becomes two arcs, a loop one.
    func build(
        names: NodeNames, coordinates: [Coordinate]? = nil, file: String, isDirected: Bool
    ) throws(ReadError) -> Graph {
        var builder = GraphBuilder()
        builder.reserve(arcs: isDirected ? count : 2 * count)
        let places = chosenPlaces(nodeCount: names.count)
        var rounded = (count: 0, zero: 0, line: 0)
        for edge in edges {
            let written = FixedPoint(digits: edge.digits, places: Int(edge.places), isRounded: edge.isRounded)
            guard let weight = written.rounded(toPlaces: places) else {
                throw ReadError(file: file, line: Int(edge.line), .numberTooLarge("\(edge.digits)"))
            }
            if weight.isRounded {
                if rounded.count == 0 { rounded.line = Int(edge.line) }
                rounded.count += 1
                if weight.digits == 0 { rounded.zero += 1 }
            }
            builder.add(Arc(tail: Int(edge.tail), head: Int(edge.head), weight: weight.digits))
            if !isDirected, edge.tail != edge.head {
                builder.add(Arc(tail: Int(edge.head), head: Int(edge.tail), weight: weight.digits))
            }
        }
        return builder.build(names: names, coordinates: coordinates, decimalPlaces: places)
            .noting(notes(rounded, places: places), isRounded: rounded.count > 0)
    }

    private func notes(_ rounded: (count: Int, zero: Int, line: Int), places: Int) -> [String] {
        var notes: [String] = []
        if rounded.count > 0 {
            let position =
                places >= 0
                ? "to \(places) decimal places"
                : "to multiples of \(places >= -9 ? "1" + String(repeating: "0", count: -places) : "10^\(-places)")"
            notes.append(
                "\(Self.counted(rounded.count, "weight")) rounded \(position), the first in line \(rounded.line)"
                    + (rounded.zero > 0 ? "; \(rounded.zero) of them became 0" : ""))
        }
        if let (count, line) = skipped[.missing] {
            notes.append("\(Self.counted(count, "edge")) without a weight skipped, the first in line \(line)")
        }
        if let (count, line) = skipped[.infinite] {
            notes.append("\(Self.counted(count, "edge")) of infinite weight skipped, the first in line \(line)")
        }
        return notes
    }

    private static func counted(_ count: Int, _ what: String) -> String {
        "\(count) \(what)\(count == 1 ? "" : "s")"
    }
}

import HTTPMessages

/// The order in which a person looks for names: numbers by their value (`page 2` before `page 10`), letters without case.
enum NaturalOrder {
    /// Whether `left` stands before `right`. Equal names but for case and zeros are ordered by their octets, so that the
    /// order is total.
    static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if Octet.isDigit(left[i]), Octet.isDigit(right[j]) {
                let (first, second) = (number(left, &i), number(right, &j))
                if first.count != second.count { return first.count < second.count }
                if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
                continue
            }
            let (first, second) = (Octet.lowercased(left[i]), Octet.lowercased(right[j]))
            if first != second { return first < second }
            i += 1
            j += 1
        }
        if left.count - i != right.count - j { return left.count - i < right.count - j }
        return left.lexicographicallyPrecedes(right)
    }

    /// The digits from an offset on, without zeros in front; the offset moves behind them.
    private static func number(_ name: [UInt8], _ index: inout Int) -> ArraySlice<UInt8> {
        while index < name.count, name[index] == 0x30 { index += 1 }
        let start = index
        while index < name.count, Octet.isDigit(name[index]) { index += 1 }
        return name[start..<index]
    }
}

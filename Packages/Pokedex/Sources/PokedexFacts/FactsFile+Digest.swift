extension FactsFile {
    /// A number for the content: equal for equal rows, in whichever order tables, rows and columns come.
    ///
    /// It tells facts that somebody has edited from those that a database was filled with. It is no protection against
    /// somebody who wants two contents to look alike.
    public var digest: String {
        var sum: UInt64 = 0
        // What was read from a checkout of the PokéAPI is somebody else's to edit.
        for table in tables where !table.name.hasPrefix(PokeAPITables.prefix) {
            let order = table.columns.indices.sorted { table.columns[$0].name < table.columns[$1].name }
            var seed = FNV()
            seed.add(table.name)
            // Adding the rows' numbers up makes their order no matter.
            for row in table.rows {
                var hash = seed
                for column in order { hash.add(row[column]) }
                sum &+= hash.value
            }
        }
        return String(sum, radix: 16)
    }
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits).
private struct FNV {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xff as UInt8)
    }

    mutating func add(_ fact: FactValue) {
        switch fact {
        case .null: add(0xfe as UInt8)
        case .text(let text): add(text)
        case .integer(let number):
            value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01b3
            // The product carries bits upwards only; what the upper half says should reach the lower one, too.
            value ^= value >> 32
        }
    }

    private mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }
}

import CPokedexFacts

// Unsafe pointers: the facts are bytes of the program itself, which outlive everything.

/// The facts that are built into the program, and the gzip form in which they travel.
public enum BuiltInFacts {
    /// Why compressed facts cannot be read.
    public enum Failure: Error, CustomStringConvertible {
        /// The bytes are no gzip stream of at most 64 MiB.
        case damaged

        /// What is wrong and what would be right.
        public var description: String { "The facts file is not a gzip stream of at most 64 MiB, or it is cut short." }
    }

    /// What the facts do not hold, in sentences for people.
    public static let lacks = """
        The facts of this program have no texts, pictures, encounters, machines or names in other \
        languages, few locations, and learnsets by generation, not by game: those of generation 1 stand under Red and \
        Blue, those of generation 2 under Gold and Silver. 'pokedex import --from pokeapi' adds all of these to /api/v2/.
        """

    /// No facts file is longer; a longer one is refused instead of filling the memory.
    private static let largest = 64 << 20

    /// The facts of the program itself.
    ///
    /// - Throws: `Failure`, or `FactsFile.Failure`, when the program was built from a damaged file.
    public static func load() throws -> FactsFile {
        var length = 0
        let start = pokedex_facts(&length)
        let compressed = UnsafeBufferPointer(start: start, count: length)
        return try FactsFile(decoding: expand(compressed))
    }

    /// Tells this edition of the facts from others: the length of the compressed file, and its last eight bytes, which
    /// are the checksum and the length of its content.
    public static let fingerprint: String = {
        var length = 0
        let start = pokedex_facts(&length)
        let tail = UnsafeBufferPointer(start: start, count: length).suffix(8)
        return "\(length)-" + tail.map { String($0, radix: 16) }.joined()
    }()

    /// What a gzip stream holds.
    public static func expand(_ compressed: [UInt8]) throws(Failure) -> [UInt8] {
        try compressed.withUnsafeBufferPointer { buffer throws(Failure) in try expand(buffer) }
    }

    private static func expand(_ compressed: UnsafeBufferPointer<UInt8>) throws(Failure) -> [UInt8] {
        guard compressed.count >= 18 else { throw .damaged }
        // A gzip stream ends with its content's length, least significant byte first.
        let length = compressed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length > 0, length <= largest else { throw .damaged }
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { output, count in
            count = pokedex_gunzip(compressed.baseAddress, compressed.count, output.baseAddress, output.count)
        }
        guard bytes.count == length else { throw .damaged }
        return bytes
    }

    /// The gzip form of some bytes: the same bytes for the same input, with no name and no date in them.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let capacity = bytes.count + bytes.count / 1000 + 64
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            count = pokedex_gzip(bytes, bytes.count, output.baseAddress, output.count)
        }
    }
}

/// How much time and memory one scrypt hash takes (RFC 7914, section 2).
public struct ScryptCost: Sendable, Hashable {
    /// The logarithm of N, the CPU and memory cost.
    public let log2Rounds: Int
    /// r, the block size.
    public let blockSize: Int
    /// p, how often the work is repeated.
    public let parallelism: Int

    /// The cost for passwords of people: 16 MiB and five passes, one of OWASP's equivalent recommendations; the one
    /// with the least memory, since a small server hashes several at a time.
    public static let recommended = Self(log2: 14, blockSize: 8, parallelism: 5)

    /// A cost, or nil if it is none (RFC 7914: N over 1, r and p over 0) or asks for more than 256 MiB or 32 passes,
    /// with which a forged record could stop a server.
    public init?(log2Rounds: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(log2Rounds), (1...32).contains(blockSize), (1...32).contains(parallelism),
            128 * blockSize << log2Rounds <= 256 << 20, log2Rounds < 16 * blockSize
        else { return nil }
        self.init(log2: log2Rounds, blockSize: blockSize, parallelism: parallelism)
    }

    private init(log2: Int, blockSize: Int, parallelism: Int) {
        log2Rounds = log2
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// How many bytes one hash needs while it runs.
    public var memory: Int { 128 * blockSize << log2Rounds }

    /// The parameters as in the PHC string format: `ln=14,r=8,p=5`.
    var parameters: String { "ln=\(log2Rounds),r=\(blockSize),p=\(parallelism)" }

    /// Reads ``parameters``: all three, in this order, without signs or leading zeros.
    init?(parameters: Substring) {
        var values: [Int] = []
        let fields = parameters.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3 else { return nil }
        for (field, name) in zip(fields, ["ln=", "r=", "p="]) {
            guard field.hasPrefix(name), let value = Int(field.dropFirst(name.count)),
                field.dropFirst(name.count) == String(value)
            else { return nil }
            values.append(value)
        }
        self.init(log2Rounds: values[0], blockSize: values[1], parallelism: values[2])
    }
}

/// The order of a text's tokens, as numbers, for the measures that depend on it.
///
/// A log may keep its numbers in memory or elsewhere: a text of 4 GB has 800 million tokens.
public protocol TokenLog: AnyObject {
    /// Adds numbers at the end.
    func append(_ numbers: [UInt32]) throws
    /// Gives all numbers in blocks, from the first or, reversed, from the last. The numbers inside a block always stand
    /// in the order in which they were added.
    func forEachBlock(reversed: Bool, _ body: ([UInt32]) throws -> Void) throws
}

/// A log in memory: four bytes a token.
public final class MemoryTokenLog: TokenLog {
    private var blocks: [[UInt32]] = []

    /// Makes an empty log.
    public init() {}

    /// Adds numbers at the end.
    public func append(_ numbers: [UInt32]) {
        blocks.append(numbers)
    }

    /// Gives all numbers in blocks.
    public func forEachBlock(reversed: Bool, _ body: ([UInt32]) throws -> Void) rethrows {
        if reversed {
            for block in blocks.reversed() { try body(block) }
        } else {
            for block in blocks { try body(block) }
        }
    }
}

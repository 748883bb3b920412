/// A greeting for one person: the place of the tool's first real type.
public struct Greeting: Sendable, Equatable, CustomStringConvertible {
    /// Who is greeted.
    public var name: String

    /// Makes a greeting for `name`.
    public init(name: String) {
        self.name = name
    }

    /// The greeting as one sentence.
    public var description: String { "Hello, \(name)." }
}

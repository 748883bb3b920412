/// Comparison of secrets.
public enum ConstantTime {
    /// Whether two byte strings are the same, in a time that depends on their lengths only.
    public static func equal(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether two texts have the same UTF-8, in a time that depends on their lengths only.
    public static func equal(_ one: String, _ other: String) -> Bool { equal(one.utf8, other.utf8) }
}

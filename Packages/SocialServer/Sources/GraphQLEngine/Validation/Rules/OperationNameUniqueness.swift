/// Section 5.2.2.1: each operation's name once.
final class OperationNameUniqueness: ValidationRule {
    static let name = "OperationNameUniqueness"
    private var seen: [String: Int] = [:]

    func enter(operation: OperationDefinition, _ context: ValidationContext) {
        guard let name = operation.name else { return }
        if let first = seen[name.value] {
            report(
                "There can be only one operation named '\(name.value)'.", at: [first, name.position], context)
        } else {
            seen[name.value] = name.position
        }
    }
}

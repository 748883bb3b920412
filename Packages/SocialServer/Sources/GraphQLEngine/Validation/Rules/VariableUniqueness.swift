/// Section 5.8.1: each variable of an operation once.
final class VariableUniqueness: ValidationRule {
    static let name = "VariableUniqueness"

    func enter(operation: OperationDefinition, _ context: ValidationContext) {
        for (name, positions) in operation.variables.map(\.name).repeated {
            report("There can be only one variable named '$\(name)'.", at: positions, context)
        }
    }
}

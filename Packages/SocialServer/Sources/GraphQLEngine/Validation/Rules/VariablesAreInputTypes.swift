/// Section 5.8.2: variables have types that clients can send.
final class VariablesAreInputTypes: ValidationRule {
    static let name = "VariablesAreInputTypes"

    func enter(variable: VariableDefinition, _ context: ValidationContext) {
        guard let type = context.schema.type(variable.type.reference.name), !type.isInput else { return }
        report(
            "Variable '$\(variable.name.value)' cannot be non-input type '\(variable.type.reference)'.",
            at: [variable.type.position], context)
    }
}

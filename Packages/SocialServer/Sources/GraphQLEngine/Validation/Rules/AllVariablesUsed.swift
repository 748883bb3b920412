/// Section 5.8.4: an operation uses the variables that it defines.
final class AllVariablesUsed: ValidationRule {
    static let name = "AllVariablesUsed"

    func leave(document: Document, _ context: ValidationContext) {
        for operation in document.operations where !operation.variables.isEmpty {
            let used = Set(context.variableUses(of: operation).map(\.name))
            for variable in operation.variables where !used.contains(variable.name.value) {
                let suffix = operation.name.map { " in operation '\($0.value)'" } ?? ""
                report(
                    "Variable '$\(variable.name.value)' is never used\(suffix).", at: [variable.position], context)
            }
        }
    }
}

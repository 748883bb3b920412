/// Section 5.8.3: an operation defines the variables that it uses, through fragments as well.
final class AllVariableUsesDefined: ValidationRule {
    static let name = "AllVariableUsesDefined"

    func leave(document: Document, _ context: ValidationContext) {
        for operation in document.operations {
            let defined = Set(operation.variables.map(\.name.value))
            for use in context.variableUses(of: operation) where !defined.contains(use.name) {
                if context.isDone { return }
                let suffix = operation.name.map { " by operation '\($0.value)'" } ?? ""
                report(
                    "Variable '$\(use.name)' is not defined\(suffix).", at: [use.position, operation.position], context)
            }
        }
    }
}

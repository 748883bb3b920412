/// Section 5.8.5: a variable's type fits where the variable is used.
final class AllVariableUsagesAreAllowed: ValidationRule {
    static let name = "AllVariableUsagesAreAllowed"

    func leave(document: Document, _ context: ValidationContext) {
        for operation in document.operations where !operation.variables.isEmpty {
            // Of equal names the last counts; VariableUniqueness refuses them.
            let variables = Dictionary(operation.variables.map { ($0.name.value, $0) }) { _, last in last }
            for use in context.variableUses(of: operation) {
                guard let variable = variables[use.name], let expected = use.type,
                    context.schema.type(variable.type.reference.name) != nil
                else { continue }
                if context.isDone { return }
                check(variable, use, expected, context)
            }
        }
    }

    private func check(
        _ variable: VariableDefinition, _ use: ValidationContext.VariableUse, _ expected: TypeReference,
        _ context: ValidationContext
    ) {
        let type = variable.type.reference
        if !isAllowed(variable, expected, hasDefault: use.hasDefault, context.schema) {
            report(
                "Variable '$\(use.name)' of type '\(type)' used in position expecting type '\(expected)'.",
                at: [variable.position, use.position], context)
        }
        // A null would be no value of the one field.
        if let parent = use.parent, parent.isOneOf, !type.isNonNull {
            report(
                "Variable '$\(use.name)' is of type '\(type)' but must be non-nullable to be used for OneOf Input "
                    + "Object '\(parent.name)'.", at: [variable.position, use.position], context)
        }
    }

    /// IsVariableUsageAllowed.
    private func isAllowed(
        _ variable: VariableDefinition, _ expected: TypeReference, hasDefault: Bool, _ schema: Schema
    ) -> Bool {
        let type = variable.type.reference
        guard case .nonNull(let inner) = expected, !type.isNonNull else {
            return schema.isSubtype(type, of: expected)
        }
        let ownDefault = variable.defaultValue.map { !$0.isNull } ?? false
        return (ownDefault || hasDefault) && schema.isSubtype(type, of: inner)
    }
}

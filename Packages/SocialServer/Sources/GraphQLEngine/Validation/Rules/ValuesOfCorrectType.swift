/// Section 5.6.1 (and 5.6.2, 5.6.4): each literal fits the type that its place expects.
final class ValuesOfCorrectType: ValidationRule {
    static let name = "ValuesOfCorrectType"

    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext) {
        for argument in arguments {
            guard let type = owner.definitions?[argument.name.value]?.type else { continue }
            check(argument.value, type, context)
        }
    }

    func enter(variable: VariableDefinition, _ context: ValidationContext) {
        guard let value = variable.defaultValue, context.schema.isInput(variable.type.reference) else { return }
        check(value, variable.type.reference, context)
    }

    private func check(_ value: ValueNode, _ type: TypeReference, _ context: ValidationContext) {
        context.coercion.check(value, against: type) { report($0, at: [$1], context) }
    }
}

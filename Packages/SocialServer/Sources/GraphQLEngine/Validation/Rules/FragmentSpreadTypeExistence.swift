/// Section 5.5.1.2: types that fragments (and variables, section 5.8.2) name exist.
final class FragmentSpreadTypeExistence: ValidationRule {
    static let name = "FragmentSpreadTypeExistence"

    func enter(fragment: FragmentDefinition, _ context: ValidationContext) {
        check(fragment.typeCondition.value, at: fragment.typeCondition.position, context)
    }

    func enter(inlineFragment: InlineFragment, _ context: ValidationContext) {
        guard let condition = inlineFragment.typeCondition else { return }
        check(condition.value, at: condition.position, context)
    }

    func enter(variable: VariableDefinition, _ context: ValidationContext) {
        check(variable.type.reference.name, at: variable.type.namePosition, context)
    }

    private func check(_ name: String, at position: Int, _ context: ValidationContext) {
        guard context.schema.type(name) == nil else { return }
        report(
            "Unknown type '\(name)'." + Suggestions.didYouMean(name, among: context.schema.types.lazy.map(\.name)),
            at: [position], context)
    }
}

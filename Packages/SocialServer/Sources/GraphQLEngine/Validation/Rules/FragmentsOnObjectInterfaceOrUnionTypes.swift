/// Section 5.5.1.3: fragments apply to types that have fields.
final class FragmentsOnObjectInterfaceOrUnionTypes: ValidationRule {
    static let name = "FragmentsOnObjectInterfaceOrUnionTypes"

    func enter(fragment: FragmentDefinition, _ context: ValidationContext) {
        check(fragment.typeCondition, "Fragment '\(fragment.name.value)'", context)
    }

    func enter(inlineFragment: InlineFragment, _ context: ValidationContext) {
        guard let condition = inlineFragment.typeCondition else { return }
        check(condition, "Fragment", context)
    }

    private func check(_ condition: Name, _ who: String, _ context: ValidationContext) {
        guard let type = context.schema.type(condition.value), !type.isComposite else { return }
        report(
            "\(who) cannot condition on non composite type '\(condition.value)'.", at: [condition.position], context)
    }
}

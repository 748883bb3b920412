/// Section 5.5.2.3: a fragment's type and the type that it is spread in have an object type in common.
final class FragmentSpreadIsPossible: ValidationRule {
    static let name = "FragmentSpreadIsPossible"

    func enter(inlineFragment: InlineFragment, _ context: ValidationContext) {
        guard let condition = inlineFragment.typeCondition else { return }
        check(condition.value, "Fragment", at: inlineFragment.position, context)
    }

    func enter(spread: FragmentSpread, _ context: ValidationContext) {
        guard let fragment = context.fragments[spread.name.value] else { return }
        check(fragment.typeCondition.value, "Fragment '\(spread.name.value)'", at: spread.position, context)
    }

    private func check(_ name: String, _ who: String, at position: Int, _ context: ValidationContext) {
        guard let parent = context.parentType, let type = context.compositeType(name),
            !context.schema.overlap(type, parent)
        else { return }
        report(
            "\(who) cannot be spread here as objects of type '\(parent.name)' can never be of type '\(name)'.",
            at: [position], context)
    }
}

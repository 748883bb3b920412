/// Section 5.5.2.1: each fragment that is spread is defined.
final class FragmentSpreadTargetDefined: ValidationRule {
    static let name = "FragmentSpreadTargetDefined"

    func enter(spread: FragmentSpread, _ context: ValidationContext) {
        if context.fragments[spread.name.value] == nil {
            report("Unknown fragment '\(spread.name.value)'.", at: [spread.name.position], context)
        }
    }
}

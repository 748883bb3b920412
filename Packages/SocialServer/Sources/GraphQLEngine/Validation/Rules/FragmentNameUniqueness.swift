/// Section 5.5.1.1: each fragment's name once.
final class FragmentNameUniqueness: ValidationRule {
    static let name = "FragmentNameUniqueness"
    private var seen: [String: Int] = [:]

    func enter(fragment: FragmentDefinition, _ context: ValidationContext) {
        if let first = seen[fragment.name.value] {
            report(
                "There can be only one fragment named '\(fragment.name.value)'.", at: [first, fragment.name.position],
                context)
        } else {
            seen[fragment.name.value] = fragment.name.position
        }
    }
}

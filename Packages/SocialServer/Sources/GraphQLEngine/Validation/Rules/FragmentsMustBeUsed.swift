/// Section 5.5.1.4: an operation reaches each fragment.
final class FragmentsMustBeUsed: ValidationRule {
    static let name = "FragmentsMustBeUsed"

    func leave(document: Document, _ context: ValidationContext) {
        let fragments = document.fragments
        guard !fragments.isEmpty else { return }
        var used: Set<String> = []
        for operation in document.operations { used.formUnion(context.reachableFragments(from: operation)) }
        for fragment in fragments where !used.contains(fragment.name.value) {
            report("Fragment '\(fragment.name.value)' is never used.", at: [fragment.position], context)
        }
    }
}

/// Section 5.3.1: each field is defined on the type that it is selected from.
final class FieldSelections: ValidationRule {
    static let name = "FieldSelections"

    func enter(field: Field, _ context: ValidationContext) {
        guard let parent = context.parentType, context.field == nil else { return }
        let suggestion = context.isDone ? "" : suggestion(field.name.value, parent, context)
        report(
            "Cannot query field '\(field.name.value)' on type '\(parent.name)'.\(suggestion)", at: [field.position],
            context)
    }

    private func suggestion(_ name: String, _ parent: NamedType, _ context: ValidationContext) -> String {
        // Errors are many at most a hundred times; each suggestion is bounded by itself.
        if parent.isAbstract {
            let owners = context.schema.possibleTypes(of: parent)
                .filter { context.schema.type($0)?.fields[name] != nil }.prefix(5)
            if !owners.isEmpty {
                return " Did you mean to use an inline fragment on \(owners.joined(separator: " or "))?"
            }
        }
        return Suggestions.didYouMean(name, among: parent.fields.lazy.map(\.name))
    }
}

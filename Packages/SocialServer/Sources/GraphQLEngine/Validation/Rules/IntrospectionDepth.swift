/// No section of the specification, but what its section 4 makes necessary: lists of introspection that lead to each
/// other (fields, interfaces, possible types, input fields) nest at most twice below `__schema` or `__type`.
///
/// The introspection query of client tools nests them once. Each further level multiplies the answer by the size of
/// the schema.
final class IntrospectionDepth: ValidationRule {
    static let name = "IntrospectionDepth"
    private static let limit = 3
    private static let lists: Set<String> = ["fields", "interfaces", "possibleTypes", "inputFields"]

    /// The deepest level at which a fragment was found harmless.
    private var harmless: [String: Int] = [:]

    func enter(field: Field, _ context: ValidationContext) {
        guard field.name.value == "__schema" || field.name.value == "__type", let set = field.selectionSet else {
            return
        }
        var open: Set<String> = []
        if exceeds(set, 0, &open, context) {
            report("Maximum introspection depth exceeded.", at: [field.position], context)
        }
    }

    private func exceeds(
        _ set: SelectionSet, _ depth: Int, _ open: inout Set<String>, _ context: ValidationContext
    ) -> Bool {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                let inner = depth + (Self.lists.contains(field.name.value) ? 1 : 0)
                if inner >= Self.limit { return true }
                if let set = field.selectionSet, exceeds(set, inner, &open, context) { return true }
            case .inlineFragment(let fragment):
                if exceeds(fragment.selectionSet, depth, &open, context) { return true }
            case .fragmentSpread(let spread):
                let name = spread.name.value
                if let checked = harmless[name], checked >= depth { continue }
                guard let fragment = context.fragments[name], open.count < 200, open.insert(name).inserted else {
                    continue
                }
                defer { open.remove(name) }
                if exceeds(fragment.selectionSet, depth, &open, context) { return true }
                harmless[name] = depth
            }
        }
        return false
    }
}

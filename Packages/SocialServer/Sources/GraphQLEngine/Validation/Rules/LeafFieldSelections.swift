/// Section 5.3.3: scalars and enums are selected without a selection set, all other types with one.
final class LeafFieldSelections: ValidationRule {
    static let name = "LeafFieldSelections"

    func enter(field: Field, _ context: ValidationContext) {
        guard let definition = context.field, let type = context.schema.type(definition.type.name) else { return }
        if type.isLeaf {
            guard let set = field.selectionSet else { return }
            report(
                "Field '\(field.name.value)' must not have a selection since type '\(definition.type)' has no subfields.",
                at: [set.position], context)
        } else if field.selectionSet == nil {
            report(
                "Field '\(field.name.value)' of type '\(definition.type)' must have a selection of subfields. "
                    + "Did you mean '\(field.name.value) { ... }'?", at: [field.position], context)
        }
    }
}

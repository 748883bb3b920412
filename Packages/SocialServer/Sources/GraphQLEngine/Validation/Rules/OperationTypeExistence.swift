/// Section 5.2.1.1: the schema has a root type for each operation (new in the September 2025 edition).
final class OperationTypeExistence: ValidationRule {
    static let name = "OperationTypeExistence"

    func enter(operation: OperationDefinition, _ context: ValidationContext) {
        if context.schema.rootType(operation.kind) == nil {
            report(
                "The \(operation.kind.rawValue) operation is not supported by the schema.", at: [operation.position],
                context)
        }
    }
}

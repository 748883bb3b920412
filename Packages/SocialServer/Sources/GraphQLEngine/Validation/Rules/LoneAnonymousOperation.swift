/// Section 5.2.3.1: an operation without a name is the only one.
final class LoneAnonymousOperation: ValidationRule {
    static let name = "LoneAnonymousOperation"
    private var count = 0

    func enter(document: Document, _ context: ValidationContext) { count = document.operations.count }

    func enter(operation: OperationDefinition, _ context: ValidationContext) {
        if operation.name == nil, count > 1 {
            report("This anonymous operation must be the only defined operation.", at: [operation.position], context)
        }
    }
}

/// Section 5.1.1: a document that is executed holds operations and fragments only.
final class ExecutableDefinitions: ValidationRule {
    static let name = "ExecutableDefinitions"

    func enter(definition: Definition, _ context: ValidationContext) {
        let name: String
        switch definition {
        case .operation, .fragment: return
        case .schema: name = "schema"
        case .type(let node): name = "'\(node.name.value)'"
        case .directive(let node): name = "'@\(node.name.value)'"
        }
        report("The \(name) definition is not executable.", at: [definition.position], context)
    }
}

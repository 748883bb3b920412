extension Printer {
    static func print(_ node: SchemaDefinition) -> String {
        let types = node.operationTypes.map { "\($0.kind.rawValue): \($0.type.value)" }
        return description(node.description) + (node.isExtension ? "extend schema" : "schema")
            + leading(node.directives) + block(types)
    }

    static func print(_ node: TypeDefinition) -> String {
        let head = (node.isExtension ? "extend " : "") + "\(node.kind.keyword) \(node.name.value)"
        let directives = leading(node.directives)
        let body: String
        switch node.kind {
        case .scalar: body = directives
        case .object(let interfaces, let fields), .interface(let interfaces, let fields):
            body = implements(interfaces) + directives + block(fields.map(print))
        case .union(let members):
            body = directives + (members.isEmpty ? "" : " = " + members.map(\.value).joined(separator: " | "))
        case .enumeration(let values):
            body =
                directives
                + block(
                    values.map { description($0.description) + $0.name.value + leading($0.directives) })
        case .inputObject(let fields): body = directives + block(fields.map(print))
        }
        return description(node.description) + head + body
    }

    private static func implements(_ interfaces: [Name]) -> String {
        interfaces.isEmpty ? "" : " implements " + interfaces.map(\.value).joined(separator: " & ")
    }

    private static func block(_ lines: [String]) -> String {
        lines.isEmpty ? "" : " {\n" + indented(lines.joined(separator: "\n")) + "\n}"
    }

    private static func print(_ node: FieldDefinition) -> String {
        description(node.description) + node.name.value + print(node.arguments) + ": \(node.type.reference)"
            + leading(node.directives)
    }

    static func print(_ arguments: [InputValueDefinition]) -> String {
        guard !arguments.isEmpty else { return "" }
        let texts = arguments.map(print)
        return texts.contains { $0.contains("\n") }
            ? "(\n" + indented(texts.joined(separator: "\n")) + "\n)" : "(" + texts.joined(separator: ", ") + ")"
    }

    private static func print(_ node: InputValueDefinition) -> String {
        description(node.description) + "\(node.name.value): \(node.type.reference)"
            + (node.defaultValue.map { " = " + print($0) } ?? "") + leading(node.directives)
    }
}

/// Writes a schema in the schema definition language, without the types and directives that each schema has.
public enum SchemaPrinter {
    /// The whole schema. Building a schema of the text gives the same types.
    public static func print(_ schema: Schema) -> String {
        var parts: [String] = []
        if let text = definition(of: schema) { parts.append(text) }
        for directive in schema.directives where !IntrospectionSchema.directiveNames.contains(directive.name) {
            parts.append(
                description(directive.description) + "directive @\(directive.name)" + arguments(directive.arguments)
                    + (directive.isRepeatable ? " repeatable" : "") + " on "
                    + directive.locations.map(\.rawValue).joined(separator: " | "))
        }
        for type in schema.types where !IntrospectionSchema.typeNames.contains(type.name) { parts.append(print(type)) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// Nil where the names of the root types say it all.
    private static func definition(of schema: Schema) -> String? {
        let roots = OperationKind.allCases.compactMap { kind in schema.rootTypes[kind].map { (kind.rawValue, $0) } }
        let isStandard =
            roots.allSatisfy { $0.0.prefix(1).uppercased() + $0.0.dropFirst() == $0.1 }
            // A type with a root type's name that is none must not become one.
            && OperationKind.allCases.allSatisfy {
                schema.rootTypes[$0] != nil
                    || schema.type($0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst()) == nil
            }
        if isStandard, schema.description == nil { return nil }
        return description(schema.description) + "schema {\n"
            + roots.map { "  \($0.0): \($0.1)\n" }.joined() + "}"
    }

    private static func print(_ type: NamedType) -> String {
        let head = description(type.description)
        let interfaces = type.interfaces.isEmpty ? "" : " implements " + type.interfaces.joined(separator: " & ")
        switch type.kind {
        case .scalar(let scalar):
            return head + "scalar \(type.name)"
                + (scalar.specifiedBy.map { " @specifiedBy(url: \(Printer.quoted($0)))" } ?? "")
        case .object: return head + "type \(type.name)\(interfaces)" + block(type.fields.map(print))
        case .interface: return head + "interface \(type.name)\(interfaces)" + block(type.fields.map(print))
        case .union(let members): return head + "union \(type.name) = " + members.joined(separator: " | ")
        case .enumeration(let values):
            return head + "enum \(type.name)"
                + block(values.map { description($0.description) + $0.name + deprecated($0.deprecationReason) })
        case .inputObject(let isOneOf):
            return head + "input \(type.name)" + (isOneOf ? " @oneOf" : "") + block(type.inputFields.map(print))
        }
    }

    private static func print(_ field: FieldType) -> String {
        description(field.description) + field.name + arguments(field.arguments) + ": \(field.type)"
            + deprecated(field.deprecationReason)
    }

    private static func print(_ value: InputValue) -> String {
        description(value.description) + "\(value.name): \(value.type)"
            + (value.defaultValue.map { " = " + Printer.print($0) } ?? "") + deprecated(value.deprecationReason)
    }

    private static func arguments(_ arguments: NamedList<InputValue>) -> String {
        if arguments.isEmpty { return "" }
        let texts = arguments.map(print)
        return arguments.contains { $0.description != nil }
            ? "(\n" + Printer.indented(texts.joined(separator: "\n")) + "\n)"
            : "(" + texts.joined(separator: ", ") + ")"
    }

    private static func deprecated(_ reason: String?) -> String {
        guard let reason else { return "" }
        return reason == "No longer supported" ? " @deprecated" : " @deprecated(reason: \(Printer.quoted(reason)))"
    }

    private static func block(_ lines: [String]) -> String {
        " {\n" + Printer.indented(lines.joined(separator: "\n")) + "\n}"
    }

    private static func description(_ text: String?) -> String {
        guard let text else { return "" }
        return (BlockString.canHold(text) ? BlockString.text(of: text) : Printer.quoted(text)) + "\n"
    }
}

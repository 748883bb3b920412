/// Writes a document as text that parses to the same document again.
public enum Printer {
    /// A whole document, its definitions one blank line apart.
    public static func print(_ document: Document) -> String {
        document.definitions.map(print).joined(separator: "\n\n") + "\n"
    }

    /// A value.
    public static func print(_ value: ValueNode) -> String {
        switch value.kind {
        case .variable(let name): "$\(name)"
        case .int(let text), .float(let text): text
        case .string(let text, let isBlock):
            isBlock && BlockString.canHold(text) ? BlockString.text(of: text) : quoted(text)
        case .boolean(let flag): flag ? "true" : "false"
        case .null: "null"
        case .enumeration(let name): name
        case .list(let items): "[" + items.map(print).joined(separator: ", ") + "]"
        case .object(let fields):
            fields.isEmpty ? "{}" : "{ " + fields.map(print).joined(separator: ", ") + " }"
        }
    }

    /// A string between quotes, with the escapes that it needs.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case _ where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func print(_ definition: Definition) -> String {
        switch definition {
        case .operation(let node): print(node)
        case .fragment(let node):
            description(node.description) + "fragment \(node.name.value) on \(node.typeCondition.value) "
                + spaced(node.directives) + print(node.selectionSet)
        case .schema(let node): print(node)
        case .type(let node): print(node)
        case .directive(let node):
            description(node.description) + "directive @\(node.name.value)" + print(node.arguments)
                + (node.isRepeatable ? " repeatable" : "") + " on "
                + node.locations.map(\.rawValue).joined(separator: " | ")
        }
    }

    private static func print(_ node: OperationDefinition) -> String {
        let variables = node.variables.map(print)
        // Where one variable takes several lines, each has its own.
        let isLong = variables.contains { $0.contains("\n") }
        let list = isLong ? "\n" + variables.joined(separator: "\n") + "\n" : variables.joined(separator: ", ")
        let head = variables.isEmpty ? "" : "(" + list + ")"
        if node.kind == .query, node.name == nil, head.isEmpty, node.directives.isEmpty, node.description == nil {
            return print(node.selectionSet)
        }
        let parts = [
            node.kind.rawValue, (node.name?.value ?? "") + head, spaced(node.directives, after: ""),
            print(node.selectionSet),
        ]
        return description(node.description) + parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func print(_ node: VariableDefinition) -> String {
        description(node.description) + "$\(node.name.value): \(node.type.reference)"
            + (node.defaultValue.map { " = " + print($0) } ?? "") + leading(node.directives)
    }

    private static func print(_ set: SelectionSet) -> String {
        "{\n" + indented(set.selections.map(print).joined(separator: "\n")) + "\n}"
    }

    private static func print(_ selection: Selection) -> String {
        switch selection {
        case .field(let field):
            let name = (field.alias.map { $0.value + ": " } ?? "") + field.name.value
            var head = name
            if !field.arguments.isEmpty {
                let arguments = field.arguments.map(print)
                head += "(" + arguments.joined(separator: ", ") + ")"
                if head.count > 80 { head = name + "(\n" + indented(arguments.joined(separator: "\n")) + "\n)" }
            }
            return head + leading(field.directives) + (field.selectionSet.map { " " + print($0) } ?? "")
        case .fragmentSpread(let spread):
            return "...\(spread.name.value)" + leading(spread.directives)
        case .inlineFragment(let fragment):
            return "..." + (fragment.typeCondition.map { " on \($0.value)" } ?? "") + leading(fragment.directives)
                + " " + print(fragment.selectionSet)
        }
    }

    private static func print(_ argument: Argument) -> String { "\(argument.name.value): \(print(argument.value))" }

    static func print(_ directive: Directive) -> String {
        "@\(directive.name.value)"
            + (directive.arguments.isEmpty
                ? "" : "(" + directive.arguments.map(print).joined(separator: ", ") + ")")
    }

    static func leading(_ directives: [Directive]) -> String { directives.map { " " + print($0) }.joined() }

    private static func spaced(_ directives: [Directive], after: String = " ") -> String {
        directives.isEmpty ? "" : directives.map(print).joined(separator: " ") + after
    }

    static func description(_ node: Description?) -> String {
        guard let node else { return "" }
        let text =
            node.isBlock && BlockString.canHold(node.value)
            ? BlockString.text(of: node.value) : quoted(node.value)
        return text + "\n"
    }

    /// Indents each line by two spaces. A block string's own lines move with it: their common indentation is no part
    /// of the value.
    static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n")
    }
}

/// A schema element's address (section 3.14, new in the September 2025 edition): `Type`, `Type.member`,
/// `Type.field(argument:)`, `@directive`, `@directive(argument:)`.
public enum SchemaCoordinate: Sendable, Hashable, CustomStringConvertible {
    case type(String)
    case member(type: String, name: String)
    case argument(type: String, field: String, name: String)
    case directive(String)
    case directiveArgument(directive: String, name: String)

    /// Reads a coordinate. It holds no white space and no comments.
    ///
    /// - Throws: the place of the first character that does not fit.
    public init(_ text: String) throws(GraphQLError) {
        var reader = Reader(source: Source(text))
        self = try reader.coordinate()
    }

    /// As it is written.
    public var description: String {
        switch self {
        case .type(let name): name
        case .member(let type, let name): "\(type).\(name)"
        case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
        case .directive(let name): "@\(name)"
        case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
        }
    }

    private struct Reader {
        let source: Source
        var position = 0

        private func failure() -> GraphQLError {
            .syntax("Unexpected text in a schema coordinate.", in: source, at: position)
        }

        private mutating func take(_ character: Character) -> Bool {
            guard position < source.bytes.count, source.bytes[position] == character.asciiValue else { return false }
            position += 1
            return true
        }

        private mutating func name() throws(GraphQLError) -> String {
            let start = position
            guard position < source.bytes.count, source.bytes[position].isNameStart else { throw failure() }
            while position < source.bytes.count, source.bytes[position].isNameContinue { position += 1 }
            return source.text(start..<position)
        }

        private mutating func argument() throws(GraphQLError) -> String? {
            guard take("(") else { return nil }
            let name = try name()
            guard take(":"), take(")") else { throw failure() }
            return name
        }

        mutating func coordinate() throws(GraphQLError) -> SchemaCoordinate {
            let result: SchemaCoordinate
            if take("@") {
                let directive = try name()
                result =
                    try argument().map { .directiveArgument(directive: directive, name: $0) }
                    ?? .directive(directive)
            } else {
                let type = try name()
                if take(".") {
                    let member = try name()
                    result =
                        try argument().map { .argument(type: type, field: member, name: $0) }
                        ?? .member(type: type, name: member)
                } else {
                    result = .type(type)
                }
            }
            guard position == source.bytes.count else { throw failure() }
            return result
        }
    }

    /// What a coordinate addresses.
    public enum Element: Sendable {
        case type(NamedType)
        case field(FieldType)
        case inputField(InputValue)
        case enumValue(EnumValue)
        case argument(InputValue)
        case directive(DirectiveType)
    }

    /// Finds the element in a schema; nil where there is none.
    public func resolve(in schema: Schema) -> Element? {
        switch self {
        case .type(let name): return schema.type(name).map { .type($0) }
        case .member(let typeName, let name):
            guard let type = schema.type(typeName) else { return nil }
            switch type.kind {
            case .enumeration(let values): return values[name].map { .enumValue($0) }
            case .inputObject: return type.inputFields[name].map { .inputField($0) }
            default: return schema.field(name, of: type).map { .field($0) }
            }
        case .argument(let typeName, let field, let name):
            return schema.type(typeName).flatMap { schema.field(field, of: $0) }?.arguments[name].map { .argument($0) }
        case .directive(let name): return schema.directives[name].map { .directive($0) }
        case .directiveArgument(let directive, let name):
            return schema.directives[directive]?.arguments[name].map { .argument($0) }
        }
    }
}

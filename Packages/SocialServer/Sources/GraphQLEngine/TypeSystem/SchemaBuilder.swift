/// Builds a schema from the schema definition language (section 3).
///
///     let schema = try Schema(sdl: "type Query { hello: String }")
///
/// First the document is checked by itself (names once, types known, directives in their places: `SDLChecks.swift`),
/// then extensions are merged into what they extend, then the whole is checked (`SchemaChecks.swift`).
extension Schema {
    /// Builds and checks a schema.
    ///
    /// - Parameters:
    ///   - sdl: the definitions; `Query`, `Mutation` and `Subscription` are the root types unless `schema` says other.
    ///   - scalars: what custom scalars do, by name; a scalar without an entry takes any value.
    /// - Throws: `SchemaError` with everything that is wrong.
    public init(sdl: String, scalars: [String: ScalarCoercion] = [:]) throws(SchemaError) {
        let document: Document
        do { document = try Parser.parse(sdl, limits: .trusted) } catch { throw SchemaError(errors: [error]) }
        try self.init(document, scalars: scalars)
    }

    /// Builds and checks a schema from a parsed document.
    ///
    /// - Throws: `SchemaError` with everything that is wrong.
    public init(_ document: Document, scalars: [String: ScalarCoercion] = [:]) throws(SchemaError) {
        let found = SDLChecks.errors(in: document)
        if !found.isEmpty { throw SchemaError(errors: found) }
        let builder = SchemaBuilder(document, scalars: scalars)
        self = builder.build()
        let errors = SchemaChecks(schema: self, document: document, builder: builder).errors()
        if !errors.isEmpty { throw SchemaError(errors: errors) }
    }
}

/// Everything that is wrong with a schema.
public struct SchemaError: Error, CustomStringConvertible {
    /// What is wrong, at least one.
    public let errors: [GraphQLError]

    /// A line an error.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// A schema on its way from definitions to types.
struct SchemaBuilder {
    /// A type's definition with its extensions, in order.
    struct Parts {
        var definition: TypeDefinition
        var extensions: [TypeDefinition] = []
        var all: [TypeDefinition] { [definition] + extensions }
    }

    let document: Document
    private let scalars: [String: ScalarCoercion]
    /// The definitions of types by name, and the names in order.
    private(set) var parts: [String: Parts] = [:]
    private(set) var order: [String] = []
    private(set) var schemaDefinitions: [SchemaDefinition] = []
    private(set) var directiveDefinitions: [DirectiveDefinition] = []

    init(_ document: Document, scalars: [String: ScalarCoercion]) {
        self.document = document
        self.scalars = scalars
        var extensions: [TypeDefinition] = []
        for definition in document.definitions {
            switch definition {
            case .schema(let node): schemaDefinitions.append(node)
            case .directive(let node): directiveDefinitions.append(node)
            case .type(let node) where node.isExtension: extensions.append(node)
            case .type(let node): add(node)
            case .operation, .fragment: break
            }
        }
        for node in extensions { parts[node.name.value]?.extensions.append(node) }
        for definition in IntrospectionSchema.document.definitions {
            switch definition {
            case .type(let node) where parts[node.name.value] == nil: add(node)
            case .directive(let node)
            where !directiveDefinitions.contains { $0.name.value == node.name.value }:
                directiveDefinitions.append(node)
            default: break
            }
        }
    }

    private mutating func add(_ node: TypeDefinition) {
        parts[node.name.value] = Parts(definition: node)
        order.append(node.name.value)
    }

    func build() -> Schema {
        let types = order.compactMap { parts[$0] }.map(type)
        var possible: [String: [String]] = [:]
        for type in types {
            if case .union(let members) = type.kind { possible[type.name] = members }
            guard case .object = type.kind else { continue }
            for interface in type.interfaces { possible[interface, default: []].append(type.name) }
        }
        return Schema(
            types: NamedList(types, name: \.name),
            directives: NamedList(directiveDefinitions.map(directive), name: \.name),
            description: schemaDefinitions.first { !$0.isExtension }?.description?.value,
            rootTypes: rootTypes(), possibleTypes: possible)
    }

    /// Section 3.3.1: the schema definition's, or the types of the standard names.
    private func rootTypes() -> [OperationKind: String] {
        var roots: [OperationKind: String] = [:]
        for node in schemaDefinitions.flatMap(\.operationTypes) { roots[node.kind] = node.type.value }
        guard !schemaDefinitions.contains(where: { !$0.isExtension }) else { return roots }
        for kind in OperationKind.allCases where roots[kind] == nil {
            let name = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
            if parts[name] != nil { roots[kind] = name }
        }
        return roots
    }

    private func type(_ parts: Parts) -> NamedType {
        let node = parts.definition
        var interfaces: [String] = []
        var fields: [FieldType] = []
        var inputs: [InputValue] = []
        var values: [EnumValue] = []
        var members: [String] = []
        for part in parts.all {
            switch part.kind {
            case .scalar: break
            case .object(let names, let nodes), .interface(let names, let nodes):
                interfaces += names.map(\.value)
                fields += nodes.map(field)
            case .union(let names): members += names.map(\.value)
            case .enumeration(let nodes):
                values += nodes.map {
                    EnumValue(
                        name: $0.name.value, description: $0.description?.value,
                        deprecationReason: reason($0.directives))
                }
            case .inputObject(let nodes): inputs += nodes.map(input)
            }
        }
        let directives = parts.all.flatMap(\.directives)
        let name = node.name.value
        let kind: NamedType.Kind
        switch node.kind {
        case .scalar:
            let url = directives.first { $0.name.value == "specifiedBy" }?.arguments
                .first { $0.name.value == "url" }.flatMap { InputCoercion.untyped($0.value, variables: nil).string }
            kind = .scalar(
                ScalarType(specifiedBy: url, coercion: ScalarCoercion.builtIn[name] ?? scalars[name] ?? .any))
        case .object: kind = .object
        case .interface: kind = .interface
        case .union: kind = .union(members: members)
        case .enumeration: kind = .enumeration(values: NamedList(values, name: \.name))
        case .inputObject: kind = .inputObject(isOneOf: directives.contains { $0.name.value == "oneOf" })
        }
        return NamedType(
            name: name, description: node.description?.value, kind: kind, interfaces: interfaces,
            fields: NamedList(fields, name: \.name), inputFields: NamedList(inputs, name: \.name))
    }

    private func field(_ node: FieldDefinition) -> FieldType {
        FieldType(
            name: node.name.value, description: node.description?.value,
            arguments: NamedList(node.arguments.map(input), name: \.name), type: node.type.reference,
            deprecationReason: reason(node.directives))
    }

    private func input(_ node: InputValueDefinition) -> InputValue {
        InputValue(
            name: node.name.value, description: node.description?.value, type: node.type.reference,
            defaultValue: node.defaultValue, deprecationReason: reason(node.directives))
    }

    private func directive(_ node: DirectiveDefinition) -> DirectiveType {
        DirectiveType(
            name: node.name.value, description: node.description?.value, locations: node.locations,
            isRepeatable: node.isRepeatable, arguments: NamedList(node.arguments.map(input), name: \.name))
    }

    /// Section 3.13.3.
    private func reason(_ directives: [Directive]) -> String? {
        guard let node = directives.first(where: { $0.name.value == "deprecated" }) else { return nil }
        guard let argument = node.arguments.first(where: { $0.name.value == "reason" }) else {
            return "No longer supported"
        }
        if case .string(let text, _) = argument.value.kind { return text }
        return nil
    }
}

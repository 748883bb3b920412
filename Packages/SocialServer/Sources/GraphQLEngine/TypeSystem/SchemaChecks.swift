/// What must hold of a schema as a whole (the "Type Validation" parts of section 3).
struct SchemaChecks {
    let schema: Schema
    private let document: Document
    let builder: SchemaBuilder
    private let coercion: InputCoercion
    private var found: [GraphQLError] = []

    init(schema: Schema, document: Document, builder: SchemaBuilder) {
        self.schema = schema
        self.document = document
        self.builder = builder
        coercion = InputCoercion(schema: schema)
    }

    func errors() -> [GraphQLError] {
        var checks = self
        checks.run()
        return checks.found
    }

    mutating func report(_ message: String, at positions: [Int]) {
        found.append(GraphQLError(message, locations: positions.map(document.source.location), phase: .schema))
    }

    private mutating func run() {
        checkRoots()
        for node in document.definitions {
            if case .directive(let directive) = node {
                checkName(directive.name.value, at: directive.position)
                checkArguments(directive.arguments, of: "@\(directive.name.value)")
            }
        }
        for name in builder.order where !IntrospectionSchema.typeNames.contains(name) {
            guard let parts = builder.parts[name], let type = schema.type(name) else { continue }
            checkName(name, at: parts.definition.position)
            check(type, parts)
        }
        checkDefaultCycles()
        checkInputCycles()
    }

    // MARK: Root types (section 3.3.1)

    private mutating func checkRoots() {
        let nodes = builder.schemaDefinitions.flatMap(\.operationTypes)
        if schema.rootTypes[.query] == nil {
            report(
                "Query root type must be provided.",
                at: builder.schemaDefinitions.first { !$0.isExtension }.map { [$0.position] } ?? [])
        }
        var uses: [String: [OperationKind]] = [:]
        for kind in OperationKind.allCases {
            guard let type = schema.rootType(kind) else { continue }
            let node = nodes.first { $0.kind == kind }
            if case .object = type.kind {
                uses[type.name, default: []].append(kind)
            } else {
                report(
                    "The \(kind.rawValue) root type must be an object type, it cannot be \(type.name).",
                    at: [node?.type.position ?? builder.parts[type.name]?.definition.position ?? 0])
            }
        }
        for (name, kinds) in uses.sorted(by: { $0.key < $1.key }) where kinds.count > 1 {
            report(
                "All root types must be different, '\(name)' is used as \(kinds.map(\.rawValue).joined(separator: " and ")).",
                at: kinds.compactMap { kind in nodes.first { $0.kind == kind }?.type.position })
        }
    }

    private mutating func checkName(_ name: String, at position: Int) {
        guard name.hasPrefix("__") else { return }
        report("Name '\(name)' must not begin with '__', which is reserved by GraphQL introspection.", at: [position])
    }

    // MARK: Types

    private mutating func check(_ type: NamedType, _ parts: SchemaBuilder.Parts) {
        let positions = parts.all.map(\.position)
        switch type.kind {
        case .scalar: break
        case .object, .interface:
            if type.fields.isEmpty { report("Type \(type.name) must define one or more fields.", at: positions) }
            for part in parts.all {
                guard let (_, fields) = part.interfacesAndFields else { continue }
                for field in fields { check(field, of: type) }
            }
            checkInterfaces(of: type, parts)
        case .union:
            let names = parts.all.flatMap { part -> [Name] in
                if case .union(let names) = part.kind { return names }
                return []
            }
            checkMembers(names, of: type, positions)
        case .enumeration(let values):
            if values.isEmpty { report("Enum type \(type.name) must define one or more values.", at: positions) }
            for part in parts.all {
                guard case .enumeration(let nodes) = part.kind else { continue }
                for node in nodes {
                    checkName(node.name.value, at: node.position)
                    checkReason(node.directives)
                }
            }
        case .inputObject:
            if type.inputFields.isEmpty {
                report("Input Object type \(type.name) must define one or more fields.", at: positions)
            }
            for part in parts.all {
                guard case .inputObject(let fields) = part.kind else { continue }
                for field in fields { check(field, of: type) }
            }
        }
    }

    private mutating func check(_ field: FieldDefinition, of type: NamedType) {
        checkName(field.name.value, at: field.position)
        if !schema.isOutput(field.type.reference) {
            report(
                "The type of \(type.name).\(field.name.value) must be Output Type but got: \(field.type.reference).",
                at: [field.type.position])
        }
        checkReason(field.directives)
        checkArguments(field.arguments, of: "\(type.name).\(field.name.value)")
    }

    private mutating func checkArguments(_ nodes: [InputValueDefinition], of owner: String) {
        for node in nodes {
            checkName(node.name.value, at: node.position)
            checkInput(node, "\(owner)(\(node.name.value):)", kind: "argument")
        }
    }

    private mutating func check(_ field: InputValueDefinition, of type: NamedType) {
        checkName(field.name.value, at: field.position)
        checkInput(field, "\(type.name).\(field.name.value)", kind: "input field")
        guard type.isOneOf else { return }
        if field.type.reference.isNonNull {
            report("OneOf input field \(type.name).\(field.name.value) must be nullable.", at: [field.type.position])
        }
        if field.defaultValue != nil {
            report(
                "OneOf input field \(type.name).\(field.name.value) cannot have a default value.", at: [field.position])
        }
    }

    /// Type, deprecation and default of an argument or input field.
    private mutating func checkInput(_ node: InputValueDefinition, _ coordinate: String, kind: String) {
        if !schema.isInput(node.type.reference) {
            report(
                "The type of \(coordinate) must be Input Type but got: \(node.type.reference).",
                at: [coordinate.hasPrefix("@") ? node.position : node.type.position])
        }
        let deprecated = node.directives.first { $0.name.value == "deprecated" }
        checkReason(node.directives)
        if let deprecated, node.type.reference.isNonNull, node.defaultValue == nil {
            report(
                "Required \(kind) \(coordinate) cannot be deprecated.", at: [deprecated.position, node.type.position])
        }
        guard let value = node.defaultValue else { return }
        // New in the September 2025 edition: a default must fit its type.
        var wrong: [(String, Int)] = []
        coercion.check(value, against: node.type.reference) { wrong.append(($0, $1)) }
        for (message, position) in wrong {
            report("\(coordinate) has invalid default value: \(message)", at: [position])
        }
    }

    /// `@deprecated(reason: null)`: the argument is `String!` (section 3.13.3).
    private mutating func checkReason(_ directives: [Directive]) {
        let directive = directives.first { $0.name.value == "deprecated" }
        guard let argument = directive?.arguments.first(where: { $0.name.value == "reason" }) else { return }
        var wrong: [(String, Int)] = []
        coercion.check(argument.value, against: .nonNull(.named("String"))) { wrong.append(($0, $1)) }
        for (message, position) in wrong { report("@deprecated(reason:): \(message)", at: [position]) }
    }

    private mutating func checkMembers(_ names: [Name], of type: NamedType, _ positions: [Int]) {
        if names.isEmpty {
            report("Union type \(type.name) must define one or more member types.", at: positions)
        }
        var seen: Set<String> = []
        for name in names {
            let all = names.filter { $0.value == name.value }.map(\.position)
            if let member = schema.type(name.value), case .object = member.kind {
                if !seen.insert(name.value).inserted {
                    report("Union type \(type.name) can only include type \(name.value) once.", at: all)
                }
            } else {
                report("Union type \(type.name) can only include Object types, not \(name.value).", at: all)
            }
        }
    }
}

extension TypeDefinition {
    /// The interfaces and fields of an object or interface type.
    var interfacesAndFields: (interfaces: [Name], fields: [FieldDefinition])? {
        switch kind {
        case .object(let interfaces, let fields), .interface(let interfaces, let fields): (interfaces, fields)
        default: nil
        }
    }
}

// MARK: Interfaces (section 3.6.1, IsValidImplementation)

extension SchemaChecks {
    private mutating func checkInterfaces(of type: NamedType, _ parts: SchemaBuilder.Parts) {
        let names = parts.all.flatMap { $0.interfacesAndFields?.interfaces ?? [] }
        var seen: Set<String> = []
        for name in names {
            let positions = names.filter { $0.value == name.value }.map(\.position)
            guard let interface = schema.type(name.value), case .interface = interface.kind else {
                report("Type \(type.name) must only implement Interface types, not \(name.value).", at: positions)
                continue
            }
            if interface.name == type.name {
                report(
                    "Type \(type.name) cannot implement itself because it would create a circular reference.",
                    at: positions)
            }
            guard seen.insert(name.value).inserted else {
                report("Type \(type.name) can only implement \(name.value) once.", at: positions)
                continue
            }
            checkAncestors(of: type, interface, positions)
            checkImplementation(of: type, interface)
        }
    }

    private mutating func checkAncestors(of type: NamedType, _ interface: NamedType, _ positions: [Int]) {
        let nodes = builder.parts[interface.name]?.all.flatMap { $0.interfacesAndFields?.interfaces ?? [] } ?? []
        for ancestor in interface.interfaces where !type.interfaces.contains(ancestor) {
            report(
                ancestor == type.name
                    ? "Type \(type.name) cannot implement \(interface.name): that would be a circular reference."
                    : "Type \(type.name) must implement \(ancestor): \(interface.name) implements it.",
                at: nodes.filter { $0.value == ancestor }.map(\.position) + positions)
        }
    }

    private func node(of field: String, in type: String) -> FieldDefinition? {
        builder.parts[type]?.all.lazy.compactMap { part in
            part.interfacesAndFields?.fields.first { $0.name.value == field }
        }.first
    }

    private mutating func checkImplementation(of type: NamedType, _ interface: NamedType) {
        for expected in interface.fields {
            let coordinate = "\(interface.name).\(expected.name)"
            guard let expectedNode = node(of: expected.name, in: interface.name) else { continue }
            guard let field = type.fields[expected.name], let fieldNode = node(of: field.name, in: type.name) else {
                report(
                    "Interface field \(coordinate) expected but \(type.name) does not provide it.",
                    at: [expectedNode.position] + (builder.parts[type.name]?.all.map(\.position) ?? []))
                continue
            }
            if !schema.isSubtype(field.type, of: expected.type) {
                report(
                    "Interface field \(coordinate) expects type \(expected.type) but \(type.name).\(field.name) is type "
                        + "\(field.type).", at: [expectedNode.type.position, fieldNode.type.position])
            }
            checkArguments(of: type, fieldNode, expectedNode, coordinate)
            if field.deprecationReason != nil, expected.deprecationReason == nil {
                report(
                    "Interface field \(coordinate) is not deprecated, so \(type.name).\(field.name) must not be.",
                    at: (fieldNode.directives.first { $0.name.value == "deprecated" }.map { [$0.position] } ?? [])
                        + [fieldNode.type.position])
            }
        }
    }

    private mutating func checkArguments(
        of type: NamedType, _ field: FieldDefinition, _ expected: FieldDefinition, _ coordinate: String
    ) {
        for argument in expected.arguments {
            let name = argument.name.value
            guard let own = field.arguments.first(where: { $0.name.value == name }) else {
                report(
                    "Interface field argument \(coordinate)(\(name):) expected but \(type.name).\(field.name.value) "
                        + "does not provide it.", at: [argument.position, field.position])
                continue
            }
            if own.type.reference != argument.type.reference {
                report(
                    "Interface field argument \(coordinate)(\(name):) expects type \(argument.type.reference) but "
                        + "\(type.name).\(field.name.value)(\(name):) is type \(own.type.reference).",
                    at: [argument.type.position, own.type.position])
            }
        }
        for own in field.arguments
        where own.type.reference.isNonNull && own.defaultValue == nil
            && !expected.arguments.contains(where: { $0.name.value == own.name.value })
        {
            report(
                "Argument '\(type.name).\(field.name.value)(\(own.name.value):)' must not be required, since "
                    + "\(coordinate) does not have it.", at: [own.position, expected.position])
        }
    }
}

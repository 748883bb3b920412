/// What must hold of type system definitions before types can be built of them: each name once, each type known,
/// extensions of what exists, directives in their places (sections 3.3 to 3.13 and 5.7).
struct SDLChecks {
    private let document: Document
    private var errors: [GraphQLError] = []
    private var types: [String: TypeDefinition] = [:]
    /// Of several types of one name the last: what an extension is held against.
    private var extended: [String: TypeDefinition] = [:]
    private var directives: [String: DirectiveDefinition] = [:]

    static func errors(in document: Document) -> [GraphQLError] {
        var checks = SDLChecks(document)
        checks.run()
        return checks.errors
    }

    private init(_ document: Document) { self.document = document }

    private mutating func report(_ message: String, at positions: Int...) {
        guard errors.count < 100 else { return }
        errors.append(
            GraphQLError(message, locations: positions.map(document.source.location), phase: .schema))
    }

    private mutating func run() {
        collectNames()
        var schemas: [SchemaDefinition] = []
        var operationTypes: [OperationKind: Int] = [:]
        var members: [String: [String: Int]] = [:]
        var used: [String: [String: Int]] = [:]
        for definition in document.definitions {
            switch definition {
            case .operation, .fragment:
                report("A schema document holds no operations and no fragments.", at: definition.position)
            case .schema(let node):
                if !node.isExtension {
                    if !schemas.isEmpty { report("Must provide only one schema definition.", at: node.position) }
                    schemas.append(node)
                }
                for entry in node.operationTypes {
                    if let first = operationTypes[entry.kind] {
                        report("There can be only one \(entry.kind) type in schema.", at: first, entry.position)
                    } else {
                        operationTypes[entry.kind] = entry.position
                    }
                    known(entry.type.value, at: entry.type.position)
                }
                check(node.directives, .schema, used: &used["schema", default: [:]])
            case .directive(let node):
                checkArguments(node.arguments, of: "@\(node.name.value)", .argumentDefinition)
            case .type(let node):
                check(node, members: &members[node.name.value, default: [:]], used: &used)
            }
        }
    }

    private mutating func collectNames() {
        for definition in document.definitions {
            switch definition {
            case .type(let node) where !node.isExtension:
                extended[node.name.value] = node
                if let first = types[node.name.value] {
                    report(
                        "There can be only one type named '\(node.name.value)'.", at: first.name.position,
                        node.name.position)
                } else {
                    types[node.name.value] = node
                }
            case .directive(let node):
                if let first = directives[node.name.value] {
                    report(
                        "There can be only one directive named '@\(node.name.value)'.", at: first.name.position,
                        node.name.position)
                } else {
                    directives[node.name.value] = node
                }
            default: break
            }
        }
        for case .directive(let node) in IntrospectionSchema.document.definitions
        where directives[node.name.value] == nil {
            directives[node.name.value] = node
        }
    }

    private mutating func known(_ name: String, at position: Int) {
        guard types[name] == nil, !IntrospectionSchema.typeNames.contains(name) else { return }
        report("Unknown type '\(name)'." + Suggestions.didYouMean(name, among: types.keys), at: position)
    }

    private mutating func check(
        _ node: TypeDefinition, members: inout [String: Int], used: inout [String: [String: Int]]
    ) {
        let name = node.name.value
        if node.isExtension {
            if let extended = extended[name] {
                if extended.kind.keyword != node.kind.keyword {
                    report(
                        "Cannot extend non-\(node.kind.keyword) type '\(name)'.", at: extended.position, node.position)
                }
            } else {
                report("Cannot extend type '\(name)' because it is not defined.", at: node.name.position)
            }
        }
        let location: DirectiveLocation
        switch node.kind {
        case .scalar: location = .scalar
        case .object(let interfaces, let fields), .interface(let interfaces, let fields):
            if case .object = node.kind { location = .object } else { location = .interface }
            for interface in interfaces { known(interface.value, at: interface.position) }
            for field in fields {
                unique(field.name, in: &members, "Field '\(name).\(field.name.value)' can only be defined once.")
                known(field.type.reference.name, at: field.type.namePosition)
                checkArguments(field.arguments, of: "\(name).\(field.name.value)", .argumentDefinition)
                var none: [String: Int] = [:]
                check(field.directives, .fieldDefinition, used: &none)
            }
        case .union(let names):
            location = .union
            for member in names { known(member.value, at: member.position) }
        case .enumeration(let values):
            location = .enumeration
            for value in values {
                unique(value.name, in: &members, "Enum value '\(name).\(value.name.value)' can only be defined once.")
                var none: [String: Int] = [:]
                check(value.directives, .enumValue, used: &none)
            }
        case .inputObject(let fields):
            location = .inputObject
            for field in fields {
                unique(field.name, in: &members, "Field '\(name).\(field.name.value)' can only be defined once.")
                check(field, .inputFieldDefinition)
            }
        }
        check(node.directives, location, used: &used[name, default: [:]])
    }

    private mutating func unique(_ name: Name, in seen: inout [String: Int], _ message: String) {
        if let first = seen[name.value] {
            report(message, at: first, name.position)
        } else {
            seen[name.value] = name.position
        }
    }

    private mutating func checkArguments(
        _ nodes: [InputValueDefinition], of owner: String, _ location: DirectiveLocation
    ) {
        for (name, positions) in grouped(nodes.map(\.name)) where positions.count > 1 {
            errors.append(
                GraphQLError(
                    "Argument '\(owner)(\(name):)' can only be defined once.",
                    locations: positions.map(document.source.location), phase: .schema))
        }
        for node in nodes { check(node, location) }
    }

    private mutating func check(_ node: InputValueDefinition, _ location: DirectiveLocation) {
        known(node.type.reference.name, at: node.type.namePosition)
        var none: [String: Int] = [:]
        check(node.directives, location, used: &none)
        if let value = node.defaultValue { checkFields(of: value) }
    }

    /// Section 5.6.3.
    private mutating func checkFields(of value: ValueNode) {
        switch value.kind {
        case .list(let items): for item in items { checkFields(of: item) }
        case .object(let fields):
            var seen: [String: Int] = [:]
            for field in fields {
                unique(field.name, in: &seen, "There can be only one input field named '\(field.name.value)'.")
                checkFields(of: field.value)
            }
        default: break
        }
    }

    private func grouped(_ names: [Name]) -> [(String, [Int])] {
        var order: [String] = []
        var positions: [String: [Int]] = [:]
        for name in names {
            if positions[name.value] == nil { order.append(name.value) }
            positions[name.value, default: []].append(name.position)
        }
        return order.map { ($0, positions[$0] ?? []) }
    }

    /// Section 5.7, for a type system.
    private mutating func check(
        _ nodes: [Directive], _ location: DirectiveLocation, used: inout [String: Int]
    ) {
        for node in nodes {
            let name = node.name.value
            for (argument, positions) in grouped(node.arguments.map(\.name)) where positions.count > 1 {
                errors.append(
                    GraphQLError(
                        "There can be only one argument named '\(argument)'.",
                        locations: positions.map(document.source.location), phase: .schema))
            }
            for argument in node.arguments { checkFields(of: argument.value) }
            guard let definition = directives[name] else {
                report("Unknown directive '@\(name)'.", at: node.position)
                continue
            }
            if !definition.locations.contains(location) {
                report("Directive '@\(name)' may not be used on \(location.rawValue).", at: node.position)
            }
            if !definition.isRepeatable {
                if let first = used[name] {
                    report("The directive '@\(name)' can only be used once at this location.", at: first, node.position)
                } else {
                    used[name] = node.position
                }
            }
            for argument in node.arguments
            where !definition.arguments.contains(where: { $0.name.value == argument.name.value }) {
                report("Unknown argument '\(argument.name.value)' on directive '@\(name)'.", at: argument.position)
            }
            for argument in definition.arguments
            where argument.type.reference.isNonNull && argument.defaultValue == nil
                && !node.arguments.contains(where: { $0.name.value == argument.name.value })
            {
                report(
                    "Argument '@\(name)(\(argument.name.value):)' of type '\(argument.type.reference)' is required, "
                        + "but it was not provided.", at: node.position)
            }
        }
    }
}

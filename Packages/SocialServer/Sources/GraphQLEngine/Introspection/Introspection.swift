/// Answers `__schema` and `__type` (section 4.2) from a schema.
struct Introspection {
    /// A type with its wrappers: `__Type` describes lists and non-null types too.
    struct TypeObject: Sendable {
        let reference: TypeReference
    }
    struct SchemaObject: Sendable {}

    let schema: Schema

    /// One field of one object.
    func resolve(_ field: String, of parent: any Sendable, _ arguments: ObjectValue) -> ResolvedValue {
        let all = arguments["includeDeprecated"]?.boolean ?? false
        switch parent {
        case let type as TypeObject: return resolve(field, type.reference, all)
        case is SchemaObject: return resolve(field)
        case let value as FieldType: return resolve(field, value, all)
        case let value as InputValue: return resolve(field, value)
        case let value as EnumValue: return resolve(field, value)
        case let value as DirectiveType: return resolve(field, value, all)
        default:
            switch field {
            case "__schema": return .object(SchemaObject())
            case "__type":
                let name = arguments["name"]?.string ?? ""
                return schema.type(name) == nil ? .null : type(.named(name))
            default: return .null
            }
        }
    }

    private func type(_ reference: TypeReference) -> ResolvedValue { .object(TypeObject(reference: reference)) }
    private func types(_ names: [String]) -> ResolvedValue { .list(names.map { type(.named($0)) }) }

    private func resolve(_ field: String) -> ResolvedValue {
        switch field {
        case "description": .string(schema.description)
        case "types": types(schema.types.map(\.name))
        case "queryType": schema.rootTypes[.query].map { type(.named($0)) } ?? .null
        case "mutationType": schema.rootTypes[.mutation].map { type(.named($0)) } ?? .null
        case "subscriptionType": schema.rootTypes[.subscription].map { type(.named($0)) } ?? .null
        case "directives": .list(schema.directives.map { .object($0) })
        default: .null
        }
    }

    private func resolve(_ field: String, _ reference: TypeReference, _ all: Bool) -> ResolvedValue {
        switch reference {
        case .nonNull(let inner): return wrapper(field, "NON_NULL", inner)
        case .list(let item): return wrapper(field, "LIST", item)
        case .named(let name): return schema.type(name).map { resolve(field, $0, all) } ?? .null
        }
    }

    private func wrapper(_ field: String, _ kind: String, _ inner: TypeReference) -> ResolvedValue {
        switch field {
        case "kind": .string(kind)
        case "ofType": type(inner)
        default: .null
        }
    }

    private func resolve(_ field: String, _ type: NamedType, _ all: Bool) -> ResolvedValue {
        switch field {
        case "kind": return .string(type.kind.introspectionName)
        case "name": return .string(type.name)
        case "description": return .string(type.description)
        case "specifiedByURL":
            if case .scalar(let scalar) = type.kind { return .string(scalar.specifiedBy) }
        case "fields":
            if type.hasFields {
                return .list(type.fields.filter { all || $0.deprecationReason == nil }.map { .object($0) })
            }
        case "interfaces":
            if type.hasFields { return types(type.interfaces) }
        case "possibleTypes":
            if type.isAbstract { return types(schema.possibleTypes(of: type)) }
        case "enumValues":
            if case .enumeration(let values) = type.kind {
                return .list(values.filter { all || $0.deprecationReason == nil }.map { .object($0) })
            }
        case "inputFields":
            if case .inputObject = type.kind {
                return .list(type.inputFields.filter { all || $0.deprecationReason == nil }.map { .object($0) })
            }
        case "isOneOf":
            if case .inputObject(let isOneOf) = type.kind { return .boolean(isOneOf) }
        default: break
        }
        return .null
    }

    private func resolve(_ field: String, _ value: FieldType, _ all: Bool) -> ResolvedValue {
        switch field {
        case "name": .string(value.name)
        case "description": .string(value.description)
        case "args": arguments(value.arguments, all)
        case "type": type(value.type)
        case "isDeprecated": .boolean(value.deprecationReason != nil)
        case "deprecationReason": .string(value.deprecationReason)
        default: .null
        }
    }

    private func arguments(_ arguments: NamedList<InputValue>, _ all: Bool) -> ResolvedValue {
        .list(arguments.filter { all || $0.deprecationReason == nil }.map { .object($0) })
    }

    private func resolve(_ field: String, _ value: InputValue) -> ResolvedValue {
        switch field {
        case "name": .string(value.name)
        case "description": .string(value.description)
        case "type": type(value.type)
        case "defaultValue": .string(value.defaultValue.map(Printer.print))
        case "isDeprecated": .boolean(value.deprecationReason != nil)
        case "deprecationReason": .string(value.deprecationReason)
        default: .null
        }
    }

    private func resolve(_ field: String, _ value: EnumValue) -> ResolvedValue {
        switch field {
        case "name": .string(value.name)
        case "description": .string(value.description)
        case "isDeprecated": .boolean(value.deprecationReason != nil)
        case "deprecationReason": .string(value.deprecationReason)
        default: .null
        }
    }

    private func resolve(_ field: String, _ value: DirectiveType, _ all: Bool) -> ResolvedValue {
        switch field {
        case "name": .string(value.name)
        case "description": .string(value.description)
        case "isRepeatable": .boolean(value.isRepeatable)
        case "locations": .list(value.locations.map { .string($0.rawValue) })
        case "args": arguments(value.arguments, all)
        default: .null
        }
    }
}

extension NamedType {
    var hasFields: Bool {
        switch kind {
        case .object, .interface: true
        default: false
        }
    }
}

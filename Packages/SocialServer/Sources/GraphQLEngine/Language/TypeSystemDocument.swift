/// The `schema { … }` definition, or an extension of it (section 3.3).
public struct SchemaDefinition: Sendable {
    /// Whether it extends.
    public let isExtension: Bool
    /// Its description.
    public let description: Description?
    /// Its directives.
    public let directives: [Directive]
    /// The root types that it names.
    public let operationTypes: [OperationTypeDefinition]
    /// The offset of its first token.
    public let position: Int
}

/// One root type of a schema definition.
public struct OperationTypeDefinition: Sendable {
    /// For which operations.
    public let kind: OperationKind
    /// The object type's name.
    public let type: Name
    /// The offset of its first token.
    public let position: Int
}

/// A type definition, or an extension of one (section 3.4 and after).
public struct TypeDefinition: Sendable {
    /// What a definition holds, by the kind of its type.
    public enum Kind: Sendable {
        case scalar
        case object(interfaces: [Name], fields: [FieldDefinition])
        case interface(interfaces: [Name], fields: [FieldDefinition])
        case union(members: [Name])
        case enumeration(values: [EnumValueDefinition])
        case inputObject(fields: [InputValueDefinition])

        /// The keyword that introduces it.
        var keyword: String {
            switch self {
            case .scalar: "scalar"
            case .object: "type"
            case .interface: "interface"
            case .union: "union"
            case .enumeration: "enum"
            case .inputObject: "input"
            }
        }
    }

    /// Whether it extends.
    public let isExtension: Bool
    /// Its description.
    public let description: Description?
    /// Its name.
    public let name: Name
    /// Its directives.
    public let directives: [Directive]
    /// What it holds.
    public let kind: Kind
    /// The offset of its first token.
    public let position: Int
}

/// A field of an object or interface type (section 3.6).
public struct FieldDefinition: Sendable {
    /// Its description.
    public let description: Description?
    /// Its name.
    public let name: Name
    /// Its arguments.
    public let arguments: [InputValueDefinition]
    /// Its type.
    public let type: TypeNode
    /// Its directives.
    public let directives: [Directive]
    /// The offset of its first token.
    public let position: Int
}

/// An argument's definition or an input object's field (sections 3.6.1 and 3.10).
public struct InputValueDefinition: Sendable {
    /// Its description.
    public let description: Description?
    /// Its name.
    public let name: Name
    /// Its type.
    public let type: TypeNode
    /// Its default, if it has one.
    public let defaultValue: ValueNode?
    /// Its directives.
    public let directives: [Directive]
    /// The offset of its first token.
    public let position: Int
}

/// A value of an enum type (section 3.9).
public struct EnumValueDefinition: Sendable {
    /// Its description.
    public let description: Description?
    /// Its name.
    public let name: Name
    /// Its directives.
    public let directives: [Directive]
    /// The offset of its first token.
    public let position: Int
}

/// A directive's definition (section 3.13).
public struct DirectiveDefinition: Sendable {
    /// Its description.
    public let description: Description?
    /// Its name, without the at sign.
    public let name: Name
    /// Its arguments.
    public let arguments: [InputValueDefinition]
    /// Whether it may stand more than once at a place.
    public let isRepeatable: Bool
    /// Where it may stand.
    public let locations: [DirectiveLocation]
    /// The offset of its first token.
    public let position: Int
}

/// Where a directive may stand (section 3.13).
public enum DirectiveLocation: String, Sendable, CaseIterable {
    case query = "QUERY"
    case mutation = "MUTATION"
    case subscription = "SUBSCRIPTION"
    case field = "FIELD"
    case fragmentDefinition = "FRAGMENT_DEFINITION"
    case fragmentSpread = "FRAGMENT_SPREAD"
    case inlineFragment = "INLINE_FRAGMENT"
    case variableDefinition = "VARIABLE_DEFINITION"
    case schema = "SCHEMA"
    case scalar = "SCALAR"
    case object = "OBJECT"
    case fieldDefinition = "FIELD_DEFINITION"
    case argumentDefinition = "ARGUMENT_DEFINITION"
    case interface = "INTERFACE"
    case union = "UNION"
    case enumeration = "ENUM"
    case enumValue = "ENUM_VALUE"
    case inputObject = "INPUT_OBJECT"
    case inputFieldDefinition = "INPUT_FIELD_DEFINITION"
}

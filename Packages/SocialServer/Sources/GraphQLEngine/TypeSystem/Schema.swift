/// A checked type system (section 3). It never changes, and knows nothing of resolvers.
///
/// Types refer to each other by name. Execution looks a name up once a field and level, not once an item, so that a
/// dictionary is fast enough and a schema stays a plain value.
public struct Schema: Sendable {
    /// All named types, those of introspection included, in the order of their definition.
    public let types: NamedList<NamedType>
    /// All directives, the specified ones included.
    public let directives: NamedList<DirectiveType>
    /// The schema's own description.
    public let description: String?
    /// The root types by operation.
    public let rootTypes: [OperationKind: String]
    /// The object types that implement an interface or belong to a union, by its name.
    let possibleTypes: [String: [String]]

    /// The type of this name.
    public func type(_ name: String) -> NamedType? { types[name] }

    /// The root type of a kind of operation, if the schema has it.
    public func rootType(_ kind: OperationKind) -> NamedType? {
        rootTypes[kind].flatMap { types[$0] }
    }

    /// The object types that a value of this type can have: itself, its implementations or its members.
    public func possibleTypes(of type: NamedType) -> [String] {
        if case .object = type.kind { return [type.name] }
        return possibleTypes[type.name] ?? []
    }

    /// A field of a type, `__typename` and the query type's `__schema` and `__type` included (section 4.1).
    public func field(_ name: String, of type: NamedType) -> FieldType? {
        if name.utf8.first == UInt8(ascii: "_") {
            if name == "__typename", type.isComposite { return MetaFields.typename }
            if type.name == rootTypes[.query] {
                if name == "__schema" { return MetaFields.schema }
                if name == "__type" { return MetaFields.type }
            }
        }
        return type.fields[name]
    }

    /// Whether each value of one type is a value of another (section 3.6.1, IsValidImplementationFieldType).
    func isSubtype(_ type: TypeReference, of other: TypeReference) -> Bool {
        switch (type, other) {
        case (.nonNull(let inner), .nonNull(let expected)): isSubtype(inner, of: expected)
        case (.nonNull(let inner), _): isSubtype(inner, of: other)
        case (_, .nonNull): false
        case (.list(let item), .list(let expected)): isSubtype(item, of: expected)
        case (.named(let name), .named(let expected)):
            name == expected
                || types[expected]?.isAbstract == true && isImplementation(name, of: expected)
        default: false
        }
    }

    private func isImplementation(_ name: String, of abstract: String) -> Bool {
        guard let type = types[name] else { return false }
        return type.interfaces.contains(abstract) || possibleTypes[abstract]?.contains(name) == true
    }

    /// Whether an object can be of both types (section 5.5.2.3).
    func overlap(_ first: NamedType, _ second: NamedType) -> Bool {
        if first.name == second.name { return true }
        let others = Set(possibleTypes(of: second))
        return possibleTypes(of: first).contains { others.contains($0) }
    }

    func isInput(_ type: TypeReference) -> Bool { types[type.name]?.isInput == true }
    func isOutput(_ type: TypeReference) -> Bool { types[type.name]?.isOutput == true }
}

/// A named type (section 3.4).
public struct NamedType: Sendable {
    /// The six kinds, and what is particular to each.
    public enum Kind: Sendable {
        case scalar(ScalarType)
        case object
        case interface
        case union(members: [String])
        case enumeration(values: NamedList<EnumValue>)
        case inputObject(isOneOf: Bool)

        /// The kind's name in introspection (`__TypeKind`).
        var introspectionName: String {
            switch self {
            case .scalar: "SCALAR"
            case .object: "OBJECT"
            case .interface: "INTERFACE"
            case .union: "UNION"
            case .enumeration: "ENUM"
            case .inputObject: "INPUT_OBJECT"
            }
        }
    }

    /// Its name.
    public let name: String
    /// Its description.
    public let description: String?
    /// What it is.
    public let kind: Kind
    /// The interfaces that an object or interface type implements.
    public let interfaces: [String]
    /// The fields of an object or interface type.
    public let fields: NamedList<FieldType>
    /// The fields of an input object type.
    public let inputFields: NamedList<InputValue>

    /// Whether its values have fields: objects, interfaces and unions.
    public var isComposite: Bool {
        switch kind {
        case .object, .interface, .union: true
        default: false
        }
    }
    /// Whether its values are objects of several types.
    public var isAbstract: Bool {
        switch kind {
        case .interface, .union: true
        default: false
        }
    }
    /// Whether it is a scalar or an enum.
    public var isLeaf: Bool {
        switch kind {
        case .scalar, .enumeration: true
        default: false
        }
    }
    /// Whether arguments can have it.
    public var isInput: Bool { if case .inputObject = kind { true } else { isLeaf } }
    /// Whether fields can have it.
    public var isOutput: Bool { if case .inputObject = kind { false } else { true } }
    /// Whether it is an input object of which exactly one field is given (section 3.10.1).
    public var isOneOf: Bool { if case .inputObject(isOneOf: true) = kind { true } else { false } }
}

/// A field's type, arguments and state.
public struct FieldType: Sendable {
    /// Its name.
    public let name: String
    /// Its description.
    public let description: String?
    /// Its arguments.
    public let arguments: NamedList<InputValue>
    /// Its type.
    public let type: TypeReference
    /// Why it should not be used any more, if it should not.
    public let deprecationReason: String?
}

/// An argument, or an input object's field.
public struct InputValue: Sendable {
    /// Its name.
    public let name: String
    /// Its description.
    public let description: String?
    /// Its type.
    public let type: TypeReference
    /// Its default as written; checked against the type.
    public let defaultValue: ValueNode?
    /// Why it should not be used any more, if it should not.
    public let deprecationReason: String?

    /// Whether a request must give it: non-null and without a default.
    public var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

/// One value of an enum type.
public struct EnumValue: Sendable {
    /// Its name.
    public let name: String
    /// Its description.
    public let description: String?
    /// Why it should not be used any more, if it should not.
    public let deprecationReason: String?
}

/// A directive's definition.
public struct DirectiveType: Sendable {
    /// Its name, without the at sign.
    public let name: String
    /// Its description.
    public let description: String?
    /// Where it may stand.
    public let locations: [DirectiveLocation]
    /// Whether it may stand more than once at a place.
    public let isRepeatable: Bool
    /// Its arguments.
    public let arguments: NamedList<InputValue>
}

/// Elements in the order of their definition, found by name in constant time.
public struct NamedList<Element: Sendable>: Sendable, RandomAccessCollection {
    private let elements: [Element]
    private let positions: [String: Int]

    /// Keeps the elements; of equal names the first counts.
    init(_ elements: [Element], name: (Element) -> String) {
        self.elements = elements
        positions = Dictionary(zip(elements.map(name), elements.indices)) { first, _ in first }
    }

    /// The element of this name.
    public subscript(name: String) -> Element? { positions[name].map { elements[$0] } }
    /// The element at a position.
    public subscript(position: Int) -> Element { elements[position] }
    /// Zero.
    public var startIndex: Int { 0 }
    /// How many there are.
    public var endIndex: Int { elements.count }
}

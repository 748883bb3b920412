/// A parsed document (section 2.2): operations and fragments, or a type system.
///
/// Each node carries the byte offset of its first token; `Source.location(of:)` turns it into a line and a column.
public struct Document: Sendable {
    /// The text that it was parsed from.
    public let source: Source
    /// Its definitions, in order.
    public let definitions: [Definition]

    /// All operations, in order.
    public var operations: [OperationDefinition] {
        definitions.compactMap { if case .operation(let operation) = $0 { operation } else { nil } }
    }

    /// All fragments, in order.
    public var fragments: [FragmentDefinition] {
        definitions.compactMap { if case .fragment(let fragment) = $0 { fragment } else { nil } }
    }
}

/// One definition of a document.
public enum Definition: Sendable {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
    case schema(SchemaDefinition)
    case type(TypeDefinition)
    case directive(DirectiveDefinition)

    /// The offset of its first token, a description included.
    var position: Int {
        switch self {
        case .operation(let node): node.position
        case .fragment(let node): node.position
        case .schema(let node): node.position
        case .type(let node): node.position
        case .directive(let node): node.position
        }
    }
}

/// A name and where it stands.
public struct Name: Sendable {
    /// The name.
    public let value: String
    /// The offset of its first byte.
    public let position: Int
}

/// A description: a string that stands before what it describes (section 2.4).
public struct Description: Sendable {
    /// Its text.
    public let value: String
    /// Whether it was written as a block string.
    public let isBlock: Bool
    /// The offset of its first byte.
    public let position: Int
}

/// The three kinds of operation (section 2.3).
public enum OperationKind: String, Sendable, CaseIterable {
    case query
    case mutation
    case subscription
}

/// An operation (section 2.3).
public struct OperationDefinition: Sendable {
    /// What it does.
    public let kind: OperationKind
    /// Its name, unless it is anonymous.
    public let name: Name?
    /// Its description (new in the September 2025 edition).
    public let description: Description?
    /// Its variables.
    public let variables: [VariableDefinition]
    /// Its directives.
    public let directives: [Directive]
    /// What it selects.
    public let selectionSet: SelectionSet
    /// The offset of its first token.
    public let position: Int
    /// Whether it was written as a selection set alone.
    public let isShorthand: Bool
}

/// A variable of an operation (section 2.10).
public struct VariableDefinition: Sendable {
    /// Its name, without the dollar sign.
    public let name: Name
    /// Its description.
    public let description: Description?
    /// Its type.
    public let type: TypeNode
    /// Its default, if it has one.
    public let defaultValue: ValueNode?
    /// Its directives.
    public let directives: [Directive]
    /// The offset of its first token.
    public let position: Int
}

/// A fragment (section 2.8).
public struct FragmentDefinition: Sendable {
    /// Its name.
    public let name: Name
    /// Its description.
    public let description: Description?
    /// The type that it applies to.
    public let typeCondition: Name
    /// Its directives.
    public let directives: [Directive]
    /// What it selects.
    public let selectionSet: SelectionSet
    /// The offset of its first token.
    public let position: Int
}

/// Fields and fragments between braces (section 2.4); never empty.
public struct SelectionSet: Sendable {
    /// What is selected, in order.
    public let selections: [Selection]
    /// The offset of its brace. No two selection sets of a document share it: it identifies one.
    public let position: Int
}

/// One entry of a selection set.
public enum Selection: Sendable {
    case field(Field)
    case fragmentSpread(FragmentSpread)
    case inlineFragment(InlineFragment)
}

/// A field (section 2.5).
public struct Field: Sendable {
    /// The name that its result gets, if not its own (section 2.7).
    public let alias: Name?
    /// Its name.
    public let name: Name
    /// Its arguments.
    public let arguments: [Argument]
    /// Its directives.
    public let directives: [Directive]
    /// What it selects of its result.
    public let selectionSet: SelectionSet?
    /// The offset of its first token.
    public let position: Int

    /// The key of its result in the response.
    public var responseName: String { alias?.value ?? name.value }
}

/// A named fragment's use (section 2.8).
public struct FragmentSpread: Sendable {
    /// The fragment's name.
    public let name: Name
    /// Its directives.
    public let directives: [Directive]
    /// The offset of its dots.
    public let position: Int
}

/// A fragment that is used where it stands (section 2.8.2).
public struct InlineFragment: Sendable {
    /// The type that it applies to, if it names one.
    public let typeCondition: Name?
    /// Its directives.
    public let directives: [Directive]
    /// What it selects.
    public let selectionSet: SelectionSet
    /// The offset of its dots.
    public let position: Int
}

/// A named value: an argument, or an input object's field.
public struct Argument: Sendable {
    /// Its name.
    public let name: Name
    /// Its value.
    public let value: ValueNode

    /// The offset of its first token.
    public var position: Int { name.position }
}

/// A directive's use (section 2.13).
public struct Directive: Sendable {
    /// Its name, without the at sign.
    public let name: Name
    /// Its arguments.
    public let arguments: [Argument]
    /// The offset of the at sign.
    public let position: Int
}

/// A value as written (section 2.9), and where.
public struct ValueNode: Sendable {
    /// The kinds of values.
    public enum Kind: Sendable {
        case variable(String)
        case int(String)
        case float(String)
        case string(String, isBlock: Bool)
        case boolean(Bool)
        case null
        case enumeration(String)
        case list([ValueNode])
        case object([Argument])
    }

    /// The value.
    public let kind: Kind
    /// The offset of its first token.
    public let position: Int
}

/// A type as written (section 2.12), and where.
public struct TypeNode: Sendable {
    /// The type.
    public let reference: TypeReference
    /// The offset of its first token.
    public let position: Int
    /// The offset of the one name in it.
    public let namePosition: Int
}

/// A type by name, in lists and non-null as often as written (section 3.12).
public indirect enum TypeReference: Sendable, Hashable, CustomStringConvertible {
    case named(String)
    case list(TypeReference)
    case nonNull(TypeReference)

    /// The name without its wrappers.
    public var name: String {
        switch self {
        case .named(let name): name
        case .list(let item): item.name
        case .nonNull(let inner): inner.name
        }
    }

    /// Whether null is no value of it.
    public var isNonNull: Bool { if case .nonNull = self { true } else { false } }

    /// The type without an outer `!`.
    public var nullable: TypeReference { if case .nonNull(let inner) = self { inner } else { self } }

    /// As GraphQL writes it.
    public var description: String {
        switch self {
        case .named(let name): name
        case .list(let item): "[\(item)]"
        case .nonNull(let inner): "\(inner)!"
        }
    }
}

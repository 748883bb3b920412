/// The types and directives that each schema has (sections 3.5, 3.13 and 4.2), written in the language itself.
enum IntrospectionSchema {
    static let document: Document = {
        // proven: the text is a constant that the tests parse
        do { return try Parser.parse(sdl, limits: .trusted) } catch { fatalError("\(error)") }
    }()

    /// Names of the types that the text defines.
    static let typeNames = Set(
        document.definitions.compactMap { if case .type(let node) = $0 { node.name.value } else { nil } })

    /// Names of the directives that the text defines.
    static let directiveNames = Set(
        document.definitions.compactMap { if case .directive(let node) = $0 { node.name.value } else { nil } })

    static let sdl = #"""
        "Text as UTF-8."
        scalar String
        "A whole number of 32 bits."
        scalar Int
        "A number with a fraction, of double precision."
        scalar Float
        "True or false."
        scalar Boolean
        "An opaque identifier; written as a string, read from a string or an integer."
        scalar ID

        "Leaves a field or fragment out when the argument is true."
        directive @skip("Leave it out." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Takes a field or fragment only when the argument is true."
        directive @include("Take it." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Marks what should not be used any more."
        directive @deprecated(
          "Why, and what to use instead, in Markdown."
          reason: String! = "No longer supported"
        ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
        "Says where a scalar is specified."
        directive @specifiedBy("The URL of the specification." url: String!) on SCALAR
        "Makes an input object of which exactly one field is given."
        directive @oneOf on INPUT_OBJECT

        "A schema: its types, directives and root types."
        type __Schema {
          description: String
          types: [__Type!]!
          queryType: __Type!
          mutationType: __Type
          subscriptionType: __Type
          directives: [__Directive!]!
        }

        "A type. Which fields have a value depends on its kind."
        type __Type {
          kind: __TypeKind!
          name: String
          description: String
          specifiedByURL: String
          fields(includeDeprecated: Boolean! = false): [__Field!]
          interfaces: [__Type!]
          possibleTypes: [__Type!]
          enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean! = false): [__InputValue!]
          ofType: __Type
          isOneOf: Boolean
        }

        "What a type is."
        enum __TypeKind {
          SCALAR
          OBJECT
          INTERFACE
          UNION
          ENUM
          INPUT_OBJECT
          LIST
          NON_NULL
        }

        "A field of an object or interface type."
        type __Field {
          name: String!
          description: String
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "An argument or an input object's field."
        type __InputValue {
          name: String!
          description: String
          type: __Type!
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A value of an enum type."
        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A directive."
        type __Directive {
          name: String!
          description: String
          isRepeatable: Boolean!
          locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
        }

        "Where a directive may stand."
        enum __DirectiveLocation {
          QUERY
          MUTATION
          SUBSCRIPTION
          FIELD
          FRAGMENT_DEFINITION
          FRAGMENT_SPREAD
          INLINE_FRAGMENT
          VARIABLE_DEFINITION
          SCHEMA
          SCALAR
          OBJECT
          FIELD_DEFINITION
          ARGUMENT_DEFINITION
          INTERFACE
          UNION
          ENUM
          ENUM_VALUE
          INPUT_OBJECT
          INPUT_FIELD_DEFINITION
        }
        """#
}

/// The fields that no type lists (section 4.1).
enum MetaFields {
    static let typename = FieldType(
        name: "__typename", description: nil, arguments: NamedList([], name: \.name),
        type: .nonNull(.named("String")), deprecationReason: nil)
    static let schema = FieldType(
        name: "__schema", description: nil, arguments: NamedList([], name: \.name),
        type: .nonNull(.named("__Schema")), deprecationReason: nil)
    static let type = FieldType(
        name: "__type", description: nil,
        arguments: NamedList(
            [
                InputValue(
                    name: "name", description: nil, type: .nonNull(.named("String")), defaultValue: nil,
                    deprecationReason: nil)
            ], name: \.name), type: .named("__Type"), deprecationReason: nil)
}

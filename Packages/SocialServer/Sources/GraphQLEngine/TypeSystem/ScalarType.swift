import Foundation

/// How a scalar reads what clients send and writes what resolvers give (section 3.5).
public struct ScalarType: Sendable {
    /// The URL that specifies it (`@specifiedBy`).
    public let specifiedBy: String?
    let coercion: ScalarCoercion
}

/// The two functions of a scalar. Each throws a `GraphQLError` that says why a value does not fit.
public struct ScalarCoercion: Sendable {
    /// From a client's value, literal or variable, to the one that resolvers get.
    public let parse: @Sendable (GraphQLValue) throws -> GraphQLValue
    /// From a resolver's value to the response.
    public let serialize: @Sendable (GraphQLValue) throws -> GraphQLValue

    /// Makes a scalar of two functions.
    public init(
        parse: @escaping @Sendable (GraphQLValue) throws -> GraphQLValue,
        serialize: @escaping @Sendable (GraphQLValue) throws -> GraphQLValue
    ) {
        self.parse = parse
        self.serialize = serialize
    }

    /// Takes and gives any value: what a custom scalar does when nothing else is said.
    public static let any = ScalarCoercion(parse: { $0 }, serialize: { $0 })

    /// The five scalars of the specification.
    static let builtIn: [String: ScalarCoercion] = [
        "Int": ScalarCoercion(parse: parseInt, serialize: serializeInt),
        "Float": ScalarCoercion(parse: parseFloat, serialize: serializeFloat),
        "String": ScalarCoercion(parse: parseString, serialize: serializeString),
        "Boolean": ScalarCoercion(parse: parseBoolean, serialize: serializeBoolean),
        "ID": ScalarCoercion(parse: parseID, serialize: serializeID),
    ]

    private static func refusal(_ type: String, _ what: String, _ value: GraphQLValue) -> GraphQLError {
        GraphQLError("\(type) cannot represent \(what): \(ValuePrinter.short(value))")
    }

    /// Section 3.5.1: 32 bits. A number without a fraction is an integer, however JSON wrote it.
    private static func parseInt(_ value: GraphQLValue) throws -> GraphQLValue {
        let integer: Int
        switch value {
        case .int(let number): integer = number
        case .float(let number):
            guard let exact = Int(exactly: number) else { throw refusal("Int", "non-integer value", value) }
            integer = exact
        default: throw refusal("Int", "non-integer value", value)
        }
        guard Int32(exactly: integer) != nil else {
            throw refusal("Int", "non 32-bit signed integer value", value)
        }
        return .int(integer)
    }

    private static func serializeInt(_ value: GraphQLValue) throws -> GraphQLValue {
        switch value {
        case .boolean(let flag): .int(flag ? 1 : 0)
        case .string(let text):
            try parseInt(Double(text).map(GraphQLValue.float) ?? value)
        default: try parseInt(value)
        }
    }

    /// Section 3.5.2: a double, integers included; never an infinity.
    private static func parseFloat(_ value: GraphQLValue) throws -> GraphQLValue {
        guard let number = value.double, number.isFinite else { throw refusal("Float", "non numeric value", value) }
        return .float(number)
    }

    private static func serializeFloat(_ value: GraphQLValue) throws -> GraphQLValue {
        switch value {
        case .boolean(let flag): .float(flag ? 1 : 0)
        case .string(let text): try parseFloat(Double(text).map(GraphQLValue.float) ?? value)
        default: try parseFloat(value)
        }
    }

    private static func parseString(_ value: GraphQLValue) throws -> GraphQLValue {
        guard case .string = value else { throw refusal("String", "a non string value", value) }
        return value
    }

    private static func serializeString(_ value: GraphQLValue) throws -> GraphQLValue {
        switch value {
        case .string: value
        case .int(let number): .string(String(number))
        case .float(let number) where number.isFinite: .string(ValuePrinter.number(number))
        case .boolean(let flag): .string(flag ? "true" : "false")
        default: throw refusal("String", "value", value)
        }
    }

    private static func parseBoolean(_ value: GraphQLValue) throws -> GraphQLValue {
        guard case .boolean = value else { throw refusal("Boolean", "a non boolean value", value) }
        return value
    }

    private static func serializeBoolean(_ value: GraphQLValue) throws -> GraphQLValue {
        switch value {
        case .boolean: value
        case .int(let number): .boolean(number != 0)
        case .float(let number) where number.isFinite: .boolean(number != 0)
        default: throw refusal("Boolean", "a non boolean value", value)
        }
    }

    /// Section 3.5.5: strings and integers.
    private static func parseID(_ value: GraphQLValue) throws -> GraphQLValue {
        switch value {
        case .string: return value
        case .int(let number): return .string(String(number))
        case .float(let number):
            guard let exact = Int(exactly: number) else { throw refusal("ID", "value", value) }
            return .string(String(exact))
        default: throw refusal("ID", "value", value)
        }
    }

    private static func serializeID(_ value: GraphQLValue) throws -> GraphQLValue { try parseID(value) }
}

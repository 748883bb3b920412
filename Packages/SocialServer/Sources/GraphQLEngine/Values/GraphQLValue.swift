/// A value at run time: a coerced argument, a variable, a leaf of a result, a piece of JSON.
///
/// An enum's value is its name as a string, as it is in JSON.
public enum GraphQLValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case list([GraphQLValue])
    case object(ObjectValue)

    /// The string, if it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The integer, if it is one.
    public var int: Int? { if case .int(let value) = self { value } else { nil } }
    /// The number, if it is one, integer or not.
    public var double: Double? {
        switch self {
        case .float(let value): value
        case .int(let value): Double(value)
        default: nil
        }
    }
    /// The truth value, if it is one.
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    /// The items, if it is a list.
    public var list: [GraphQLValue]? { if case .list(let value) = self { value } else { nil } }
    /// The members, if it is an object.
    public var object: ObjectValue? { if case .object(let value) = self { value } else { nil } }
    /// Whether it is null.
    public var isNull: Bool { self == .null }
}

/// The members of an object, in the order in which they were set; each key once.
public struct ObjectValue: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    /// The keys in order. `members` has exactly these.
    public private(set) var keys: [String] = []
    private var members: [String: GraphQLValue] = [:]

    /// No members.
    public init() {}

    /// The members as written; of equal keys the last value counts.
    public init(dictionaryLiteral elements: (String, GraphQLValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// A member's value; nil where there is none, which is not the same as null.
    public subscript(key: String) -> GraphQLValue? {
        get { members[key] }
        set {
            guard let newValue else {
                if members.removeValue(forKey: key) != nil { keys.removeAll { $0 == key } }
                return
            }
            if members.updateValue(newValue, forKey: key) == nil { keys.append(key) }
        }
    }

    /// How many members it has.
    public var count: Int { keys.count }
    /// Whether it has none.
    public var isEmpty: Bool { keys.isEmpty }

    /// The members in order.
    public func makeIterator() -> AnyIterator<(key: String, value: GraphQLValue)> {
        var keys = self.keys.makeIterator()
        return AnyIterator { keys.next().map { ($0, members[$0] ?? .null) } }
    }

    /// Objects are equal whatever the order of their members.
    public static func == (left: ObjectValue, right: ObjectValue) -> Bool { left.members == right.members }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

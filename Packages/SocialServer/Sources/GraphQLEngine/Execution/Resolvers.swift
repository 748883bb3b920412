/// What a resolver gives for one object's field.
public enum ResolvedValue: Sendable {
    case null
    /// A scalar, or an enum's name.
    case leaf(GraphQLValue)
    case list([ResolvedValue])
    /// An object, which the resolvers of its type get as their parent. The type's name is needed where the field's
    /// type is an interface or a union.
    case object(any Sendable, type: String? = nil)
    /// This object's field failed; the fields of the other objects did not.
    case failure(GraphQLError)

    /// A string, or null.
    public static func string(_ value: String?) -> ResolvedValue { value.map { .leaf(.string($0)) } ?? .null }
    /// An integer, or null.
    public static func int(_ value: Int?) -> ResolvedValue { value.map { .leaf(.int($0)) } ?? .null }
    /// A number, or null.
    public static func float(_ value: Double?) -> ResolvedValue { value.map { .leaf(.float($0)) } ?? .null }
    /// A truth value, or null.
    public static func boolean(_ value: Bool?) -> ResolvedValue { value.map { .leaf(.boolean($0)) } ?? .null }
}

/// One call of a resolver: a field of all objects of a level at once.
public struct FieldCall<Context: Sendable>: Sendable {
    /// The objects whose field is wanted; the result has as many entries, in this order.
    public let parents: [any Sendable]
    /// The type of the objects.
    public let typeName: String
    /// The field.
    public let fieldName: String
    /// The arguments, coerced; an absent one without a default has no entry.
    public let arguments: ObjectValue
    /// The names of the fields that are selected of the result, at its first level.
    public let selected: Set<String>
    /// Whatever the request brought along.
    public let context: Context
}

/// What the fields of a schema do.
///
/// A resolver gets *all* objects of a level in one call, so that one SQL statement answers for a hundred of them. The
/// forms for one object at a time are short for those that read what is already in memory. Two fields of one level
/// with the same type, name and arguments share one call, wherever they stand in the query.
public struct Resolvers<Context: Sendable>: Sendable {
    /// An event stream of a subscription.
    public typealias Events = AsyncThrowingStream<any Sendable, any Error>

    enum Form: Sendable {
        /// Runs where it stands; must not wait.
        case direct(@Sendable (FieldCall<Context>) throws -> [ResolvedValue])
        /// Runs as a task beside the others of its level.
        case task(@Sendable (FieldCall<Context>) async throws -> [ResolvedValue])
    }

    private var forms: [String: Form] = [:]
    private var sources: [String: @Sendable (FieldCall<Context>) async throws -> Events] = [:]

    /// No resolvers: fields are members of the `GraphQLValue` that their parent is.
    public init() {}

    var coordinates: [String] { Array(forms.keys) + Array(sources.keys) }

    func form(_ type: String, _ field: String) -> Form? { forms["\(type).\(field)"] }
    func source(_ field: String, of type: String) -> (@Sendable (FieldCall<Context>) async throws -> Events)? {
        sources["\(type).\(field)"]
    }

    /// A root field: one call, one result.
    public mutating func root(
        _ coordinate: String, _ resolve: @escaping @Sendable (FieldCall<Context>) async throws -> ResolvedValue
    ) {
        forms[coordinate] = .task { call in
            let value = try await resolve(call)
            return call.parents.map { _ in value }
        }
    }

    /// A field that reads what its parent has in memory. Must not wait.
    public mutating func value<Parent: Sendable>(
        _ coordinate: String, of type: Parent.Type,
        _ resolve: @escaping @Sendable (Parent, ObjectValue) throws -> ResolvedValue
    ) {
        forms[coordinate] = .direct { call in
            try call.parents.map { parent in
                guard let parent = parent as? Parent else { throw WrongParent(coordinate, Parent.self, parent) }
                do { return try resolve(parent, call.arguments) } catch { return .failure(.from(error)) }
            }
        }
    }

    /// A field of many objects at once.
    ///
    /// The result has an entry for each parent, in order. What the function throws fails the field of all of them.
    public mutating func batch<Parent: Sendable>(
        _ coordinate: String, of type: Parent.Type,
        _ resolve: @escaping @Sendable ([Parent], FieldCall<Context>) async throws -> [ResolvedValue]
    ) {
        forms[coordinate] = .task { call in
            let parents = try call.parents.map { parent in
                guard let parent = parent as? Parent else { throw WrongParent(coordinate, Parent.self, parent) }
                return parent
            }
            return try await resolve(parents, call)
        }
    }

    /// A subscription's root field: where its events come from. Each event becomes the parent of the root field.
    ///
    /// The stream's `onTermination` is called when the client goes.
    public mutating func subscription(
        _ coordinate: String, _ source: @escaping @Sendable (FieldCall<Context>) async throws -> Events
    ) {
        sources[coordinate] = source
    }
}

/// A resolver was given an object of another type than it was written for: a mistake in the program.
struct WrongParent: Error, CustomStringConvertible {
    let description: String

    init(_ coordinate: String, _ expected: Any.Type, _ found: any Sendable) {
        description = "The resolver of \(coordinate) expects \(expected), not \(type(of: found))."
    }
}

extension GraphQLError {
    /// A resolver's error as clients see it. Errors of other types may hold secrets: they are not shown.
    static func from(_ error: any Error) -> GraphQLError {
        switch error {
        case let error as GraphQLError: error
        case is CancellationError: GraphQLError("The field was cancelled.")
        case let error as WrongParent: GraphQLError(error.description)
        default: GraphQLError("Internal error.")
        }
    }
}

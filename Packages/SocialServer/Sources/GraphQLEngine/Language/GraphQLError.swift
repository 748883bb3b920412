/// What is wrong with a document, a request or one field of it: a response's error (section 7.1.2).
public struct GraphQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A step from a response's root to a field: a response name, or an index in a list.
    public enum PathElement: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    /// Which part of the engine refused, so that an adapter can choose a status code.
    public enum Phase: Sendable, Hashable {
        /// The text is not GraphQL.
        case syntax
        /// A limit on size, depth or cost was passed.
        case limit
        /// A validation rule; its name as in the specification.
        case validation(rule: String)
        /// The schema is not valid.
        case schema
        /// Operation or variables do not fit: nothing was executed.
        case request
        /// A field failed while it was executed.
        case execution
    }

    /// What is wrong, in a whole sentence.
    public var message: String
    /// Where in the document, in the order that the message names them.
    public var locations: [SourceLocation]
    /// Which field of the response; empty when the error belongs to none.
    public var path: [PathElement]
    /// Additional entries for clients; empty when there are none.
    public var extensions: ObjectValue
    /// Which part of the engine refused.
    public var phase: Phase

    /// Makes an error. Resolvers throw it to tell a client more than that something went wrong.
    public init(
        _ message: String, locations: [SourceLocation] = [], path: [PathElement] = [],
        extensions: ObjectValue = ObjectValue(), phase: Phase = .execution
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.extensions = extensions
        self.phase = phase
    }

    static func syntax(_ message: String, in source: Source, at offset: Int) -> GraphQLError {
        GraphQLError("Syntax Error: \(message)", locations: [source.location(of: offset)], phase: .syntax)
    }

    static func limit(_ message: String, in source: Source, at offset: Int) -> GraphQLError {
        GraphQLError(message, locations: [source.location(of: offset)], phase: .limit)
    }

    /// The message with its places.
    public var description: String {
        let places = locations.map { "\($0.line):\($0.column)" }.joined(separator: ", ")
        return places.isEmpty ? message : "\(message) (\(places))"
    }
}

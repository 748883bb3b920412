/// A GraphQL service: a schema, what its fields do, and limits. The whole way of a request, top to bottom:
///
///     let schema = try Schema(sdl: "type Query { hello(name: String = \"world\"): String }")
///     var resolvers = Resolvers<Void>()
///     resolvers.root("Query.hello") { call in .string("Hello, \(call.arguments["name"]?.string ?? "")!") }
///     let engine = try Engine(schema: schema, resolvers: resolvers)
///     let response = await engine.execute(Request("{ hello }"), context: ())
///     // {"data":{"hello":"Hello, world!"}}
///
/// 1. *Language*: text becomes a document, or a syntax error with its place.
/// 2. *Limits*: depth, aliases, directives and cost are counted through fragments, before anything runs.
/// 3. *Validation*: all rules of section 5 in one walk.
/// 4. *Execution*: variables are coerced, then fields are resolved a level at a time, all objects of a level at once.
///
/// An engine is a value without mutable state; any number of requests may use it at the same time.
public struct Engine<Context: Sendable>: Sendable {
    /// The types.
    public let schema: Schema
    /// What fields do.
    public let resolvers: Resolvers<Context>
    /// What a request may ask for.
    public let limits: RequestLimits

    /// Puts a service together.
    ///
    /// - Throws: `SchemaError` when a resolver belongs to no field of the schema.
    public init(
        schema: Schema, resolvers: Resolvers<Context>, limits: RequestLimits = RequestLimits()
    ) throws(SchemaError) {
        self.schema = schema
        self.resolvers = resolvers
        self.limits = limits
        let unknown = resolvers.coordinates.filter { coordinate in
            guard let found = try? SchemaCoordinate(coordinate).resolve(in: schema), case .field = found else {
                return true
            }
            return false
        }
        if !unknown.isEmpty {
            throw SchemaError(
                errors: unknown.sorted().map {
                    GraphQLError("The resolver '\($0)' belongs to no field of the schema.", phase: .schema)
                })
        }
    }

    /// A request that may be executed: parsed, within the limits, valid, with its operation chosen.
    public struct Prepared: Sendable {
        /// The document.
        public let document: Document
        /// The operation that will run; its kind decides which HTTP methods and transports may.
        public let operation: OperationDefinition
        /// What the operation costs, and how many fields that are.
        public let cost: RequestCost
        let request: Request
    }

    /// Parses, measures and validates a request, and chooses its operation.
    ///
    /// - Returns: the request ready to run, or the errors that say why it does not.
    public func prepare(_ request: Request) -> Result<Prepared, RequestFailure> {
        do {
            let document = try Parser.parse(request.query, limits: limits.document)
            let chosen = Self.operation(named: request.operationName, in: document)
            var analysis = CostAnalysis(
                document: document, schema: schema, variables: request.variables, limits: limits)
            try analysis.measureDocument()
            let cost = try (try? chosen.get()).map { operation throws(GraphQLError) in
                try analysis.measure(operation)
            }
            let errors = Validator.validate(document, against: schema)
            if !errors.isEmpty { return .failure(RequestFailure(errors: errors)) }
            return .success(
                Prepared(
                    document: document, operation: try chosen.get(), cost: cost ?? RequestCost(), request: request))
        } catch {
            return .failure(RequestFailure(errors: [error]))
        }
    }

    /// Runs a query or mutation to its response. A subscription needs `subscribe`.
    public func execute(_ request: Request, context: Context) async -> Response {
        switch prepare(request) {
        case .failure(let failure): Response(errors: failure.errors)
        case .success(let prepared): await execute(prepared, context: context)
        }
    }

    /// Runs a prepared query or mutation.
    public func execute(_ prepared: Prepared, context: Context) async -> Response {
        guard prepared.operation.kind != .subscription else {
            return Response(errors: [
                GraphQLError("A subscription needs a transport that streams.", phase: .request)
            ])
        }
        return await execute(prepared, root: RootValue(), context: context)
    }

    func execute(_ prepared: Prepared, root: any Sendable, context: Context) async -> Response {
        do {
            let variables = try VariableValues.coerce(
                prepared.request.variables, for: prepared.operation, in: prepared.document, schema: schema)
            let execution = Execution(
                engine: self, prepared: prepared, variables: variables, context: context)
            return await execution.run(root: root)
        } catch {
            return Response(errors: error.errors)
        }
    }

    /// GetOperation (section 6.1).
    static func operation(
        named name: String?, in document: Document
    ) -> Result<OperationDefinition, GraphQLError> {
        let operations = document.operations
        if let name {
            guard let operation = operations.first(where: { $0.name?.value == name }) else {
                return .failure(
                    GraphQLError("Unknown operation named '\(name.prefix(80))'.", phase: .request))
            }
            return .success(operation)
        }
        guard let first = operations.first else {
            return .failure(GraphQLError("Must provide an operation.", phase: .request))
        }
        guard operations.count == 1 else {
            return .failure(
                GraphQLError(
                    "Must provide operation name if query contains multiple operations.",
                    locations: operations.dropFirst().prefix(1).map { document.source.location(of: $0.position) },
                    phase: .request))
        }
        return .success(first)
    }
}

/// The parent of root fields, when there is no other.
struct RootValue: Sendable {}

/// What a client asks for (section 7 and GraphQL over HTTP).
public struct Request: Sendable {
    /// The document's text.
    public var query: String
    /// Which of its operations to run.
    public var operationName: String?
    /// The variables as JSON gave them.
    public var variables: ObjectValue

    /// Makes a request.
    public init(_ query: String, operationName: String? = nil, variables: ObjectValue = ObjectValue()) {
        self.query = query
        self.operationName = operationName
        self.variables = variables
    }
}

/// Why a request was not executed.
public struct RequestFailure: Error, Sendable {
    /// At least one.
    public let errors: [GraphQLError]
}

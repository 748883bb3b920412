/// What rules know while the document is walked: the types at the current place, fragments by name, variables in use.
final class ValidationContext {
    /// A variable's use, and what its place expects.
    struct VariableUse {
        let name: String
        let position: Int
        /// The type that the place expects; nil where that is unknown.
        let type: TypeReference?
        let hasDefault: Bool
        /// The input object whose field the variable is, if it is one.
        let parent: NamedType?
    }

    /// What an operation or fragment holds itself, without the fragments that it spreads.
    struct Contents {
        var uses: [VariableUse] = []
        var spreads: [FragmentSpread] = []
    }

    /// At most so many errors; the rest of the document is not looked at (graphql-core has the same number).
    static let maximumErrors = 100

    let schema: Schema
    let document: Document
    let fragments: [String: FragmentDefinition]
    let coercion: InputCoercion
    private(set) var errors: [GraphQLError] = []
    /// True when there are too many errors: rules and walk stop.
    private(set) var isDone = false

    /// The composite type that the current selection set selects from; nil where unknown.
    var parentType: NamedType?
    /// The current field's definition; nil where unknown.
    var field: FieldType?

    /// By operation position and fragment name.
    private(set) var operationContents: [Int: Contents] = [:]
    private(set) var fragmentContents: [String: Contents] = [:]
    private var current = Contents()

    init(schema: Schema, document: Document) {
        self.schema = schema
        self.document = document
        // Of equal names the last counts; UniqueFragmentNames refuses them.
        fragments = Dictionary(document.fragments.map { ($0.name.value, $0) }) { _, last in last }
        coercion = InputCoercion(schema: schema)
    }

    func report(_ message: String, at positions: [Int], rule: String) {
        guard !isDone else { return }
        if errors.count == Self.maximumErrors {
            errors.append(
                GraphQLError(
                    "Too many validation errors, error limit reached. Validation aborted.",
                    locations: positions.prefix(1).map(document.source.location), phase: .validation(rule: rule)))
            isDone = true
            return
        }
        errors.append(
            GraphQLError(
                message, locations: positions.map(document.source.location), phase: .validation(rule: rule)))
    }

    // MARK: Variables and spreads

    func begin() { current = Contents() }
    func end(operation: OperationDefinition) { operationContents[operation.position] = current }
    func end(fragment: FragmentDefinition) { fragmentContents[fragment.name.value] = current }
    func note(_ spread: FragmentSpread) { current.spreads.append(spread) }
    func note(_ use: VariableUse) { current.uses.append(use) }

    /// The names of the fragments that an operation reaches, in the order in which they are met, each once.
    func reachableFragments(from operation: OperationDefinition) -> [String] {
        var seen: Set<String> = []
        var order: [String] = []
        var pending = (operationContents[operation.position]?.spreads ?? []).map(\.name.value)
        while let name = pending.popLast() {
            guard fragments[name] != nil, seen.insert(name).inserted else { continue }
            order.append(name)
            pending += (fragmentContents[name]?.spreads ?? []).map(\.name.value)
        }
        return order
    }

    /// All uses of variables in an operation, through fragments.
    func variableUses(of operation: OperationDefinition) -> [VariableUse] {
        (operationContents[operation.position]?.uses ?? [])
            + reachableFragments(from: operation).flatMap { fragmentContents[$0]?.uses ?? [] }
    }

    /// A composite type by name.
    func compositeType(_ name: String) -> NamedType? {
        schema.type(name).flatMap { $0.isComposite ? $0 : nil }
    }
}

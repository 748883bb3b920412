/// Counts what a request asks for, before it is validated or executed.
///
/// Fragments are followed wherever they are spread, so that a query costs the same however it is cut into fragments.
/// What a fragment costs is counted once and remembered: thirty fragments that each spread the next twice take thirty
/// steps, and come to a number that no limit allows.
struct CostAnalysis {
    /// What a selection set comes to, for one object.
    private struct Measure {
        var fields = 0
        var depth = 0
        var aliases = 0

        mutating func add(_ other: Measure, times: Int = 1) {
            fields = Self.sum(fields, Self.product(other.fields, times))
            aliases = Self.sum(aliases, other.aliases)
            depth = max(depth, other.depth)
        }

        static func sum(_ first: Int, _ second: Int) -> Int {
            let (value, overflow) = first.addingReportingOverflow(second)
            return overflow ? Int.max : value
        }

        static func product(_ first: Int, _ second: Int) -> Int {
            let (value, overflow) = first.multipliedReportingOverflow(by: second)
            return overflow ? Int.max : value
        }
    }

    /// A fragment's measure depends on the type that it is spread in only through its own type condition, and on the
    /// list size that a connection passes down.
    private struct Key: Hashable {
        let fragment: String
        let listSize: Int?
    }

    private let document: Document
    private let schema: Schema
    private let limits: RequestLimits
    private let fragments: [String: FragmentDefinition]
    private let given: ObjectValue
    private var variables: [String: VariableDefinition] = [:]
    private var memo: [Key: Measure] = [:]
    private var open: Set<String> = []

    init(document: Document, schema: Schema, variables: ObjectValue, limits: RequestLimits) {
        self.document = document
        self.schema = schema
        self.limits = limits
        given = variables
        fragments = Dictionary(document.fragments.map { ($0.name.value, $0) }) { _, last in last }
    }

    private func refusal(_ message: String, at position: Int) -> GraphQLError {
        .limit(message, in: document.source, at: position)
    }

    // MARK: The document as written

    /// Counts aliases and directives as they are written, in all operations and fragments.
    mutating func measureDocument() throws(GraphQLError) {
        var counts = (aliases: 0, directives: 0)
        for definition in document.definitions {
            switch definition {
            case .operation(let node):
                try count(node.directives, &counts)
                for variable in node.variables { try count(variable.directives, &counts) }
                try count(node.selectionSet, &counts)
            case .fragment(let node):
                try count(node.directives, &counts)
                try count(node.selectionSet, &counts)
            case .schema, .type, .directive: break
            }
        }
    }

    private func count(_ set: SelectionSet, _ counts: inout (aliases: Int, directives: Int)) throws(GraphQLError) {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                if let alias = field.alias {
                    counts.aliases += 1
                    if counts.aliases > limits.aliases { throw tooManyAliases(at: alias.position) }
                }
                try count(field.directives, &counts)
                if let set = field.selectionSet { try count(set, &counts) }
            case .fragmentSpread(let spread): try count(spread.directives, &counts)
            case .inlineFragment(let fragment):
                try count(fragment.directives, &counts)
                try count(fragment.selectionSet, &counts)
            }
        }
    }

    private func count(
        _ directives: [Directive], _ counts: inout (aliases: Int, directives: Int)
    ) throws(GraphQLError) {
        guard let first = directives.first else { return }
        counts.directives += directives.count
        if directives.count > limits.directivesPerPlace {
            throw refusal(
                "At most \(limits.directivesPerPlace) directives may stand at one place, here are \(directives.count).",
                at: first.position)
        }
        if counts.directives > limits.directives {
            throw refusal("The document has more than \(limits.directives) directives.", at: first.position)
        }
    }

    private func tooManyAliases(at position: Int) -> GraphQLError {
        refusal("The document has more than \(limits.aliases) aliases.", at: position)
    }

    // MARK: The operation with its fragments

    /// Counts what an operation asks for.
    ///
    /// - Throws: the limit that it passes, with a place.
    mutating func measure(_ operation: OperationDefinition) throws(GraphQLError) -> RequestCost {
        variables = Dictionary(operation.variables.map { ($0.name.value, $0) }) { _, last in last }
        let measure = try measure(
            operation.selectionSet, schema.rootType(operation.kind), listSize: nil, depth: 0, spreads: 0)
        if measure.aliases > limits.aliases { throw tooManyAliases(at: operation.position) }
        if measure.fields > limits.cost {
            throw refusal(
                "The operation may have to resolve \(measure.fields == .max ? "too many" : "\(measure.fields)") fields; "
                    + "at most \(limits.cost) are allowed. Ask for shorter lists.", at: operation.position)
        }
        return RequestCost(fields: measure.fields, depth: measure.depth, aliases: measure.aliases)
    }

    private mutating func measure(
        _ set: SelectionSet, _ parent: NamedType?, listSize: Int?, depth: Int, spreads: Int
    ) throws(GraphQLError) -> Measure {
        var measure = Measure()
        // A leaf that is written again is resolved once.
        var leaves: Set<String> = []
        for selection in set.selections {
            switch selection {
            case .field(let field):
                if field.selectionSet == nil, !leaves.insert(field.responseName).inserted { continue }
                measure.add(
                    try self.measure(field, parent, listSize: listSize, depth: depth + 1, spreads: spreads))
            case .inlineFragment(let fragment):
                let type = fragment.typeCondition.map { schema.type($0.value) } ?? parent
                measure.add(
                    try self.measure(
                        fragment.selectionSet, type, listSize: listSize, depth: depth, spreads: spreads))
            case .fragmentSpread(let spread):
                measure.add(
                    try self.measure(spread, listSize: listSize, depth: depth, spreads: spreads + 1))
            }
        }
        return measure
    }

    private mutating func measure(
        _ spread: FragmentSpread, listSize: Int?, depth: Int, spreads: Int
    ) throws(GraphQLError) -> Measure {
        let name = spread.name.value
        if spreads > limits.spreads {
            throw refusal("Fragments spread fragments more than \(limits.spreads) deep.", at: spread.position)
        }
        // An unknown fragment or a cycle is a validation error; here it counts nothing.
        guard let fragment = fragments[name], !open.contains(name) else { return Measure() }
        let key = Key(fragment: name, listSize: listSize)
        if let known = memo[key] {
            if depth + known.depth > limits.depth { throw tooDeep(at: spread.position) }
            return known
        }
        open.insert(name)
        let measure = try measure(
            fragment.selectionSet, schema.type(fragment.typeCondition.value), listSize: listSize, depth: depth,
            spreads: spreads)
        open.remove(name)
        memo[key] = measure
        return measure
    }

    private func tooDeep(at position: Int) -> GraphQLError {
        refusal("Fields nest deeper than \(limits.depth) levels.", at: position)
    }

    private mutating func measure(
        _ field: Field, _ parent: NamedType?, listSize: Int?, depth: Int, spreads: Int
    ) throws(GraphQLError) -> Measure {
        if depth > limits.depth { throw tooDeep(at: field.position) }
        var measure = Measure(fields: 1, depth: 1, aliases: field.alias == nil ? 0 : 1)
        guard let set = field.selectionSet else { return measure }
        let definition = parent.flatMap { schema.field(field.name.value, of: $0) }
        let size = definition.flatMap { self.listSize(of: field, $0) }
        let isList = definition?.type.nullable.isList ?? false
        // Introspection's lists are as long as the schema; IntrospectionDepth bounds them, not the cost.
        let isIntrospection = parent?.name.hasPrefix("__") == true || field.name.value.hasPrefix("__")
        let times = isIntrospection || !isList ? 1 : size ?? listSize ?? limits.assumedListSize
        let inner = try self.measure(
            set, definition.flatMap { schema.type($0.type.name) },
            // A connection passes its size on to its edges and nodes.
            listSize: isList ? nil : size, depth: depth, spreads: spreads)
        measure.add(inner, times: times)
        measure.depth = inner.depth + 1
        return measure
    }

    /// The number that `first` or `last` says, from a literal, a variable or a default.
    private func listSize(of field: Field, _ definition: FieldType) -> Int? {
        var size: Int?
        for name in ["first", "last"] {
            guard let argument = definition.arguments[name] else { continue }
            let node = field.arguments.first { $0.name.value == name }
            var value = (node?.value ?? argument.defaultValue).map { InputCoercion.untyped($0, variables: given) }
            if case .variable(let variable) = node?.value.kind, given[variable] == nil {
                let standard = variables[variable]?.defaultValue ?? argument.defaultValue
                value = standard.map { InputCoercion.untyped($0, variables: nil) }
            }
            // A negative number is the resolver's to refuse; it makes no list.
            if let number = value?.int { size = max(size ?? 0, number, 0) }
        }
        return size
    }
}

extension TypeReference {
    var isList: Bool { if case .list = self { true } else { false } }
}

/// Executes one operation breadth first (section 6.3 and 6.4).
///
/// The objects of a level are grouped by what is selected of them. A level has three steps:
///
/// 1. For each field of each group, a call is prepared with all objects of the group; calls of the same field with the
///    same arguments become one.
/// 2. Calls that only read memory run in place. The others run as tasks beside each other.
/// 3. Each result is completed as soon as it is there: leaves go into the response, objects into the next level, nulls
///    and errors bubble. A call whose objects all became null by that is cancelled.
///
/// So the number of calls depends on the query, never on the length of lists.
final class Execution<Context: Sendable> {
    /// Objects of one level that have the same plan.
    private struct Group {
        let plan: FieldPlan
        var parents: [any Sendable] = []
        var nodes: [ResponseNode] = []
    }

    /// Groups in the order in which they were met.
    private struct Level {
        var groups: [Group] = []
        private var indices: [ObjectIdentifier: Int] = [:]

        mutating func add(_ parent: any Sendable, _ node: ResponseNode, _ plan: FieldPlan) {
            let index: Int
            if let known = indices[ObjectIdentifier(plan)] {
                index = known
            } else {
                index = groups.count
                indices[ObjectIdentifier(plan)] = index
                groups.append(Group(plan: plan))
            }
            groups[index].parents.append(parent)
            groups[index].nodes.append(node)
        }
    }

    /// Where a call's results go.
    private struct Target {
        let node: ResponseNode
        let slot: Int
        let entry: FieldPlan.Entry
        let type: NamedType
    }

    private struct CallKey: Hashable {
        let type: String
        let field: String
        let arguments: ObjectValue
    }

    private struct Call {
        let key: CallKey
        var parents: [any Sendable]
        var targets: [Target]
        var selected: Set<String>
    }

    private let schema: Schema
    private let resolvers: Resolvers<Context>
    private let operation: OperationDefinition
    private let document: Document
    private let planner: FieldPlanner
    private let context: Context
    private let limits: RequestLimits
    private var errors: [GraphQLError] = []
    private var hasNulls = false
    private var completed = 0

    init(engine: Engine<Context>, prepared: Engine<Context>.Prepared, variables: ObjectValue, context: Context) {
        schema = engine.schema
        resolvers = engine.resolvers
        limits = engine.limits
        operation = prepared.operation
        document = prepared.document
        planner = FieldPlanner(schema: engine.schema, document: prepared.document, variables: variables)
        self.context = context
    }

    func run(root: any Sendable) async -> Response {
        guard let type = schema.rootType(operation.kind) else {
            return Response(errors: [
                GraphQLError("The schema has no \(operation.kind.rawValue) type.", phase: .request)
            ])
        }
        let plan = planner.plan([operation.selectionSet], for: type)
        let node = ResponseNode(keys: plan.keys, count: plan.keys.count, parent: nil, slot: 0, isNonNull: false)
        var group = Group(plan: plan)
        group.parents = [root]
        group.nodes = [node]
        if operation.kind == .mutation {
            // Section 6.3.1: root fields of a mutation run one after the other, each with all that is below it.
            for slot in plan.entries.indices where !node.isNull {
                await run(calls([group], only: slot))
            }
        } else {
            await run(calls([group], only: nil))
        }
        return Response(data: node.value(), errors: errors)
    }

    /// The source of a subscription's events (section 6.2.3.1).
    func source() async throws -> Resolvers<Context>.Events {
        guard let type = schema.rootType(.subscription) else {
            throw GraphQLError("The schema has no subscription type.", phase: .request)
        }
        let plan = planner.plan([operation.selectionSet], for: type)
        guard let entry = plan.entries.first, let source = resolvers.source(entry.definition.name, of: type.name) else {
            throw GraphQLError("The subscription field has no source of events.", phase: .request)
        }
        do {
            return try await source(
                FieldCall(
                    parents: [RootValue()], typeName: type.name, fieldName: entry.definition.name,
                    arguments: try entry.arguments.get(), selected: entry.selected, context: context))
        } catch {
            var error = GraphQLError.from(error)
            error.path = plan.keys.prefix(1).map { .key($0) }
            if error.locations.isEmpty { error.locations = entry.fields.map { location($0.position) } }
            throw error
        }
    }

    // MARK: Levels

    private func run(_ first: [Call]) async {
        var calls = first
        while !calls.isEmpty {
            let level = await resolve(calls)
            calls = self.calls(level.groups, only: nil)
        }
    }

    /// Step 1.
    private func calls(_ groups: [Group], only: Int?) -> [Call] {
        var calls: [Call] = []
        var indices: [CallKey: Int] = [:]
        for group in groups {
            var alive = Array(group.nodes.indices)
            if hasNulls { alive.removeAll { !group.nodes[$0].isAlive } }
            guard !alive.isEmpty else { continue }
            let parents = alive.count == group.parents.count ? group.parents : alive.map { group.parents[$0] }
            for (slot, entry) in group.plan.entries.enumerated() where only == nil || only == slot {
                let targets = alive.map {
                    Target(node: group.nodes[$0], slot: slot, entry: entry, type: group.plan.type)
                }
                switch entry.arguments {
                case .failure(let error):
                    for target in targets { fail(target, error) }
                case .success(let arguments):
                    let key = CallKey(
                        type: group.plan.type.name, field: entry.definition.name, arguments: arguments)
                    if let index = indices[key] {
                        calls[index].parents += parents
                        calls[index].targets += targets
                        calls[index].selected.formUnion(entry.selected)
                    } else {
                        indices[key] = calls.count
                        calls.append(
                            Call(key: key, parents: parents, targets: targets, selected: entry.selected))
                    }
                }
            }
        }
        return calls
    }

    /// Steps 2 and 3.
    private func resolve(_ calls: [Call]) async -> Level {
        var level = Level()
        var waiting: [(call: Call, resolve: @Sendable (FieldCall<Context>) async throws -> [ResolvedValue])] = []
        for call in calls {
            switch resolvers.form(call.key.type, call.key.field) {
            case .task(let resolve): waiting.append((call, resolve))
            case .direct(let resolve):
                let fieldCall = fieldCall(call)
                complete(call, Result { try resolve(fieldCall) }, into: &level)
            case nil:
                complete(call, Result { try standard(call) }, into: &level)
            }
        }
        if waiting.count == 1, let only = waiting.first {
            let fieldCall = fieldCall(only.call)
            let result: Result<[ResolvedValue], any Error>
            do { result = .success(try await only.resolve(fieldCall)) } catch { result = .failure(error) }
            complete(only.call, result, into: &level)
        } else if !waiting.isEmpty {
            await resolveTogether(waiting, into: &level)
        }
        return level
    }

    private func resolveTogether(
        _ waiting: [(call: Call, resolve: @Sendable (FieldCall<Context>) async throws -> [ResolvedValue])],
        into level: inout Level
    ) async {
        // Each call is a task of its own, so that one can be cancelled alone; the group ends them all with this task.
        let tasks = waiting.map { call, resolve in
            let fieldCall = fieldCall(call)
            return Task { try await resolve(fieldCall) }
        }
        var open = Set(tasks.indices)
        let results = AsyncStream<(Int, Result<[ResolvedValue], any Error>)> { continuation in
            for (index, task) in tasks.enumerated() {
                Task { continuation.yield((index, await task.result)) }
            }
        }
        await withTaskCancellationHandler {
            // The stream itself ends early when this task is cancelled; the tasks' results are awaited all the same.
            var iterator = results.makeAsyncIterator()
            while !open.isEmpty {
                guard let (index, result) = await iterator.next() else { break }
                open.remove(index)
                complete(waiting[index].call, result, into: &level)
                cancelDropped(waiting.map(\.call), tasks, open)
            }
            for index in open.sorted() { complete(waiting[index].call, await tasks[index].result, into: &level) }
        } onCancel: {
            for task in tasks { task.cancel() }
        }
    }

    private func cancelDropped(_ calls: [Call], _ tasks: [Task<[ResolvedValue], any Error>], _ open: Set<Int>) {
        guard hasNulls else { return }
        for index in open where !calls[index].targets.contains(where: { $0.node.isAlive }) { tasks[index].cancel() }
    }

    private func fieldCall(_ call: Call) -> FieldCall<Context> {
        FieldCall(
            parents: call.parents, typeName: call.key.type, fieldName: call.key.field, arguments: call.key.arguments,
            selected: call.selected, context: context)
    }

    /// Introspection, and fields that are members of a value.
    private func standard(_ call: Call) throws -> [ResolvedValue] {
        let field = call.key.field
        if field == "__typename" { return call.parents.map { _ in .string(call.key.type) } }
        if field.hasPrefix("__") || call.key.type.hasPrefix("__") {
            let introspection = Introspection(schema: schema)
            return call.parents.map { introspection.resolve(field, of: $0, call.key.arguments) }
        }
        return try call.parents.map { parent in
            let object: ObjectValue
            switch parent {
            case let value as ObjectValue: object = value
            case .object(let value) as GraphQLValue: object = value
            default: throw GraphQLError("The field \(call.key.type).\(field) has no resolver.")
            }
            return ResolvedValue(object[field] ?? .null)
        }
    }

    // MARK: Completion (section 6.4.3)

    private func complete(_ call: Call, _ result: Result<[ResolvedValue], any Error>, into level: inout Level) {
        switch result {
        case .failure(let error):
            let error = GraphQLError.from(error)
            for target in call.targets { fail(target, error) }
        case .success(let values):
            guard values.count == call.targets.count else {
                let error = GraphQLError(
                    "The resolver of \(call.key.type).\(call.key.field) gave \(values.count) values for "
                        + "\(call.targets.count) objects.")
                for target in call.targets { fail(target, error) }
                return
            }
            for (target, value) in zip(call.targets, values) {
                if hasNulls, !target.node.isAlive { continue }
                complete(
                    value, target.entry.definition.type, target.node, target.slot, isNonNull: false, target, &level)
            }
        }
    }

    private func complete(
        _ value: ResolvedValue, _ type: TypeReference, _ node: ResponseNode, _ slot: Int, isNonNull: Bool,
        _ target: Target, _ level: inout Level
    ) {
        if case .nonNull(let inner) = type {
            return complete(value, inner, node, slot, isNonNull: true, target, &level)
        }
        switch (value, type) {
        case (.failure(let error), _): fail(node, slot, isNonNull, target, error)
        case (.null, _), (.leaf(.null), _):
            guard isNonNull else {
                node.slots[slot] = .value(.null)
                return
            }
            let error = GraphQLError(
                "Cannot return null for non-nullable field \(target.type.name).\(target.entry.definition.name).")
            fail(node, slot, true, target, error)
        case (.list(let items), .list(let itemType)):
            let list = ResponseNode(keys: nil, count: items.count, parent: node, slot: slot, isNonNull: isNonNull)
            node.slots[slot] = .node(list)
            for (index, item) in items.enumerated() {
                complete(item, itemType, list, index, isNonNull: false, target, &level)
                if list.isNull { return }
            }
        case (_, .list), (.list, _):
            fail(node, slot, isNonNull, target, mismatch(type, target))
        case (.leaf(let leaf), .named(let name)):
            guard let named = schema.type(name), named.isLeaf else {
                return fail(node, slot, isNonNull, target, mismatch(type, target))
            }
            do {
                let serialized = try serialize(leaf, named)
                if serialized.isNull { return complete(.null, type, node, slot, isNonNull: isNonNull, target, &level) }
                node.slots[slot] = .value(.leaf(serialized))
            } catch { fail(node, slot, isNonNull, target, .from(error)) }
        case (.object(let object, let concrete), .named(let name)):
            completeObject(object, concrete, name, node, slot, isNonNull, target, &level)
        default: fail(node, slot, isNonNull, target, mismatch(type, target))
        }
    }

    private func completeObject(
        _ object: any Sendable, _ concrete: String?, _ name: String, _ node: ResponseNode, _ slot: Int,
        _ isNonNull: Bool, _ target: Target, _ level: inout Level
    ) {
        guard let declared = schema.type(name), declared.isComposite else {
            return fail(node, slot, isNonNull, target, mismatch(.named(name), target))
        }
        let found = concrete ?? (declared.isAbstract ? "" : name)
        guard let type = found == name ? declared : schema.type(found), case .object = type.kind,
            schema.isSubtype(.named(found), of: .named(name))
        else {
            let error = GraphQLError(
                "The value of \(target.type.name).\(target.entry.definition.name) says that it is a '\(found)', "
                    + "which is no object type of '\(name)'.")
            return fail(node, slot, isNonNull, target, error)
        }
        let plan = planner.plan(target.entry, for: type)
        let child = ResponseNode(
            keys: plan.keys, count: plan.keys.count, parent: node, slot: slot, isNonNull: isNonNull)
        node.slots[slot] = .node(child)
        level.add(object, child, plan)
    }

    private func serialize(_ value: GraphQLValue, _ type: NamedType) throws -> GraphQLValue {
        switch type.kind {
        case .scalar(let scalar): return try scalar.coercion.serialize(value)
        case .enumeration(let values):
            guard case .string(let name) = value, values[name] != nil else {
                throw GraphQLError("Enum '\(type.name)' cannot represent value: \(ValuePrinter.short(value))")
            }
            return value
        default: throw GraphQLError("'\(type.name)' is no leaf type.")
        }
    }

    private func mismatch(_ type: TypeReference, _ target: Target) -> GraphQLError {
        GraphQLError(
            "The resolver of \(target.type.name).\(target.entry.definition.name) gave a value that is no '\(type)'.")
    }

    // MARK: Errors

    private func location(_ position: Int) -> SourceLocation { document.source.location(of: position) }

    private func fail(_ target: Target, _ error: GraphQLError) {
        fail(target.node, target.slot, target.entry.definition.type.isNonNull, target, error)
    }

    private func fail(
        _ node: ResponseNode, _ slot: Int, _ isNonNull: Bool, _ target: Target, _ error: GraphQLError
    ) {
        guard node.isAlive else { return }
        if errors.count < limits.errors {
            var error = error
            error.path = node.path(to: slot)
            error.phase = .execution
            if error.locations.isEmpty { error.locations = target.entry.fields.map { location($0.position) } }
            errors.append(error)
        }
        if isNonNull { hasNulls = true }
        node.fail(slot, isNonNull: isNonNull)
    }
}

extension ResolvedValue {
    /// A value in memory as a result; objects name their type with `__typename` where it is needed.
    init(_ value: GraphQLValue) {
        switch value {
        case .null: self = .null
        case .list(let items): self = .list(items.map { ResolvedValue($0) })
        case .object(let object): self = .object(object, type: object["__typename"]?.string)
        default: self = .leaf(value)
        }
    }
}

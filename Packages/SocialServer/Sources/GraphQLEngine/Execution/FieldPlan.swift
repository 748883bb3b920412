/// What an object type's selection comes to: its fields by response name, with equal ones merged (section 6.3.2).
///
/// A plan is made once for a place in the query and an object type, and shared by all objects there.
final class FieldPlan {
    /// A field of the plan.
    final class Entry {
        let fields: [Field]
        let definition: FieldType
        /// By the name of the object type that the result turns out to be.
        var plans: [String: FieldPlan] = [:]
        /// The arguments, or what is wrong with them; the same for each object.
        var arguments: Result<ObjectValue, GraphQLError>

        init(fields: [Field], definition: FieldType, arguments: Result<ObjectValue, GraphQLError>) {
            self.fields = fields
            self.definition = definition
            self.arguments = arguments
        }

        /// The names of the fields that are selected of the result, fragments not followed.
        lazy var selected: Set<String> = Set(
            fields.flatMap { $0.selectionSet?.selections ?? [] }.compactMap {
                if case .field(let field) = $0 { field.name.value } else { nil }
            })
    }

    let type: NamedType
    let keys: [String]
    let entries: [Entry]

    init(type: NamedType, keys: [String], entries: [Entry]) {
        self.type = type
        self.keys = keys
        self.entries = entries
    }
}

/// Makes plans for one request.
struct FieldPlanner {
    let schema: Schema
    let source: Source
    let fragments: [String: FragmentDefinition]
    let variables: ObjectValue
    private let coercion: InputCoercion

    init(schema: Schema, document: Document, variables: ObjectValue) {
        self.schema = schema
        source = document.source
        fragments = Dictionary(document.fragments.map { ($0.name.value, $0) }) { _, last in last }
        self.variables = variables
        coercion = InputCoercion(schema: schema)
    }

    /// CollectFields (section 6.3.2) for one or several selection sets that are merged.
    func plan(_ sets: [SelectionSet], for type: NamedType) -> FieldPlan {
        var order: [String] = []
        var groups: [String: [Field]] = [:]
        var visited: Set<String> = []
        for set in sets { collect(set, type, &order, &groups, &visited) }
        var keys: [String] = []
        var entries: [FieldPlan.Entry] = []
        for key in order {
            guard let fields = groups[key], let first = fields.first,
                let definition = schema.field(first.name.value, of: type)
            else { continue }
            keys.append(key)
            entries.append(
                FieldPlan.Entry(fields: fields, definition: definition, arguments: arguments(of: first, definition)))
        }
        return FieldPlan(type: type, keys: keys, entries: entries)
    }

    /// MergeSelectionSets for the result of a field.
    func plan(_ entry: FieldPlan.Entry, for type: NamedType) -> FieldPlan {
        if let known = entry.plans[type.name] { return known }
        let plan = plan(entry.fields.compactMap(\.selectionSet), for: type)
        entry.plans[type.name] = plan
        return plan
    }

    private func collect(
        _ set: SelectionSet, _ type: NamedType, _ order: inout [String], _ groups: inout [String: [Field]],
        _ visited: inout Set<String>
    ) {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                guard isIncluded(field.directives) else { continue }
                if groups[field.responseName] == nil { order.append(field.responseName) }
                groups[field.responseName, default: []].append(field)
            case .fragmentSpread(let spread):
                guard isIncluded(spread.directives), visited.insert(spread.name.value).inserted,
                    let fragment = fragments[spread.name.value], applies(fragment.typeCondition.value, to: type)
                else { continue }
                collect(fragment.selectionSet, type, &order, &groups, &visited)
            case .inlineFragment(let fragment):
                guard isIncluded(fragment.directives),
                    fragment.typeCondition.map({ applies($0.value, to: type) }) ?? true
                else { continue }
                collect(fragment.selectionSet, type, &order, &groups, &visited)
            }
        }
    }

    /// DoesFragmentTypeApply.
    private func applies(_ condition: String, to type: NamedType) -> Bool {
        condition == type.name
            || schema.type(condition).map { $0.isAbstract && schema.possibleTypes(of: $0).contains(type.name) } ?? false
    }

    /// `@skip` and `@include` (sections 3.13.1 and 3.13.2).
    private func isIncluded(_ directives: [Directive]) -> Bool {
        for directive in directives {
            guard let argument = directive.arguments.first(where: { $0.name.value == "if" }) else { continue }
            let flag = coercion.coerce(argument.value, to: .named("Boolean"), variables: variables)?.boolean ?? false
            if directive.name.value == "skip", flag { return false }
            if directive.name.value == "include", !flag { return false }
        }
        return true
    }

    /// CoerceArgumentValues (section 6.4.1).
    private func arguments(of field: Field, _ definition: FieldType) -> Result<ObjectValue, GraphQLError> {
        var values = ObjectValue()
        for argument in definition.arguments {
            let node = field.arguments.first { $0.name.value == argument.name }
            func failure(_ what: String) -> Result<ObjectValue, GraphQLError> {
                .failure(
                    GraphQLError(
                        "Argument '\(argument.name)' of type '\(argument.type)' \(what)",
                        locations: [source.location(of: node?.value.position ?? field.position)]))
            }
            guard let node, !node.value.isAbsentVariable(variables) else {
                if let standard = argument.defaultValue {
                    values[argument.name] = coercion.coerce(standard, to: argument.type, variables: ObjectValue())
                } else if argument.type.isNonNull {
                    return failure("is required, but no value was provided.")
                }
                continue
            }
            guard let value = coercion.coerce(node.value, to: argument.type, variables: variables) else {
                return failure("has invalid value \(Printer.print(node.value).prefix(80)).")
            }
            values[argument.name] = value
        }
        return .success(values)
    }
}

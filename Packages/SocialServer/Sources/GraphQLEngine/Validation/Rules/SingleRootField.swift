/// Section 5.2.4.1: a subscription has one root field, no introspection field, and no `@skip` or `@include` there.
final class SingleRootField: ValidationRule {
    static let name = "SingleRootField"

    func enter(operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.kind == .subscription, let type = context.schema.rootType(.subscription) else { return }
        let who = operation.name.map { "Subscription '\($0.value)'" } ?? "Anonymous Subscription"
        var collected = Collected()
        collect(operation.selectionSet, type, into: &collected, context)
        guard collected.forbidden.isEmpty else {
            report(
                "\(who) must not use `@skip` or `@include` directives in the top level selection.",
                at: collected.forbidden, context)
            return
        }
        if collected.order.count > 1 {
            report(
                "\(who) must select only one top level field.",
                at: collected.order.dropFirst().flatMap { collected.fields[$0] ?? [] }.map(\.position), context)
        } else if collected.order.isEmpty {
            report("\(who) must select one top level field.", at: [operation.selectionSet.position], context)
        }
        for fields in collected.order.compactMap({ collected.fields[$0] }) {
            if fields.first?.name.value.hasPrefix("__") == true {
                report(
                    "\(who) must not select an introspection top level field.", at: fields.map(\.position), context)
            }
        }
    }

    private struct Collected {
        var order: [String] = []
        var fields: [String: [Field]] = [:]
        var forbidden: [Int] = []
        var visited: Set<String> = []
    }

    /// CollectSubscriptionFields: as execution collects, without variables.
    private func collect(
        _ set: SelectionSet, _ type: NamedType, into collected: inout Collected, _ context: ValidationContext
    ) {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                guard !isConditional(field.directives, &collected) else { continue }
                if collected.fields[field.responseName] == nil { collected.order.append(field.responseName) }
                collected.fields[field.responseName, default: []].append(field)
            case .fragmentSpread(let spread):
                guard !isConditional(spread.directives, &collected),
                    collected.visited.insert(spread.name.value).inserted,
                    let fragment = context.fragments[spread.name.value],
                    applies(fragment.typeCondition.value, to: type, context)
                else { continue }
                collect(fragment.selectionSet, type, into: &collected, context)
            case .inlineFragment(let fragment):
                guard !isConditional(fragment.directives, &collected) else { continue }
                if let condition = fragment.typeCondition, !applies(condition.value, to: type, context) { continue }
                collect(fragment.selectionSet, type, into: &collected, context)
            }
        }
    }

    /// Whether the selection is left out or taken by a directive, which is noted.
    private func isConditional(_ directives: [Directive], _ collected: inout Collected) -> Bool {
        for name in ["skip", "include"] {
            guard let directive = directives.first(where: { $0.name.value == name }) else { continue }
            collected.forbidden.append(directive.position)
            return true
        }
        return false
    }

    private func applies(_ condition: String, to type: NamedType, _ context: ValidationContext) -> Bool {
        guard let named = context.schema.type(condition) else { return false }
        return condition == type.name || named.isAbstract && context.schema.possibleTypes(of: named).contains(type.name)
    }
}

// MARK: Cycles (section 3.10, InputObjectHasUnbreakableCycle and InputObjectDefaultValueHasCycle)

extension SchemaChecks {
    /// Input objects that no finite value can have, since a required field leads back to them.
    mutating func checkInputCycles() {
        var finite: Set<String> = []
        let inputs = schema.types.filter { if case .inputObject = $0.kind { true } else { false } }
        func isFinite(_ type: TypeReference) -> Bool {
            guard case .named(let name) = type, let named = schema.type(name) else { return true }
            if case .inputObject = named.kind { return finite.contains(name) }
            return true
        }
        var changed = true
        while changed {
            changed = false
            for input in inputs where !finite.contains(input.name) {
                let ends =
                    input.isOneOf
                    ? input.inputFields.isEmpty || input.inputFields.contains { isFinite($0.type.nullable) }
                    : input.inputFields.allSatisfy { !$0.type.isNonNull || isFinite($0.type.nullable) }
                if ends {
                    finite.insert(input.name)
                    changed = true
                }
            }
        }
        var told: Set<String> = []
        for input in inputs where !finite.contains(input.name) && !told.contains(input.name) {
            var chain: [(type: String, field: String, position: Int)] = []
            var current = input.name
            var seen: [String] = []
            while !seen.contains(current), let type = schema.type(current) {
                seen.append(current)
                guard
                    let field = type.inputFields.first(where: {
                        (type.isOneOf || $0.type.isNonNull) && !isFinite($0.type.nullable)
                    })
                else { break }
                chain.append((current, field.name, inputNode(field.name, in: current)?.position ?? 0))
                current = field.type.name
            }
            let cycle = chain.drop { $0.type != current }
            told.formUnion(seen)
            report(
                "Input Object \(current) cannot have a finite value: "
                    + cycle.map { "\($0.type).\($0.field)" }.joined(separator: " leads to ") + " leads back to it.",
                at: cycle.map(\.position))
        }
    }

    private func inputNode(_ field: String, in type: String) -> InputValueDefinition? {
        builder.parts[type]?.all.lazy.compactMap { part -> InputValueDefinition? in
            guard case .inputObject(let fields) = part.kind else { return nil }
            return fields.first { $0.name.value == field }
        }.first
    }

    /// Default values that need themselves.
    mutating func checkDefaultCycles() {
        var done: Set<String> = []
        var path: [(coordinate: String, position: Int)] = []

        func visit(_ value: ValueNode, _ type: TypeReference, report: (String, [Int]) -> Void) {
            if case .list(let items) = value.kind {
                for item in items { visit(item, type, report: report) }
                return
            }
            guard case .object(let given) = value.kind, let named = schema.type(type.name),
                case .inputObject = named.kind
            else { return }
            for field in named.inputFields {
                if let member = given.first(where: { $0.name.value == field.name }) {
                    visit(member.value, field.type, report: report)
                } else {
                    visit(field, of: named, report: report)
                }
            }
        }
        func visit(_ field: InputValue, of type: NamedType, report: (String, [Int]) -> Void) {
            guard let value = field.defaultValue else { return }
            let coordinate = "\(type.name).\(field.name)"
            if let start = path.firstIndex(where: { $0.coordinate == coordinate }) {
                let cycle = path[start...]
                report(
                    "Invalid circular reference. The default value of Input Object field \(coordinate) references "
                        + (cycle.count == 1
                            ? "itself."
                            : "itself via " + cycle.dropFirst().map(\.coordinate).joined(separator: ", ") + "."),
                    cycle.map(\.position))
                return
            }
            guard done.insert(coordinate).inserted else { return }
            path.append((coordinate, inputNode(field.name, in: type.name)?.defaultValue?.position ?? 0))
            visit(value, field.type, report: report)
            path.removeLast()
        }
        var messages: [(String, [Int])] = []
        for type in schema.types {
            for field in type.inputFields { visit(field, of: type) { messages.append(($0, $1)) } }
        }
        for (message, positions) in messages { report(message, at: positions) }
    }
}

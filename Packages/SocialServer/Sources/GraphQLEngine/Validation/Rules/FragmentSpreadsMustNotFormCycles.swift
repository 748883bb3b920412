/// Section 5.5.2.2: no fragment spreads itself, directly or through others. One error a cycle.
final class FragmentSpreadsMustNotFormCycles: ValidationRule {
    static let name = "FragmentSpreadsMustNotFormCycles"

    func leave(document: Document, _ context: ValidationContext) {
        var visited: Set<String> = []
        for fragment in document.fragments where !visited.contains(fragment.name.value) {
            search(from: fragment.name.value, &visited, context)
        }
    }

    /// A depth-first search with its own stack: chains may be as long as the document.
    private func search(from start: String, _ visited: inout Set<String>, _ context: ValidationContext) {
        func spreads(_ name: String) -> [FragmentSpread] {
            context.fragments[name].map { self.spreads(in: $0.selectionSet) } ?? []
        }
        visited.insert(start)
        var stack: [(name: String, spreads: [FragmentSpread], next: Int)] = [(start, spreads(start), 0)]
        /// The spreads that lead to the fragments on the stack, and where each fragment stands on it.
        var path: [FragmentSpread] = []
        var depths = [start: 0]
        while let top = stack.last, !context.isDone {
            guard top.next < top.spreads.count else {
                depths[top.name] = nil
                stack.removeLast()
                _ = path.popLast()
                continue
            }
            stack[stack.count - 1].next += 1
            let spread = top.spreads[top.next]
            let name = spread.name.value
            if let depth = depths[name] {
                let cycle = Array(path[depth...]) + [spread]
                let via = cycle.dropLast().map { "'\($0.name.value)'" }.joined(separator: ", ")
                report(
                    "Cannot spread fragment '\(name)' within itself\(via.isEmpty ? "" : " via \(via)").",
                    at: cycle.map(\.position), context)
            } else if context.fragments[name] != nil, visited.insert(name).inserted {
                depths[name] = stack.count
                stack.append((name, spreads(name), 0))
                path.append(spread)
            }
        }
    }

    /// The spreads of a selection set, outer ones first: of overlapping cycles the shortest are told.
    private func spreads(in set: SelectionSet) -> [FragmentSpread] {
        var spreads: [FragmentSpread] = []
        var pending = [set]
        while let set = pending.popLast() {
            for selection in set.selections {
                switch selection {
                case .fragmentSpread(let spread): spreads.append(spread)
                case .field(let field): if let set = field.selectionSet { pending.append(set) }
                case .inlineFragment(let fragment): pending.append(fragment.selectionSet)
                }
            }
        }
        return spreads
    }
}

/// Section 5.3.2: fields with the same response name can be merged.
///
/// Fields are grouped by response name, so that only those are compared that meet; equal leaves of one type are
/// compared as one; pairs of fragments are compared once. What remains can still be quadratic in hostile documents: a
/// budget of comparisons ends it with an error that says where.
final class FieldSelectionMerging: ValidationRule {
    static let name = "FieldSelectionMerging"
    /// Comparisons of fields and fragments in one document. Real documents need some hundreds.
    static let budget = 10_000

    private var comparisons = 0
    private var collections: [String: [Int: Collection]] = [:]
    private var comparedFragments: [Pair: Bool] = [:]
    private var comparedFields: [Pair: Bool] = [:]

    /// Fields of a selection set by response name, inline fragments included, and the fragments that it spreads.
    final class Collection {
        var order: [String] = []
        var groups: [String: [Entry]] = [:]
        var spreads: [String] = []
        let id: String

        init(id: String) { self.id = id }
    }

    /// A field, or several that are the same leaf.
    struct Entry {
        let parent: NamedType?
        let field: Field
        let type: TypeReference?
        var positions: [Int]
        var isLeaf: Bool { field.arguments.isEmpty && field.selectionSet == nil }
    }

    private struct Pair: Hashable {
        let first: String
        let second: String
    }

    private struct Conflict {
        let name: String
        let reason: String
        let first: [Int]
        let second: [Int]
    }

    private struct OverBudget: Error {}

    /// The fields of inline fragments meet those around them: they are judged with the set that holds the fragment.
    private var judgedAround: Set<Int> = []

    func enter(inlineFragment: InlineFragment, _ context: ValidationContext) {
        judgedAround.insert(inlineFragment.selectionSet.position)
    }

    func enter(selectionSet: SelectionSet, _ context: ValidationContext) {
        guard !judgedAround.contains(selectionSet.position) else { return }
        guard comparisons <= Self.budget else { return }
        do {
            for conflict in try conflicts(within: collection(selectionSet, context.parentType, context), context) {
                if context.isDone { return }
                report(
                    "Fields '\(conflict.name)' conflict because \(conflict.reason). Use different aliases on the fields "
                        + "to fetch both if this was intentional.", at: conflict.first + conflict.second, context)
            }
        } catch {
            report(
                "The document's fields need more than \(Self.budget) comparisons to be merged; use fewer fragments or "
                    + "fewer fields of the same name.", at: [selectionSet.position], context)
        }
    }

    private func spend() throws(OverBudget) {
        comparisons += 1
        if comparisons > Self.budget { throw OverBudget() }
    }

    // MARK: Collecting

    private func collection(_ set: SelectionSet, _ parent: NamedType?, _ context: ValidationContext) -> Collection {
        let name = parent?.name ?? ""
        if let known = collections[name]?[set.position] { return known }
        let collection = Collection(id: "\(set.position) \(name)")
        var seen: Set<String> = []
        collect(set, parent, into: collection, &seen, context)
        collections[name, default: [:]][set.position] = collection
        return collection
    }

    private func collect(
        _ set: SelectionSet, _ parent: NamedType?, into collection: Collection, _ seen: inout Set<String>,
        _ context: ValidationContext
    ) {
        for selection in set.selections {
            switch selection {
            case .field(let field): add(field, parent, to: collection, context)
            case .fragmentSpread(let spread):
                if seen.insert(spread.name.value).inserted { collection.spreads.append(spread.name.value) }
            case .inlineFragment(let fragment):
                let type = fragment.typeCondition.map { context.compositeType($0.value) } ?? parent
                collect(fragment.selectionSet, type, into: collection, &seen, context)
            }
        }
    }

    private func add(
        _ field: Field, _ parent: NamedType?, to collection: Collection, _ context: ValidationContext
    ) {
        let name = field.responseName
        let type = parent.flatMap { $0.fields[field.name.value]?.type }
        let entry = Entry(parent: parent, field: field, type: type, positions: [field.position])
        guard var group = collection.groups.removeValue(forKey: name) else {
            collection.order.append(name)
            collection.groups[name] = [entry]
            return
        }
        // Equal leaves cannot conflict with each other: only the last entry needs a look to keep this linear.
        if entry.isLeaf,
            let index = group.lastIndex(where: {
                $0.isLeaf && $0.field.name.value == field.name.value && $0.parent?.name == parent?.name
            }), index >= group.count - 8
        {
            group[index].positions.append(field.position)
        } else {
            group.append(entry)
        }
        collection.groups[name] = group
    }

    private func fragmentCollection(_ name: String, _ context: ValidationContext) -> Collection? {
        guard let fragment = context.fragments[name] else { return nil }
        return collection(fragment.selectionSet, context.compositeType(fragment.typeCondition.value), context)
    }

    // MARK: Comparing collections

    private func conflicts(
        within collection: Collection, _ context: ValidationContext
    ) throws(OverBudget) -> [Conflict] {
        var found: [Conflict] = []
        for name in collection.order {
            guard let group = collection.groups[name], group.count > 1 else { continue }
            for (index, entry) in group.enumerated() {
                for other in group[(index + 1)...] {
                    try compare(entry, other, name, exclusive: false, into: &found, context)
                }
            }
        }
        for (index, spread) in collection.spreads.enumerated() {
            try compare(collection, fragment: spread, exclusive: false, into: &found, context)
            for other in collection.spreads[(index + 1)...] {
                try compare(fragment: spread, with: other, exclusive: false, into: &found, context)
            }
        }
        return found
    }

    private func compare(
        _ first: Collection, _ second: Collection, exclusive: Bool, into found: inout [Conflict],
        _ context: ValidationContext
    ) throws(OverBudget) {
        for name in first.order {
            guard let others = second.groups[name], let entries = first.groups[name] else { continue }
            for entry in entries {
                for other in others { try compare(entry, other, name, exclusive: exclusive, into: &found, context) }
            }
        }
    }

    private func compare(
        _ collection: Collection, fragment name: String, exclusive: Bool, into found: inout [Conflict],
        _ context: ValidationContext
    ) throws(OverBudget) {
        // Own stack: chains of fragments may be as long as the document.
        var pending = [name]
        while let name = pending.popLast() {
            try spend()
            let pair = Pair(first: collection.id, second: name)
            if let known = comparedFields[pair], known == false || exclusive { continue }
            comparedFields[pair] = exclusive
            guard let other = fragmentCollection(name, context), other !== collection else { continue }
            try compare(collection, other, exclusive: exclusive, into: &found, context)
            pending += other.spreads.reversed()
        }
    }

    private func compare(
        fragment first: String, with second: String, exclusive: Bool, into found: inout [Conflict],
        _ context: ValidationContext
    ) throws(OverBudget) {
        var pending = [(first, second)]
        while let (first, second) = pending.popLast() {
            try spend()
            if first == second { continue }
            let pair = first < second ? Pair(first: first, second: second) : Pair(first: second, second: first)
            if let known = comparedFragments[pair], known == false || exclusive { continue }
            comparedFragments[pair] = exclusive
            guard let one = fragmentCollection(first, context), let other = fragmentCollection(second, context) else {
                continue
            }
            try compare(one, other, exclusive: exclusive, into: &found, context)
            pending += one.spreads.reversed().map { ($0, second) }
            pending += other.spreads.reversed().map { (first, $0) }
        }
    }

    // MARK: Comparing fields

    private func compare(
        _ first: Entry, _ second: Entry, _ name: String, exclusive: Bool, into found: inout [Conflict],
        _ context: ValidationContext
    ) throws(OverBudget) {
        try spend()
        guard let conflict = try conflict(first, second, name, exclusive: exclusive, context) else { return }
        guard first.positions.count > 1 || second.positions.count > 1 else {
            found.append(conflict)
            return
        }
        // Leaves that were compared as one conflict each by itself; more than a hundred are not reported anyway.
        for one in first.positions.prefix(ValidationContext.maximumErrors + 1) {
            for other in second.positions.prefix(ValidationContext.maximumErrors + 1)
            where found.count <= ValidationContext.maximumErrors {
                found.append(
                    Conflict(
                        name: name, reason: conflict.reason, first: [one] + conflict.first.dropFirst(),
                        second: [other] + conflict.second.dropFirst()))
            }
        }
    }

    private func conflict(
        _ first: Entry, _ second: Entry, _ name: String, exclusive: Bool, _ context: ValidationContext
    ) throws(OverBudget) -> Conflict? {
        // Objects of two types never meet: their fields may differ, but not in shape.
        let exclusive = exclusive || areExclusive(first.parent, second.parent)
        func conflict(_ reason: String) -> Conflict {
            Conflict(name: name, reason: reason, first: [first.field.position], second: [second.field.position])
        }
        if !exclusive {
            if first.field.name.value != second.field.name.value {
                return conflict("'\(first.field.name.value)' and '\(second.field.name.value)' are different fields")
            }
            if !ValueEquality.same(first.field.arguments, second.field.arguments) {
                return conflict("they have differing arguments")
            }
        }
        if let one = first.type, let other = second.type, differ(one, other, context.schema) {
            return conflict("they return conflicting types '\(one)' and '\(other)'")
        }
        guard let one = first.field.selectionSet, let other = second.field.selectionSet else { return nil }
        let inner = try subConflicts(
            collection(one, first.type.flatMap { context.compositeType($0.name) }, context),
            collection(other, second.type.flatMap { context.compositeType($0.name) }, context),
            exclusive: exclusive, context)
        guard !inner.isEmpty else { return nil }
        return Conflict(
            name: name,
            reason: inner.prefix(10).map { "subfields '\($0.name)' conflict because \($0.reason)" }
                .joined(separator: " and "),
            first: Array(([first.field.position] + inner.flatMap(\.first)).prefix(20)),
            second: Array(([second.field.position] + inner.flatMap(\.second)).prefix(20)))
    }

    private func subConflicts(
        _ first: Collection, _ second: Collection, exclusive: Bool, _ context: ValidationContext
    ) throws(OverBudget) -> [Conflict] {
        var found: [Conflict] = []
        try compare(first, second, exclusive: exclusive, into: &found, context)
        for spread in second.spreads {
            try compare(first, fragment: spread, exclusive: exclusive, into: &found, context)
        }
        for spread in first.spreads {
            try compare(second, fragment: spread, exclusive: exclusive, into: &found, context)
        }
        for one in first.spreads {
            for other in second.spreads {
                try compare(fragment: one, with: other, exclusive: exclusive, into: &found, context)
            }
        }
        return found
    }

    private func areExclusive(_ first: NamedType?, _ second: NamedType?) -> Bool {
        guard let first, let second, first.name != second.name, case .object = first.kind, case .object = second.kind
        else { return false }
        return true
    }

    /// SameResponseShape for the types themselves.
    private func differ(_ first: TypeReference, _ second: TypeReference, _ schema: Schema) -> Bool {
        switch (first, second) {
        case (.list(let one), .list(let other)): return differ(one, other, schema)
        case (.list, _), (_, .list): return true
        case (.nonNull(let one), .nonNull(let other)): return differ(one, other, schema)
        case (.nonNull, _), (_, .nonNull): return true
        case (.named(let one), .named(let other)):
            let isLeaf = schema.type(one)?.isLeaf == true || schema.type(other)?.isLeaf == true
            return isLeaf && one != other
        }
    }
}

/// Whether values are written alike, whatever the order of arguments and object fields.
enum ValueEquality {
    static func same(_ first: [Argument], _ second: [Argument]) -> Bool {
        guard first.count == second.count else { return false }
        if first.isEmpty { return true }
        // Lists of arguments are short where they are valid; hostile ones are sorted once.
        let one = first.sorted { $0.name.value < $1.name.value }
        let other = second.sorted { $0.name.value < $1.name.value }
        return zip(one, other).allSatisfy { $0.name.value == $1.name.value && same($0.value, $1.value) }
    }

    static func same(_ first: ValueNode, _ second: ValueNode) -> Bool {
        switch (first.kind, second.kind) {
        case (.variable(let one), .variable(let other)): one == other
        case (.int(let one), .int(let other)): one == other
        case (.float(let one), .float(let other)): one == other
        case (.string(let one, let isBlock), .string(let other, let otherIsBlock)):
            one == other && isBlock == otherIsBlock
        case (.boolean(let one), .boolean(let other)): one == other
        case (.null, .null): true
        case (.enumeration(let one), .enumeration(let other)): one == other
        case (.list(let one), .list(let other)): one.count == other.count && zip(one, other).allSatisfy(same)
        case (.object(let one), .object(let other)): same(one, other)
        default: false
        }
    }
}

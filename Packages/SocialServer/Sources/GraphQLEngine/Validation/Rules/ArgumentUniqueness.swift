/// Section 5.4.2: each argument once.
final class ArgumentUniqueness: ValidationRule {
    static let name = "ArgumentUniqueness"

    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext) {
        guard arguments.count > 1 else { return }
        for (name, positions) in arguments.map(\.name).repeated {
            report("There can be only one argument named '\(name)'.", at: positions, context)
        }
    }
}

extension [Name] {
    /// The names that occur more than once, with all their positions, in order.
    var repeated: [(name: String, positions: [Int])] {
        var positions: [String: [Int]] = [:]
        for name in self { positions[name.value, default: []].append(name.position) }
        guard positions.count < count else { return [] }
        return compactMap { name in
            guard let all = positions[name.value], all.count > 1, all.first == name.position else { return nil }
            return (name.value, all)
        }
    }
}

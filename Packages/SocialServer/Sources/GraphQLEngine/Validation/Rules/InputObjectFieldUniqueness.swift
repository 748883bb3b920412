/// Section 5.6.3: each field of an input object once.
final class InputObjectFieldUniqueness: ValidationRule {
    static let name = "InputObjectFieldUniqueness"

    func enter(object: [Argument], _ context: ValidationContext) {
        guard object.count > 1 else { return }
        var seen: [String: Int] = [:]
        for field in object {
            if let first = seen[field.name.value] {
                report(
                    "There can be only one input field named '\(field.name.value)'.", at: [first, field.name.position],
                    context)
            } else {
                seen[field.name.value] = field.name.position
            }
        }
    }
}

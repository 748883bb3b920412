/// Section 5.7.3: a directive that is not repeatable stands once at a place.
final class DirectivesAreUniquePerLocation: ValidationRule {
    static let name = "DirectivesAreUniquePerLocation"

    func enter(directives: [Directive], at location: DirectiveLocation, _ context: ValidationContext) {
        guard directives.count > 1 else { return }
        var seen: [String: Int] = [:]
        for directive in directives {
            let name = directive.name.value
            guard let definition = context.schema.directives[name], !definition.isRepeatable else { continue }
            if let first = seen[name] {
                report(
                    "The directive '@\(name)' can only be used once at this location.",
                    at: [first, directive.position], context)
            } else {
                seen[name] = directive.position
            }
        }
    }
}

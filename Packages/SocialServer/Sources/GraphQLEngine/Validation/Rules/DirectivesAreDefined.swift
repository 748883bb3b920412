/// Sections 5.7.1 and 5.7.2: each directive is defined, and allowed where it stands.
final class DirectivesAreDefined: ValidationRule {
    static let name = "DirectivesAreDefined"

    func enter(directives: [Directive], at location: DirectiveLocation, _ context: ValidationContext) {
        for directive in directives {
            guard let definition = context.schema.directives[directive.name.value] else {
                report("Unknown directive '@\(directive.name.value)'.", at: [directive.position], context)
                continue
            }
            if !definition.locations.contains(location) {
                report(
                    "Directive '@\(directive.name.value)' may not be used on \(location.rawValue).",
                    at: [directive.position], context)
            }
        }
    }
}

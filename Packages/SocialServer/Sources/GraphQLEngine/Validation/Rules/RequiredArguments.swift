/// Section 5.4.3: a non-null argument without a default is given.
final class RequiredArguments: ValidationRule {
    static let name = "RequiredArguments"

    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext) {
        guard let definitions = owner.definitions, !definitions.isEmpty else { return }
        for definition in definitions
        where definition.isRequired && !arguments.contains(where: { $0.name.value == definition.name }) {
            report(
                "Argument '\(owner.coordinate)(\(definition.name):)' of type '\(definition.type)' is required, "
                    + "but it was not provided.", at: [owner.position], context)
        }
    }
}

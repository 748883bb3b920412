/// Section 5.4.1: each argument is defined.
final class ArgumentNames: ValidationRule {
    static let name = "ArgumentNames"

    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext) {
        guard let definitions = owner.definitions else { return }
        for argument in arguments where definitions[argument.name.value] == nil {
            report(
                "Unknown argument '\(argument.name.value)' on '\(owner.coordinate)'."
                    + Suggestions.didYouMean(argument.name.value, among: definitions.map(\.name)),
                at: [argument.position], context)
        }
    }
}

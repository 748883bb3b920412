/// One rule of section 5. All rules see one walk through the document: the walk calls what a rule implements, with a
/// context that knows the types at that place.
///
/// To add a rule: a file in `Rules/`, and its type in `Validator.rules`.
protocol ValidationRule: AnyObject {
    /// The specification's name of the rule, without spaces.
    static var name: String { get }
    init()

    func enter(document: Document, _ context: ValidationContext)
    func enter(definition: Definition, _ context: ValidationContext)
    func enter(operation: OperationDefinition, _ context: ValidationContext)
    func enter(fragment: FragmentDefinition, _ context: ValidationContext)
    func enter(variable: VariableDefinition, _ context: ValidationContext)
    func enter(selectionSet: SelectionSet, _ context: ValidationContext)
    func enter(field: Field, _ context: ValidationContext)
    func enter(spread: FragmentSpread, _ context: ValidationContext)
    func enter(inlineFragment: InlineFragment, _ context: ValidationContext)
    /// All directives of one place, with what the place is.
    func enter(directives: [Directive], at location: DirectiveLocation, _ context: ValidationContext)
    /// The arguments of a field or directive, with their definitions where that is known.
    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext)
    /// An object literal, at any depth.
    func enter(object: [Argument], _ context: ValidationContext)
    /// After the whole document.
    func leave(document: Document, _ context: ValidationContext)
}

extension ValidationRule {
    func enter(document: Document, _ context: ValidationContext) {}
    func enter(definition: Definition, _ context: ValidationContext) {}
    func enter(operation: OperationDefinition, _ context: ValidationContext) {}
    func enter(fragment: FragmentDefinition, _ context: ValidationContext) {}
    func enter(variable: VariableDefinition, _ context: ValidationContext) {}
    func enter(selectionSet: SelectionSet, _ context: ValidationContext) {}
    func enter(field: Field, _ context: ValidationContext) {}
    func enter(spread: FragmentSpread, _ context: ValidationContext) {}
    func enter(inlineFragment: InlineFragment, _ context: ValidationContext) {}
    func enter(directives: [Directive], at location: DirectiveLocation, _ context: ValidationContext) {}
    func enter(arguments: [Argument], _ owner: ArgumentOwner, _ context: ValidationContext) {}
    func enter(object: [Argument], _ context: ValidationContext) {}
    func leave(document: Document, _ context: ValidationContext) {}

    func report(_ message: String, at positions: [Int], _ context: ValidationContext) {
        context.report(message, at: positions, rule: Self.name)
    }
}

/// What arguments belong to.
struct ArgumentOwner {
    /// As messages name it: `Type.field` or `@directive`.
    let coordinate: String
    /// The definitions; nil where field or directive are unknown.
    let definitions: NamedList<InputValue>?
    /// The offset of the field or directive.
    let position: Int
}

/// Judges a document against a schema (section 5), before anything is executed.
///
///     let errors = Validator.validate(document, against: schema)
///
/// One walk serves all rules. It stops after a hundred errors.
public enum Validator {
    /// All rules, in the order of the specification.
    static var rules: [any ValidationRule.Type] {
        [
            ExecutableDefinitions.self,
            OperationTypeExistence.self,
            OperationNameUniqueness.self,
            LoneAnonymousOperation.self,
            SingleRootField.self,
            FieldSelections.self,
            FieldSelectionMerging.self,
            LeafFieldSelections.self,
            ArgumentNames.self,
            ArgumentUniqueness.self,
            RequiredArguments.self,
            FragmentNameUniqueness.self,
            FragmentSpreadTypeExistence.self,
            FragmentsOnObjectInterfaceOrUnionTypes.self,
            FragmentsMustBeUsed.self,
            FragmentSpreadTargetDefined.self,
            FragmentSpreadsMustNotFormCycles.self,
            FragmentSpreadIsPossible.self,
            ValuesOfCorrectType.self,
            InputObjectFieldUniqueness.self,
            DirectivesAreDefined.self,
            DirectivesAreUniquePerLocation.self,
            VariableUniqueness.self,
            VariablesAreInputTypes.self,
            AllVariableUsesDefined.self,
            AllVariablesUsed.self,
            AllVariableUsagesAreAllowed.self,
            IntrospectionDepth.self,
        ]
    }

    /// Everything that is wrong, in the order of the document as far as one pass finds it; empty for a valid document.
    public static func validate(_ document: Document, against schema: Schema) -> [GraphQLError] {
        let context = ValidationContext(schema: schema, document: document)
        let rules = rules.map { $0.init() }
        DocumentWalk(rules: rules, context: context).run()
        return context.errors
    }
}

/// The walk: keeps the context's types up to date and calls each rule.
struct DocumentWalk {
    let rules: [any ValidationRule]
    let context: ValidationContext

    func run() {
        let document = context.document
        for rule in rules { rule.enter(document: document, context) }
        for definition in document.definitions where !context.isDone {
            for rule in rules { rule.enter(definition: definition, context) }
            switch definition {
            case .operation(let operation): visit(operation)
            case .fragment(let fragment): visit(fragment)
            case .schema, .type, .directive: break
            }
        }
        for rule in rules where !context.isDone { rule.leave(document: document, context) }
    }

    private func visit(_ operation: OperationDefinition) {
        context.begin()
        context.parentType = context.schema.rootType(operation.kind)
        for rule in rules { rule.enter(operation: operation, context) }
        for variable in operation.variables { visit(variable) }
        let location: DirectiveLocation =
            switch operation.kind {
            case .query: .query
            case .mutation: .mutation
            case .subscription: .subscription
            }
        visit(operation.directives, at: location)
        visit(operation.selectionSet)
        context.end(operation: operation)
    }

    private func visit(_ fragment: FragmentDefinition) {
        context.begin()
        context.parentType = context.compositeType(fragment.typeCondition.value)
        for rule in rules { rule.enter(fragment: fragment, context) }
        visit(fragment.directives, at: .fragmentDefinition)
        visit(fragment.selectionSet)
        context.end(fragment: fragment)
    }

    private func visit(_ variable: VariableDefinition) {
        for rule in rules { rule.enter(variable: variable, context) }
        if let value = variable.defaultValue {
            let type = context.schema.isInput(variable.type.reference) ? variable.type.reference : nil
            visit(value, type: type, hasDefault: false, parent: nil)
        }
        visit(variable.directives, at: .variableDefinition)
    }

    private func visit(_ set: SelectionSet) {
        for rule in rules { rule.enter(selectionSet: set, context) }
        let parent = context.parentType
        for selection in set.selections where !context.isDone {
            context.parentType = parent
            switch selection {
            case .field(let field): visit(field, of: parent)
            case .fragmentSpread(let spread):
                context.note(spread)
                for rule in rules { rule.enter(spread: spread, context) }
                visit(spread.directives, at: .fragmentSpread)
            case .inlineFragment(let fragment):
                for rule in rules { rule.enter(inlineFragment: fragment, context) }
                visit(fragment.directives, at: .inlineFragment)
                if let condition = fragment.typeCondition {
                    context.parentType = context.compositeType(condition.value)
                }
                visit(fragment.selectionSet)
            }
        }
        context.parentType = parent
    }

    private func visit(_ field: Field, of parent: NamedType?) {
        let definition = parent.flatMap { context.schema.field(field.name.value, of: $0) }
        context.field = definition
        for rule in rules { rule.enter(field: field, context) }
        let owner = ArgumentOwner(
            coordinate: "\(parent?.name ?? "?").\(field.name.value)", definitions: definition?.arguments,
            position: field.position)
        visit(field.arguments, of: owner)
        visit(field.directives, at: .field)
        guard let set = field.selectionSet else { return }
        context.parentType = definition.flatMap { context.compositeType($0.type.name) }
        visit(set)
    }

    private func visit(_ directives: [Directive], at location: DirectiveLocation) {
        guard !directives.isEmpty else { return }
        for rule in rules { rule.enter(directives: directives, at: location, context) }
        for directive in directives {
            let owner = ArgumentOwner(
                coordinate: "@\(directive.name.value)",
                definitions: context.schema.directives[directive.name.value]?.arguments, position: directive.position)
            visit(directive.arguments, of: owner)
        }
    }

    private func visit(_ arguments: [Argument], of owner: ArgumentOwner) {
        for rule in rules { rule.enter(arguments: arguments, owner, context) }
        for argument in arguments {
            let definition = owner.definitions?[argument.name.value]
            let type = definition.flatMap { context.schema.isInput($0.type) ? $0.type : nil }
            visit(argument.value, type: type, hasDefault: definition?.defaultValue != nil, parent: nil)
        }
    }

    private func visit(_ value: ValueNode, type: TypeReference?, hasDefault: Bool, parent: NamedType?) {
        switch value.kind {
        case .variable(let name):
            context.note(
                ValidationContext.VariableUse(
                    name: name, position: value.position, type: type, hasDefault: hasDefault, parent: parent))
        case .list(let items):
            var item = type?.nullable
            if case .list(let inner) = item { item = inner }
            for element in items { visit(element, type: item, hasDefault: false, parent: nil) }
        case .object(let fields):
            for rule in rules { rule.enter(object: fields, context) }
            let named = type.flatMap { context.schema.type($0.name) }
            for field in fields {
                let definition = named?.inputFields[field.name.value]
                visit(
                    field.value, type: definition?.type, hasDefault: definition?.defaultValue != nil, parent: named)
            }
        default: break
        }
    }
}

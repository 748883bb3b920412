/// CoerceVariableValues (section 6.1.2).
enum VariableValues {
    /// The values of an operation's variables; absent ones without a default have no entry.
    static func coerce(
        _ given: ObjectValue, for operation: OperationDefinition, in document: Document, schema: Schema
    ) throws(RequestFailure) -> ObjectValue {
        let coercion = InputCoercion(schema: schema)
        var values = ObjectValue()
        var errors: [GraphQLError] = []
        for variable in operation.variables {
            let name = variable.name.value
            let type = variable.type.reference
            func report(_ message: String) {
                guard errors.count < 50 else { return }
                errors.append(
                    GraphQLError(
                        message, locations: [document.source.location(of: variable.position)], phase: .request))
            }
            guard let value = given[name] else {
                if let standard = variable.defaultValue {
                    values[name] = coercion.coerce(standard, to: type, variables: ObjectValue())
                } else if type.isNonNull {
                    report("Variable '$\(name)' of required type '\(type)' was not provided.")
                }
                continue
            }
            let coerced = coercion.coerce(value, to: type, at: "") { message, path in
                report("Variable '$\(name)' has invalid value\(path.isEmpty ? "" : " at '\(path)'"): \(message)")
            }
            if let coerced { values[name] = coerced }
        }
        if !errors.isEmpty { throw RequestFailure(errors: errors) }
        return values
    }
}

/// Input values against their types (sections 3.5 to 3.12, "Input Coercion", and 6.1.2).
struct InputCoercion {
    let schema: Schema

    /// Where in a value something is wrong, and what: the message's path, for instance `.range.from`.
    typealias Report = (_ message: String, _ position: Int) -> Void

    // MARK: Literals, before execution (section 5.6.1)

    /// Reports each part of a literal that does not fit. Variables fit here: other rules judge them.
    func check(_ value: ValueNode, against type: TypeReference, report: Report) {
        if case .variable = value.kind { return }
        switch type {
        case .nonNull(let inner):
            if case .null = value.kind {
                report("Expected value of non-null type '\(type)' not to be null.", value.position)
            } else {
                check(value, against: inner, report: report)
            }
        case _ where value.isNull: return
        case .list(let item):
            guard case .list(let items) = value.kind else { return check(value, against: item, report: report) }
            for element in items { check(element, against: item, report: report) }
        case .named(let name):
            guard let named = schema.type(name) else { return }
            switch named.kind {
            case .inputObject: checkObject(value, against: named, report: report)
            default:
                do { _ = try leaf(value, named) } catch { report(message(of: error, value, name), value.position) }
            }
        }
    }

    private func message(of error: any Error, _ value: ValueNode, _ type: String) -> String {
        (error as? GraphQLError)?.message ?? "Expected value of type '\(type)', found \(Printer.print(value))."
    }

    private func checkObject(_ value: ValueNode, against type: NamedType, report: Report) {
        guard case .object(let fields) = value.kind else {
            report(
                "Expected value of type '\(type.name)' to be an object, found: \(shortPrint(value)).", value.position)
            return
        }
        // Of equal names the last counts here; UniqueInputFieldNames refuses them.
        let given = Dictionary(fields.map { ($0.name.value, $0) }) { _, last in last }
        for field in type.inputFields {
            if let node = given[field.name] {
                check(node.value, against: field.type, report: report)
            } else if field.isRequired {
                report(
                    "Expected value of type '\(type.name)' to include required field '\(field.name)', "
                        + "found: \(shortPrint(value)).", value.position)
            }
        }
        for field in fields where type.inputFields[field.name.value] == nil {
            let suggestion = Suggestions.didYouMean(field.name.value, among: type.inputFields.map(\.name))
            report(
                "Expected value of type '\(type.name)' not to include unknown field '\(field.name.value)'."
                    + suggestion, field.position)
        }
        if type.isOneOf {
            let known = fields.filter { type.inputFields[$0.name.value] != nil }
            if known.count != 1 {
                report(
                    "Within OneOf Input Object type '\(type.name)', exactly one field must be specified, "
                        + "and the value for that field must be non-null.", value.position)
            } else if let only = known.first, only.value.isNull {
                report(
                    "Within OneOf Input Object type '\(type.name)', exactly one field must be specified, "
                        + "and the value for that field must be non-null.", value.position)
            }
        }
    }

    private func shortPrint(_ value: ValueNode) -> String {
        let text = Printer.print(value)
        return text.count > 80 ? text.prefix(80) + "…" : text
    }

    /// The value of a scalar's or an enum's literal.
    private func leaf(_ value: ValueNode, _ type: NamedType) throws -> GraphQLValue {
        switch type.kind {
        case .enumeration(let values):
            guard case .enumeration(let name) = value.kind else {
                throw GraphQLError(
                    "Enum '\(type.name)' cannot represent non-enum value: \(shortPrint(value)).")
            }
            guard values[name] != nil else { throw unknownEnumValue(name, type, values) }
            return .string(name)
        case .scalar(let scalar):
            // Section 3.5.1 and after: a literal of another kind is no number, no string and no ID.
            switch (type.name, value.kind) {
            case ("Int", .int), ("Float", .int), ("Float", .float), ("String", .string), ("Boolean", .boolean),
                ("ID", .string):
                break
            case ("ID", .int(let digits)):
                // An ID may have more digits than an integer has: it is the literal's own text.
                return .string(digits)
            case ("Int", _):
                throw GraphQLError("Int cannot represent non-integer value: \(shortPrint(value))")
            case ("Float", _):
                throw GraphQLError("Float cannot represent non numeric value: \(shortPrint(value))")
            case ("String", _):
                throw GraphQLError("String cannot represent a non string value: \(shortPrint(value))")
            case ("Boolean", _):
                throw GraphQLError("Boolean cannot represent a non boolean value: \(shortPrint(value))")
            case ("ID", _):
                throw GraphQLError(
                    "ID cannot represent a non-string and non-integer value: \(shortPrint(value))")
            default: break
            }
            return try scalar.coercion.parse(Self.untyped(value, variables: nil))
        default:
            throw GraphQLError("Type '\(type.name)' is no input type.")
        }
    }

    private func unknownEnumValue(_ name: String, _ type: NamedType, _ values: NamedList<EnumValue>) -> GraphQLError {
        GraphQLError(
            "Value '\(name)' does not exist in '\(type.name)' enum."
                + Suggestions.didYouMean(name, among: values.map(\.name)))
    }

    /// A literal as a value, without a type: what custom scalars get.
    static func untyped(_ value: ValueNode, variables: ObjectValue?) -> GraphQLValue {
        switch value.kind {
        case .variable(let name): variables?[name] ?? .null
        case .int(let text): Int(text).map(GraphQLValue.int) ?? .float(Double(text) ?? .infinity)
        case .float(let text): .float(Double(text) ?? .infinity)
        case .string(let text, _): .string(text)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .enumeration(let name): .string(name)
        case .list(let items): .list(items.map { untyped($0, variables: variables) })
        case .object(let fields):
            .object(
                fields.reduce(into: ObjectValue()) {
                    $0[$1.name.value] = untyped($1.value, variables: variables)
                })
        }
    }

    // MARK: Literals, while executing

    /// A literal's value, with variables in it; nil where it does not fit.
    ///
    /// The document is validated: what can still go wrong is a variable that is absent or null.
    func coerce(_ value: ValueNode, to type: TypeReference, variables: ObjectValue) -> GraphQLValue? {
        if case .variable(let name) = value.kind {
            guard let given = variables[name], !(given.isNull && type.isNonNull) else { return nil }
            return given
        }
        switch type {
        case .nonNull(let inner):
            return value.isNull ? nil : coerce(value, to: inner, variables: variables)
        case _ where value.isNull: return .null
        case .list(let item):
            guard case .list(let items) = value.kind else {
                return coerce(value, to: item, variables: variables).map { .list([$0]) }
            }
            var list: [GraphQLValue] = []
            for element in items {
                if case .variable(let name) = element.kind, variables[name] == nil {
                    // An absent variable as an item is null (section 3.11).
                    if item.isNonNull { return nil }
                    list.append(.null)
                    continue
                }
                guard let coerced = coerce(element, to: item, variables: variables) else { return nil }
                list.append(coerced)
            }
            return .list(list)
        case .named(let name):
            guard let named = schema.type(name) else { return nil }
            guard case .inputObject = named.kind else {
                if case .scalar(let scalar) = named.kind, ScalarCoercion.builtIn[name] == nil {
                    return try? scalar.coercion.parse(Self.untyped(value, variables: variables))
                }
                return try? leaf(value, named)
            }
            return coerceObject(value, to: named, variables: variables)
        }
    }

    private func coerceObject(_ value: ValueNode, to type: NamedType, variables: ObjectValue) -> GraphQLValue? {
        guard case .object(let fields) = value.kind else { return nil }
        let given = Dictionary(fields.map { ($0.name.value, $0.value) }) { _, last in last }
        guard given.keys.allSatisfy({ type.inputFields[$0] != nil }) else { return nil }
        var object = ObjectValue()
        for field in type.inputFields {
            guard let node = given[field.name], !node.isAbsentVariable(variables) else {
                if let standard = field.defaultValue {
                    object[field.name] = coerce(standard, to: field.type, variables: ObjectValue())
                } else if field.type.isNonNull {
                    return nil
                }
                continue
            }
            guard let coerced = coerce(node, to: field.type, variables: variables) else { return nil }
            object[field.name] = coerced
        }
        if type.isOneOf {
            guard object.count == 1, given.count == 1, object.first(where: { _ in true })?.value.isNull == false else {
                return nil
            }
        }
        return .object(object)
    }

    // MARK: Variables (section 6.1.2)

    /// A value from JSON; nil and a report for each part that does not fit.
    func coerce(
        _ value: GraphQLValue, to type: TypeReference, at path: String,
        report: (_ message: String, _ path: String) -> Void
    ) -> GraphQLValue? {
        switch type {
        case .nonNull(let inner):
            if value.isNull {
                report("Expected value of non-null type '\(type)' not to be null.", path)
                return nil
            }
            return coerce(value, to: inner, at: path, report: report)
        case _ where value.isNull: return .null
        case .list(let item):
            guard case .list(let items) = value else {
                return coerce(value, to: item, at: path, report: report).map { .list([$0]) }
            }
            var list: [GraphQLValue] = []
            var fits = true
            for (index, element) in items.enumerated() {
                if let coerced = coerce(element, to: item, at: "\(path)[\(index)]", report: report) {
                    list.append(coerced)
                } else {
                    fits = false
                }
            }
            return fits ? .list(list) : nil
        case .named(let name):
            guard let named = schema.type(name) else { return nil }
            switch named.kind {
            case .inputObject: return coerceObject(value, to: named, at: path, report: report)
            case .enumeration(let values):
                guard case .string(let word) = value else {
                    report("Enum '\(name)' cannot represent non-string value: \(ValuePrinter.short(value)).", path)
                    return nil
                }
                guard values[word] != nil else {
                    report(unknownEnumValue(word, named, values).message, path)
                    return nil
                }
                return value
            case .scalar(let scalar):
                do { return try scalar.coercion.parse(value) } catch {
                    report(
                        (error as? GraphQLError)?.message
                            ?? "Expected value of type '\(name)', found \(ValuePrinter.short(value)).", path)
                    return nil
                }
            default: return nil
            }
        }
    }

    private func coerceObject(
        _ value: GraphQLValue, to type: NamedType, at path: String,
        report: (_ message: String, _ path: String) -> Void
    ) -> GraphQLValue? {
        guard case .object(let given) = value else {
            report("Expected value of type '\(type.name)' to be an object, found: \(ValuePrinter.short(value)).", path)
            return nil
        }
        var object = ObjectValue()
        var fits = true
        for field in type.inputFields {
            if let member = given[field.name] {
                if let coerced = coerce(member, to: field.type, at: "\(path).\(field.name)", report: report) {
                    object[field.name] = coerced
                } else {
                    fits = false
                }
            } else if let standard = field.defaultValue {
                object[field.name] = coerce(standard, to: field.type, variables: ObjectValue())
            } else if field.type.isNonNull {
                report("Expected value of type '\(type.name)' to include required field '\(field.name)'.", path)
                fits = false
            }
        }
        for key in given.keys where type.inputFields[key] == nil {
            report(
                "Expected value of type '\(type.name)' not to include unknown field '\(key.prefix(80))'."
                    + Suggestions.didYouMean(key, among: type.inputFields.map(\.name)), path)
            fits = false
        }
        if type.isOneOf, given.count != 1 || given.contains(where: { $0.value.isNull }) {
            report(
                "Within OneOf Input Object type '\(type.name)', exactly one field must be specified, "
                    + "and the value for that field must be non-null.", path)
            fits = false
        }
        return fits ? .object(object) : nil
    }
}

extension ValueNode {
    var isNull: Bool { if case .null = kind { true } else { false } }

    func isAbsentVariable(_ variables: ObjectValue) -> Bool {
        if case .variable(let name) = kind { variables[name] == nil } else { false }
    }
}

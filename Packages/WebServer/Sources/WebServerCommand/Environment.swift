import ArgumentParser

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The variables that stand in for flags: `WEBSERVER_` and the flag's name in capitals. A flag wins over its variable, and
/// both are checked by the same rule.
///
/// (Not CommandKit's type of this purpose, which has single values: a flag here may be a list with a value in each line, a
/// switch with a variable for either way, or a port that Kubernetes sets to `tcp://…`; and a variable that begins like
/// ours and stands for no flag is told of.)
struct Environment: Sendable {
    private let value: @Sendable (String) -> String?

    /// The process's own.
    static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    init(_ value: @escaping @Sendable (String) -> String?) { self.value = value }

    /// The variable of a flag.
    static func name(_ flag: String) -> String {
        "WEBSERVER_" + String(flag.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// The text of a flag's variable with the variable's name, unless it is empty.
    private func variable(_ flag: String) -> (name: String, text: String)? {
        let name = Self.name(flag)
        if let text = value(name), !text.isEmpty {
            // Kubernetes gives every container the address of a service called "webserver" under this very name.
            if flag != "port" || !text.hasPrefix("tcp://") { return (name, text) }
        }
        guard flag == "port", let text = value("PORT"), !text.isEmpty else { return nil }
        return ("PORT", text)
    }

    /// The text of a flag: its own, or the variable's.
    func text(_ given: String?, _ flag: String) -> String? { given ?? variable(flag)?.text }

    /// The value of a flag: its own, or the variable's, when it is valid.
    ///
    /// - Parameters:
    ///   - valid: what is valid, as `a number from 1 to 256`.
    ///   - isValid: whether a value is.
    func resolve<Value: LosslessStringConvertible>(
        _ given: Value?, _ flag: String, _ valid: String, where isValid: (Value) -> Bool
    ) throws(ValidationError) -> Value? {
        if let given {
            guard isValid(given) else { throw Self.error("\(given)", "--\(flag)", valid) }
            return given
        }
        guard let (name, text) = variable(flag) else { return nil }
        guard let value = Value(text), isValid(value) else { throw Self.error(text, name, valid) }
        return value
    }

    /// The value of a flag that has a few names.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ given: Value?, _ flag: String
    ) throws(ValidationError) -> Value? where Value.RawValue == String {
        if let given { return given }
        guard let (name, text) = variable(flag) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw Self.error(text, name, Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// The values of a flag that may be repeated, each read by `read`; its variable has one in each line.
    func list<Value>(
        _ given: [String], _ flag: String, read: (String) throws(Reason) -> Value
    ) throws(ValidationError) -> [Value] {
        let (name, texts) =
            given.isEmpty
            ? variable(flag).map { ($0.name, $0.text.split(whereSeparator: \.isNewline).map(String.init)) } ?? ("", [])
            : ("--\(flag)", given)
        var values: [Value] = []
        for text in texts {
            do throws(Reason) {
                values.append(try read(text))
            } catch {
                throw ValidationError("'\(text)' is not valid for \(name): \(error.sentence).")
            }
        }
        return values
    }

    /// Whether a flag without a value is on: as given, or as its variable says.
    func isOn(_ given: Bool?, _ flag: String, default standard: Bool = false) throws(ValidationError) -> Bool {
        if let given { return given }
        if let (name, text) = variable(flag) { return try Self.bool(text, name) }
        if let (name, text) = variable("no-\(flag)") { return try !Self.bool(text, name) }
        return standard
    }

    private static func bool(_ text: String, _ name: String) throws(ValidationError) -> Bool {
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw error(text, name, "1, true, yes, on, 0, false, no, off")
        }
    }

    private static func error(_ text: String, _ name: String, _ valid: String) -> ValidationError {
        ValidationError("'\(text)' is not valid for \(name) (\(valid)).")
    }

    /// Variables that begin like ours and stand for no flag: a typing error, most likely.
    static func unknown(_ flags: [String]) -> [String] {
        var known = Set(flags.map(name))
        known.formUnion(flags.map { name("no-\($0)") })
        known.insert("WEBSERVER_FOLDER")
        var found: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let variable = String(text.prefix { $0 != "=" })
            // What Kubernetes sets for a service of this name is nobody's error.
            let isService = ["WEBSERVER_SERVICE_", "WEBSERVER_PORT_"].contains { variable.hasPrefix($0) }
            if variable.hasPrefix("WEBSERVER_"), !known.contains(variable), !isService { found.append(variable) }
            next += 1
        }
        return found.sorted()
    }
}

/// Why a value is not valid, as the end of a sentence.
struct Reason: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The variables that stand in for flags: `WEBSERVER_` and the flag's name in capitals. A flag wins over its variable.
struct Environment: Sendable {
    private let value: @Sendable (String) -> String?

    /// The process's own.
    static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    init(_ value: @escaping @Sendable (String) -> String?) { self.value = value }

    /// The text of a variable, unless it is empty.
    func text(_ flag: String) -> String? {
        let name = "WEBSERVER_" + flag.uppercased().replacing("-", with: "_")
        guard let text = value(name) ?? (flag == "port" ? value("PORT") : nil), !text.isEmpty else { return nil }
        return text
    }

    /// The value of a flag: its own, or the variable's.
    func resolve<Value: LosslessStringConvertible>(_ given: Value?, _ flag: String) throws(VariableError) -> Value? {
        if let given { return given }
        guard let text = text(flag) else { return nil }
        guard let value = Value(text) else { throw VariableError(flag: flag, text: text) }
        return value
    }

    /// Whether a flag without a value is set: given, or its variable is `1` or `true`.
    func isSet(_ given: Bool, _ flag: String) -> Bool {
        given || ["1", "true"].contains(text(flag))
    }
}

/// A variable holds something that its flag would not take.
struct VariableError: Error, CustomStringConvertible {
    let flag: String
    let text: String

    var description: String {
        "the environment variable for --\(flag) holds \"\(text)\", which is not a value that --\(flag) takes"
    }
}

extension String {
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}

public import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The variables that stand in for a tool's flags: its name and the flag's in capitals, `WEBSERVER_PORT`.
///
/// A flag wins over its variable. A variable goes through the same check as its flag, and one that the flag would not
/// take is a usage error (exit status 64) that names the variable: it is never ignored, and never reaches the program
/// unchecked. An empty variable counts as unset.
///
/// ```swift
/// let variables = EnvironmentVariables(tool: "webserver")
/// let workers = try variables.value(self.workers, "workers", check: Workers.init(argument:)) ?? .all
/// ```
public struct EnvironmentVariables: Sendable {
    private let prefix: String
    private let lookUp: @Sendable (String) -> String?

    /// The variables of a tool, from the process's own environment unless another look-up is given.
    public init(tool: String, lookUp: @escaping @Sendable (String) -> String? = { EnvironmentVariables.text($0) }) {
        prefix = tool.uppercased() + "_"
        self.lookUp = lookUp
    }

    /// The name of a flag's variable.
    public func name(of flag: String) -> String {
        prefix + String(flag.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// The text of a flag's variable, or of the first of `others` that is set.
    public func text(_ flag: String, or others: [String] = []) -> String? {
        found(flag, others)?.text
    }

    /// What a flag says, or else its variable, through the flag's own check.
    ///
    /// - Parameters:
    ///   - given: the flag's value; nil if it was not given.
    ///   - flag: the flag's name without dashes.
    ///   - others: variables that are understood as well, such as `PORT`, in the order of preference after the tool's own.
    ///   - check: makes a value of a text, or returns nil for one that the flag does not take.
    /// - Throws: `ValidationError` that names the variable.
    public func value<Value>(
        _ given: Value?, _ flag: String, or others: [String] = [], check: (String) throws -> Value?
    ) throws -> Value? {
        if let given { return given }
        guard let (name, text) = found(flag, others) else { return nil }
        let value: Value?
        do {
            value = try check(text)
        } catch {
            throw ValidationError("'\(text)' in the variable \(name) is not valid for --\(flag): \(error)")
        }
        guard let value else {
            throw ValidationError("'\(text)' in the variable \(name) is not valid for --\(flag).")
        }
        return value
    }

    /// The same for a value that ArgumentParser reads.
    ///
    /// - Throws: `ValidationError` that names the variable.
    public func value<Value: ExpressibleByArgument>(
        _ given: Value?, _ flag: String, or others: [String] = []
    ) throws -> Value? {
        try value(given, flag, or: others) { text in
            if let value = Value(argument: text) { return value }
            let names = Value.allValueStrings
            guard names.isEmpty else {
                throw CommandFailure("it is one of \(names.joined(separator: ", ")).")
            }
            return nil
        }
    }

    /// Whether a flag without a value is set: given, or its variable is `1`, `true`, `yes` or `on`.
    ///
    /// - Throws: `ValidationError` if the variable is neither one of these nor `0`, `false`, `no` or `off`.
    public func isSet(_ given: Bool, _ flag: String) throws -> Bool {
        if given { return true }
        return try value(nil, flag) { text -> Bool? in
            switch text.lowercased() {
            case "1", "true", "yes", "on": true
            case "0", "false", "no", "off": false
            default: throw CommandFailure("it is true or false.")
            }
        } ?? false
    }

    /// The text of a variable of the process, unless it is empty.
    public static func text(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    private func found(_ flag: String, _ others: [String]) -> (name: String, text: String)? {
        for name in [name(of: flag)] + others {
            if let text = lookUp(name), !text.isEmpty { return (name, text) }
        }
        return nil
    }
}

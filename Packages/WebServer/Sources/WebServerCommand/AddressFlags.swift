import ArgumentParser

/// The flags that say where the server is.
struct AddressFlags: ParsableArguments {
    @Option(help: "The port; 0 takes any free one. Default: 8080.")
    var port: Int?

    @Option(help: "The address to listen at; 0.0.0.0 is every one of this machine. Default: 127.0.0.1.")
    var bind: String?

    func host(_ environment: Environment) throws -> String {
        try environment.resolve(bind, "bind") ?? "127.0.0.1"
    }

    func port(_ environment: Environment) throws -> Int {
        guard let port = try environment.resolve(port, "port") else { return 8_080 }
        guard (0...65_535).contains(port) else { throw VariableError(flag: "port", text: String(port)) }
        return port
    }

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port takes a number from 0 to 65535, and not \(port).")
        }
    }
}

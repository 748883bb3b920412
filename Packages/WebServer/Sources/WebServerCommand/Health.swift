import SocketLoop

/// `webserver health`: asks a running server whether it answers.
struct Health {
    let host: String
    let port: Int

    /// Makes a check of the server that listens at an address; one that listens everywhere is asked on this machine.
    init(host: String, port: Int) {
        self.host = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host
        self.port = port
    }

    /// Returns when the server answers `/healthz` with 200.
    ///
    /// - Throws: ``HealthError`` when it does not.
    func check() throws(HealthError) {
        guard HealthCheck.succeeds(host: host, port: port, milliseconds: 3_000) else {
            throw HealthError(host: host, port: port)
        }
    }
}

/// The server does not answer.
struct HealthError: Error, CustomStringConvertible {
    let host: String
    let port: Int

    var description: String { "the server at \(host), port \(port), does not answer /healthz with 200" }
}

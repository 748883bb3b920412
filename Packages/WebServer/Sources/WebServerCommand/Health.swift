import SocketLoop

/// `webserver health`: asks a running server whether it answers.
struct Health {
    let addresses: [BindAddress]
    let port: Int

    /// Makes a check of the server that listens at addresses; one that listens everywhere is asked on this machine.
    init(addresses: [BindAddress], port: Int) {
        self.port = port
        self.addresses = addresses.map { address in
            guard case .host(let host, let own) = address else { return address }
            return .host(host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host, port: own)
        }
    }

    /// Returns when the server answers `/healthz` with 200 at each address.
    ///
    /// - Throws: ``HealthError`` when it does not.
    func check() throws(HealthError) {
        for address in addresses where !HealthCheck.succeeds(at: address, port: port, milliseconds: 3_000) {
            throw HealthError(address: address, port: port)
        }
    }
}

/// The server does not answer.
struct HealthError: Error, CustomStringConvertible {
    let address: BindAddress
    let port: Int

    var description: String {
        switch address {
        case .unix(let path): "the server at the socket \(path) does not answer /healthz with 200"
        case .host(let host, let own): "the server at \(host), port \(own ?? port), does not answer /healthz with 200"
        }
    }
}

import ArgumentParser
import SocketLoop

/// The flags that say where the server is.
struct AddressFlags: ParsableArguments {
    @Option(help: "The port; 0 takes any free one. Default: 8080.")
    var port: Int?

    @Option(
        help: ArgumentHelp(
            """
            Where to listen: an address, localhost (both families), 0.0.0.0 (every address), each with a port of its own if \
            wanted (127.0.0.1:8081, [::1]:8081), or unix:/path; may be repeated. Default: 127.0.0.1.
            """, valueName: "address"))
    var bind: [String] = []

    @Option(help: "The permissions of the files of Unix sockets, in octal. Default: 666.")
    var socketMode: String?

    func addresses(_ environment: Environment) throws(ValidationError) -> [BindAddress] {
        let found = try environment.list(bind, "bind") { text throws(Reason) in
            guard let address = BindAddress(text) else {
                throw Reason("an address is as 127.0.0.1, [::1]:8081, localhost or unix:/run/web.sock")
            }
            return address
        }
        return found.isEmpty ? [.host("127.0.0.1", port: nil)] : found
    }

    func port(_ environment: Environment) throws(ValidationError) -> Int {
        try environment.resolve(port, "port", "0 to 65535") { (0...65_535).contains($0) } ?? 8_080
    }

    func mode(_ environment: Environment) throws(ValidationError) -> UInt32 {
        let text = try environment.resolve(socketMode, "socket-mode", "three octal digits, as 660") {
            $0.utf8.count == 3 && UInt32($0, radix: 8) != nil
        }
        return text.flatMap { UInt32($0, radix: 8) } ?? 0o666
    }

    func validate() throws {
        _ = try addresses(.process)
        _ = try port(.process)
        _ = try mode(.process)
    }
}

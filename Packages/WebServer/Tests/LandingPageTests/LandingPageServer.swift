import Foundation
import TestKit

/// The built `webserver`, started without a folder on a free port of the loopback interface.
struct LandingPageServer: Sendable {
    /// Where it listens, with a slash at the end.
    let address: String

    /// Runs `body` while the server runs.
    static func withRunning<Value>(_ body: (LandingPageServer) async throws -> Value) async throws -> Value {
        try await BuiltTool("webserver").withServer(["--port", "0"]) { _, address in
            try await body(LandingPageServer(address: address.absoluteString + "/"))
        }
    }

    /// The bytes that the server sends for a path of the page's folder.
    func get(_ path: String) async throws -> Data {
        let curl = try RequiredTool.path(of: "curl", package: "curl")
        return try await Program(curl, ["--silent", "--show-error", "--fail", address + path]).output()
    }
}

import Foundation
import TestKit
import Testing

@Suite("The first screens of popular clients", .watchesClock, .serialized)
struct WalkTests {
    @Test("no client meets a 404 at its start, and what it then does works", arguments: Engine.allCases)
    func clientsStart(engine: Engine) async throws {
        try await withServer(engine) { server in
            let (status, output) = try await python("walks.py", [server.base])
            #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
            let (listed, reports) = try await commands(["report", "list"], server)
            #expect(
                listed == 0 && reports.contains("@ada about @ben  spam") && reports.hasSuffix("  see\n"), "\(reports)")
            let number = String(reports.prefix { $0.isNumber })
            #expect(try await commands(["report", "resolve", number], server).0 == 0)
            #expect(try await commands(["report", "resolve", number], server).0 == 1)
            #expect(try await commands(["report", "list"], server).1.isEmpty)
        }
    }

    @Test("five accounts in half an hour from one address, let in by the operator's hand")
    func registrationsAreLimited() async throws {
        let arguments = ["--open-registrations", "--approve-registrations"]
        try await withServer(arguments: arguments, members: []) { server in
            let (status, output) = try await python("registrations.py", [server.base])
            #expect(status == 0, "\(output.suffix(2500))")
            let token = output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await commands(["user", "list", "pending"], server).1.contains("one\n"))
            #expect(try await commands(["user", "approve", "one"], server).0 == 0)
            let curl = try RequiredTool.path(of: "curl", package: "curl")
            let address = "\(server.base)/api/v1/accounts/verify_credentials"
            let ask = ["-s", "-H", "Authorization: Bearer \(token)", address]
            #expect(try await run(curl, ask).1.contains("\"username\":\"one\""))
            #expect(try await commands(["user", "suspend", "one"], server).0 == 0)
            #expect(try await run(curl, ask).1.contains("invalid"))
            #expect(try await commands(["user", "list", "nobody"], server).0 == 64)
            #expect(try await commands(["user", "suspend", "nobody"], server).0 == 1)
        }
    }

    private func commands(_ arguments: [String], _ server: RunningServer) async throws -> (Int32, String) {
        let result = try await socialserver.run(arguments, environment: server.environment)
        return (result.status, result.output)
    }
}

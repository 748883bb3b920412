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

    @Test("what was reported of other servers and clients does not happen here", arguments: Engine.allCases)
    func trackersAreQuiet(engine: Engine) async throws {
        try await withServer(engine, members: ["ada", "ben", "cleo", "dora"]) { server in
            let (status, output) = try await python("trackers.py", [server.base])
            #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
        }
    }

    @Test(
        "an invitation lets one in, and moderators deal with reports and accounts on a page", arguments: Engine.allCases
    )
    func moderatorsModerate(engine: Engine) async throws {
        try await withServer(engine) { server in
            #expect(try await commands(["user", "promote", "ada"], server).0 == 0)
            #expect(try await commands(["user", "promote", "nobody"], server).0 == 1)
            #expect(try await commands(["invite", "create", "--uses", "0"], server).0 == 64)
            let (made, code) = try await commands(["invite", "create", "--days", "1"], server)
            #expect(made == 0)
            let (listed, invitations) = try await commands(["invite", "list"], server)
            #expect(listed == 0 && invitations.contains("1 uses until"))
            let (status, output) = try await python(
                "moderation.py", [server.base, code.trimmingCharacters(in: .newlines)])
            #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
            #expect(try await commands(["invite", "list"], server).1.isEmpty)
            #expect(try await commands(["user", "demote", "ada"], server).0 == 0)
            #expect(try await commands(["invite", "create", "--json"], server).1.contains("\"code\":"))
            let number = String(try await commands(["invite", "list"], server).1.prefix { $0.isNumber })
            #expect(try await commands(["invite", "revoke", number], server).0 == 0)
            #expect(try await commands(["invite", "revoke", number], server).0 == 1)
        }
    }

    private func commands(_ arguments: [String], _ server: RunningServer) async throws -> (Int32, String) {
        let result = try await socialserver.run(arguments, environment: server.environment)
        return (result.status, result.output)
    }
}

import Foundation
import Testing

@testable import GraphQLEngine

/// GraphQL over HTTP as pure functions: the table of statuses that the public audits of graphql-http ask for.
@Suite("GraphQL over HTTP")
struct HTTPTests {
    /// The status of a request, or what happens until there is one.
    private func status(
        _ method: String, body: String = "", type: String? = "application/json", accept: String? = nil,
        parameters: [(name: String, value: String)] = []
    ) async throws -> Int {
        let engine = try tableEngine()
        let reader = HTTPRequestReader()
        switch reader.read(
            method: method, contentType: type, accept: accept, parameters: parameters, body: Array(body.utf8))
        {
        case .failure(let refusal): return refusal.status
        case .success(let wanted):
            switch engine.prepare(wanted.request) {
            case .failure(let failure):
                return HTTPRequestReader.status(of: Response(errors: failure.errors), mediaType: wanted.mediaType)
            case .success(let prepared):
                if let refusal = reader.check(wanted, prepared.operation) { return refusal.status }
                let response = await engine.execute(prepared, context: ())
                return HTTPRequestReader.status(of: response, mediaType: wanted.mediaType)
            }
        }
    }

    static let newer = "application/graphql-response+json"

    @Test(
        "bodies by media type",
        arguments: [
            (#"{"query":"{int}"}"#, 200, 200), (#"{"query":"{"}"#, 200, 400), (#"{"query":"{nothing}"}"#, 200, 400),
            (#"{"query":"query($v:Int!){int(value:$v)}"}"#, 200, 400), (#"{"query":"{pets{__typename}}"}"#, 200, 200),
            ("{", 400, 400), ("", 400, 400), ("[]", 400, 400), (#"[{"query":"{int}"}]"#, 400, 400), ("{}", 400, 400),
            (#"{"query":1}"#, 400, 400), (#"{"query":{}}"#, 400, 400), (#"{"query":null}"#, 400, 400),
            (#"{"query":"{int}","operationName":1}"#, 400, 400), (#"{"query":"{int}","operationName":null}"#, 200, 200),
            (#"{"query":"{int}","variables":"x"}"#, 400, 400), (#"{"query":"{int}","variables":[]}"#, 400, 400),
            (#"{"query":"{int}","variables":null}"#, 200, 200), (#"{"query":"{int}","extensions":[]}"#, 400, 400),
            (#"{"query":"{int}","extensions":{"a":1}}"#, 200, 200), (#"{"query":"{int}","more":1}"#, 200, 200),
        ])
    func bodies(_ body: String, _ old: Int, _ new: Int) async throws {
        #expect(try await status("POST", body: body, accept: "application/json") == old)
        #expect(try await status("POST", body: body) == old)
        #expect(try await status("POST", body: body, accept: Self.newer) == new)
    }

    @Test("a POST needs application/json in UTF-8")
    func contentTypes() async throws {
        let body = #"{"query":"{int}"}"#
        for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", nil] {
            #expect(try await status("POST", body: body, type: type) == 415)
        }
        #expect(try await status("POST", body: body, type: "application/json; charset=latin1") == 415)
        for type in ["application/json; charset=utf-8", "Application/JSON ;charset=\"UTF-8\""] {
            #expect(try await status("POST", body: body, type: type) == 200)
        }
    }

    @Test("a GET runs queries, and no mutation, whichever name hides it")
    func gets() async throws {
        let two = "query Q { int } subscription S { ticked }"
        #expect(try await status("GET", parameters: [("query", "{int}")]) == 200)
        #expect(try await status("GET", parameters: [("query", two), ("operationName", "Q")]) == 200)
        #expect(try await status("GET", parameters: [("query", two), ("operationName", "S")]) == 405)
        #expect(try await status("GET") == 400)
        let variables = ("variables", #"{"v":3}"#)
        #expect(try await status("GET", parameters: [("query", "query($v:Int){int(value:$v)}"), variables]) == 200)
        #expect(try await status("GET", parameters: [("query", "{int}"), ("variables", "{")]) == 400)
        #expect(try await status("DELETE") == 405)
    }

    @Test("the response has the format that the client prefers")
    func accept() async throws {
        #expect(HTTPRequestReader.mediaType(nil) == .json)
        #expect(HTTPRequestReader.mediaType("*/*") == .json)
        #expect(HTTPRequestReader.mediaType("\(Self.newer), application/json;q=0.9") == .graphQLResponse)
        #expect(HTTPRequestReader.mediaType("\(Self.newer);q=0.5, application/json") == .json)
        #expect(HTTPRequestReader.mediaType("text/html") == nil)
        #expect(try await status("POST", body: #"{"query":"{int}"}"#, accept: "text/html") == 406)
    }

    @Test("a body that is too large is 413")
    func large() async throws {
        #expect(try await status("POST", body: String(repeating: " ", count: 2 << 20)) == 413)
    }
}

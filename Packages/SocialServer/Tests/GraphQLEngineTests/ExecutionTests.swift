import Foundation
import Synchronization
import Testing

@testable import GraphQLEngine

@Suite("Execution")
struct ExecutionTests {
    /// Counts, from any task.
    final class Counter: Sendable {
        private let counts = Mutex<[String: Int]>([:])
        func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
        subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
        var all: [String: Int] { counts.withLock { $0 } }
    }

    @Test("the example of the engine's documentation works")
    func example() async throws {
        let schema = try Schema(sdl: "type Query { hello(name: String = \"world\"): String }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.hello") { call in .string("Hello, \(call.arguments["name"]?.string ?? "")!") }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(Request("{ hello }"), context: ())
        #expect(String(decoding: response.json(), as: UTF8.self) == #"{"data":{"hello":"Hello, world!"}}"#)
    }

    static let social = """
        interface Node { id: ID! }
        type Account implements Node { id: ID! name: String! followers(first: Int): Connection }
        type Status implements Node { id: ID! account: Account! }
        type Edge { node: Account cursor: String! }
        type Connection { edges: [Edge!]! }
        type Query { statuses(first: Int): [Status!]! nodes(first: Int): [Node!]! }
        """

    /// Each resolver that would ask a database counts a statement.
    static func socialEngine(_ counter: Counter) throws -> Engine<Void> {
        struct Account: Sendable { let id: Int }
        struct Status: Sendable { let id: Int }
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.statuses") { call in
            counter.add("statuses")
            return .list((0..<(call.arguments["first"]?.int ?? 0)).map { .object(Status(id: $0)) })
        }
        resolvers.root("Query.nodes") { call in
            counter.add("nodes")
            return .list(
                (0..<(call.arguments["first"]?.int ?? 0)).map {
                    $0 % 2 == 0 ? .object(Status(id: $0), type: "Status") : .object(Account(id: $0), type: "Account")
                })
        }
        resolvers.batch("Status.account", of: Status.self) { statuses, _ in
            counter.add("accounts")
            return statuses.map { .object(Account(id: $0.id % 3)) }
        }
        resolvers.value("Status.id", of: Status.self) { status, _ in .int(status.id) }
        resolvers.value("Account.id", of: Account.self) { account, _ in .int(account.id) }
        resolvers.value("Account.name", of: Account.self) { account, _ in .string("a\(account.id)") }
        resolvers.batch("Account.followers", of: Account.self) { accounts, call in
            counter.add("followers")
            let first = call.arguments["first"]?.int ?? 0
            return accounts.map { _ in .object((0..<first).map { Account(id: $0) }) }
        }
        resolvers.value("Connection.edges", of: [Account].self) { page, _ in .list(page.map { .object($0) }) }
        resolvers.value("Edge.node", of: Account.self) { account, _ in .object(account) }
        resolvers.value("Edge.cursor", of: Account.self) { account, _ in .string("c\(account.id)") }
        return try Engine(schema: Schema(sdl: social), resolvers: resolvers, limits: RequestLimits(cost: 10_000_000))
    }

    @Test("statements do not grow with the length of lists, two connections deep and through interfaces")
    func batching() async throws {
        let query = """
            query($n: Int) {
              statuses(first: $n) { account { followers(first: $n) { edges { node { followers(first: $n) { edges {
                node { name } } } } } } } }
              nodes(first: $n) { id ... on Status { account { name } } ... on Account { followers(first: $n) {
                edges { node { id } } } } }
            }
            """
        var seen: [[String: Int]] = []
        for n in [2, 10, 20] {
            let counter = Counter()
            let engine = try Self.socialEngine(counter)
            let response = await engine.execute(Request(query, variables: ["n": .int(n)]), context: ())
            #expect(response.errors == [])
            seen.append(counter.all)
        }
        #expect(seen[0] == ["statuses": 1, "nodes": 1, "accounts": 1, "followers": 3])
        #expect(seen.allSatisfy { $0 == seen[0] })
    }

    @Test("root fields of a mutation run one after the other, each with what is below it")
    func mutations() async throws {
        let schema = try Schema(
            sdl: "type Query { a: Int } type Mutation { add(n: Int!): Box } type Box { total: Int }")
        let shared = SendableLog()
        var resolvers = Resolvers<Void>()
        resolvers.root("Mutation.add") { call in
            shared.add("add \(call.arguments["n"]?.int ?? 0)")
            await Task.yield()
            return .object(call.arguments["n"]?.int ?? 0)
        }
        resolvers.batch("Box.total", of: Int.self) { parents, _ in
            shared.add("total \(parents)")
            return parents.map { .int($0) }
        }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(
            Request("mutation { a: add(n: 1) { total } b: add(n: 2) { total } c: add(n: 3) { total } }"), context: ())
        #expect(response.errors == [])
        #expect(shared.lines == ["add 1", "total [1]", "add 2", "total [2]", "add 3", "total [3]"])
    }

    final class SendableLog: Sendable {
        private let log = Mutex<[String]>([])
        func add(_ line: String) { log.withLock { $0.append(line) } }
        var lines: [String] { log.withLock { $0 } }
    }

    @Test("a sibling whose parent became null is cancelled")
    func cancellation() async throws {
        let schema = try Schema(sdl: "type Query { box: Box } type Box { fails: Int! slow: Int }")
        let counter = Counter()
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.box") { _ in .object(0) }
        resolvers.batch("Box.fails", of: Int.self) { _, _ in throw GraphQLError("no") }
        resolvers.batch("Box.slow", of: Int.self) { parents, _ in
            do { try await Task.sleep(for: .seconds(30)) } catch {
                counter.add("cancelled")
                throw error
            }
            return parents.map { .int($0) }
        }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(Request("{ box { slow fails } }"), context: ())
        #expect(counter["cancelled"] == 1)
        #expect(response.errors.map(path) == ["box/fails"])
        let expected = try json(#"{"box":null}"#)
        #expect(GraphQLEngineTests.data(response) == expected)
    }

    @Test("a cancelled request ends its resolvers")
    func cancelledRequest() async throws {
        let schema = try Schema(sdl: "type Query { a: Int b: Int }")
        let counter = Counter()
        var resolvers = Resolvers<Void>()
        for field in ["a", "b"] {
            resolvers.root("Query.\(field)") { _ in
                counter.add("started")
                do { try await Task.sleep(for: .seconds(30)) } catch {
                    counter.add("cancelled")
                    throw error
                }
                return .int(1)
            }
        }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let task = Task { await engine.execute(Request("{ a b }"), context: ()) }
        while counter["started"] < 2 { await Task.yield() }
        task.cancel()
        let response = await task.value
        #expect(counter["cancelled"] == 2)
        #expect(response.errors.count == 2)
    }

    @Test("errors that are not meant for clients are not shown to them")
    func hiddenErrors() async throws {
        struct Secret: Error { let password = "hunter2" }
        let schema = try Schema(sdl: "type Query { a: Int }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.a") { _ in throw Secret() }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(Request("{ a }"), context: ())
        #expect(response.errors.map(\.message) == ["Internal error."])
    }

    @Test("a nullable variable with a default that is null fails as an item of a non-null list, at that field (G04)")
    func nullItem() async throws {
        let engine = try tableEngine()
        let response = await engine.execute(
            Request("query($n: Int = 3){sum(numbers:[1,$n])}", variables: ["n": .null]), context: ())
        #expect(response.errors.map(path) == ["sum"])
        let expected = try json(#"{"sum":null}"#)
        #expect(GraphQLEngineTests.data(response) == expected)
    }

    @Test("results outside 32 bits or not finite are field errors (G05)")
    func results() async throws {
        let schema = try Schema(sdl: "type Query { i: Int f: Float id: ID }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.i") { _ in .int(1 << 31) }
        resolvers.root("Query.f") { _ in .float(.infinity) }
        resolvers.root("Query.id") { _ in .boolean(true) }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(Request("{ i f id }"), context: ())
        #expect(Set(response.errors.map(path)) == ["i", "f", "id"])
    }

    @Test("absent, null and default are three cases for a resolver (G07)")
    func threeCases() async throws {
        let schema = try Schema(sdl: "type Query { seen(a: Int, b: Int = 5): String }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.seen") { .string(sortedText(.object($0.arguments))) }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        for (query, expected) in [
            ("{seen}", #"{"b": 5}"#), ("{seen(a: null, b: null)}", #"{"a": null, "b": null}"#),
            ("query($x: Int){seen(a: $x, b: $x)}", #"{"b": 5}"#),
        ] {
            let response = await engine.execute(Request(query), context: ())
            #expect(response.data?["seen"] == .leaf(.string(expected)))
        }
    }

    @Test("a subscription gives a response an event and ends its source when the reader stops")
    func subscription() async throws {
        let schema = try Schema(sdl: "type Query { a: Int } type Subscription { ticked(from: Int = 1): Int }")
        let counter = Counter()
        var resolvers = Resolvers<Void>()
        resolvers.subscription("Subscription.ticked") { call in
            let start = call.arguments["from"]?.int ?? 0
            return AsyncThrowingStream { continuation in
                for tick in start..<(start + 5) { continuation.yield(tick) }
                continuation.onTermination = { _ in counter.add("ended") }
            }
        }
        resolvers.value("Subscription.ticked", of: Int.self) { tick, _ in .int(tick) }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let prepared = try engine.prepare(Request("subscription { ticked(from: 3) }")).get()
        #expect(prepared.operation.kind == .subscription)
        do {
            var seen: [String] = []
            let responses = try await engine.subscribe(prepared, context: ())
            for try await response in responses {
                seen.append(String(decoding: response.json(), as: UTF8.self))
                if seen.count == 2 { break }
            }
            #expect(seen == [#"{"data":{"ticked":3}}"#, #"{"data":{"ticked":4}}"#])
        }
        #expect(counter["ended"] == 1)
        let refused = await engine.execute(prepared, context: ())
        #expect(refused.errors.count == 1)
    }

    @Test("two operations need a name, and an unknown name is an error")
    func operationNames() async throws {
        let engine = try tableEngine()
        let two = "query A { int(value: 1) } query B { int(value: 2) }"
        #expect(await engine.execute(Request(two), context: ()).errors.count == 1)
        #expect(await engine.execute(Request(two, operationName: "C"), context: ()).errors.count == 1)
        let response = await engine.execute(Request(two, operationName: "B"), context: ())
        #expect(response.data?["int"] == .leaf(.int(2)))
    }

    @Test("a resolver that belongs to no field is refused")
    func unknownResolver() throws {
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.nothing") { _ in .null }
        #expect(throws: SchemaError.self) {
            _ = try Engine(schema: Schema(sdl: "type Query { a: Int }"), resolvers: resolvers)
        }
    }
}

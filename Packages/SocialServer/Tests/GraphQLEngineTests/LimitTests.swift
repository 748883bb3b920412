import Foundation
import Testing

@testable import GraphQLEngine

/// Documents that must cost nothing: each is answered or refused in milliseconds, with a place.
@Suite("Limits", .serialized)
struct LimitTests {
    /// An optimised build must stay below ten milliseconds of this thread's time; an unoptimised one is some thirty times
    /// slower.
    static var allowed: Double {
        #if DEBUG
            0.5
        #else
            0.01
        #endif
    }

    /// The processor time that this process used, in seconds.
    private static func clockTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Prepares a request and checks the time. Preparing never waits, so that it stays on one thread.
    @discardableResult
    private func refuse(
        _ query: String, _ word: String, limits: RequestLimits = RequestLimits(),
        _ location: Testing.SourceLocation = #_sourceLocation
    ) throws -> [GraphQLError] {
        let engine = try tableEngine(limits: limits)
        let start = Self.clockTime()
        let result = engine.prepare(Request(query))
        let spent = Self.clockTime() - start
        #expect(spent < Self.allowed, "\(spent) s", sourceLocation: location)
        guard case .failure(let failure) = result else {
            Issue.record("The document was not refused.", sourceLocation: location)
            return []
        }
        let first = failure.errors.first
        #expect(
            first?.message.contains(word) == true, "\(first?.message.prefix(200) ?? "")", sourceLocation: location)
        #expect(first?.locations.isEmpty == false, sourceLocation: location)
        return failure.errors
    }

    private func accept(_ query: String, limits: RequestLimits = RequestLimits()) throws {
        let engine = try tableEngine(limits: limits)
        let start = Self.clockTime()
        let result = engine.prepare(Request(query))
        #expect(Self.clockTime() - start < Self.allowed)
        if case .failure(let failure) = result { Issue.record("\(failure.errors)") }
    }

    private func times(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined(separator: " ") }

    @Test("repeat: a field 3,000 times is one field")
    func repeated() throws { try accept("{" + times(3_000) { _ in "int" } + "}") }

    @Test("pairs: fragments that spread all later ones run out of tokens, fewer of them out of comparisons")
    func pairs() throws {
        func document(_ count: Int) -> String {
            let fragments = times(count) { (i: Int) -> String in
                let spreads = times(count - i - 1) { (j: Int) -> String in "...F\(i + j + 1)" }
                return "fragment F\(i) on Query {\(spreads) x\(i): int a: id b: id }"
            }
            return "{ ...F0 } " + fragments
        }
        try refuse(document(150), "tokens")
        // Validation alone, without the limits that stop before it.
        let schema = try tableEngine().schema
        let parsed = try Parser.parse(document(150), limits: .trusted)
        let start = Self.clockTime()
        let errors = Validator.validate(parsed, against: schema)
        #expect(Self.clockTime() - start < Self.allowed)
        #expect(errors.filter { $0.message.contains("comparisons") && !$0.locations.isEmpty }.count == 1)
    }

    @Test("inline: two hundred inline fragments of a hundred levels run out of comparisons or nesting")
    func inline() throws {
        let cats = times(200) { _ in "... on Cat{x:id" }
        let document = "{pets{" + cats + times(100) { _ in "... on Dog{" } + "id" + times(300) { _ in "}" } + "}}"
        try refuse(document, "nests deeper")
        let flat = "{pets{" + times(200) { _ in "... on Cat{x:id ... on Dog{x:id}}" } + "}}"
        var limits = RequestLimits(aliases: 10_000)
        limits.document.depth = 1_000
        let engine = try tableEngine(limits: limits)
        let start = Self.clockTime()
        _ = engine.prepare(Request(flat))
        #expect(Self.clockTime() - start < Self.allowed)
    }

    @Test("alias: ten thousand aliases run out of tokens, five hundred of aliases")
    func aliases() throws {
        try refuse("{" + times(10_000) { "a\($0):int" } + "}", "tokens")
        try refuse("{" + times(512) { "a\($0):__typename" } + "}", "aliases")
        try accept("{" + times(30) { "a\($0):int" } + "}")
        // Through fragments as well.
        let fragment = "fragment F on Query {" + times(60) { "a\($0):int" } + "}"
        try refuse("{ ...F ...F } " + fragment, "aliases")
    }

    @Test("directives: five hundred at one place are too many")
    func directives() throws { try refuse("{int " + times(500) { _ in "@skip(if:false)" } + "}", "directives") }

    @Test("deep: fields nest to the same depth inline and through fragments")
    func deep() throws {
        func inline(_ count: Int) -> String {
            "{pets{" + String(repeating: "...on Cat{friend{", count: count) + "__typename"
                + String(repeating: "}}", count: count) + "}}"
        }
        func fragments(_ count: Int) -> String {
            let chain = times(count) { (i: Int) -> String in
                let inner = i + 1 < count ? "...F\(i + 1)" : "__typename"
                return "fragment F\(i) on Cat{friend{\(inner)}}"
            }
            return "{pets{...F0}} " + chain
        }
        let limits = RequestLimits(cost: .max)
        try refuse(inline(1_000), "nests deeper")
        try refuse(fragments(1_000), "nest deeper than 20", limits: limits)
        // pets is the first level, the name the last: eighteen friends fit into twenty.
        try accept(inline(18), limits: limits)
        try accept(fragments(18), limits: limits)
        try refuse(inline(19), "nest deeper than 20", limits: limits)
        try refuse(fragments(19), "nest deeper than 20", limits: limits)
    }

    @Test("double: thirty fragments that spread the next twice take thirty steps")
    func double() throws {
        let fragments = times(30) { "fragment F\($0) on Query{...F\($0 + 1) ...F\($0 + 1)}" }
        try refuse("{...F0} \(fragments) fragment F30 on Query{int}", "fields")
    }

    @Test("cycle: one error a cycle", arguments: [1, 2, 3, 50])
    func cycle(_ length: Int) throws {
        let fragments = times(length) { "fragment F\($0) on Query{...F\(($0 + 1) % length)}" }
        let errors = try refuse("{...F0} \(fragments)", "within itself")
        #expect(errors.count == 1)
    }

    @Test("fragments that only spread each other and are unused end, too")
    func unusedCycle() throws {
        let errors = try refuse("{int} fragment A on Query{...B} fragment B on Query{...A}", "never used")
        #expect(errors.count == 3)
    }

    @Test(
        "tokens: ten megabytes of anything are too much",
        arguments: ["{", ",", "#", "a", "\""])
    func bytes(_ character: String) throws {
        try refuse(String(repeating: character, count: 10_000_000), "bytes")
        let small = String(repeating: character, count: 250_000)
        let engine = try tableEngine()
        let start = Self.clockTime()
        if case .success = engine.prepare(Request(small)) { Issue.record("accepted") }
        #expect(Self.clockTime() - start < Self.allowed)
    }

    @Test("nest, selections, types: the parser's depth holds")
    func nesting() throws {
        try refuse("{int(value:" + String(repeating: "[", count: 100_000), "nests deeper")
        try refuse("{int(value:" + String(repeating: "{a:", count: 80_000), "nests deeper")
        try refuse(String(repeating: "{a", count: 100_000), "nests deeper")
        try refuse("query($v:" + String(repeating: "[", count: 100_000), "nests deeper")
    }

    @Test("introspect: circles of lists are refused, also behind fragments that look like introspection")
    func introspection() throws {
        try refuse("{__schema{types{fields{type{fields{type{fields{name}}}}}}}}", "introspection depth")
        try refuse(
            "{__schema{types{...T}}} fragment T on __Type{fields{type{fields{type{...U}}}}} "
                + "fragment U on __Type{fields{name}}", "introspection depth")
        // A fragment with the name of a meta field hides nothing (G17).
        try refuse(
            "{...__schema} fragment __schema on Query{pets{...on Cat{friend{...on Cat{friend{...on Cat{friend{...on "
                + "Cat{friend{id}}}}}}}}}}", "nest", limits: RequestLimits(depth: 4))
    }

    @Test("cost: lists multiply, before anything is executed, from literals, variables and defaults")
    func cost() throws {
        try refuse("{pets(first:1000){...on Cat{friend{...on Cat{friend{__typename}}}}}}", "fields")
        try refuse("query($n:Int=1000){pets(first:$n){...on Cat{friend{...on Cat{friend{__typename}}}}}}", "fields")
        let inline = try tableEngine().prepare(Request("{pets(first:100){...on Cat{id name}}}")).get()
        let named = try tableEngine().prepare(
            Request("{pets(first:100){...F}} fragment F on Cat{id ...G} fragment G on Cat{name}")
        ).get()
        #expect(inline.cost == named.cost)
        #expect(inline.cost.fields == 201)
        let unsized = try tableEngine().prepare(Request("{pets{...on Cat{id}}}")).get()
        #expect(unsized.cost.fields == 11)
    }

    @Test("a connection passes its size on to its edges")
    func connection() throws {
        let engine = try ExecutionTests.socialEngine(ExecutionTests.Counter())
        let cost = try engine.prepare(
            Request("{statuses(first: 5) { account { followers(first: 7) { edges { node { id } } } } } }")
        ).get().cost
        // statuses, then five times: account, followers, edges, and seven times node and id.
        #expect(cost.fields == 1 + 5 * (3 + 7 * 2))
    }

    @Test("variables: size, depth and huge numbers are refused while reading")
    func variables() throws {
        func isLimit(_ text: String) -> Bool {
            do throws(JSONReader.Failure) {
                _ = try JSONReader.read(Array(text.utf8))
                return false
            } catch { return error.isLimit }
        }
        #expect(isLimit("[" + String(repeating: "1,", count: 2_500_000) + "1]"))
        #expect(isLimit(String(repeating: "[", count: 10_000)))
        #expect(isLimit("1e999999999"))
        #expect(isLimit("[" + String(repeating: "1,", count: 60_000) + "1]"))
    }

    @Test("suggestions: an unknown field on a type of 5,000 fields costs little")
    func suggestions() throws {
        let schema = try Schema(sdl: "type Query {" + times(5_000) { "field\($0): Int" } + "}")
        let engine = try Engine(schema: schema, resolvers: Resolvers<Void>())
        let start = Self.clockTime()
        guard case .failure(let failure) = engine.prepare(Request("{fieldX}")) else {
            Issue.record("accepted")
            return
        }
        #expect(Self.clockTime() - start < Self.allowed)
        #expect(failure.errors.first?.message.contains("Did you mean") == true)
    }

    @Test("operations: two thousand and no name are one error")
    func operations() throws {
        let errors = try refuse(times(2_000) { "query Q\($0){int}" }, "operation name")
        #expect(errors.count == 1)
    }

    @Test("errors: a document of unknown fields stops after a hundred errors")
    func errors() throws {
        let errors = try refuse(
            "{" + times(10_000) { "u\($0)" } + "}", "Cannot query", limits: RequestLimits(cost: .max))
        #expect(errors.count == 101)
        try refuse("{" + times(100_000) { "u\($0)" } + "}", "bytes")
    }

    @Test("what must pass: forty fields of twelve levels")
    func mustPass() throws {
        let friends = String(repeating: "...on Cat{id name meows friend{", count: 10)
        try accept("{pets(first:10){" + friends + "__typename" + String(repeating: "}}", count: 10) + "}}")
    }
}

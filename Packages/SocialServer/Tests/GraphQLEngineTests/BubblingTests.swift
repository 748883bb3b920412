import Foundation
import Testing

@testable import GraphQLEngine

/// Null and errors where they must not be: how far they bubble, and which path the error keeps (section 6.4.4).
@Suite("Null bubbling")
struct BubblingTests {
    struct Row: CustomStringConvertible, Sendable {
        let type: String
        let value: String
        let document: String
        let data: String
        let paths: String
        var description: String { "\(type) \(value) \(document)" }
    }

    static let rows: [Row] = ((try? fixture("bubbling.tsv")) ?? "").split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func column(_ index: Int) -> String { index < columns.count ? columns[index] : "" }
            return Row(
                type: column(0), value: column(1), document: column(2), data: column(3), paths: column(4))
        }

    @Test("the table is there") func complete() { #expect(Self.rows.count == 52 || Self.rows.count > 40) }

    static func resolved(_ value: GraphQLValue) -> ResolvedValue {
        switch value {
        case .string("!"): .failure(GraphQLError("failed"))
        case .list(let items): .list(items.map(resolved))
        default: ResolvedValue(value)
        }
    }

    static func engine(_ type: String, _ value: GraphQLValue) throws -> Engine<Void> {
        let schema = try Schema(
            sdl: "type Query { box: Box  must: Box!  boxes: [Box!] }  type Box { f: \(type)  g: Int }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.box") { _ in .object(0) }
        resolvers.root("Query.must") { _ in .object(0) }
        resolvers.root("Query.boxes") { _ in .list([.object(0), .object(1)]) }
        resolvers.value("Box.f", of: Int.self) { _, _ in
            if value.string == "!" { throw GraphQLError("failed") }
            return resolved(value)
        }
        resolvers.value("Box.g", of: Int.self) { _, _ in .int(7) }
        return try Engine(schema: schema, resolvers: resolvers)
    }

    @Test("null and error bubble to the nearest nullable parent and keep their path", arguments: rows)
    func row(_ row: Row) async throws {
        let engine = try Self.engine(row.type, json(row.value))
        let response = await engine.execute(Request(row.document), context: ())
        let expected = try json(row.data)
        #expect(GraphQLEngineTests.data(response) == expected)
        #expect(response.errors.map(path).joined(separator: ", ") == row.paths)
        #expect(response.errors.allSatisfy { !$0.locations.isEmpty })
    }

    @Test("all objects of a batch bubble by themselves")
    func batch() async throws {
        let schema = try Schema(sdl: "type Query { items: [Item]! } type Item { n: Int! }")
        var resolvers = Resolvers<Void>()
        resolvers.root("Query.items") { _ in .list((0..<4).map { .object($0) }) }
        resolvers.batch("Item.n", of: Int.self) { parents, _ in
            parents.map { $0 % 2 == 0 ? .int($0) : .failure(GraphQLError("odd")) }
        }
        let engine = try Engine(schema: schema, resolvers: resolvers)
        let response = await engine.execute(Request("{items{n}}"), context: ())
        let expected = try json(#"{"items":[{"n":0},null,{"n":2},null]}"#)
        #expect(GraphQLEngineTests.data(response) == expected)
        #expect(response.errors.map(path) == ["items/1/n", "items/3/n"])
    }

    @Test("data is null and present when the root fails, and absent when nothing was executed")
    func root() async throws {
        let engine = try Self.engine("Int!", .null)
        let failed = await engine.execute(Request("{must{f}}"), context: ())
        #expect(String(decoding: failed.json(), as: UTF8.self).hasSuffix(#""data":null}"#))
        let refused = await engine.execute(Request("{nothing}"), context: ())
        #expect(!String(decoding: refused.json(), as: UTF8.self).contains("data"))
    }
}

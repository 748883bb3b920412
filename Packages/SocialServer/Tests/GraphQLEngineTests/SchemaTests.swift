import Foundation
import Testing

@testable import GraphQLEngine

@Suite("Schema")
struct SchemaTests {
    private func errors(_ sdl: String) -> [GraphQLError] {
        do throws(SchemaError) {
            _ = try Schema(sdl: sdl)
            return []
        } catch { return error.errors }
    }

    @Test("deprecated arguments and input fields are fine, required ones are not (G13)")
    func deprecation() {
        #expect(
            errors("type Query { a(x: Int @deprecated): Int } input I { y: Int @deprecated(reason: \"old\") }") == [])
        #expect(errors("type Query { a(x: Int! @deprecated): Int }").count == 1)
        #expect(errors("type Query { a: Int } input I { y: Int! @deprecated }").count == 1)
        #expect(errors("interface N { a: Int } type Query implements N { a: Int @deprecated }").count == 1)
        #expect(errors("interface N { a: Int @deprecated } type Query implements N { a: Int @deprecated }") == [])
        #expect(errors("type Query { a(x: Int @deprecated(reason: null)): Int }").count == 1)
    }

    @Test("a @deprecated whose reason is null is refused on fields and enum values as well")
    func nullReason() {
        #expect(errors("type Query { a: Int @deprecated(reason: null) }").count == 1)
        #expect(errors("type Query { a: E } enum E { X @deprecated(reason: null) }").count == 1)
    }

    @Test("default values must fit, and must not need themselves (G07)")
    func defaults() {
        #expect(errors("type Query { a(x: Int = \"no\"): Int }").count == 1)
        #expect(errors("type Query { a(x: I = {y: 1, z: 2}): Int } input I { y: Int }").count == 1)
        #expect(errors("type Query { a(x: [Int!] = [1, null]): Int }").count == 1)
        #expect(errors("type Query { a(x: I): Int } input I { i: I = {} }").count == 1)
        #expect(errors("type Query { a(x: A): Int } input A { b: B = {} } input B { a: A = {} }").count == 1)
        #expect(errors("type Query { a(x: A): Int } input A { b: B = {} } input B { a: A = {b: null} }") == [])
    }

    @Test("an input object that no finite value can have is refused")
    func infinite() {
        #expect(errors("type Query { a(x: A): Int } input A { a: A! }").count == 1)
        #expect(errors("type Query { a(x: A): Int } input A { b: B! } input B { a: A! }").count == 1)
        #expect(errors("type Query { a(x: A): Int } input A { a: [A!]! }") == [])
        #expect(errors("type Query { a(x: A): Int } input A @oneOf { a: A }").count == 1)
        #expect(errors("type Query { a(x: A): Int } input A @oneOf { a: A b: Int }") == [])
    }

    @Test("fields of a OneOf input object are nullable and have no default")
    func oneOf() {
        #expect(errors("type Query { a(x: O): Int } input O @oneOf { a: Int! }").count == 1)
        #expect(errors("type Query { a(x: O): Int } input O @oneOf { a: Int = 1 }").count == 1)
    }

    @Test("errors have places")
    func places() {
        let found = errors("type Query {\n  a: Nothing\n}")
        #expect(found.map { $0.locations } == [[GraphQLEngine.SourceLocation(line: 2, column: 6)]])
    }

    @Test("printing a schema and building it again gives the same text")
    func roundTrip() throws {
        let sdl = """
            "A service."
            schema { query: Root mutation: Change }
            "Where it is written."
            scalar Date @specifiedBy(url: "https://example.org/date")
            directive @tag("Its name." name: String! = "a\\"b", more: [Int!]) repeatable on FIELD_DEFINITION | OBJECT
            interface Node { id: ID! }
            interface Named implements Node { id: ID! name(short: Boolean! = false): String @deprecated(reason: "no") }
            type Root implements Named & Node { id: ID! name(short: Boolean! = false): String @deprecated  u: Both e(x: By): Kind }
            type Change { set(by: By = {id: 4}): Date }
            union Both = Root | Change
            enum Kind { "First." A B @deprecated }
            input By @oneOf { id: ID name: String }
            extend type Change { more: Int }
            """
        let once = SchemaPrinter.print(try Schema(sdl: sdl))
        let twice = SchemaPrinter.print(try Schema(sdl: once))
        #expect(once == twice)
        #expect(once.contains("more: Int"))
        #expect(once.contains("@specifiedBy(url: \"https://example.org/date\")"))
        #expect(once.contains("input By @oneOf"))
    }

    @Test("schema coordinates name elements, and nothing else")
    func coordinates() throws {
        let schema = try Schema(sdl: fixture("schema.graphql"))
        for text in [
            "Cat", "Cat.size", "Cat.size(unit:)", "Unit.CM", "Range.from", "@tag", "@tag(name:)", "Query.__typename",
        ] {
            let coordinate = try SchemaCoordinate(text)
            #expect(coordinate.description == text)
            #expect(coordinate.resolve(in: schema) != nil, "\(text)")
        }
        for text in ["Dragon", "Cat.wings", "Cat.size(x:)", "Unit.MM", "@nope", "@tag(x:)"] {
            #expect(try SchemaCoordinate(text).resolve(in: schema) == nil, "\(text)")
        }
        for text in ["", "Cat.", "Cat.size(unit)", "Cat.size(unit:", "@", ".x", "Cat .size", "Cat.size(unit:) "] {
            #expect(throws: GraphQLError.self, "\(text)") { try SchemaCoordinate(text) }
        }
    }
}

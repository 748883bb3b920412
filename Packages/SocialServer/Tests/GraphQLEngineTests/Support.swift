import Foundation
import Testing

@testable import GraphQLEngine

/// A file beside the tests.
func fixture(_ name: String) throws -> String {
    try String(contentsOf: fixtureURL(name), encoding: .utf8)
}

func fixtureURL(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
}

/// JSON from text.
func json(_ text: String) throws -> GraphQLValue {
    try JSONReader.read(
        Array(text.utf8), limits: JSONReader.Limits(bytes: 1 << 30, depth: 500, values: 100_000_000))
}

/// A response's data as a plain value.
func plain(_ value: ResponseValue) -> GraphQLValue {
    switch value {
    case .null: .null
    case .leaf(let leaf): leaf
    case .list(let items): .list(items.map(plain))
    case .object(let keys, let values):
        .object(zip(keys, values).reduce(into: ObjectValue()) { $0[$1.0] = plain($1.1) })
    }
}

/// A response's data, which must be there.
func data(_ response: Response) -> GraphQLValue { plain(response.data ?? .leaf(.string("there is no data"))) }

/// 1 and 1.0 are one number in JSON.
func normalized(_ value: GraphQLValue) -> GraphQLValue {
    switch value {
    case .int(let number): .float(Double(number))
    case .list(let items): .list(items.map(normalized))
    case .object(let object): .object(object.reduce(into: ObjectValue()) { $0[$1.key] = normalized($1.value) })
    default: value
    }
}

/// JSON text with sorted keys and a space after commas and colons, as the table's resolvers give it.
func sortedText(_ value: GraphQLValue) -> String {
    switch value {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .float(let number): return "\(number)"
    case .string(let text):
        var writer = JSONWriter()
        writer.write(.string(text))
        return String(decoding: writer.bytes, as: UTF8.self)
    case .list(let items): return "[" + items.map(sortedText).joined(separator: ", ") + "]"
    case .object(let object):
        return "{"
            + object.keys.sorted().map { "\(sortedText(.string($0))): \(sortedText(object[$0] ?? .null))" }
            .joined(separator: ", ") + "}"
    }
}

/// The service of `schema.graphql`: fields give their argument back; pets and nodes are data.
func tableEngine(
    data: ObjectValue = ObjectValue(), limits: RequestLimits = RequestLimits()
) throws -> Engine<Void> {
    var resolvers = Resolvers<Void>()
    for (field, argument) in [
        ("text", "value"), ("number", "value"), ("flag", "value"), ("id", "value"), ("int", "value"), ("day", "unit"),
    ] {
        resolvers.root("Query.\(field)") { ResolvedValue($0.arguments[argument] ?? .null) }
    }
    resolvers.root("Query.sum") { call in
        .int(call.arguments["numbers"]?.list?.compactMap(\.int).reduce(0, +))
    }
    for (field, argument) in [("grid", "cells"), ("range", "in")] {
        resolvers.root("Query.\(field)") { call in
            call.arguments[argument].map { ResolvedValue.string(sortedText($0)) } ?? .null
        }
    }
    for field in ["pet", "pets", "node"] {
        resolvers.root("Query.\(field)") { _ in ResolvedValue(data[field] ?? .null) }
    }
    return try Engine(schema: Schema(sdl: fixture("schema.graphql")), resolvers: resolvers, limits: limits)
}

/// `line:column`, joined as the tables join them.
func places(_ error: GraphQLError) -> String {
    error.locations.map { "\($0.line):\($0.column)" }.joined(separator: "+")
}

func path(_ error: GraphQLError) -> String {
    error.path.map { element in
        switch element {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }.joined(separator: "/")
}

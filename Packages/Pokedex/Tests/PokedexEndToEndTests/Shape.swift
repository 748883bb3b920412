import Foundation
import TestKit

/// What a JSON value may look like, written as in `pokeapi-shapes.txt`.
indirect enum Shape {
    case number, string, truth, reference, address
    case list(Shape)
    case object([(String, Shape)])
    case nullable(Shape)
    /// The enclosing object again, as in a chain of evolutions.
    case again

    /// What is wrong with a value, with the path to it; nothing if all is right.
    func problems(in value: Any?, at path: String, inside: Shape? = nil) -> [String] {
        switch self {
        case .nullable(let shape):
            return value is NSNull ? [] : shape.problems(in: value, at: path, inside: inside)
        case .again:
            return inside?.problems(in: value, at: path, inside: inside) ?? ["\(path) has nothing to repeat"]
        case .number: return value is Int && !isTruth(value) ? [] : ["\(path) is no number: \(describe(value))"]
        case .string: return value is String ? [] : ["\(path) is no string: \(describe(value))"]
        case .truth: return isTruth(value) ? [] : ["\(path) is no truth: \(describe(value))"]
        case .reference:
            return Shape.object([("name", .string), ("url", .string)]).problems(in: value, at: path)
        case .address: return Shape.object([("url", .string)]).problems(in: value, at: path)
        case .list(let shape):
            guard let values = value as? [Any] else { return ["\(path) is no list: \(describe(value))"] }
            return values.enumerated().flatMap { shape.problems(in: $1, at: "\(path)[\($0)]", inside: inside) }
        case .object(let members):
            guard let object = value as? [String: Any] else { return ["\(path) is no object: \(describe(value))"] }
            let known = Set(members.map(\.0))
            let extra = object.keys.filter { !known.contains($0) }.sorted().map { "\(path).\($0) is not theirs" }
            return extra
                + members.flatMap { name, shape in
                    object[name] == nil
                        ? ["\(path).\(name) is missing"]
                        : shape.problems(in: object[name], at: "\(path).\(name)", inside: self)
                }
        }
    }

    private func isTruth(_ value: Any?) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return holdsTruth(number)
    }

    private func describe(_ value: Any?) -> String { String("\(value ?? "nothing")".prefix(60)) }
}

/// Whether a number was `true` or `false` in the JSON text.
private func holdsTruth(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
}

/// The shapes of a file: one a line.
struct Shapes {
    /// The shapes of kinds, by the kind's name.
    private(set) var kinds: [String: Shape] = [:]
    private var named: [String: [Substring]] = [:]

    init(_ text: String) throws {
        var lines: [(String, [Substring])] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            var words = line.replacing("[", with: " [ ").replacing("]", with: " ] ").replacing("{", with: " { ")
                .replacing("}", with: " } ").split(separator: " ")
            let name = String(words.removeFirst())
            if words.first == "=" {
                named[name] = Array(words.dropFirst())
            } else {
                lines.append((name, words))
            }
        }
        for (name, words) in lines { kinds[name] = try shape(of: ["{"] + words + ["}"]) }
    }

    private func shape(of words: [Substring]) throws -> Shape {
        var rest = words[...]
        let shape = try next(&rest)
        guard rest.isEmpty else { throw Missing("the shape goes on with \(rest)") }
        return shape
    }

    private func next(_ words: inout ArraySlice<Substring>) throws -> Shape {
        guard var word = words.popFirst() else { throw Missing("a shape ends too early") }
        let isNullable = word.hasSuffix("?")
        if isNullable { word.removeLast() }
        var shape: Shape
        switch word {
        case "n": shape = .number
        case "s": shape = .string
        case "b": shape = .truth
        case "R": shape = .reference
        case "U": shape = .address
        case "*": shape = .again
        case "[":
            shape = .list(try next(&words))
            guard words.popFirst() == "]" else { throw Missing("a list has no end") }
        case "{":
            var members: [(String, Shape)] = []
            while let name = words.popFirst(), name != "}" { members.append((String(name), try next(&words))) }
            shape = .object(members)
        default:
            guard let definition = named[String(word)] else { throw Missing("there is no shape \(word)") }
            shape = try self.shape(of: definition)
        }
        // A question mark after a bracket stands alone.
        if words.first == "?" {
            words.removeFirst()
            shape = .nullable(shape)
        }
        return isNullable ? .nullable(shape) : shape
    }
}

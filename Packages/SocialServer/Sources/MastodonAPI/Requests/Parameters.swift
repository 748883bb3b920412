import Foundation
import ServerShell
import SocialService

/// What a request says, whether in its address, a form, a multipart form or JSON: one tree for all of them.
///
/// Forms spell trees as Rails does: `media_ids[]=1&source[privacy]=public&fields_attributes[0][name]=x`.
struct Parameters: Sendable {
    /// A node of the tree.
    indirect enum Value: Sendable, Equatable {
        /// Text; from JSON also numbers, as they were written.
        case text(String)
        /// JSON's `true` and `false`.
        case truth(Bool)
        /// JSON's `null`.
        case null
        /// A list.
        case list([Value])
        /// Names with values; the last of two with the same name counts.
        case tree([String: Value])
        /// A file of a multipart form.
        case file(UploadedFile)
    }

    /// A file of a multipart form; its name and type are only what the client says.
    struct UploadedFile: Sendable, Equatable {
        var name: String
        var bytes: [UInt8]
    }

    /// Something that does not have the form it should have.
    struct Fault: Error, Sendable {
        let message: String
        /// The parameter that is missing, if that is the fault.
        var missing: String?
    }

    private(set) var root: [String: Value] = [:]

    /// Untrusted clients choose depth and number.
    private static let deepest = 6
    private static let mostFields = 1000

    init() {}

    /// Takes what JSON said.
    init(_ value: Value) throws {
        guard case .tree(let tree) = value else {
            throw Fault(message: "The body must be a JSON object.")
        }
        root = tree
    }

    /// Adds the fields of an address's query or of a form.
    mutating func add(query: String) throws {
        guard !query.isEmpty else { return }
        for (index, pair) in query.utf8.split(separator: UInt8(ascii: "&")).enumerated() {
            guard index < Self.mostFields else {
                throw Fault(message: "There are more than \(Self.mostFields) fields.")
            }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = WebText.percentDecoded(Substring(parts[0]), plusIsSpace: true)
            let value = parts.count > 1 ? WebText.percentDecoded(Substring(parts[1]), plusIsSpace: true) : ""
            try add(name, .text(value))
        }
    }

    /// Adds one field under a name with brackets.
    mutating func add(_ name: String, _ value: Value) throws {
        guard let bracket = name.firstIndex(of: "["), bracket > name.startIndex else {
            root[name] = value
            return
        }
        var keys: [String] = []
        for part in name[bracket...].split(separator: "]", omittingEmptySubsequences: false).dropLast() {
            guard part.first == "[" else { break }
            keys.append(String(part.dropFirst()))
        }
        guard keys.count <= Self.deepest else { throw Fault(message: "'\(name.prefix(60))' is nested too deeply.") }
        let first = String(name[..<bracket])
        root[first] = Self.adding(value, at: keys[...], to: root[first])
    }

    private static func adding(_ value: Value, at keys: ArraySlice<String>, to old: Value?) -> Value {
        guard let key = keys.first else { return value }
        let rest = keys.dropFirst()
        if key.isEmpty {
            var list: [Value] = if case .list(let known)? = old { known } else { [] }
            // `a[][id]=1&a[][name]=x` is one entry until a name comes again.
            if let next = rest.first, case .tree(let last)? = list.last, last[next] == nil {
                list[list.count - 1] = adding(value, at: rest, to: list.last)
            } else {
                list.append(adding(value, at: rest, to: nil))
            }
            return .list(list)
        }
        var tree: [String: Value] = if case .tree(let known)? = old { known } else { [:] }
        tree[key] = adding(value, at: rest, to: tree[key])
        return .tree(tree)
    }
}

// MARK: - Reading

extension Parameters {
    /// What stands under a name. Clients spell "nothing" in many ways: `null`, `false` where no truth is asked for, an
    /// empty text. None of them is a value, and no client is refused for the one that it has chosen.
    private func value(_ name: String) -> Value? {
        switch root[name] {
        case .null?, .truth(false)?: nil
        case let value: value
        }
    }

    /// Whether anything but nothing stands under a name: an empty text, list or tree is nothing as well.
    func has(_ name: String) -> Bool {
        switch value(name) {
        case nil, .text("")?, .text("false")?: false
        case .list(let list)?: !list.isEmpty
        case .tree(let tree)?: !tree.isEmpty
        default: true
        }
    }

    /// The names of all that was sent.
    var names: some Collection<String> { root.keys }

    /// A text; nothing for `null` or if it is not there.
    func text(_ name: String) throws -> String? { try Self.text(value(name), name) }

    private static func text(_ value: Value?, _ name: String) throws -> String? {
        switch value {
        case .text(let text)?: return text
        case .truth(true)?: return "true"
        case nil, .null?, .truth(false)?: return nil
        default: throw Fault(message: "'\(name)' must be a text.")
        }
    }

    /// A text that must be there.
    func required(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw Fault(message: "'\(name)' is missing.", missing: name)
        }
        return text
    }

    /// A truth, as Rails spells it.
    func flag(_ name: String) throws -> Bool? {
        if case .truth(let truth)? = root[name] { return truth }
        return try text(name).map { try Self.flag($0, name) } ?? nil
    }

    private static func flag(_ text: String, _ name: String) throws -> Bool? {
        switch text.lowercased() {
        case "": return nil
        case "true", "1", "t", "on", "yes": return true
        case "false", "0", "f", "off", "no": return false
        default: throw Fault(message: "'\(name)' must be true or false.")
        }
    }

    /// A whole number.
    func number(_ name: String) throws -> Int? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        guard let number = Int(text) else { throw Fault(message: "'\(name)' must be a whole number.") }
        return number
    }

    /// An identifier.
    func id(_ name: String) throws -> Identifier? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        guard let id = Identifier(text) else { throw Fault(message: "'\(name)' must be an id.") }
        return id
    }

    /// A list of texts: `name[]=a&name[]=b`, JSON's list, or a single one.
    func texts(_ name: String) throws -> [String] {
        switch value(name) {
        case nil: return []
        case .list(let values)?: return try values.compactMap { try Self.text($0, name) }
        // `name[0]=a&name[1]=b`
        case .tree(let tree)?:
            return try tree.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.compactMap {
                try Self.text($0.value, name)
            }
        case let value?: return try Self.text(value, name).map { [$0] } ?? []
        }
    }

    /// A list of identifiers.
    func ids(_ name: String) throws -> [Identifier] {
        let texts = try texts(name).filter { !$0.isEmpty && $0 != "false" }
        guard texts.count <= 200 else { throw Fault(message: "'\(name)' has more than 200 entries.") }
        return try texts.map { text in
            guard let id = Identifier(text) else { throw Fault(message: "'\(name)' must be ids.") }
            return id
        }
    }

    /// What stands under a name as parameters of its own.
    func inner(_ name: String) throws -> Parameters? {
        switch value(name) {
        case nil, .text("")?, .text("false")?: return nil
        case .tree(let tree)?:
            var inner = Parameters()
            inner.root = tree
            return inner
        default: throw Fault(message: "'\(name)' must have named parts.")
        }
    }

    /// A list of parameters: JSON's list of objects, or `name[0][a]=…`.
    func inners(_ name: String) throws -> [Parameters]? {
        let values: [Value]
        switch value(name) {
        case nil, .text("")?, .text("false")?: return nil
        case .list(let list)?: values = list
        case .tree(let tree)?: values = tree.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map(\.value)
        default: throw Fault(message: "'\(name)' must be a list.")
        }
        return try values.map { value in
            guard case .tree(let tree) = value else { throw Fault(message: "'\(name)' must have named parts.") }
            var inner = Parameters()
            inner.root = tree
            return inner
        }
    }

    /// A file.
    func file(_ name: String) throws -> UploadedFile? {
        switch value(name) {
        case .file(let file)?: return file
        case nil: return nil
        case .text(let text)? where text.isEmpty: return nil
        default: throw Fault(message: "'\(name)' must be a file of a multipart form.")
        }
    }

    /// A moment as ISO 8601 has it, with its offset; in milliseconds since 1970.
    func moment(_ name: String) throws -> Int64? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        let fine = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? fine.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)),
            abs(date.timeIntervalSince1970) < 1e11
        else { throw Fault(message: "'\(name)' must be a moment such as 2026-11-27T08:00:00Z.") }
        return Int64(date.timeIntervalSince1970 * 1000)
    }

    /// Which part of a list is asked for.
    func page(_ standard: Int) throws -> PageRequest {
        PageRequest(
            maximum: try id("max_id"), since: try id("since_id"), minimum: try id("min_id"),
            limit: try number("limit") ?? standard)
    }
}

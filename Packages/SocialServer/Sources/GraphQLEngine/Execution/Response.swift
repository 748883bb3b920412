/// The result of a request (section 7.1).
public struct Response: Sendable {
    /// The data. Absent when nothing was executed; `.null` when an error reached the root.
    public var data: ResponseValue?
    /// What went wrong.
    public var errors: [GraphQLError]

    /// Makes a response.
    public init(data: ResponseValue? = nil, errors: [GraphQLError] = []) {
        self.data = data
        self.errors = errors
    }

    /// The response as JSON in UTF-8: errors first, then data, as section 7.1 recommends for readers.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}

/// A piece of a response. Keys are in the order of the selection, shared by all objects of one selection.
public enum ResponseValue: Sendable, Equatable {
    case null
    case leaf(GraphQLValue)
    case list([ResponseValue])
    case object(keys: [String], values: [ResponseValue])

    /// A member of an object.
    public subscript(key: String) -> ResponseValue? {
        guard case .object(let keys, let values) = self, let index = keys.firstIndex(of: key) else { return nil }
        return values[index]
    }
}

/// A request's head, as ranges of the buffer that it was parsed from. It copies nothing: whoever reads a field
/// passes the same bytes again.
public struct RequestHead: Sendable {
    /// How the content's end is found (RFC 9112, section 6.3).
    public enum Framing: Sendable, Equatable {
        /// There is no content.
        case none
        /// So many octets follow.
        case length(Int)
        /// Chunks follow.
        case chunked
    }

    /// The method.
    public internal(set) var method = Method.get
    /// Where the method's name is.
    public internal(set) var methodName = ByteRange(0, 0)
    /// Where the whole target is.
    public internal(set) var targetText = ByteRange(0, 0)
    /// The target's form and parts.
    public internal(set) var target = RequestTarget.none
    /// The minor version: 0 for HTTP/1.0, 1 and above for HTTP/1.1.
    public internal(set) var minorVersion: UInt8 = 1
    /// The field lines in the order in which they came.
    public internal(set) var fields: [FieldLine] = []
    /// The known fields that are there, as their bits.
    public internal(set) var present: UInt32 = 0
    /// How long the content is.
    public internal(set) var framing = Framing.none
    /// Whether the client wants 100 (Continue) before it sends the content.
    public internal(set) var expectsContinue = false
    /// Whether the connection may be used again (RFC 9112, section 9.3).
    public internal(set) var keepsAlive = true
    /// The octets from the buffer's beginning to the head's end.
    public internal(set) var length = 0

    /// Whether `field` is there.
    @inlinable
    public func has(_ field: KnownField) -> Bool { present & field.bit != 0 }

    /// The value of the first line of `field`.
    public func value(_ field: KnownField) -> ByteRange? {
        guard has(field) else { return nil }
        for line in fields where line.known == field { return line.value }
        return nil
    }

    /// The value of the only line of `field`; nil when there is none, or more than one.
    public func soleValue(_ field: KnownField) -> ByteRange? {
        guard has(field) else { return nil }
        var found: ByteRange?
        for line in fields where line.known == field {
            if found != nil { return nil }
            found = line.value
        }
        return found
    }

    /// Calls `body` with the value of each line of `field`: a list may be split over lines (RFC 9110, section 5.2).
    public func forEachValue(of field: KnownField, _ body: (ByteRange) -> Void) {
        guard has(field) else { return }
        for line in fields where line.known == field { body(line.value) }
    }

    /// Forgets the last request and keeps the field table's memory.
    mutating func reset() {
        method = .get
        (methodName, targetText) = (ByteRange(0, 0), ByteRange(0, 0))
        fields.removeAll(keepingCapacity: true)
        present = 0
        framing = .none
        expectsContinue = false
        keepsAlive = true
        length = 0
    }
}

extension RequestTarget {
    /// The target of a head that is not parsed yet.
    static let none = RequestTarget(form: .origin, path: ByteRange(0, 0), query: nil)

    private init(form: Form, path: ByteRange, query: ByteRange?) {
        (self.form, self.path, self.query) = (form, path, query)
    }
}

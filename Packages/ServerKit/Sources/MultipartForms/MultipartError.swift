/// What is wrong with a form; `description` is a sentence for whoever wrote the client.
public enum MultipartError: Error, Equatable, CustomStringConvertible {
    /// The `Content-Type` is none of `multipart/form-data`.
    case notAForm(contentType: String)
    /// The `Content-Type` has no boundary of 1 to 70 characters that RFC 2046 allows.
    case badBoundary(String)
    /// The body ended in the middle.
    case truncated(inside: Place)
    /// Bytes before the first boundary or after one that do not belong there.
    case badDelimiter(after: Place)
    /// A header of a part is malformed.
    case badHeader(String, part: Int)
    /// A part has no `Content-Disposition: form-data` with a name, or more than one.
    case badDisposition(String, part: Int)
    /// A part is in an encoding that RFC 7578, section 4.7, took away.
    case encoded(String, part: Int)
    /// A name or a text is no UTF-8.
    case notUTF8(Place)
    /// Something is larger than ``MultipartLimits`` allow.
    case tooLarge(Limit, limit: Int, Place)

    /// Where in a form something is.
    public enum Place: Equatable, Sendable, CustomStringConvertible {
        /// Before the first boundary.
        case start
        /// In the headers of a part; the first is 1.
        case headers(part: Int)
        /// In the body of the field with this name.
        case field(String)
        /// After the last boundary, or in the form as a whole.
        case form

        /// Words that continue a sentence.
        public var description: String {
            switch self {
            case .start: "the start of the form"
            case .headers(let part): "the headers of part \(part)"
            case .field(let name): "the field '\(name.prefix(80))'"
            case .form: "the form"
            }
        }
    }

    /// Which limit.
    public enum Limit: String, Sendable {
        /// ``MultipartLimits/parts``.
        case parts = "parts"
        /// ``MultipartLimits/headerBytes``.
        case headerBytes = "bytes of headers"
        /// ``MultipartLimits/fieldBytes``.
        case fieldBytes = "bytes of text"
        /// ``MultipartLimits/fileBytes``.
        case fileBytes = "bytes of a file"
        /// ``MultipartLimits/totalBytes``.
        case totalBytes = "bytes"
    }

    /// Whether the answer is 413 (content too large) rather than 400.
    public var isTooLarge: Bool {
        if case .tooLarge = self { return true }
        return false
    }

    /// One sentence.
    public var description: String {
        switch self {
        case .notAForm(let type):
            "The content type is '\(type.prefix(100))' where multipart/form-data should be."
        case .badBoundary(let boundary):
            "The boundary '\(boundary.prefix(100))' must have 1 to 70 letters, digits or '()+_,-./:=? signs."
        case .truncated(let place):
            "The body ends inside \(place); the closing boundary is missing."
        case .badDelimiter(let place):
            "A boundary after \(place) must be followed by a line end or by two hyphens."
        case .badHeader(let line, let part):
            "Part \(part) has the header '\(line.prefix(100))' where 'Name: value' should be."
        case .badDisposition(let value, let part):
            "Part \(part) has the Content-Disposition '\(value.prefix(100))' where one 'form-data; name=\"…\"' should be."
        case .encoded(let encoding, let part):
            "Part \(part) has the Content-Transfer-Encoding '\(encoding.prefix(40))'; send it as it is (binary)."
        case .notUTF8(let place):
            "The text in \(place) is no UTF-8."
        case .tooLarge(let what, let limit, let place):
            "More than \(limit) \(what.rawValue) in \(place)."
        }
    }
}

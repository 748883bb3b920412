/// What a reader of the API is told about one route, beside what the route says itself.
struct Operation: Sendable {
    /// What it does.
    let summary: String
    /// The fields of the address, in ``Notation``.
    var query = ""
    /// The fields of the body, which may come as JSON, as a form or as a multipart form.
    var body = ""
    /// Whether the body must be there.
    var needsBody = false
    /// Whether the body is a multipart form with files.
    var isMultipart = false
    /// What comes back.
    var answer = Answer.json("object")

    /// What comes back when all is well.
    enum Answer: Sendable {
        /// JSON, of a type in ``Notation``.
        case json(String)
        /// JSON of a type with a media type of its own.
        case special(String, mediaType: String)
        /// A page for people.
        case page
        /// A page, or the way to another.
        case pageOrRedirect
        /// Bytes of one of some media types.
        case bytes([String])
        /// A WebSocket.
        case upgrade
        /// A stream of events that ends with the connection.
        case events
    }

    init(_ summary: String, query: String = "", _ answer: Answer) {
        self.summary = summary
        self.query = query
        self.answer = answer
    }

    init(_ summary: String, body: String, needsBody: Bool = true, isMultipart: Bool = false, _ answer: Answer) {
        self.summary = summary
        self.body = body
        self.needsBody = needsBody
        self.isMultipart = isMultipart
        self.answer = answer
    }
}

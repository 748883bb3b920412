/// Reads a form part by part while its body comes.
///
/// It asks for more of the body only when its caller asks for more of the form, so a slow disk slows the client down
/// instead of filling the memory:
/// ```
/// var form = try MultipartReader(contentType: type, body: request.body.map(\.readableBytesView))
/// while let part = try await form.nextPart() {
///     if part.fileName != nil {
///         while let bytes = try await form.nextBytes() { try file.write(bytes) }
///     } else {
///         fields[part.name] = try await form.text()
///     }
/// }
/// ```
public struct MultipartReader<Body: AsyncSequence> where Body.Element: Collection<UInt8> {
    private var parser: MultipartParser
    private var iterator: Body.AsyncIterator
    private var isBodyOver = false
    private var current: MultipartPart?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - contentType: The request's `Content-Type`, which has the boundary.
    ///   - body: The request's body in pieces of any size.
    ///   - limits: What the form may have.
    /// - Throws: ``MultipartError`` if the content type is none of a form.
    public init(contentType: String, body: Body, limits: MultipartLimits = MultipartLimits()) throws(MultipartError) {
        parser = try MultipartParser(contentType: contentType, limits: limits)
        iterator = body.makeAsyncIterator()
    }

    /// The next part; what is left of the one before is skipped. nil at the end of the form, when all of the body has
    /// been read.
    ///
    /// - Throws: ``MultipartError``, or what reading the body throws.
    public mutating func nextPart(isolation: isolated (any Actor)? = #isolation) async throws -> MultipartPart? {
        while try await nextBytes() != nil {}
        guard case .part(let part) = try await nextEvent() else { return nil }
        current = part
        return part
    }

    /// Some bytes of the part's body, never none; nil when it is complete.
    ///
    /// - Throws: ``MultipartError``, or what reading the body throws.
    public mutating func nextBytes(isolation: isolated (any Actor)? = #isolation) async throws -> ArraySlice<UInt8>? {
        guard current != nil else { return nil }
        if case .bytes(let bytes) = try await nextEvent() { return bytes }
        current = nil
        return nil
    }

    /// The rest of the part's body; ``MultipartLimits`` bound how much that is.
    ///
    /// - Throws: ``MultipartError``, or what reading the body throws.
    public mutating func bytes(isolation: isolated (any Actor)? = #isolation) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await nextBytes() { all += bytes }
        return all
    }

    /// The rest of the part's body as text.
    ///
    /// - Throws: ``MultipartError/notUTF8(_:)`` among others.
    public mutating func text(isolation: isolated (any Actor)? = #isolation) async throws -> String {
        let name = current?.name ?? ""
        guard let text = String(validating: try await bytes(), as: UTF8.self) else {
            throw MultipartError.notUTF8(.field(name))
        }
        return text
    }

    private mutating func nextEvent(
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> MultipartParser.Event? {
        while true {
            if let event = try parser.next() { return event }
            guard !isBodyOver else { return nil }
            if let bytes = try await iterator.next(isolation: isolation) {
                try parser.feed(bytes)
            } else {
                isBodyOver = true
                try parser.finish()
            }
        }
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Holds request bodies to ``ServerSettings/maximumBody``, whatever a handler does with them.
enum BodyLimit {
    /// A request whose body ends with an error where it exceeds the limit.
    ///
    /// - Throws: ``ErrorAnswer`` with 413 if the client says at once that it has more.
    static func apply(_ most: Int, to request: Request) throws -> Request {
        if let length = request.headers[.contentLength] {
            // The parser under us lets no body run past its declared length.
            guard let length = Int(length), length <= most else { throw tooLarge(most) }
            return request
        }
        guard request.headers[.transferEncoding] != nil else { return request }
        var request = request
        request.body = RequestBody(asyncSequence: LimitedBody(base: request.body, most: most))
        return request
    }

    static func tooLarge(_ most: Int) -> ErrorAnswer {
        ErrorAnswer(.contentTooLarge, "The body has more than \(most) bytes.")
    }
}

/// A body of unknown length, counted while it is read.
private struct LimitedBody: AsyncSequence, Sendable {
    let base: RequestBody
    let most: Int

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), most: most) }

    struct Iterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let most: Int
        var count = 0

        mutating func next() async throws -> ByteBuffer? {
            guard let piece = try await base.next() else { return nil }
            count += piece.readableBytes
            guard count <= most else {
                throw HTTPError(.contentTooLarge, message: "The body has more than \(most) bytes.")
            }
            return piece
        }
    }
}

import Hummingbird
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Parameter most: How many bytes it may have.
    /// - Throws: `HTTPError` with 413 for a body that has more.
    public func wholeBody(upTo most: Int) async throws -> ByteBuffer {
        var request = self
        do {
            return try await request.collectBody(upTo: most)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, message: "The body has more than \(most) bytes.")
        }
    }
}

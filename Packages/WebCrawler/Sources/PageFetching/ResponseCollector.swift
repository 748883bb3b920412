import AsyncHTTPClient
import Crawling
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer on the client's event loop: head, body up to the limit, or what there is when it breaks off.
///
/// The client's `async` interface would pass every piece of the body from thread to thread; this takes them where
/// they arrive, and the task that asked wakes once.
final class ResponseCollector: HTTPClientResponseDelegate {
    /// The body is longer than the limit: what came so far is the answer.
    struct LimitReached: Error {}

    /// The answer, and the cookies that came with it.
    struct Answer {
        var response = FetchResponse()
        var cookies: [String] = []
    }

    private let limit: Int
    private let state = Mutex(Answer())

    init(limit: Int) {
        self.limit = limit
    }

    /// What arrived so far: all of it once the request has ended.
    var answer: Answer { state.withLock { $0 } }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let headers = head.headers
        state.withLock { state in
            state.response.status = Int(head.status.code)
            state.response.contentType = headers.first(name: "content-type")
            state.response.location = headers.first(name: "location")
            state.response.entityTag = headers.first(name: "etag")
            state.response.lastModified = headers.first(name: "last-modified")
            state.response.robotsTags = headers["x-robots-tag"]
            state.response.retryAfter = headers.first(name: "retry-after").flatMap(RetryAfter.seconds)
            state.cookies = headers["set-cookie"]
            if let length = headers.first(name: "content-length").flatMap(Int.init) {
                // A length is a promise of a stranger: no more than a usual page is set aside for it.
                state.response.body.reserveCapacity(max(0, min(length, limit, 1 << 18)))
            }
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    /// Takes a piece of the body. The decompressor passes on pieces as they come, so a bomb ends here as well.
    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ piece: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLong = state.withLock { state in
            let room = limit - state.response.body.count
            piece.withUnsafeReadableBytes { state.response.body.append(contentsOf: $0.prefix(room)) }
            if piece.readableBytes > room { state.response.isTruncated = true }
            return state.response.isTruncated
        }
        if isTooLong { task.fail(reason: LimitReached()) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) {}
}

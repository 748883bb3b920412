import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// A finished answer: a status, headers and bytes that can be sent any number of times.
///
/// It knows its entity tag, so that a browser that has it already gets 304 and no body, and keeps its gzip form from the
/// first client that takes that, so that answers that are kept in a cache are compressed once.
public struct Answer: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    private let plain: Form
    private let compressed: CompressedForm?
    /// The entity tag; nil if the status is not 200.
    public let tag: EntityTag?

    private struct Form: Sendable {
        let headers: HTTPFields
        let body: ByteBuffer
    }

    /// The gzip form, made when a client first takes it: compressing costs more than most answers themselves.
    private final class CompressedForm: Sendable {
        private enum State {
            case unmade
            case useless
            case made(Form)
        }

        private let state = Mutex(State.unmade)

        /// The compressed form of a form; nothing if it would be no smaller.
        func of(_ plain: Form) -> Form? {
            state.withLock { state in
                switch state {
                case .made(let form): return form
                case .useless: return nil
                case .unmade:
                    guard let bytes = Gzip.compress(Array(plain.body.readableBytesView)) else {
                        state = .useless
                        return nil
                    }
                    var headers = plain.headers
                    headers[.contentEncoding] = "gzip"
                    headers[.contentLength] = String(bytes.count)
                    let form = Form(headers: headers, body: ByteBuffer(bytes: bytes))
                    state = .made(form)
                    return form
                }
            }
        }
    }

    /// Bodies smaller than this gain nothing from compression: the packet is sent anyway.
    private static let smallestCompressed = 860

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - type: The body's media type.
    ///   - body: The body.
    ///   - headers: More headers.
    ///   - tag: How the answer gets its entity tag, if its status is 200. An answer with a strong one is sent as it
    ///     stands: its gzip form would be other bytes and need another tag, which no client could then use to guard a
    ///     change.
    public init(
        status: HTTPResponse.Status = .ok, type: String, body: [UInt8], headers: [(HTTPField.Name, String)] = [],
        tag choice: EntityTag.Choice = .weak
    ) {
        self.status = status
        let tag: EntityTag? =
            switch choice {
            case _ where status != .ok: nil
            case .weak: .weak(of: body)
            case .strong: .strong(of: body)
            case .given(let tag): tag
            }
        self.tag = tag
        var fields = HTTPFields()
        fields[.contentType] = type
        for (name, value) in headers { fields[name] = value }
        if let tag { fields[.eTag] = tag.description }
        let isText = type.hasPrefix("text/") || type.contains("json") || type.contains("xml") || type.contains("script")
        let isCompressible = isText && tag?.isWeak != false
        if isCompressible { fields[.vary] = "Accept-Encoding" }
        fields[.contentLength] = String(body.count)
        plain = Form(headers: fields, body: ByteBuffer(bytes: body))
        compressed = isCompressible && body.count >= Self.smallestCompressed ? CompressedForm() : nil
    }

    /// How many bytes the answer takes in memory, about, with a third more for its gzip form, whether that is made yet
    /// or not.
    public var size: Int { plain.body.readableBytes * (compressed == nil ? 3 : 4) / 3 + 512 }

    /// The answer to a request: 304 if the client has it, compressed if the client takes that.
    public func response(for request: Request) -> Response {
        let isLook = request.method == .get || request.method == .head
        if isLook, let known = request.headers[.ifNoneMatch], tag?.isNamed(in: known) == true {
            var headers = plain.headers
            headers[.contentLength] = nil
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        let form = takesGzip(request) ? compressed?.of(plain) ?? plain : plain
        return Response(status: status, headers: form.headers, body: ResponseBody(byteBuffer: form.body))
    }

    /// Whether the client takes gzip: named without `q=0` (RFC 9110, 12.5.3).
    private func takesGzip(_ request: Request) -> Bool {
        guard compressed != nil, let header = request.headers[.acceptEncoding] else { return false }
        return header.split(separator: ",").contains { part in
            let words = part.lowercased().split { " ;\t".contains($0) }
            guard words.first == "gzip" || words.first == "*" else { return false }
            return !words.contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }
}

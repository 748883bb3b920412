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
    private let tag: String

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
    public init(
        status: HTTPResponse.Status = .ok, type: String, body: [UInt8], headers: [(HTTPField.Name, String)] = []
    ) {
        self.status = status
        // FNV-1a over the bytes: tells two editions of a page apart, which is all that a weak comparison needs.
        let hash = body.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        tag = "W/\"\(String(hash, radix: 16))-\(body.count)\""
        var fields = HTTPFields()
        fields[.contentType] = type
        for (name, value) in headers { fields[name] = value }
        if status == .ok { fields[.eTag] = tag }
        let isText = type.hasPrefix("text/") || type.contains("json") || type.contains("xml") || type.contains("script")
        if isText { fields[.vary] = "Accept-Encoding" }
        fields[.contentLength] = String(body.count)
        plain = Form(headers: fields, body: ByteBuffer(bytes: body))
        compressed = isText && body.count >= Self.smallestCompressed ? CompressedForm() : nil
    }

    /// How many bytes the answer takes in memory, about, with a third more for its gzip form, whether that is made yet
    /// or not.
    public var size: Int { plain.body.readableBytes * (compressed == nil ? 3 : 4) / 3 + 512 }

    /// The answer to a request: 304 if the client has it, compressed if the client takes that.
    public func response(for request: Request) -> Response {
        if status == .ok, let known = request.headers[.ifNoneMatch], Self.matches(known, tag) {
            var headers = plain.headers
            headers[.contentLength] = nil
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        let form = takesGzip(request) ? compressed?.of(plain) ?? plain : plain
        return Response(status: status, headers: form.headers, body: ResponseBody(byteBuffer: form.body))
    }

    /// Whether one of the entity tags in an `If-None-Match` header is ours, by weak comparison (RFC 9110, 13.1.2).
    static func matches(_ header: String, _ tag: String) -> Bool {
        func strong(_ text: some StringProtocol) -> String {
            let trimmed = String(text.filter { $0 != " " && $0 != "\t" })
            return trimmed.hasPrefix("W/") ? String(trimmed.dropFirst(2)) : trimmed
        }
        return header.split(separator: ",").contains { strong($0) == strong(tag) || strong($0) == "*" }
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

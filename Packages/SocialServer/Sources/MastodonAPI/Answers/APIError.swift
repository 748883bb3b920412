import HTTPTypes
import Hummingbird
import MultipartForms
import SocialService
import WebAccounts

/// An error as Mastodon's clients read it: a status and `{"error":"…"}`.
struct APIError: Error {
    let status: HTTPResponse.Status
    let message: String
    /// RFC 6749's `error_description`; `message` is then one of its words.
    var detail: String?
    var headers: [(HTTPField.Name, String)] = []

    init(_ status: HTTPResponse.Status, _ message: String, detail: String? = nil) {
        self.status = status
        self.message = message
        self.detail = detail
    }

    /// The error that a client deserves; of faults inside, it learns nothing.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as SocialError: self.init(error)
        case let error as Parameters.Fault: self.init(.unprocessableContent, error.message)
        case let error as RequestReader.Unsupported:
            self.init(
                .unsupportedMediaType,
                "'\(error.type)' is none of JSON, a form and a multipart form.")
        case let error as MultipartError:
            self.init(error.isTooLarge ? .contentTooLarge : .badRequest, error.description)
        case let error as PasswordError:
            self.init(error == .busy ? .serviceUnavailable : .unprocessableContent, error.description)
        case let error as LoginThrottle.Refusal:
            self.init(.tooManyRequests, error.description)
            headers = [(.retryAfter, String(error.retryAfter))]
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase)
        case is CancellationError: self.init(.serviceUnavailable, "The server is ending.")
        default: self.init(.internalServerError, "Something went wrong on the server; the fault is not yours.")
        }
    }

    private init(_ error: SocialError) {
        switch error {
        case .notFound: self.init(.notFound, error.description)
        case .unauthenticated:
            self.init(.unauthorized, error.description)
            headers = [(.wwwAuthenticate, "Bearer error=\"invalid_token\"")]
        case .scopeMissing(let scope):
            self.init(.forbidden, error.description)
            headers = [(.wwwAuthenticate, "Bearer error=\"insufficient_scope\", scope=\"\(scope)\"")]
        case .forbidden: self.init(.forbidden, error.description)
        case .invalid, .taken: self.init(.unprocessableContent, error.description)
        case .unavailable:
            self.init(.serviceUnavailable, error.description)
            headers = [(.retryAfter, "5")]
        }
    }

    var reply: Reply {
        var json = JSONWriter(capacity: 256)
        json.raw("{\"error\":")
        json.string(message)
        if let detail {
            json.raw(",\"error_description\":")
            json.string(detail)
        }
        json.raw("}")
        var reply = Reply(json: json, status: status)
        reply.headers += headers
        return reply
    }
}

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
    /// What is wrong with which field, by Mastodon's words, for clients that show it beside the field.
    var faults: [(field: String, code: String, description: String)] = []

    /// What is wrong with some fields of a form.
    init(faults: [(field: String, code: String, description: String)]) {
        let sentences = faults.map { "\($0.field.prefix(1).uppercased())\($0.field.dropFirst()) \($0.description)" }
        self.init(.unprocessableContent, "Validation failed: \(sentences.joined(separator: ", "))")
        self.faults = faults
    }

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
        case let error as Parameters.Fault:
            self.init(.unprocessableContent, error.message)
            if let field = error.missing { faults = [(field, "ERR_BLANK", "can't be blank")] }
        case let error as RequestReader.Unsupported:
            self.init(
                .unsupportedMediaType,
                "'\(error.type)' is none of JSON, a form and a multipart form.")
        case let error as MultipartError:
            self.init(error.isTooLarge ? .contentTooLarge : .badRequest, error.description)
        case let error as PasswordError:
            self.init(error == .busy ? .serviceUnavailable : .unprocessableContent, error.description)
            if error != .busy { faults = [("password", Self.code(error.description), error.description)] }
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
        case .disabled: self.init(.forbidden, error.description)
        case .invalid(let field, let reason):
            self.init(.unprocessableContent, error.description)
            faults = [(Self.name(field), Self.code(reason), reason)]
        case .taken(let field):
            self.init(.unprocessableContent, error.description)
            faults = [(Self.name(field), "ERR_TAKEN", "has already been taken")]
        case .unavailable:
            self.init(.serviceUnavailable, error.description)
            headers = [(.retryAfter, "5")]
        }
    }

    /// A field's name in a form: "E-mail" is `email`, "Display name" `display_name`.
    private static func name(_ field: String) -> String {
        field == "E-mail" ? "email" : field.lowercased().replacing(" ", with: "_")
    }

    /// Mastodon's word for a reason.
    private static func code(_ reason: String) -> String {
        if reason.contains("blank") || reason.contains("missing") { return "ERR_BLANK" }
        if reason.contains("at least") || reason.contains("shorter") { return "ERR_TOO_SHORT" }
        if reason.contains("longer") || reason.contains("exceeded") || reason.contains("too long") {
            return "ERR_TOO_LONG"
        }
        return reason.contains("accepted") ? "ERR_ACCEPTED" : "ERR_INVALID"
    }

    var reply: Reply {
        var json = JSONWriter(capacity: 256)
        json.raw("{\"error\":")
        json.string(message)
        if let detail {
            json.raw(",\"error_description\":")
            json.string(detail)
        }
        if !faults.isEmpty {
            json.raw(",\"details\":{")
            for (index, fault) in faults.enumerated() {
                if index > 0 { json.raw(",") }
                json.string(fault.field)
                json.raw(":[")
                json.object([("error", { $0.string(fault.code) }), ("description", { $0.string(fault.description) })])
                json.raw("]")
            }
            json.raw("}")
        }
        json.raw("}")
        var reply = Reply(json: json, status: status)
        reply.headers += headers
        return reply
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// What is answered: a status, headers and bytes.
struct Reply: Sendable {
    var status: HTTPResponse.Status
    var type: String
    var headers: [(HTTPField.Name, String)] = []
    var body: ByteBuffer

    init(status: HTTPResponse.Status = .ok, type: String, body: [UInt8]) {
        self.init(status: status, type: type, body: ByteBuffer(bytes: body))
    }

    private init(status: HTTPResponse.Status, type: String, body: ByteBuffer) {
        self.status = status
        self.type = type
        self.body = body
    }

    /// JSON.
    init(json: borrowing JSONWriter, status: HTTPResponse.Status = .ok) {
        let body = json.withBytes { ByteBuffer(bytes: $0) }
        self.init(status: status, type: "application/json; charset=utf-8", body: body)
    }

    /// JSON that never changes.
    init(json: StaticString) {
        self.init(status: .ok, type: "application/json; charset=utf-8", body: ByteBuffer(staticString: json))
    }

    /// `{}`: done, and nothing to say.
    static var empty: Reply { Reply(json: "{}") }

    /// A page of ours: no scripts, no frames, forms to us only.
    ///
    /// - Parameter formTargets: Where else a form's answer may lead: browsers hold redirects after forms to the policy.
    static func page(_ html: String, status: HTTPResponse.Status = .ok, formTargets: String = "") -> Reply {
        var reply = Reply(status: status, type: "text/html; charset=utf-8", body: Array(html.utf8))
        reply.headers = [
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'\(formTargets); "
                    + "base-uri 'none'; frame-ancestors 'none'"
            ), (.cacheControl, "no-store"),
        ]
        return reply
    }

    /// Sends the browser elsewhere.
    static func redirect(_ address: String, status: HTTPResponse.Status = .seeOther) -> Reply {
        var reply = Reply(status: status, type: "text/plain; charset=utf-8", body: [])
        reply.headers = [(.location, address), (.cacheControl, "no-store")]
        return reply
    }

    /// The answer for the server.
    var response: Response {
        var fields = HTTPFields()
        // With those that the servers around add.
        fields.reserveCapacity(headers.count + 12)
        fields.append(HTTPField(name: .contentType, value: type))
        for (name, value) in headers { fields.append(HTTPField(name: name, value: value)) }
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
    }
}

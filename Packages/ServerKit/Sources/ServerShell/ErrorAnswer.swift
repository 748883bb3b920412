import HTTPTypes
import Hummingbird
import HummingbirdCore

/// An error as every server here answers it: a status and `{"error":{"status":…,"message":…}}`.
public struct ErrorAnswer: Error, Sendable, CustomStringConvertible {
    /// The status.
    public let status: HTTPResponse.Status
    /// A sentence for the person behind the client.
    public let message: String
    /// Members of the body beside the message, such as the field that is wrong; values are JSON already.
    public let details: [(name: String, json: String)]
    /// After how many seconds the client should try again.
    public let retryAfter: Int?

    /// Makes an error.
    public init(
        _ status: HTTPResponse.Status, _ message: String, details: [(name: String, json: String)] = [],
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
    }

    /// The answer that an error deserves: its own, the HTTP library's, or 500 without a word of what went wrong inside.
    public init(_ error: any Error) {
        switch error {
        case let error as ErrorAnswer: self = error
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase)
        case is CancellationError: self.init(.serviceUnavailable, "The server is ending.", retryAfter: 5)
        default: self.init(.internalServerError, "Something went wrong on the server; the fault is not yours.")
        }
    }

    /// The message.
    public var description: String { message }

    /// The answer.
    public var response: Response {
        var members = ["\"status\":\(status.code)", "\"message\":\(Self.quoted(message))"]
        members += details.map { "\(Self.quoted($0.name)):\($0.json)" }
        let body = ByteBuffer(string: "{\"error\":{\(members.joined(separator: ","))}}")
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.contentLength] = String(body.readableBytes)
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// A string as JSON.
    public static func quoted(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case _ where scalar.value < 32: json += " "
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}

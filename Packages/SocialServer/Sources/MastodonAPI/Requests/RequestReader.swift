import Hummingbird
import MultipartForms
import NIOCore
import ServerShell
import SocialService

/// Reads a request's address and body into parameters, in whichever form they come.
enum RequestReader {
    /// A body without files: no honest one is larger.
    private static let mostBytes = 256 * 1024

    /// Reads what a request says.
    ///
    /// - Parameter fileBytes: How large a file may be; 0 where none is taken.
    static func parameters(of request: Request, fileBytes: Int) async throws -> Parameters {
        var parameters = Parameters()
        // Some clients send JSON with GET.
        let hasBody = request.method != .get && request.method != .head || request.headers[.contentType] != nil
        if hasBody {
            let type = request.headers[.contentType]?.lowercased() ?? ""
            if type.hasPrefix("multipart/form-data") {
                parameters = try await multipart(request, fileBytes: fileBytes)
            } else {
                parameters = try await whole(request, type)
            }
        }
        if let query = request.uri.query { try parameters.add(query: query) }
        return parameters
    }

    private static func whole(_ request: Request, _ type: String) async throws -> Parameters {
        let buffer = try await request.wholeBody(upTo: mostBytes)
        guard buffer.readableBytes > 0 else { return Parameters() }
        let bytes = Array(buffer.readableBytesView)
        if type.hasPrefix("application/json") || type.contains("+json") {
            return try Parameters(JSONReader.read(bytes))
        }
        guard type.isEmpty || type.hasPrefix("application/x-www-form-urlencoded") else {
            throw Unsupported(type: String(type.prefix(80)))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Parameters.Fault(message: "The form is not valid UTF-8.")
        }
        var parameters = Parameters()
        try parameters.add(query: text)
        return parameters
    }

    private static func multipart(_ request: Request, fileBytes: Int) async throws -> Parameters {
        var limits = MultipartLimits()
        limits.parts = 50
        limits.fieldBytes = 64 * 1024
        limits.fileBytes = fileBytes
        limits.totalBytes = 2 * fileBytes + mostBytes
        var reader = try MultipartReader(
            contentType: request.headers[.contentType] ?? "", body: request.body.map(\.readableBytesView),
            limits: limits)
        var parameters = Parameters()
        while let part = try await reader.nextPart() {
            if let name = part.fileName {
                try parameters.add(part.name, .file(.init(name: name, bytes: try await reader.bytes())))
            } else {
                try parameters.add(part.name, .text(try await reader.text()))
            }
        }
        return parameters
    }

    /// A body of a type that no route reads.
    struct Unsupported: Error {
        let type: String
    }
}

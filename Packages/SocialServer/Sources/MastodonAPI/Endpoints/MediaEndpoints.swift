import Foundation
import HTTPTypes
import SocialService

/// Images (docs.joinmastodon.org/methods/media), and the files themselves.
extension ClientAPI {
    static let mediaRoutes: [Route] = [
        Route(.post, "/api/v1/media", .token("write:media"), takesFiles: true, upload),
        Route(.post, "/api/v2/media", .token("write:media"), takesFiles: true, upload),
        Route(.get, "/api/v1/media/:id", .token("write:media")) { call in
            let id = try call.id()
            let media: Media = try await call.read { try $0.media(id) }
            return call.json { entities, json in entities.media(media, &json) }
        },
        Route(.put, "/api/v1/media/:id", .token("write:media"), takesFiles: true) { call in
            let id = try call.id()
            let description = try call.parameters.text("description")
            let focus = try focus(call.parameters)
            let media: Media = try await call.write { try $0.update(id, description: description, focus: focus) }
            return call.json { entities, json in entities.media(media, &json) }
        },
        Route(.delete, "/api/v1/media/:id", .token("write:media")) { call in
            let id = try call.id()
            try await call.write { try $0.deleteMedia(id) }
            return .empty
        },
        Route(.get, "/media/:file", .own, file),
        Route(.get, "/avatars/missing.png", .own) { _ in missingPicture },
        Route(.get, "/headers/missing.png", .own) { _ in missingPicture },
    ]

    @Sendable private static func upload(_ call: Call) async throws -> Reply {
        guard let file = try call.parameters.file("file") else { throw Parameters.Fault(message: "'file' is missing.") }
        let media = try await call.network.upload(
            file.bytes, description: try call.parameters.text("description") ?? "", focus: try focus(call.parameters),
            as: call.caller, scope: call.route.scope)
        return call.json { entities, json in entities.media(media, &json) }
    }

    /// `-0.5,0.25`: from left to right and from bottom to top.
    static func focus(_ parameters: Parameters) throws -> Media.Focus? {
        guard let text = try parameters.text("focus"), !text.isEmpty else { return nil }
        let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2, let x = Double(parts[0]), let y = Double(parts[1]), x.isFinite, y.isFinite else {
            throw Parameters.Fault(message: "'focus' must be two numbers such as -0.5,0.25.")
        }
        return Media.Focus(x: x, y: y)
    }

    /// A file never changes under its name. What it is, its bytes said when it came; no browser may guess again.
    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let name = try call.name()
        guard let kind = ImageKind.allCases.first(where: { name.hasSuffix(".\($0.fileExtension)") }),
            let bytes = await call.api.media.load(name)
        else { throw SocialError.notFound("file") }
        var reply = Reply(type: kind.mediaType, body: bytes)
        reply.headers = [
            (.cacheControl, "public, max-age=31536000, immutable"),
            (.contentSecurityPolicy, "default-src 'none'; form-action 'none'; frame-ancestors 'none'"),
        ]
        return reply
    }

    /// One transparent pixel.
    private static var missingPicture: Reply {
        let pixel =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        var reply = Reply(type: "image/png", body: [UInt8](Data(base64Encoded: pixel) ?? Data()))
        reply.headers = [(.cacheControl, "public, max-age=86400")]
        return reply
    }
}

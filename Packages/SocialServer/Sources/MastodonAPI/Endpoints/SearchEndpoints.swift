import Foundation
import HTTPTypes
import ServerShell
import SocialService

/// Search (docs.joinmastodon.org/methods/search).
extension ClientAPI {
    static let searchRoutes: [Route] = [
        Route(.get, "/api/v2/search", .openWith("read:search")) { call in
            let found = try await find(call)
            return call.json { entities, json in
                write(found, entities, &json) { json, tag in entities.tag(tag, &json) }
            }
        },
        Route(.get, "/api/v1/search", .openWith("read:search")) { call in
            let found = try await find(call)
            return call.json { entities, json in
                write(found, entities, &json) { json, tag in json.string(tag.name) }
            }
        },
    ]

    private struct Found: Sendable {
        var accounts: [Account] = []
        var statuses: [StatusView] = []
        var tags: [TagSummary] = []
    }

    private static func find(_ call: Call) async throws -> Found {
        let parameters = call.parameters
        let text = try parameters.required("q").trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.utf8.count <= 1000 else { throw Parameters.Fault(message: "'q' is longer than 1000 bytes.") }
        let type = try parameters.text("type") ?? ""
        guard ["", "accounts", "hashtags", "statuses"].contains(type) else {
            throw Parameters.Fault(message: "'type' must be accounts, hashtags or statuses.")
        }
        let limit = try parameters.number("limit") ?? 20
        // Without a type, an offset would mean three different things.
        let offset = type.isEmpty ? 0 : try parameters.number("offset") ?? 0
        let author = try parameters.id("account_id")
        var page = try parameters.page(20)
        page.limit = limit
        let (request, base) = (page, call.base)
        let onlyFollowed = try parameters.flag("following") ?? false
        return try await call.read { transaction in
            var found = Found()
            if let path = ownPath(text, base) {
                try resolve(path, type, transaction, &found)
                return found
            }
            if type.isEmpty || type == "accounts" {
                let name = localName(text, base) ?? text
                found.accounts = try transaction.searchAccounts(
                    name, onlyFollowed: onlyFollowed, limit: limit, offset: offset)
            }
            if type.isEmpty || type == "hashtags" {
                found.tags = try transaction.searchTags(text, limit: limit, offset: offset)
            }
            if type.isEmpty || type == "statuses" {
                found.statuses = try transaction.searchStatuses(text, by: author, request, offset: offset)
            }
            return found
        }
    }

    /// The path of an address of ours, as people copy it: whatever the case of its host, and whatever a program has added
    /// behind it; nil for any other text.
    private static func ownPath(_ text: String, _ base: String) -> Substring? {
        let bare = text.prefix { $0 != "?" && $0 != "#" }
        guard bare.count > base.count, bare.prefix(base.count).lowercased() == base.lowercased() else { return nil }
        let path = bare.dropFirst(base.count)
        return path.hasPrefix("/") ? path.dropFirst() : nil
    }

    /// What an address of ours names: `@name`, `@name/1`, `users/name`, `users/name/statuses/1`, `tags/name`.
    private static func resolve(_ path: Substring, _ type: String, _ transaction: Transaction, _ found: inout Found)
        throws
    {
        let parts = path.split(separator: "/").filter { $0 != "users" && $0 != "statuses" && $0 != "activity" }
        do {
            if parts.count == 2, parts[0] == "tags" {
                guard type.isEmpty || type == "hashtags" else { return }
                found.tags = [try transaction.tag(WebText.percentDecoded(parts[1], plusIsSpace: false))]
            } else if parts.count == 2, let id = Identifier(parts[1]), type.isEmpty || type == "statuses" {
                found.statuses = [try transaction.status(id)]
            } else if parts.count == 1, type.isEmpty || type == "accounts" {
                found.accounts = [try transaction.account(named: String(parts[0].drop { $0 == "@" }))]
            }
        } catch SocialError.notFound {
            // An address of nothing finds nothing.
        }
    }

    private static func write(
        _ found: Found, _ entities: Entities, _ json: inout JSONWriter, tag: (inout JSONWriter, TagSummary) -> Void
    ) {
        json.raw("{\"accounts\":")
        json.array(found.accounts) { json, account in entities.account(account, &json) }
        json.raw(",\"statuses\":")
        json.array(found.statuses) { json, view in entities.status(view, &json) }
        json.raw(",\"hashtags\":")
        json.array(found.tags, tag)
        json.raw("}")
    }
}

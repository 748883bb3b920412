import Crawling
import HTMLScanner
import SQLDatabase
import WebAddress

/// The tables of a crawl's file, and how values stand in them.
enum CrawlSchema {
    static let migrations = [
        SQLMigration(
            1, "create the crawl",
            """
            CREATE TABLE address (
                id INTEGER PRIMARY KEY, url TEXT NOT NULL, state INTEGER NOT NULL, depth INTEGER NOT NULL,
                check_only INTEGER NOT NULL, source INTEGER, reason TEXT);
            CREATE TABLE page (
                id INTEGER PRIMARY KEY REFERENCES address, status INTEGER NOT NULL, failure TEXT, redirect INTEGER,
                media_type TEXT NOT NULL, length INTEGER NOT NULL, is_truncated INTEGER NOT NULL,
                milliseconds INTEGER NOT NULL, etag TEXT, last_modified TEXT, fingerprint INTEGER NOT NULL,
                title TEXT, heading TEXT, heading_count INTEGER NOT NULL, paragraph TEXT, description TEXT,
                canonical TEXT, directives INTEGER NOT NULL, images INTEGER NOT NULL,
                images_without_alt INTEGER NOT NULL, looks_empty INTEGER NOT NULL, links BLOB, anchors BLOB);
            CREATE TABLE sitemap (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE);
            CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
            """)
    ]

    /// A result with its links numbered.
    enum Row: Sendable {
        case visited(Int, PageRecord, Int?, [StoredPage.Link])
        case unchanged(Int)
        case left(Int, String)
    }

    static func apply(_ changes: [AddressBook.Change], _ connection: borrowing SQLConnection) throws {
        for change in changes {
            switch change {
            case .new(let address):
                try connection.execute(
                    """
                    INSERT INTO address (id, url, state, depth, check_only, source, reason)
                    VALUES (\(address.id), \(address.url), \(address.state.rawValue), \(address.depth),
                        \(address.isCheckOnly ? 1 : 0), \(address.source), \(address.reason))
                    """)
            case .promoted(let id, let depth, let source, let isCheckOnly):
                try connection.execute(
                    """
                    UPDATE address SET state = 0, reason = NULL, depth = \(depth), source = \(source),
                        check_only = \(isCheckOnly ? 1 : 0) WHERE id = \(id)
                    """)
            }
        }
    }

    static func store(_ row: Row, _ connection: borrowing SQLConnection) throws {
        switch row {
        case .unchanged(let id): try connection.execute("UPDATE address SET state = 1 WHERE id = \(id)")
        case .left(let id, let reason):
            try connection.execute("UPDATE address SET state = 2, reason = \(reason) WHERE id = \(id)")
        case .visited(let id, let page, let redirect, let links):
            try connection.execute(
                """
                INSERT OR REPLACE INTO page VALUES (
                    \(id), \(page.status), \(page.failure?.rawValue), \(redirect), \(page.mediaType), \(page.length),
                    \(page.isTruncated ? 1 : 0), \(page.milliseconds), \(page.entityTag), \(page.lastModified),
                    \(Int(bitPattern: UInt(page.bodyFingerprint))), \(page.title), \(page.heading),
                    \(page.headingCount), \(page.paragraph), \(page.description), \(page.canonical),
                    \(Int(page.directives.rawValue)), \(page.imageCount), \(page.imagesWithoutAlternative),
                    \(page.looksEmpty ? 1 : 0), \(PackedLinks.pack(links)), \(PackedLinks.pack(page.anchors)))
                """)
            try connection.execute("UPDATE address SET state = 1 WHERE id = \(id)")
        }
    }

    static func address(_ row: SQLRow) throws -> StoredAddress {
        StoredAddress(
            id: try row.get("id"), url: try row.get("url"),
            state: StoredAddress.State(rawValue: try row.get("state")) ?? .left, depth: try row.get("depth"),
            isCheckOnly: try row.get("check_only") != 0, source: try row.get("source"), reason: try row.get("reason"))
    }

    static func task(_ row: SQLRow) throws -> CrawlTask? {
        guard let url = WebURL(try row.get("url", as: String.self)) else { return nil }
        var task = CrawlTask(
            id: try row.get("id"), url: url, depth: try row.get("depth"), isCheckOnly: try row.get("check_only") != 0)
        task.entityTag = try row.get("etag")
        task.lastModified = try row.get("last_modified")
        return task
    }

    static func page(_ row: SQLRow) throws -> StoredPage {
        var record = PageRecord()
        record.status = try row.get("status")
        record.failure = try row.get("failure", as: String?.self).flatMap(FetchFailure.init)
        record.mediaType = try row.get("media_type")
        record.length = try row.get("length")
        record.isTruncated = try row.get("is_truncated") != 0
        record.milliseconds = try row.get("milliseconds")
        record.entityTag = try row.get("etag")
        record.lastModified = try row.get("last_modified")
        record.bodyFingerprint = UInt64(UInt(bitPattern: try row.get("fingerprint", as: Int.self)))
        record.title = try row.get("title")
        record.heading = try row.get("heading")
        record.headingCount = try row.get("heading_count")
        record.paragraph = try row.get("paragraph")
        record.description = try row.get("description")
        record.canonical = try row.get("canonical")
        record.directives = PageDirectives(rawValue: UInt8(clamping: try row.get("directives", as: Int.self)))
        record.imageCount = try row.get("images")
        record.imagesWithoutAlternative = try row.get("images_without_alt")
        record.looksEmpty = try row.get("looks_empty") != 0
        record.anchors = PackedLinks.anchors(try row.get("anchors", as: [UInt8]?.self) ?? [])
        return StoredPage(
            id: try row.get("id"), record: record, redirect: try row.get("redirect"),
            links: PackedLinks.links(try row.get("links", as: [UInt8]?.self) ?? []))
    }
}

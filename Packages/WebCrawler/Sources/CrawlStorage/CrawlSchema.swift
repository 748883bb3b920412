import Crawling
import HTMLScanner
import SQLDatabase
import WebAddress

// Unsafe pointers: numbers are stored as the bytes that they are in memory.

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
            """),
        SQLMigration(
            2, "keep failures' details, redirects' fragments and links beyond the limit",
            """
            ALTER TABLE page ADD COLUMN detail TEXT;
            ALTER TABLE page ADD COLUMN redirect_fragment TEXT;
            ALTER TABLE page ADD COLUMN skipped_links INTEGER NOT NULL DEFAULT 0;
            """),
    ]

    /// A result with its links numbered.
    enum Row: Sendable {
        case visited(Int, PageRecord, Int?, PackedLinks)
        case unchanged(Int)
        case skipped(Int, String)
    }

    static func apply(_ changes: [AddressBook.Change], _ connection: borrowing SQLConnection) throws {
        for change in changes {
            switch change {
            case .new(let address):
                try connection.execute(
                    """
                    INSERT INTO address (id, url, state, depth, check_only, source, reason)
                    VALUES (\(address.id), \(address.url), \(address.state.rawValue), \(address.depth),
                        \(address.purpose.rawValue), \(address.source), \(address.reason))
                    """)
            case .promoted(let promotion):
                try connection.execute(
                    """
                    UPDATE address SET state = 0, reason = NULL, depth = \(promotion.depth),
                        source = \(promotion.source), check_only = \(promotion.purpose.rawValue)
                    WHERE id = \(promotion.id)
                    """)
            }
        }
    }

    static func store(_ row: Row, _ connection: borrowing SQLConnection) throws {
        switch row {
        case .unchanged(let id): try connection.execute("UPDATE address SET state = 1 WHERE id = \(id)")
        case .skipped(let id, let reason):
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
                    \(page.looksEmpty ? 1 : 0), \(Array(links.bytes)), \(bytes(page.anchors)), \(page.detail),
                    \(page.redirectFragment), \(page.skippedLinkCount))
                """)
            try connection.execute("UPDATE address SET state = 1 WHERE id = \(id)")
        }
    }

    /// The columns that ``address(_:)`` reads, in their order.
    static let addressColumns: SQLStatement = "id, url, state, depth, check_only, source, reason"

    static func address(_ row: SQLRow) throws -> StoredAddress {
        StoredAddress(
            id: try row.get(at: 0), url: try row.get(at: 1),
            state: StoredAddress.State(rawValue: try row.get(at: 2)) ?? .skipped, depth: try row.get(at: 3),
            purpose: FetchPurpose(rawValue: try row.get(at: 4)) ?? .follow, source: try row.get(at: 5),
            reason: try row.get(at: 6))
    }

    static func task(_ row: SQLRow) throws -> CrawlTask? {
        guard let url = WebURL(try row.get("url", as: String.self)) else { return nil }
        var task = CrawlTask(
            id: try row.get("id"), url: url, depth: try row.get("depth"),
            purpose: FetchPurpose(rawValue: try row.get("check_only")) ?? .follow)
        task.entityTag = try row.get("etag")
        task.lastModified = try row.get("last_modified")
        return task
    }

    /// The columns that ``page(_:)`` reads, in their order; the paragraph, or nothing, follows them.
    static let pageColumns: SQLStatement = """
        id, status, failure, redirect, media_type, length, is_truncated, milliseconds, fingerprint, title, heading, \
        heading_count, description, canonical, directives, images, images_without_alt, looks_empty, links, anchors, \
        detail, redirect_fragment, skipped_links
        """

    /// Columns are read by index: by name it took twice as long, and a report reads every page.
    static func page(_ row: SQLRow) throws -> StoredPage {
        var record = PageRecord()
        record.status = try row.get(at: 1)
        record.failure = try row.get(at: 2, as: String?.self).flatMap(FetchFailure.init)
        record.mediaType = try row.get(at: 4)
        record.length = try row.get(at: 5)
        record.isTruncated = try row.get(at: 6) != 0
        record.milliseconds = try row.get(at: 7)
        record.bodyFingerprint = UInt64(UInt(bitPattern: try row.get(at: 8, as: Int.self)))
        record.title = try row.get(at: 9)
        record.heading = try row.get(at: 10)
        record.headingCount = try row.get(at: 11)
        record.description = try row.get(at: 12)
        record.canonical = try row.get(at: 13)
        record.directives = PageDirectives(rawValue: UInt8(clamping: try row.get(at: 14, as: Int.self)))
        record.imageCount = try row.get(at: 15)
        record.imagesWithoutAlternative = try row.get(at: 16)
        record.looksEmpty = try row.get(at: 17) != 0
        record.anchors = anchors(try row.get(at: 19, as: [UInt8]?.self) ?? [])
        record.detail = try row.get(at: 20)
        record.redirectFragment = try row.get(at: 21)
        record.skippedLinkCount = try row.get(at: 22)
        record.paragraph = try row.get(at: 23)
        let links = try row.get(at: 18, as: [UInt8]?.self) ?? []
        return StoredPage(
            id: try row.get(at: 0), record: record, redirect: try row.get(at: 3), links: PackedLinks(bytes: links[...]))
    }

    /// Anchors are eight bytes each, in the byte order of the machine.
    private static func bytes(_ anchors: [UInt64]) -> [UInt8] { anchors.withUnsafeBytes { Array($0) } }

    private static func anchors(_ bytes: [UInt8]) -> [UInt64] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
        }
    }
}

import Crawling
import HTMLScanner
import SQLDatabase
import SQLiteEngine
import WebAddress

/// A frontier in a SQLite file: one transaction for each batch of results, so that a kill loses nothing stored.
public actor SQLiteFrontier: Frontier {
    let database: Database
    private var book = AddressBook()
    private var tally = FrontierCounts()
    private var cursor = 0
    /// Addresses that began to wait after the cursor had passed them.
    private var promoted: [Int] = []
    /// Addresses of which a link wants more while they wait or are in flight.
    private var raised: [Int: FetchPurpose] = [:]

    /// Opens a crawl's file, which is made when it is not there.
    ///
    /// - Throws: `SQLError` when the file cannot be opened or is no crawl.
    public init(file: String) async throws {
        var options = SQLOptions()
        // What is committed survives a kill; only a power failure can take the last pages, which are fetched again.
        options.isDurable = false
        options.journalMode = .writeAheadLog
        options.poolSize = 2
        database = try await Database.open("sqlite:\(file)", engines: [SQLite()], options: options)
        try await database.migrate(CrawlSchema.migrations)
    }

    /// Closes the file.
    public func close() async {
        await database.close()
    }

    /// Reads the addresses into memory: 12 bytes each.
    public func restore() async throws -> FrontierCounts {
        book = AddressBook()
        tally = FrontierCounts()
        cursor = 0
        promoted = []
        raised = [:]
        for try await row in database.stream("SELECT \(CrawlSchema.addressColumns) FROM address ORDER BY id") {
            let address = try CrawlSchema.address(row)
            book.restore(address)
            tally.count(address.state)
        }
        return tally
    }

    /// Adds seeds.
    public func add(seeds: [WebURL]) async throws {
        var changes: [AddressBook.Change] = []
        for seed in seeds { _ = book.enter(seed.withoutFragment, purpose: .follow, changes: &changes) }
        try await enter(changes)
    }

    /// Adds addresses with purposes of their own.
    public func add(_ requests: [(url: WebURL, purpose: FetchPurpose)]) async throws {
        var changes: [AddressBook.Change] = []
        for (url, purpose) in requests { _ = book.enter(url.withoutFragment, purpose: purpose, changes: &changes) }
        try await enter(changes)
    }

    private func enter(_ changes: [AddressBook.Change]) async throws {
        guard !changes.isEmpty else { return }
        let batch = changes
        try await database.write { try CrawlSchema.apply(batch, $0) }
        note(changes)
    }

    /// Remembers a sitemap's addresses.
    public func addToSitemap(_ urls: [WebURL]) async throws {
        try await database.write { connection in
            for url in urls {
                try connection.execute("INSERT INTO sitemap (url) VALUES (\(url.href)) ON CONFLICT DO NOTHING")
            }
        }
    }

    /// Hands out waiting tasks in the order of their numbers.
    public func next(_ limit: Int) async throws -> [CrawlTask] {
        let extra = Array(promoted.prefix(limit))
        promoted.removeFirst(extra.count)
        let from = cursor
        let tasks = try await database.read { connection in
            var tasks: [CrawlTask] = []
            if !extra.isEmpty {
                let rows = try connection.query(
                    """
                    SELECT a.id, a.url, a.depth, a.check_only, p.etag, p.last_modified
                    FROM address a LEFT JOIN page p ON p.id = a.id WHERE a.id IN (\(list: extra)) AND a.state = 0
                    """)
                tasks += try rows.compactMap(CrawlSchema.task)
            }
            let rows = try connection.query(
                """
                SELECT a.id, a.url, a.depth, a.check_only, p.etag, p.last_modified
                FROM address a LEFT JOIN page p ON p.id = a.id
                WHERE a.id > \(from) AND a.state = 0 ORDER BY a.id LIMIT \(limit - extra.count)
                """)
            return tasks + (try rows.compactMap(CrawlSchema.task))
        }
        cursor = max(cursor, tasks.last?.id ?? 0)
        return tasks
    }

    /// Stores results in one transaction.
    public func commit(_ completions: [Completion], policy: any AdmissionPolicy) async throws {
        var changes: [AddressBook.Change] = []
        var rows: [CrawlSchema.Row] = []
        for completion in completions {
            if let purpose = raised.removeValue(forKey: completion.task.id), completion.task.purpose < purpose {
                // A link wanted more of it while it was in flight: it is asked again.
                promoted.append(completion.task.id)
                continue
            }
            tally.waiting -= 1
            book.finished(completion.task.id)
            switch completion {
            case .skipped(let task, let reason):
                tally.skipped += 1
                rows.append(.skipped(task.id, reason))
            case .unchanged(let task):
                tally.visited += 1
                rows.append(.unchanged(task.id))
            case .visited(let task, let record):
                tally.visited += 1
                let links = record.links.map { link in
                    StoredPage.Link(
                        target: book.enter(
                            link, depth: task.depth + 1, source: task.id, policy: policy, changes: &changes),
                        link)
                }
                let redirect = record.redirect.map { target in
                    book.enter(
                        .redirect(of: record, for: task, to: target), depth: task.depth, source: task.id,
                        policy: policy, changes: &changes)
                }
                rows.append(.visited(task.id, record, redirect, PackedLinks(links)))
            }
        }
        let (newAddresses, newRows) = (changes, rows)
        try await database.write { connection in
            try CrawlSchema.apply(newAddresses, connection)
            for row in newRows { try CrawlSchema.store(row, connection) }
        }
        note(changes)
    }

    private func note(_ changes: [AddressBook.Change]) {
        for change in changes {
            switch change {
            case .new(let address): tally.count(address.state)
            case .promoted(let promotion):
                guard promotion.from != .waiting else {
                    raised[promotion.id] = promotion.purpose
                    continue
                }
                tally.promote(promotion.from)
                if promotion.id <= cursor { promoted.append(promotion.id) }
            }
        }
    }

    /// Makes all visited addresses wait again.
    public func revisitAll() async throws {
        try await database.execute("UPDATE address SET state = 0 WHERE state = 1")
        _ = try await restore()
    }

    /// The present counts.
    public func counts() -> FrontierCounts { tally }

    /// A note.
    public func note(_ name: String) async throws -> String? {
        try await database.first("SELECT value FROM note WHERE name = \(name)")?.get("value")
    }

    /// Keeps a note.
    public func setNote(_ name: String, _ value: String) async throws {
        try await database.execute(
            "INSERT INTO note VALUES (\(name), \(value)) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    }
}

extension SQLiteFrontier: CrawlReader {
    /// Feeds all addresses into a value, on the connection's thread.
    public func reduceAddresses<Value: Sendable>(
        into value: Value, _ body: @escaping @Sendable (inout Value, StoredAddress) -> Void
    ) async throws -> Value {
        try await database.read { connection in
            var value = value
            try connection.forEach("SELECT \(CrawlSchema.addressColumns) FROM address ORDER BY id") { row in
                body(&value, try CrawlSchema.address(row))
            }
            return value
        }
    }

    /// Feeds all visited pages into a value, on the connection's thread.
    public func reducePages<Value: Sendable>(
        into value: Value, withParagraphs: Bool, _ body: @escaping @Sendable (inout Value, StoredPage) -> Void
    ) async throws -> Value {
        let paragraph: SQLStatement = withParagraphs ? "paragraph" : "NULL"
        return try await database.read { connection in
            var value = value
            try connection.forEach("SELECT \(CrawlSchema.pageColumns), \(paragraph) FROM page ORDER BY id") { row in
                body(&value, try CrawlSchema.page(row))
            }
            return value
        }
    }

    /// The sitemap's addresses.
    public func sitemapAddresses() async throws -> [String] {
        try await database.query("SELECT url FROM sitemap ORDER BY id").map { try $0.get("url") }
    }
}

import WebAddress

/// A frontier in memory: for tests, and for crawls that nobody wants to resume.
public actor MemoryFrontier: Frontier, CrawlReader {
    private var book = AddressBook()
    private var all: [StoredAddress] = []
    private var tags: [Int: (entityTag: String?, lastModified: String?)] = [:]
    private var stored: [Int: StoredPage] = [:]
    private var sitemap: [String] = []
    private var sitemapSet: Set<String> = []
    private var notes: [String: String] = [:]
    private var waiting: [Int] = []
    private var cursor = 0
    /// Addresses of which a link wants more while they wait or are in flight.
    private var raised: [Int: FetchPurpose] = [:]
    private var tally = FrontierCounts()

    /// Makes an empty frontier.
    public init() {}

    /// Makes everything that was not committed wait again.
    public func restore() -> FrontierCounts {
        waiting = all.filter { $0.state == .waiting }.map(\.id)
        cursor = 0
        tally = FrontierCounts()
        for address in all { tally.count(address.state) }
        return tally
    }

    /// Adds seeds.
    public func add(seeds: [WebURL]) {
        var changes: [AddressBook.Change] = []
        for seed in seeds { _ = book.enter(seed.withoutFragment, purpose: .follow, changes: &changes) }
        apply(changes)
    }

    /// Adds addresses with purposes of their own.
    public func add(_ requests: [(url: WebURL, purpose: FetchPurpose)]) {
        var changes: [AddressBook.Change] = []
        for (url, purpose) in requests { _ = book.enter(url.withoutFragment, purpose: purpose, changes: &changes) }
        apply(changes)
    }

    /// Remembers a sitemap's addresses.
    public func addToSitemap(_ urls: [WebURL]) {
        for url in urls where sitemapSet.insert(url.href).inserted { sitemap.append(url.href) }
    }

    /// Hands out waiting tasks.
    public func next(_ limit: Int) -> [CrawlTask] {
        var tasks: [CrawlTask] = []
        while tasks.count < limit, cursor < waiting.count {
            let address = all[waiting[cursor] - 1]
            cursor += 1
            guard let url = WebURL(address.url) else { continue }
            var task = CrawlTask(id: address.id, url: url, depth: address.depth, purpose: address.purpose)
            task.entityTag = tags[address.id]?.entityTag
            task.lastModified = tags[address.id]?.lastModified
            tasks.append(task)
        }
        return tasks
    }

    /// Stores results.
    public func commit(_ completions: [Completion], policy: any AdmissionPolicy) {
        for completion in completions {
            let id = completion.task.id
            if let purpose = raised.removeValue(forKey: id), completion.task.purpose < purpose {
                // A link wanted more of it while it was in flight: it is asked again.
                waiting.append(id)
                continue
            }
            tally.waiting -= 1
            book.finished(id)
            switch completion {
            case .unchanged:
                all[id - 1].state = .visited
                tally.visited += 1
            case .skipped(_, let reason):
                all[id - 1].state = .skipped
                tally.skipped += 1
                all[id - 1].reason = reason
            case .visited(let task, let record):
                all[id - 1].state = .visited
                tally.visited += 1
                stored[id] = store(task, record, policy)
            }
        }
    }

    private func store(_ task: CrawlTask, _ record: PageRecord, _ policy: any AdmissionPolicy) -> StoredPage {
        var changes: [AddressBook.Change] = []
        let links = record.links.map { link in
            StoredPage.Link(
                target: book.enter(link, depth: task.depth + 1, source: task.id, policy: policy, changes: &changes),
                link)
        }
        let redirect = record.redirect.map { target in
            book.enter(
                .redirect(of: record, for: task, to: target), depth: task.depth, source: task.id, policy: policy,
                changes: &changes)
        }
        apply(changes)
        tags[task.id] = (record.entityTag, record.lastModified)
        var facts = record
        facts.links = []
        facts.redirect = nil
        return StoredPage(id: task.id, record: facts, redirect: redirect, links: PackedLinks(links))
    }

    private func apply(_ changes: [AddressBook.Change]) {
        for change in changes {
            switch change {
            case .new(let address):
                all.append(address)
                tally.count(address.state)
                if address.state == .waiting { waiting.append(address.id) }
            case .promoted(let promotion):
                let index = promotion.id - 1
                all[index].purpose = promotion.purpose
                (all[index].depth, all[index].source) = (promotion.depth, promotion.source)
                guard promotion.from != .waiting else {
                    raised[promotion.id] = promotion.purpose
                    continue
                }
                all[index].state = .waiting
                all[index].reason = nil
                tally.promote(promotion.from)
                waiting.append(promotion.id)
            }
        }
    }

    /// Makes all visited addresses wait again.
    public func revisitAll() {
        for index in all.indices where all[index].state == .visited { all[index].state = .waiting }
        _ = restore()
    }

    /// The present counts.
    public func counts() -> FrontierCounts { tally }

    /// A note.
    public func note(_ name: String) -> String? { notes[name] }

    /// Keeps a note.
    public func setNote(_ name: String, _ value: String) { notes[name] = value }

    /// Feeds all addresses into a value.
    public func reduceAddresses<Value: Sendable>(
        into value: Value, _ body: @escaping @Sendable (inout Value, StoredAddress) -> Void
    ) -> Value {
        all.reduce(into: value, body)
    }

    /// Feeds all pages into a value.
    public func reducePages<Value: Sendable>(
        into value: Value, withParagraphs: Bool, _ body: @escaping @Sendable (inout Value, StoredPage) -> Void
    ) -> Value {
        stored.values.sorted { $0.id < $1.id }.reduce(into: value, body)
    }

    /// The sitemap's addresses.
    public func sitemapAddresses() -> [String] { sitemap }
}

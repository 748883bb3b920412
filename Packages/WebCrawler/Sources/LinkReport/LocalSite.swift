import Crawling
import HTMLScanner
import WebAddress

/// Files on a disk, as the local check sees them: an edge implements it.
public protocol FileTree: Sendable {
    /// Whether there is a file at an absolute path.
    func isFile(_ path: String) -> Bool
    /// Whether there is a folder at an absolute path.
    func isFolder(_ path: String) -> Bool
    /// A file's bytes; nil when it cannot be read.
    func read(_ path: String) -> [UInt8]?
}

/// How local addresses find their files.
public struct LocalRules: Sendable {
    /// The files that a folder's address stands for, the first that is there; where the list is empty, a folder stands
    /// for itself.
    public var indexFiles: [String]?
    /// Endings that are tried behind an address without a file: `a` is `a.html`.
    public var fallbackExtensions: [String] = []
    /// What addresses are replaced before they are looked for.
    public var remaps: [AddressRemap] = []
    /// The patterns that links must match, or must not.
    public var scope = CrawlScope(seeds: [], reach: .any)

    /// Makes the usual rules.
    public init() {}
}

/// Replaces what an expression matches in an address.
public struct AddressRemap: Sendable {
    private let apply: @Sendable (String) -> String

    /// Makes a replacement.
    public init(_ apply: @escaping @Sendable (String) -> String) {
        self.apply = apply
    }

    /// The address, replaced.
    public func callAsFunction(_ address: String) -> String { apply(address) }
}

/// Checks the links of local HTML and Markdown files: against the files, and what leaves them against the web.
///
/// Files are added first, which reads their links; ``requests`` then says what is to be asked on the web, and
/// ``result(web:accepted:)`` judges all. A link from the site's root (`/a`) is looked for below the root alone, never
/// on the machine's own.
public struct LocalSite {
    /// What came of the check.
    public struct Result: Sendable {
        /// The findings.
        public var findings: [Finding] = []
        /// What was not looked at.
        public var skipped = SkippedLinks()
        /// How many links were judged.
        public var checkedCount = 0
    }

    /// The pages that were read.
    public private(set) var pageCount = 0
    /// Documents that could not be read.
    public private(set) var unreadable: [String] = []

    private let tree: any FileTree
    private let parser: PageParser
    private let rules: LocalRules
    /// What root-relative links are relative to.
    private let root: String
    private let rootURL: WebURL
    private var sources: [(url: WebURL, path: String, links: [PageLink], skippedLinks: Int)] = []
    private var anchors: [String: Set<UInt64>] = [:]
    private var kinds: [String: FileKind] = [:]

    private enum FileKind {
        case file
        case folder
        case nothing
    }

    /// Makes an empty site.
    ///
    /// - Parameter root: The absolute path of the folder that a link such as `/a` begins in.
    public init?(tree: any FileTree, root: String, parser: PageParser, rules: LocalRules = LocalRules()) {
        self.tree = tree
        self.parser = parser
        self.rules = rules
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
        guard let url = Self.address(of: self.root + "/") else { return nil }
        rootURL = url
    }

    /// What a file is read as by its name; nil for what is no document.
    public static func format(of path: String) -> PageParser.Format? {
        let name = path.lowercased()
        func ends(_ endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
        if ends(".html", ".htm") { return .html }
        if ends(".xhtml", ".xht") { return .xml }
        if ends(".md", ".markdown", ".mkd", ".mdown") { return .markdown }
        return ends(".css") ? .css : nil
    }

    /// Whether a file's name says that it has links.
    public static func isDocument(_ path: String) -> Bool { format(of: path) != nil }

    /// The `file:` address of an absolute path.
    public static func address(of path: String) -> WebURL? {
        var escaped = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "%"): escaped += "%25"
            case UInt8(ascii: "?"): escaped += "%3F"
            case UInt8(ascii: "#"): escaped += "%23"
            case UInt8(ascii: "\\"): escaped += "%5C"
            case 0x21..<0x7F: escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += byte < 0x10 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return WebURL("file://" + escaped)
    }

    /// Reads a document, and remembers its links.
    public mutating func add(_ path: String) {
        guard let url = Self.address(of: path), let record = record(path, url) else {
            unreadable.append(path)
            return
        }
        if Self.format(of: path) != .css { pageCount += 1 }
        sources.append((url, path, record.links.map(remapped), record.skippedLinkCount))
    }

    /// The addresses on the web that the files link to, each with what must be known of it.
    public var requests: [(url: WebURL, purpose: FetchPurpose)] {
        var purposes: [WebURL: FetchPurpose] = [:]
        var order: [WebURL] = []
        for source in sources {
            for link in source.links where !link.isIgnored {
                guard let url = link.target.url, url.isWeb, rules.scope.patternRefusal(of: url) == nil else { continue }
                let purpose: FetchPurpose = link.fragment == nil ? .status : .anchors
                if purposes[url] == nil { order.append(url) }
                purposes[url] = max(purposes[url] ?? .status, purpose)
            }
        }
        return order.map { ($0, purposes[$0] ?? .status) }
    }

    private func remapped(_ link: PageLink) -> PageLink {
        guard !rules.remaps.isEmpty, let url = link.target.url else { return link }
        let before = url.href
        let after = rules.remaps.reduce(before) { $1($0) }
        guard after != before else { return link }
        var link = link
        link.isRootRelative = false
        if let target = WebURL(after, base: rootURL) {
            link.target = .url(target.withoutFragment)
            if let fragment = target.fragment { link.fragment = fragment }
        } else {
            link.target = .unusable(written: after, reason: "not a valid URL after --remap")
        }
        return link
    }

    private mutating func record(_ path: String, _ url: WebURL) -> PageRecord? {
        guard let format = Self.format(of: path), let body = tree.read(path) else { return nil }
        let record = parser.record(ofDocument: body, format: format, url: url, root: rootURL)
        anchors[path] = Set(record.anchors)
        return record
    }

    // MARK: - Judging

    /// The verdicts, given the crawl of ``requests``; nil: the web was not asked.
    public mutating func result(web: SiteGraph?, accepted: StatusSet = StatusSet()) -> Result {
        var numbers: [String: Int] = [:]
        if let web { for id in web.addresses.numbers { numbers[web.url(id)] = id } }
        let judge = web.map { WebJudge(graph: $0, accepted: accepted) }
        var result = Result()
        for source in sources {
            var seen: Set<String> = []
            for link in source.links {
                let target = link.target.text + (link.fragment.map { "#" + $0 } ?? "")
                switch verdict(link, source, target, judge, numbers) {
                case .good: result.checkedCount += 1
                case .skipped(let reason): result.skipped.add(target, reason: reason, source: source.url.href)
                case .bad(let finding):
                    result.checkedCount += 1
                    if seen.insert("\(finding.kind.rawValue) \(target)").inserted { result.findings.append(finding) }
                }
            }
            if source.skippedLinks > 0 {
                result.skipped.add(
                    source.url.href, reason: "the document has more links than are read", source: source.url.href,
                    links: source.skippedLinks)
            }
        }
        return result
    }

    private mutating func verdict(
        _ link: PageLink, _ source: (url: WebURL, path: String, links: [PageLink], skippedLinks: Int), _ target: String,
        _ judge: WebJudge?, _ numbers: [String: Int]
    ) -> WebJudge.Verdict {
        if link.isIgnored { return .skipped("a comment in the page says to ignore it") }
        switch link.target {
        case .unusable(_, let reason):
            return .bad(
                Finding(
                    kind: .invalid, source: source.url.href, position: link.position, target: target, status: 0,
                    detail: reason))
        case .url(let url):
            if let reason = rules.scope.patternRefusal(of: url) { return .skipped(reason) }
            if url.isFile { return local(link, url, source.url.href, source.path, target) }
            if let reason = AddressReason.notAsked(url) { return .skipped(reason) }
            guard let judge else { return .skipped("on the web: --offline asks for files only") }
            guard let number = numbers[url.href] else { return .skipped("the check ended before it was asked for") }
            return judge.judge(StoredPage.Link(target: number, link), source: source.url.href, target: target)
        }
    }

    private mutating func local(
        _ link: PageLink, _ url: WebURL, _ source: String, _ sourcePath: String, _ target: String
    ) -> WebJudge.Verdict {
        func finding(_ kind: Finding.Kind, _ detail: String) -> WebJudge.Verdict {
            .bad(
                Finding(kind: kind, source: source, position: link.position, target: target, status: 0, detail: detail))
        }
        guard url.hostname.isEmpty else { return finding(.broken, "a file: address of another machine") }
        guard let path = file(of: url, isRootRelative: link.isRootRelative) else {
            return finding(
                .broken, link.isRootRelative ? "there is no such file below \(root)" : "there is no such file")
        }
        guard let fragment = link.fragment, !fragment.isEmpty, fragment.lowercased() != "top" else { return .good }
        let name = Anchor.name(of: fragment)
        let isText = name.count < fragment.count
        // A folder's address shows its README where Markdown is read, as forges do.
        let document = path == sourcePath || kind(path) == .file ? path : path + "/README.md"
        guard let format = Self.format(of: document), format != .css, !name.isEmpty else {
            return isText ? .skipped("a text fragment, which only a browser can check") : .good
        }
        if anchors[document] == nil, let address = Self.address(of: document) { _ = record(document, address) }
        guard let known = anchors[document] else { return .good }
        var candidates = Anchor.fingerprints(of: name)
        if format == .markdown {
            // Forges compare without case, and put a prefix before what an author names himself.
            candidates += Anchor.fingerprints(of: name.lowercased()[...])
            if name.hasPrefix("user-content-") { candidates += Anchor.fingerprints(of: name.dropFirst(13)) }
            // Lines of a file that a forge shows as text.
            if name.wholeMatch(of: /L\d+(-L\d+)?/) != nil { return .good }
        }
        if candidates.contains(where: known.contains) {
            return isText ? .skipped("a text fragment, which only a browser can check") : .good
        }
        if name.hasPrefix("/") || name.hasPrefix("!") {
            return .skipped("a fragment that only the page's script understands")
        }
        return finding(.fragment, "the file has no id, name or heading '\(name)'")
    }

    /// The file that an address names: itself, with an ending, or a folder's index file; or a folder.
    private mutating func file(of url: WebURL, isRootRelative: Bool) -> String? {
        let bytes = percentDecoded(Array(url.pathname.utf8))
        guard !bytes.contains(0), let decoded = String(validating: bytes, as: UTF8.self) else { return nil }
        let path = isRootRelative ? root + decoded : decoded
        if kind(path) == .file { return path }
        let plain = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        if kind(plain) == .folder {
            for name in rules.indexFiles ?? ["index.html", "index.htm", "index.xhtml"]
            where name != "." && kind(plain + "/" + name) == .file {
                return plain + "/" + name
            }
            if let names = rules.indexFiles, !names.contains(".") { return nil }
            return plain
        }
        if !path.hasSuffix("/") {
            for ending in rules.fallbackExtensions {
                let candidate = path + "." + (ending.hasPrefix(".") ? String(ending.dropFirst()) : ending)
                if kind(candidate) == .file { return candidate }
            }
        }
        return nil
    }

    private mutating func kind(_ path: String) -> FileKind {
        if let known = kinds[path] { return known }
        let kind: FileKind = tree.isFile(path) ? .file : tree.isFolder(path) ? .folder : .nothing
        kinds[path] = kind
        return kind
    }
}

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

/// Checks the links of local HTML and Markdown files: against the files, and what leaves them against the web.
public struct LocalSite {
    /// Addresses on the web that the files link to: status, fragments and redirects come from a crawl of them.
    public private(set) var webAddresses: [WebURL] = []
    /// The pages that were read.
    public private(set) var pageCount = 0

    private let tree: any FileTree
    /// What root-relative links are relative to.
    private let root: String
    private var sources: [(url: WebURL, links: [PageLink])] = []
    private var anchors: [String: Set<UInt64>] = [:]

    /// Makes an empty site.
    ///
    /// - Parameter root: The folder that a link such as `/a` begins in.
    public init(tree: any FileTree, root: String) {
        self.tree = tree
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// Whether a file's name says that it is HTML or Markdown.
    public static func isDocument(_ path: String) -> Bool {
        [".html", ".htm", ".md", ".markdown"].contains { path.lowercased().hasSuffix($0) }
    }

    /// The `file:` address of an absolute path.
    public static func address(of path: String) -> WebURL? {
        var escaped = ""
        for byte in path.utf8 {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
                escaped += byte == UInt8(ascii: "%") ? "%25" : byte == UInt8(ascii: "?") ? "%3F" : "%23"
            } else {
                escaped += byte < 0x80 ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
            }
        }
        return WebURL("file://" + escaped)
    }

    /// Reads a document, and remembers its links.
    public mutating func add(_ path: String) {
        guard let url = Self.address(of: path), let record = record(path, url) else { return }
        pageCount += 1
        sources.append((url, record.links))
        for link in record.links where link.target.isWeb { webAddresses.append(link.target) }
    }

    private mutating func record(_ path: String, _ url: WebURL) -> PageRecord? {
        guard let body = tree.read(path) else { return nil }
        let lowered = path.lowercased()
        let isMarkdown = lowered.hasSuffix(".md") || lowered.hasSuffix(".markdown")
        let parser = PageParser(includesResources: true)
        let record = parser.record(ofDocument: body, isMarkdown: isMarkdown, url: url)
        anchors[path] = Set(record.anchors)
        return record
    }

    /// The findings, given the crawl of ``webAddresses``; nil: they were not asked for.
    public mutating func findings(web: SiteGraph?) -> [Finding] {
        var numbers: [String: Int] = [:]
        if let web { for id in web.addresses.numbers { numbers[web.url(id)] = id } }
        var findings: [Finding] = []
        for (url, links) in sources {
            var seen: Set<String> = []
            for link in links {
                let target = link.target.href + (link.fragment.map { "#" + $0 } ?? "")
                let finding: Finding? =
                    if link.target.isFile { local(link, source: url, target: target) } else {
                        web.flatMap { web in
                            numbers[link.target.href].flatMap {
                                WebJudge(graph: web).judge($0, link, source: url.href, target: target)
                            }
                        }
                    }
                if let finding, seen.insert(target).inserted { findings.append(finding) }
            }
        }
        return findings
    }

    private mutating func local(_ link: PageLink, source: WebURL, target: String) -> Finding? {
        func finding(_ kind: Finding.Kind, _ detail: String) -> Finding {
            Finding(kind: kind, source: source.href, target: target, status: 0, detail: detail)
        }
        guard let path = file(of: link.target) else { return finding(.broken, "there is no such file") }
        guard let fragment = link.fragment, !fragment.isEmpty, fragment.lowercased() != "top", Self.isDocument(path)
        else {
            return nil
        }
        let name = fragment.firstRange(of: ":~:").map { fragment[..<$0.lowerBound] } ?? fragment[...]
        guard !name.isEmpty else { return nil }
        if anchors[path] == nil { _ = record(path, link.target) }
        let known = anchors[path] ?? []
        guard !Anchor.fingerprints(of: name).contains(where: known.contains) else { return nil }
        return finding(.fragment, "the file has no id, name or heading '\(name)'")
    }

    /// The file that an address names: itself, or a folder's index page, or a folder; below the root when it is
    /// root-relative.
    private func file(of url: WebURL) -> String? {
        let path = String(decoding: percentDecoded(Array(url.pathname.utf8)), as: UTF8.self)
        for candidate in [path, root + path] {
            let plain = candidate.count > 1 && candidate.hasSuffix("/") ? String(candidate.dropLast()) : candidate
            if tree.isFile(candidate) { return candidate }
            if tree.isFolder(plain) { return tree.isFile(plain + "/index.html") ? plain + "/index.html" : plain }
        }
        return nil
    }
}

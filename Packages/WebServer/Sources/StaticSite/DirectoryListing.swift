import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: readdir(3) hands out a name as an array of C's, copied up to its NUL.

/// What is in a folder: as a page that can be sorted without JavaScript, or as JSON for programs.
///
/// Reading thousands of entries takes longer than an event loop may stand still, so whoever serves clients makes a
/// listing on another thread.
struct DirectoryListing {
    struct Entry {
        let name: [UInt8]
        let isFolder: Bool
        let size: Int
        let modified: Int64
    }

    /// The column and direction, from the address: `?sort=size&order=desc`.
    struct Order: Equatable {
        enum Column: String, CaseIterable {
            case name, size, modified
        }

        var column = Column.name
        var isDescending = false

        init(query: String) {
            for pair in query.split(separator: "&") {
                if pair.hasPrefix("sort="), let column = Column(rawValue: String(pair.dropFirst(5))) {
                    self.column = column
                }
                if pair == "order=desc" { isDescending = true }
            }
        }
    }

    private let path: SitePath
    private(set) var entries: [Entry] = []
    /// Entries beyond the limit, which are counted only.
    private(set) var skipped = 0

    /// Reads a folder.
    ///
    /// - Throws: when it cannot be read to its end: a listing that leaves something out would be a lie.
    init(
        _ file: OpenFile, at path: SitePath, in folder: SiteFolder, options: SiteOptions
    ) throws(SiteFolder.Failure) {
        self.path = path
        // A descriptor of its own, since closedir() closes it.
        let copy = openat(file.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw SiteFolder.failure(errno) }
        guard let stream = fdopendir(copy) else {
            let problem = errno
            close(copy)
            throw SiteFolder.failure(problem)
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let item = readdir(stream) else {
                if errno != 0 { throw SiteFolder.failure(errno) }
                break
            }
            let name = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name == [Octet.dot] || name == [Octet.dot, Octet.dot] { continue }
            let isWellKnown = path.relative.isEmpty && name == Array(".well-known".utf8)
            if name.first == Octet.dot, !options.showsHidden, !isWellKnown { continue }
            if entries.count == options.listedEntries {
                skipped += 1
                continue
            }
            if let entry = Self.entry(name, in: file, at: path, of: folder) { entries.append(entry) }
        }
    }

    private static func entry(
        _ name: [UInt8], in file: OpenFile, at folderPath: SitePath, of folder: SiteFolder
    ) -> Entry? {
        var status = stat()
        let found = (name + [0]).withUnsafeBytes { buffer in
            buffer.bindMemory(to: CChar.self).baseAddress.map {
                fstatat(file.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) == 0
            } ?? false
        }
        guard found else { return nil }
        if status.st_mode & S_IFMT == S_IFLNK {
            // A link shows only where it may be followed, so that nothing is told of what lies outside.
            let path = folderPath.relative + (folderPath.relative.isEmpty ? [] : [Octet.slash]) + name
            guard case .success(let target) = folder.open(path), target.isFolder || target.isRegular else { return nil }
            return Entry(
                name: name, isFolder: target.isFolder, size: target.fingerprint.size,
                modified: Int64(target.fingerprint.modifiedSeconds))
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFDIR || kind == S_IFREG else { return nil }
        #if canImport(Darwin)
            let modified = status.st_mtimespec.tv_sec
        #else
            let modified = status.st_mtim.tv_sec
        #endif
        return Entry(name: name, isFolder: kind == S_IFDIR, size: Int(status.st_size), modified: Int64(modified))
    }

    /// The entries in an order, folders first.
    func sorted(_ order: Order) -> [Entry] {
        entries.sorted { left, right in
            if left.isFolder != right.isFolder { return left.isFolder }
            let (first, second) = order.isDescending ? (right, left) : (left, right)
            switch order.column {
            case .size where first.size != second.size: return first.size < second.size
            case .modified where first.modified != second.modified: return first.modified < second.modified
            default: return NaturalOrder.precedes(first.name, second.name)
            }
        }
    }

    /// The page.
    func html(order: Order) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(2_048 + entries.count * 160)
        let title = "/".utf8 + path.relative + (path.relative.isEmpty ? [] : [Octet.slash])
        var shown: [UInt8] = Array("Files in ".utf8)
        shown += HTML.escaped(Array(String(decoding: title, as: UTF8.self).utf8))
        PageStyle.appendStart(shown, style: Self.style, to: &page)
        page.append("<header>\n<h1>Files in ")
        appendPath(to: &page)
        page.append("</h1>\n<p>")
        appendCount(to: &page)
        page.append("</p>\n</header>\n<main>\n<table>\n<thead>\n<tr>")
        for column in Order.Column.allCases { appendHeading(column, order, to: &page) }
        page.append("</tr>\n</thead>\n<tbody>\n")
        if !path.relative.isEmpty {
            page.append("<tr class=\"up\"><th scope=\"row\"><a href=\"../\">the folder above</a></th>")
            page.append("<td></td><td></td></tr>\n")
        }
        for entry in sorted(order) { append(entry, to: &page) }
        page.append("</tbody>\n</table>\n")
        if entries.isEmpty { page.append("<p>The folder is empty.</p>\n") }
        page.append("</main>\n</body>\n</html>\n")
        return page
    }

    /// The entries in the form of nginx's `autoindex_format json`, each with its address (`url`), since a name that is no
    /// UTF-8 cannot be told in JSON.
    func json(order: Order) -> [UInt8] {
        var text: [UInt8] = [Octet.openBracket]
        text.reserveCapacity(2 + entries.count * 160)
        for (index, entry) in sorted(order).enumerated() {
            text.append(index == 0 ? "\n{\"name\":\"" : ",\n{\"name\":\"")
            text.appendJSONText(entry.name.span)
            text.append("\",\"type\":\"")
            text.append(entry.isFolder ? "directory" : "file")
            text.append("\",\"mtime\":\"")
            HTTPDate.append(entry.modified, to: &text)
            text.append("\"")
            if !entry.isFolder {
                text.append(",\"size\":")
                text.appendDecimal(entry.size)
            }
            text.append(",\"url\":\"./")
            SitePath.appendEncoded(entry.name, to: &text)
            text.append(entry.isFolder ? "/\"}" : "\"}")
        }
        text.append("\n]\n")
        return text
    }

    /// The path, with a link for each folder on the way to this one.
    private func appendPath(to page: inout [UInt8]) {
        let names = path.relative.split(separator: Octet.slash).map { Array($0) }
        guard !names.isEmpty else { return page.append("/") }
        page.append("<a href=\"")
        for _ in names { page.append("../") }
        page.append("\">/</a>")
        for (index, name) in names.enumerated() {
            let above = names.count - 1 - index
            if above > 0 {
                page.append("<a dir=\"auto\" href=\"")
                for _ in 0..<above { page.append("../") }
                page.append("\">")
                HTML.appendName(name, to: &page)
                page.append("</a>/")
            } else {
                page.append("<bdi>")
                HTML.appendName(name, to: &page)
                page.append("</bdi>/")
            }
        }
    }

    private func appendCount(to page: inout [UInt8]) {
        let folders = entries.count { $0.isFolder }
        let files = entries.count - folders
        page.append(contentsOf: "\(folders) \(folders == 1 ? "folder" : "folders"), ".utf8)
        page.append(contentsOf: "\(files) \(files == 1 ? "file" : "files")".utf8)
        if skipped > 0 {
            page.append(contentsOf: "; <strong>\(skipped) more entries are skipped</strong>: the folder has more".utf8)
            page.append(contentsOf: " than a listing shows (\(entries.count))".utf8)
        }
    }

    private func appendHeading(_ column: Order.Column, _ order: Order, to page: inout [UInt8]) {
        let isCurrent = order.column == column
        page.append("<th scope=\"col\"")
        if isCurrent {
            page.append(" aria-sort=\"")
            page.append(order.isDescending ? "descending" : "ascending")
            page.append(Octet.quotationMark)
        }
        page.append("><a href=\"?sort=")
        page.append(contentsOf: column.rawValue.utf8)
        page.append(isCurrent && !order.isDescending ? "&amp;order=desc\">" : "\">")
        page.append(contentsOf: column.rawValue.utf8)
        page.append("</a></th>")
    }

    private func append(_ entry: Entry, to page: inout [UInt8]) {
        page.append(entry.isFolder ? "<tr class=\"folder\"><th scope=\"row\">" : "<tr><th scope=\"row\">")
        page.append("<a dir=\"auto\" href=\"./")
        SitePath.appendEncoded(entry.name, to: &page)
        page.append(entry.isFolder ? "/\">" : "\">")
        HTML.appendName(entry.name, to: &page)
        page.append(entry.isFolder ? "/</a></th><td></td><td>" : "</a></th><td>")
        if !entry.isFolder {
            page.append(contentsOf: Self.readable(entry.size).utf8)
            page.append("</td><td>")
        }
        let parts = HTTPDate.parts(of: entry.modified)
        let fields = [parts.month, parts.day, parts.hour, parts.minute].map { $0 < 10 ? "0\($0)" : "\($0)" }
        page.append(contentsOf: "\(parts.year)-\(fields[0])-\(fields[1]) \(fields[2]):\(fields[3])".utf8)
        page.append("</td></tr>\n")
    }

    /// A size as a person reads it: `1.5 MB`, in powers of 1,000.
    static func readable(_ size: Int) -> String {
        if size < 1_000 { return "\(size) B" }
        var tenths = size / 100
        for unit in ["kB", "MB", "GB", "TB"] {
            if tenths < 10_000 || unit == "TB" {
                return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(tenths / 10) \(unit)"
            }
            tenths /= 1_000
        }
        return "\(size) B"
    }

    /// Below 36rem a row is two lines: the name has the whole width, and size and time stand under it.
    private static let style: StaticString = """
        header p { margin: .5rem 0 0; color: var(--soft) }
        header a { color: inherit }
        table { width: 100%; border-collapse: collapse; background: var(--room); border: 1px solid var(--edge) }
        th, td { padding: .55rem .9rem; text-align: start; border-top: 1px solid var(--edge) }
        thead tr { background: var(--tint) }
        thead th { border-top: 0; font-size: .9375rem }
        thead th:nth-child(2) { text-align: end }
        thead a { color: var(--soft) }
        tbody th { font-weight: 400; overflow-wrap: anywhere }
        tbody tr:hover { background: var(--tint) }
        .folder th { font-weight: 700 }
        td { white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums }
        td:nth-child(2) { text-align: end }
        th[aria-sort=ascending] a::after { content: " \\2191" }
        th[aria-sort=descending] a::after { content: " \\2193" }
        .odd { padding: 0 .25em; border: 1px solid; border-radius: 3px; font: .75em/1 monospace; unicode-bidi: isolate }
        @media (max-width: 36rem) {
          tr { display: flex; flex-wrap: wrap; border-top: 1px solid var(--edge) }
          th, td { border: 0; padding: .35rem .75rem }
          tbody th { flex: 0 0 100%; padding-top: .6rem }
          td { padding: 0 .75rem .6rem; font-size: .875rem }
          td:empty { display: none }
        }

        """
}

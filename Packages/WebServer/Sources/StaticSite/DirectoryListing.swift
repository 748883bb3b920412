import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What is in a folder, as a page that can be sorted without JavaScript.
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

    private let place: SitePath
    private(set) var entries: [Entry] = []
    private(set) var isCut = false

    /// Reads a folder.
    ///
    /// - Throws: when it cannot be read to its end: a listing that leaves something out would be a lie.
    init(
        _ file: OpenFile, at place: SitePath, in folder: SiteFolder, options: SiteOptions
    ) throws(SiteFolder.Failure) {
        self.place = place
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
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            let isWellKnown = place.relative.isEmpty && name == Array(".well-known".utf8)
            if name.first == 0x2E, !options.showsHidden, !isWellKnown { continue }
            if entries.count == options.listedEntries {
                isCut = true
                break
            }
            if let entry = Self.entry(name, in: file, at: place, of: folder) { entries.append(entry) }
        }
    }

    private static func entry(
        _ name: [UInt8], in file: OpenFile, at place: SitePath, of folder: SiteFolder
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
            let path = place.relative + (place.relative.isEmpty ? [] : [0x2F]) + name
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
            default: return first.name.lexicographicallyPrecedes(second.name)
            }
        }
    }

    /// The page.
    func html(order: Order) -> [UInt8] {
        let title = HTML.escaped("/".utf8 + place.relative + (place.relative.isEmpty ? [] : [0x2F]))
        var page: [UInt8] = []
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Files in ")
        page.append(contentsOf: title)
        page.append("</title>\n<style>\n")
        page.append(Self.style)
        page.append("</style>\n</head>\n<body>\n<main>\n<h1>Files in ")
        page.append(contentsOf: title)
        page.append("</h1>\n")
        if isCut {
            page.append("<p>The folder has more entries; these are ")
            page.appendDecimal(entries.count)
            page.append(" of them.</p>\n")
        }
        page.append("<table>\n<thead>\n<tr>")
        for column in Order.Column.allCases { appendHeading(column, order, to: &page) }
        page.append("</tr>\n</thead>\n<tbody>\n")
        if !place.relative.isEmpty {
            page.append("<tr><th scope=\"row\"><a href=\"../\">the folder above</a></th><td></td><td></td></tr>\n")
        }
        for entry in sorted(order) { append(entry, to: &page) }
        page.append("</tbody>\n</table>\n")
        if entries.isEmpty { page.append("<p>The folder is empty.</p>\n") }
        page.append("</main>\n</body>\n</html>\n")
        return page
    }

    private func appendHeading(_ column: Order.Column, _ order: Order, to page: inout [UInt8]) {
        let isCurrent = order.column == column
        page.append("<th scope=\"col\"")
        if isCurrent {
            page.append(" aria-sort=\"")
            page.append(order.isDescending ? "descending" : "ascending")
            page.append(0x22)
        }
        page.append("><a href=\"?sort=")
        page.append(contentsOf: column.rawValue.utf8)
        page.append(isCurrent && !order.isDescending ? "&amp;order=desc\">" : "\">")
        page.append(contentsOf: column.rawValue.utf8)
        page.append("</a></th>")
    }

    private func append(_ entry: Entry, to page: inout [UInt8]) {
        page.append("<tr><th scope=\"row\"><a href=\"./")
        SitePath.appendEncoded(entry.name, to: &page)
        page.append(entry.isFolder ? "/\">" : "\">")
        page.append(contentsOf: HTML.escaped(Array(String(decoding: entry.name, as: UTF8.self).utf8)))
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

    private static let style: StaticString = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
        body { margin: 0; background: light-dark(#fff, #16181c); color: light-dark(#1c1d20, #e8e8ea) }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem }
        h1 { font-size: 1.4rem; overflow-wrap: anywhere }
        table { width: 100%; border-collapse: collapse }
        th, td { padding: .4rem .5rem; text-align: start; border-bottom: 1px solid light-dark(#ddd, #34373d) }
        tbody th { font-weight: normal; overflow-wrap: anywhere }
        td { white-space: nowrap; font-variant-numeric: tabular-nums }
        a { color: light-dark(#0b57d0, #9ac0ff) }
        th[aria-sort=ascending] a::after { content: " \\2191" }
        th[aria-sort=descending] a::after { content: " \\2193" }
        tbody tr:hover { background: light-dark(#f3f5f8, #20242b) }
        a:focus-visible { outline: 2px solid; outline-offset: 2px }

        """
}

import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: a file's bytes are hashed where the array holds them.

/// One thread's look-up of addresses, and what it keeps of the results: it alone decides what an address leads to, how
/// long that is believed, and when a descriptor is given back. It takes no lock.
///
/// What holds between two calls:
/// - Everything in `found`, `absent` and `parents` was found below `folder`. When the root leads to another folder, or
///   something was mounted anywhere, all of it goes at once.
/// - A resource is believed for one turn of the loop after its files were asked (`fstat`) whether they are unchanged, and
///   its *names* (the folder around it, a link in its place) for ``SiteOptions/lookupMilliseconds``.
/// - A file that was changed within the last ticks of the file system's clock is not believed beyond its turn, because a
///   second change could leave the same times.
/// - A descriptor of a removed file goes within seconds, one that nobody has asked for within ten seconds
///   (``maintain(at:)``).
///
/// An example: `GET /a.txt` a thousand times a second costs one `fstat` a turn, and once a second one look at the
/// folder. After `mv site old && mv new site` the first request that comes half a second later asks the root's path,
/// gets another folder, and finds everything anew.
final class SiteCache {
    /// How often the root's path is asked.
    private static let rootMilliseconds: Int64 = 500
    /// How often a part of the entries is looked over.
    private static let maintenanceMilliseconds: Int64 = 1_000
    /// Entries looked over at once: so many `fstat`s take half a millisecond.
    private static let maintained = 2_048
    /// How long a file that nobody asks for stays open.
    private static let unusedMilliseconds: Int64 = 10_000

    private let source: SiteSource
    private let options: SiteOptions
    private let fields: FieldRules
    /// The folder that the root led to when it was last asked; nil while there is none, or inside the binary.
    private(set) var folder: SiteFolder?
    private let mounts = MountWatch()
    private var rootAsked: (milliseconds: Int64, turn: UInt64) = (-SiteCache.rootMilliseconds, 0)

    /// What addresses lead to.
    private var found: BoundedCache<Resource>
    /// Addresses that lead nowhere, each with the folder in which a file would have to appear.
    private var absent: BoundedCache<Absence>
    /// Those folders.
    private var parents: BoundedCache<Parent>
    /// The folder's own 404 page, and when it was looked up.
    private var missingPage: (resource: Resource?, lookedUp: Int64)?
    private var maintainedAt: Int64 = 0

    init(_ source: SiteSource, options: SiteOptions, fields: FieldRules) {
        (self.source, self.options, self.fields) = (source, options, fields)
        found = BoundedCache(capacity: options.cachedFiles)
        absent = BoundedCache(capacity: 1_024)
        parents = BoundedCache(capacity: 256)
        if case .folder(let root) = source { folder = root.first }
    }

    /// Whether the served folder is there.
    func isServing(at moment: Moment) -> Bool {
        guard case .folder(let root) = source else { return true }
        return follow(root, moment) != nil
    }

    // MARK: The root

    /// The folder that the root leads to, asked at most twice a second, or now when a turn has not asked yet and it
    /// matters (`isUrgent`).
    private func follow(_ root: SiteRoot, _ moment: Moment, isUrgent: Bool = false) -> SiteFolder? {
        let isDue = moment.milliseconds - rootAsked.milliseconds >= Self.rootMilliseconds
        guard isDue || (isUrgent && rootAsked.turn != moment.turn) || folder == nil && rootAsked.turn != moment.turn
        else { return folder }
        rootAsked = (moment.milliseconds, moment.turn)
        switch root.current(known: folder) {
        case .unchanged: break
        case .replaced(let other):
            forgetEverything()
            folder = other
        case .gone:
            forgetEverything()
            folder = nil
        }
        if mounts.hasChanged() { forgetEverything() }
        return folder
    }

    private func forgetEverything() {
        found.removeAll()
        absent.removeAll()
        parents.removeAll()
        missingPage = nil
    }

    // MARK: Look-up

    /// Finds what an encoded path leads to, from memory while that is known to be right.
    func find(_ path: Span<UInt8>, at moment: Moment) -> Finding {
        if case .folder(let root) = source, follow(root, moment) == nil { return .rootIsGone }
        if let resource = found.value(at: path) {
            if resource.confirmed == moment.turn { return .resource(resource) }
            if resource.isSettled, isUnchanged(resource), isPlaceUnchanged(resource, at: moment) {
                resource.confirmed = moment.turn
                return .resource(resource)
            }
        } else if let absence = absent.value(at: path) {
            if absence.confirmed == moment.turn { return .missing }
            if moment.milliseconds - absence.lookedUp < options.lookupMilliseconds,
                absence.parent.isUnchanged(at: moment)
            {
                absence.confirmed = moment.turn
                return .missing
            }
        }
        // Before anything is looked up anew, and above all before it is called missing: is this still the folder?
        if case .folder(let root) = source, follow(root, moment, isUrgent: true) == nil { return .rootIsGone }
        var finding = lookUp(path, at: moment)
        if case .failure(.noDescriptors) = finding {
            forgetEverything()
            finding = lookUp(path, at: moment)
        }
        switch finding {
        case .resource(let resource): found.insert(resource, weight: resource.weight, at: path)
        case .missing:
            found.remove(at: path)
            rememberAbsence(of: path, at: moment)
        default: found.remove(at: path)
        }
        return finding
    }

    /// The file at a path from the folder, as `404.html`; nil when there is none.
    func file(at path: String, _ moment: Moment) -> Resource? {
        if case .folder(let root) = source, follow(root, moment) == nil { return nil }
        var target: [UInt8] = [Octet.slash]
        SitePath.appendEncoded(path.utf8, to: &target)
        if case .resource(let resource) = find(target.span, at: moment) { return resource }
        return nil
    }

    /// The folder's own page for addresses without a file, looked up again once a second.
    func ownMissingPage(at moment: Moment) -> Resource? {
        if let known = missingPage, moment.milliseconds - known.lookedUp < options.lookupMilliseconds {
            guard let resource = known.resource else { return nil }
            if resource.confirmed == moment.turn || isUnchanged(resource) {
                resource.confirmed = moment.turn
                return resource
            }
        }
        var page: Resource?
        let path = Array("/404.html".utf8)
        if case .resource(let found) = lookUp(path.span, at: moment) { page = found }
        missingPage = (page, moment.milliseconds)
        return page
    }

    /// An address that leads nowhere does so until something changes in the folder that it names.
    private func rememberAbsence(of encoded: Span<UInt8>, at moment: Moment) {
        guard let folder, let path = try? SitePath(encoded, showsHidden: options.showsHidden) else { return }
        let around = Array(path.relative.dropLast(path.name.count))
        guard let parent = parent(at: around, in: folder, moment) else { return }
        absent.insert(Absence(parent: parent, at: moment), at: encoded)
    }

    /// Whether the names around a resource are what they were. They are asked about once a second, and one request
    /// about the folder answers it for all of its files.
    private func isPlaceUnchanged(_ resource: Resource, at moment: Moment) -> Bool {
        if moment.milliseconds - resource.lookedUp < options.lookupMilliseconds { return true }
        guard let folder else { return true }
        guard !resource.dependsOnMore, let known = resource.parent, parent(at: known.path, in: folder, moment) === known
        else { return false }
        resource.lookedUp = moment.milliseconds
        return true
    }

    /// The folder at a path as it is now: the known object while nothing in it has changed and the path leads to it.
    private func parent(at path: [UInt8], in folder: SiteFolder, _ moment: Moment) -> Parent? {
        let known = parents.value(at: path.span)
        if let known, moment.milliseconds - known.lookedUp < options.lookupMilliseconds, known.isUnchanged(at: moment) {
            return known
        }
        guard case .success(let opened) = folder.open(path), opened.isFolder else { return nil }
        if let known, known.file.fingerprint == opened.fingerprint {
            known.lookedUp = moment.milliseconds
            return known
        }
        let parent = Parent(path: path, file: opened, at: moment)
        parents.insert(parent, at: path.span)
        return parent
    }

    private func isUnchanged(_ resource: Resource) -> Bool {
        guard resource.plain.file?.isUnchanged ?? true else { return false }
        for form in resource.coded where form.file?.isUnchanged == false { return false }
        return true
    }

    private func lookUp(_ encoded: Span<UInt8>, at moment: Moment) -> Finding {
        let path: SitePath
        do {
            path = try SitePath(encoded, showsHidden: options.showsHidden)
        } catch .hidden {
            return .missing
        } catch {
            return .malformed
        }
        if case .embedded(let files) = source { return lookUp(path, in: files, at: moment) }
        guard let folder else { return .rootIsGone }
        return lookUp(path, in: folder, at: moment)
    }

    /// The landing page's own files and nothing else: neither another host, nor a script or a style written into the
    /// page, nor a frame around it.
    static let landingPagePolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    private func lookUp(_ path: SitePath, in files: [EmbeddedFile], at moment: Moment) -> Finding {
        let name = String(decoding: path.relative, as: UTF8.self)
        let candidates =
            path.endsWithSlash ? [name.isEmpty ? "index.html" : "\(name)/index.html"] : [name, "\(name).html"]
        guard let file = files.first(where: { candidates.contains($0.path) }) else { return .missing }
        let lines = fields.lines(
            forFile: Array(file.path.utf8), isCoded: false,
            and: [("Content-Security-Policy", Self.landingPagePolicy)])
        let form = Representation(
            content: .memory(file.bytes), length: file.count, tag: Array(file.entityTag.utf8), modified: nil,
            coding: nil, type: file.mimeType, fields: lines, file: nil)
        return .resource(
            Resource(plain: form, coded: [], parent: nil, isSettled: true, dependsOnMore: false, at: moment))
    }

    private func lookUp(_ path: SitePath, in folder: SiteFolder, at moment: Moment) -> Finding {
        switch folder.open(path.relative) {
        case .success(let file) where file.isFolder:
            let index = path.relative + (path.relative.isEmpty ? [] : [Octet.slash]) + Array("index.html".utf8)
            let page = folder.open(index)
            if case .success(let page) = page, page.isRegular {
                return path.endsWithSlash ? resource(page, at: index, in: folder, moment) : .folder(path)
            }
            if !path.endsWithSlash {
                // `blog.html` beside a folder `blog` without a page of its own: the page is what the address means.
                return cleanPage(for: path, besideFolder: true, in: folder, moment) ?? .folder(path)
            }
            switch page {
            case .success, .failure(.missing): return options.listsFolders ? .listing(path, file) : .missing
            case .failure(let failure): return Finding(failure)
            }
        case .success(let file):
            guard file.isRegular, !path.endsWithSlash else { return .missing }
            return resource(file, at: path.relative, in: folder, moment)
        case .failure(.missing):
            return cleanPage(for: path, besideFolder: false, in: folder, moment) ?? .missing
        case .failure(let failure): return Finding(failure)
        }
    }

    /// `about.html` for `/about`; nil when there is none or it is not wanted.
    private func cleanPage(
        for path: SitePath, besideFolder: Bool, in folder: SiteFolder, _ moment: Moment
    ) -> Finding? {
        guard options.hasCleanURLs, !path.endsWithSlash else { return nil }
        let page = path.relative + Array(".html".utf8)
        guard case .success(let file) = folder.open(page), file.isRegular else { return nil }
        return resource(file, at: page, dependsOnMore: besideFolder, in: folder, moment)
    }

    /// - Parameter dependsOnMore: whether more than the file's own folder decided that it is what the address means.
    private func resource(
        _ file: OpenFile, at path: [UInt8], dependsOnMore: Bool = false, in folder: SiteFolder, _ moment: Moment
    ) -> Finding {
        // Before the neighbours are looked for: what comes later makes the folder another one.
        let slash = path.lastIndex(of: Octet.slash)
        let parent = parent(at: slash.map { Array(path[...$0]) } ?? [], in: folder, moment)
        let neighbours = neighbours(of: file, at: path, in: folder)
        let type = options.mimeRules.type(of: path)
        let lines = fields.lines(forFile: path, isCoded: !neighbours.isEmpty)
        do {
            // An .svgz file is SVG only for whoever unpacks it first.
            let coding: AcceptEncoding.Coding? = Self.ends(path, with: ".svgz") ? .gzip : nil
            let plain = try form(of: file, coding: coding, type: type, fields: lines, moment)
            // A neighbour that cannot be read is as if it were not there.
            let coded = neighbours.compactMap { try? form(of: $0.1, coding: $0.0, type: type, fields: lines, moment) }
            let now = Self.realNanoseconds()
            let isSettled = ([file] + neighbours.map(\.1)).allSatisfy { $0.fingerprint.isSettled(at: now) }
            let name = slash.map { Array(path[path.index(after: $0)...]) } ?? path
            return .resource(
                Resource(
                    plain: plain, coded: coded, parent: parent, isSettled: isSettled,
                    // Where a link stands for the file, the target's name may pass to another file in a folder unseen.
                    dependsOnMore: dependsOnMore || parent.map { Self.isLink(name, in: $0.file) } ?? true, at: moment))
        } catch {
            return Finding(error)
        }
    }

    /// The precompressed neighbours of a file that may stand for it: regular files that are not older than it, and whose own
    /// frames do not say that they are of another content. An empty one is what a compressor leaves that was stopped.
    private func neighbours(
        of file: OpenFile, at path: [UInt8], in folder: SiteFolder
    ) -> [(AcceptEncoding.Coding, OpenFile)] {
        let codings = AcceptEncoding.Coding.allCases
        if codings.contains(where: { Self.ends(path, with: $0.suffix) }) { return [] }
        var found: [(AcceptEncoding.Coding, OpenFile)] = []
        for coding in codings {
            var name = path
            name.append(coding.suffix)
            guard case .success(let neighbour) = folder.open(name), neighbour.isRegular else { continue }
            if neighbour.fingerprint.isOlder(than: file.fingerprint) {
                warn(of: name, "is older than its file")
            } else {
                found.append((coding, neighbour))
            }
        }
        if found.isEmpty { return [] }
        let content = file.fingerprint.size <= options.largestFileInMemory ? try? file.contents() : nil
        let wrong = found.filter { !NeighbourCheck.agrees($0.1, $0.0, with: file, content: content) }
        for (coding, _) in wrong {
            warn(of: path + Array(coding.suffix.description.utf8), "is not of the same content")
        }
        // What was made together with a wrong one (a brotli file says nothing of its content) is as wrong.
        return found.filter { _, neighbour in
            !wrong.contains { other in
                other.1 === neighbour
                    || other.1.fingerprint.modifiedSeconds == neighbour.fingerprint.modifiedSeconds
                        && other.1.fingerprint.modifiedNanoseconds == neighbour.fingerprint.modifiedNanoseconds
            }
        }
    }

    private func warn(of neighbour: [UInt8], _ fault: String) {
        options.warnings.tellOnce(
            "\(String(decoding: neighbour, as: UTF8.self)) \(fault) and is not served; "
                + "make it again with: webserver compress FOLDER")
    }

    private func form(
        of file: OpenFile, coding: AcceptEncoding.Coding?, type: String, fields: [UInt8], _ moment: Moment
    ) throws(SiteFolder.Failure) -> Representation {
        let state = file.fingerprint
        var content = Representation.Content.file(file)
        var hash = ContentHash()
        if state.size <= options.largestFileInMemory {
            let bytes = try file.contents()
            bytes.withUnsafeBytes { hash.combine($0) }
            if found.octets < options.cachedOctets { content = .memory(bytes) }
        } else {
            // Too large to be read for its tag. Whatever writes to a file or puts another one in its place changes the
            // time of the inode's last change, which nobody can set, or the inode.
            hash.combine(UInt64(bitPattern: Int64(state.modifiedSeconds)))
            hash.combine(UInt64(bitPattern: Int64(state.modifiedNanoseconds)))
            hash.combine(UInt64(bitPattern: Int64(state.changedSeconds)))
            hash.combine(UInt64(bitPattern: Int64(state.changedNanoseconds)))
            hash.combine(state.node)
        }
        var tag: [UInt8] = [Octet.quotationMark]
        tag.appendHexadecimal(hash.value)
        tag.append(Octet.hyphen)
        tag.appendHexadecimal(UInt64(state.size))
        if let coding {
            tag.append(Octet.hyphen)
            tag.append(coding.name)
        }
        tag.append(Octet.quotationMark)
        return Representation(
            content: content, length: state.size, tag: tag, modified: Self.meaningfulDate(of: state, moment),
            coding: coding, type: type, fields: fields, file: file)
    }

    /// The date of Last-Modified. One from before the web is a constant that a tool has written (Nix: 1, ZIP: 1980, npm:
    /// 1985): it would call every later version unchanged, and is left out. A date in the future would be later than Date,
    /// which RFC 9110, section 8.8.2.1, forbids.
    private static func meaningfulDate(of state: OpenFile.Fingerprint, _ moment: Moment) -> Int64? {
        let firstWebSite: Int64 = 662_688_000
        let modified = Int64(state.modifiedSeconds)
        return modified < firstWebSite ? nil : min(modified, moment.seconds)
    }

    private static func isLink(_ name: [UInt8], in folder: OpenFile) -> Bool {
        var status = stat()
        let found = (name + [0]).withUnsafeBytes { buffer in
            buffer.bindMemory(to: CChar.self).baseAddress.map {
                fstatat(folder.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) == 0
            } ?? false
        }
        return !found || status.st_mode & S_IFMT == S_IFLNK
    }

    private static func realNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func ends(_ path: [UInt8], with suffix: StaticString) -> Bool {
        path.count >= suffix.utf8CodeUnitCount
            && path.suffix(suffix.utf8CodeUnitCount).elementsEqual(
                UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount))
    }

    // MARK: Release

    /// Looks over a part of the entries: what was removed or changed goes, and what nobody asks for any more.
    ///
    /// - Returns: when it wants to be called again, in milliseconds; nil while nothing is kept.
    func maintain(at moment: Moment) -> Int64? {
        guard case .folder = source, found.count + absent.count + parents.count > 0 || missingPage != nil else {
            return nil
        }
        let since = moment.milliseconds - maintainedAt
        guard since >= Self.maintenanceMilliseconds else { return Self.maintenanceMilliseconds - since }
        maintainedAt = moment.milliseconds
        let oldest = moment.milliseconds - Self.unusedMilliseconds
        found.sweep(Self.maintained) { resource in
            resource.keep(ifUsedSince: oldest, at: moment) && isUnchanged(resource)
        }
        absent.sweep(Self.maintained) { $0.lookedUp > oldest && !$0.parent.file.isRemoved }
        parents.sweep(Self.maintained) { $0.lookedUp > oldest && !$0.file.isRemoved }
        if let page = missingPage, page.lookedUp < oldest || page.resource.map({ !isUnchanged($0) }) == true {
            missingPage = nil
        }
        return Self.maintenanceMilliseconds
    }

    /// Closes every file that is only open for the next request.
    func releaseDescriptors() { forgetEverything() }
}

import HTTPMessages

/// Where the files are.
enum SiteSource {
    case folder(SiteFolder)
    case embedded([EmbeddedFile])
}

/// What an address leads to.
enum Finding {
    /// A file.
    case resource(Resource)
    /// A folder whose address lacks the last slash.
    case folder(SitePath)
    /// A folder without an index page.
    case listing(SitePath, OpenFile)
    /// Nothing.
    case missing
    /// The path cannot be decoded, or leads above the site.
    case malformed
    /// Something that the server cannot read.
    case failure(SiteFolder.Failure)

    init(_ failure: SiteFolder.Failure) {
        self = failure == .missing ? .missing : .failure(failure)
    }
}

/// A folder as it was when something was, or was not, found in it. Whatever changes in the folder, or puts another one in
/// its place, makes a new object: whoever holds the old one looks again.
final class Parent {
    let path: [UInt8]
    let file: OpenFile
    var lookedUp: Int64
    /// The turn of the loop in which the folder was last asked whether it is unchanged: one answer serves all of the
    /// turn's requests.
    private var confirmed: UInt64

    init(path: [UInt8], file: OpenFile, at moment: Moment) {
        (self.path, self.file, lookedUp, confirmed) = (path, file, moment.milliseconds, moment.turn)
    }

    /// Whether nothing in the folder has changed.
    func isUnchanged(at moment: Moment) -> Bool {
        if confirmed == moment.turn { return true }
        guard file.isUnchanged else { return false }
        confirmed = moment.turn
        return true
    }
}

/// An address that leads nowhere.
final class Absence {
    let parent: Parent
    var lookedUp: Int64
    var confirmed: UInt64

    init(parent: Parent, at moment: Moment) {
        self.parent = parent
        (lookedUp, confirmed) = (moment.milliseconds, moment.turn)
    }
}

extension SiteResponder {
    /// Finds what an encoded path leads to, from the cache while that is known to be right: a file's own state is
    /// asked for once in every turn of the loop, its names once a second.
    func find(_ path: Span<UInt8>, at moment: Moment) -> Finding {
        if let resource = found.value(at: path) {
            if resource.confirmed == moment.turn { return .resource(resource) }
            if isUnchanged(resource), isPlaceUnchanged(resource, at: moment) {
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
        var finding = lookUp(path, at: moment)
        if case .failure(.noDescriptors) = finding {
            releaseDescriptors()
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

    /// An address that leads nowhere does so until something changes in the folder that it names.
    private func rememberAbsence(of encoded: Span<UInt8>, at moment: Moment) {
        guard case .folder(let folder) = source,
            let place = try? SitePath(encoded, showsHidden: options.showsHidden)
        else { return }
        let path = Array(place.relative.dropLast(place.name.count))
        guard let parent = parent(at: path, in: folder, moment) else { return }
        absent.insert(Absence(parent: parent, at: moment), at: encoded)
    }

    /// Whether the names around a resource are what they were. They are asked about once a second, and one question
    /// about the folder answers it for all of its files.
    private func isPlaceUnchanged(_ resource: Resource, at moment: Moment) -> Bool {
        if moment.milliseconds - resource.lookedUp < options.lookupMilliseconds { return true }
        guard case .folder(let folder) = source else { return true }
        guard let known = resource.parent, parent(at: known.path, in: folder, moment) === known else { return false }
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

    private func lookUp(_ encoded: Span<UInt8>, at moment: Moment) -> Finding {
        let place: SitePath
        do {
            place = try SitePath(encoded, showsHidden: options.showsHidden)
        } catch .hidden {
            return .missing
        } catch {
            return .malformed
        }
        switch source {
        case .embedded(let files): return lookUp(place, in: files, at: moment)
        case .folder(let folder): return lookUp(place, in: folder, at: moment)
        }
    }

    /// The landing page's own files and nothing else: neither another host, nor a script or a style written into the
    /// page, nor a frame around it.
    static let landingPagePolicy: StaticString = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    private func lookUp(_ place: SitePath, in files: [EmbeddedFile], at moment: Moment) -> Finding {
        let name = String(decoding: place.relative, as: UTF8.self)
        let candidates =
            place.endsWithSlash ? [name.isEmpty ? "index.html" : "\(name)/index.html"] : [name, "\(name).html"]
        guard let file = files.first(where: { candidates.contains($0.path) }) else { return .missing }
        var fields: [UInt8] = []
        appendPolicy(for: Array(file.path.utf8), isCoded: false, to: &fields)
        fields.appendField("Content-Security-Policy", Self.landingPagePolicy)
        let form = Representation(
            content: .memory(file.bytes), length: file.count, tag: Array(file.entityTag.utf8), modified: nil,
            coding: nil, type: file.mimeType, fields: fields, file: nil)
        return .resource(Resource(plain: form, coded: [], parent: nil, at: moment))
    }

    private func lookUp(_ place: SitePath, in folder: SiteFolder, at moment: Moment) -> Finding {
        switch folder.open(place.relative) {
        case .success(let file) where file.isFolder:
            guard place.endsWithSlash else { return .folder(place) }
            let index = place.relative + (place.relative.isEmpty ? [] : [0x2F]) + Array("index.html".utf8)
            switch folder.open(index) {
            case .success(let page) where page.isRegular: return resource(page, at: index, in: folder, moment)
            case .success, .failure(.missing): return options.listsFolders ? .listing(place, file) : .missing
            case .failure(let failure): return Finding(failure)
            }
        case .success(let file):
            guard file.isRegular, !place.endsWithSlash else { return .missing }
            return resource(file, at: place.relative, in: folder, moment)
        case .failure(.missing) where options.hasCleanURLs && !place.endsWithSlash:
            let page = place.relative + Array(".html".utf8)
            guard case .success(let file) = folder.open(page), file.isRegular else { return .missing }
            return resource(file, at: page, in: folder, moment)
        case .failure(let failure): return Finding(failure)
        }
    }

    private func resource(
        _ file: OpenFile, at path: [UInt8], in folder: SiteFolder, _ moment: Moment
    ) -> Finding {
        // Before the neighbours are looked for: what comes later makes the folder another one.
        let slash = path.lastIndex(of: 0x2F)
        let parent = parent(at: slash.map { Array(path[...$0]) } ?? [], in: folder, moment)
        let codings = AcceptEncoding.Coding.allCases
        var neighbours: [(AcceptEncoding.Coding, OpenFile)] = []
        if !codings.contains(where: { Self.ends(path, with: $0.suffix) }) {
            for coding in codings {
                var name = path
                name.append(coding.suffix)
                guard case .success(let neighbour) = folder.open(name), neighbour.isRegular else { continue }
                neighbours.append((coding, neighbour))
            }
        }
        let type = MIMETypes.type(of: path)
        var fields: [UInt8] = []
        appendPolicy(for: path, isCoded: !neighbours.isEmpty, to: &fields)
        do {
            let plain = try form(of: file, coding: nil, type: type, fields: fields, moment)
            // A neighbour that cannot be read is as if it were not there.
            let coded = neighbours.compactMap { try? form(of: $0.1, coding: $0.0, type: type, fields: fields, moment) }
            return .resource(Resource(plain: plain, coded: coded, parent: parent, at: moment))
        } catch {
            return Finding(error)
        }
    }

    private func form(
        of file: OpenFile, coding: AcceptEncoding.Coding?, type: String, fields: [UInt8], _ moment: Moment
    ) throws(SiteFolder.Failure) -> Representation {
        let state = file.fingerprint
        var content = Representation.Content.file(file)
        if state.size <= options.largestFileInMemory, found.octets < options.cachedOctets {
            content = .memory(try file.contents())
        }
        var tag: [UInt8] = [0x22]
        tag.appendHexadecimal(
            UInt64(bitPattern: Int64(state.modifiedSeconds)) &* 1_000_000_000 &+ UInt64(state.modifiedNanoseconds))
        tag.append(0x2D)
        tag.appendHexadecimal(UInt64(state.size))
        if let coding {
            tag.append(0x2D)
            tag.append(coding.name)
        }
        tag.append(0x22)
        return Representation(
            content: content, length: state.size, tag: tag,
            // A date in the future would be later than Date, which RFC 9110, section 8.8.2.1, forbids.
            modified: min(Int64(state.modifiedSeconds), moment.seconds),
            coding: coding, type: type, fields: fields, file: file)
    }

    private func appendPolicy(for path: [UInt8], isCoded: Bool, to fields: inout [UInt8]) {
        let rule = options.cacheRules.first { $0.matches(path) }?.value ?? CacheRule.standard(for: path)
        fields.appendField("Cache-Control", rule)
        if isCoded { fields.appendField("Vary", "Accept-Encoding") }
        fields.appendField("X-Content-Type-Options", "nosniff")
    }

    private static func ends(_ path: [UInt8], with suffix: StaticString) -> Bool {
        path.count >= suffix.utf8CodeUnitCount
            && path.suffix(suffix.utf8CodeUnitCount).elementsEqual(
                UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount))
    }
}

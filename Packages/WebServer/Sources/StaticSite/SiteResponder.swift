import HTTPMessages

/// Answers requests from a folder, or from the landing page inside the binary. One for each thread: it owns a cache
/// and takes no lock.
public final class SiteResponder: Responder {
    let options: SiteOptions
    let source: SiteSource
    /// What addresses lead to.
    var found: BoundedCache<Resource>
    /// Addresses that lead nowhere, each with the folder in which a file would have to appear.
    var absent: BoundedCache<Absence>
    /// Those folders.
    var parents: BoundedCache<Parent>
    /// The folder's own 404 page, and when it was looked up.
    var missingPage: (resource: Resource?, lookedUp: Int64)?
    let sharing: Sharing

    /// The answer to an address that leads nowhere, where the folder has no page of its own for it.
    private let nothing: (head: [UInt8], page: [UInt8])

    /// Serves a folder.
    public convenience init(folder: SiteFolder, options: SiteOptions) {
        self.init(.folder(folder), options)
    }

    /// Serves files from the binary.
    public convenience init(embedded files: [EmbeddedFile], options: SiteOptions) {
        self.init(.embedded(files), options)
    }

    private init(_ source: SiteSource, _ options: SiteOptions) {
        (self.source, self.options) = (source, options)
        found = BoundedCache(capacity: options.cachedFiles)
        absent = BoundedCache(capacity: 1_024)
        parents = BoundedCache(capacity: 256)
        sharing = Sharing(options.sharedWith)
        let page = ErrorPage.bytes(.notFound, "There is nothing at this address.")
        var head: [UInt8] = []
        ErrorPage.appendHead(.notFound, length: page.count, to: &head)
        nothing = (head, page)
    }

    /// Answers one request: the method first, then the place, then the conditions, then the range.
    public func respond(
        to request: borrowing RequestHead, in bytes: Span<UInt8>, at moment: Moment, head: inout [UInt8]
    ) -> Answer {
        switch request.method {
        case .get, .head: break
        case .options: return describeMethods(request, in: bytes, head: &head)
        case .other:
            return problem(
                .notImplemented, "This server knows the methods GET, HEAD and OPTIONS.", request, in: bytes, head: &head
            )
        default:
            return problem(
                .methodNotAllowed, "This server only reads: GET, HEAD and OPTIONS are allowed.", request, in: bytes,
                head: &head)
        }
        let path = bytes.part(request.target.path)
        if options.answersHealth, path.equals("/healthz") { return health(request, in: bytes, head: &head) }

        switch find(path, at: moment) {
        case .resource(let resource):
            return serve(resource.selected(for: request, in: bytes), request, in: bytes, at: moment, head: &head)
        case .folder(let place): return redirect(to: place, request, in: bytes, head: &head)
        case .listing(let place, let file): return list(file, at: place, request, in: bytes, at: moment, head: &head)
        case .missing: return missing(request, in: bytes, at: moment, head: &head)
        case .malformed:
            return problem(
                .badRequest, "The address has a % without two hexadecimal digits, or leads above the site.", request,
                in: bytes, head: &head)
        case .failure(let failure): return report(failure, request, in: bytes, at: moment, head: &head)
        }
    }

    /// Says what kept the server from reading what an address leads to.
    private func report(
        _ failure: SiteFolder.Failure, _ request: borrowing RequestHead, in bytes: Span<UInt8>, at moment: Moment,
        head: inout [UInt8]
    ) -> Answer {
        switch failure {
        case .missing: missing(request, in: bytes, at: moment, head: &head)
        case .forbidden:
            problem(.forbidden, "The server may not read this file.", request, in: bytes, head: &head)
        case .noDescriptors:
            problem(
                .serviceUnavailable, "The server has too many files open; try again in a moment.", request, in: bytes,
                head: &head)
        case .failed:
            problem(.internalServerError, "The file cannot be read from the disk.", request, in: bytes, head: &head)
        }
    }

    /// Answers a request that was refused before it was understood.
    public func refuse(_ status: Status, because reason: String, head: inout [UInt8]) -> Answer {
        let page = ErrorPage.bytes(status, reason)
        ErrorPage.appendHead(status, length: page.count, to: &head)
        return Answer(status, .bytes(page))
    }

    /// Closes every file that is only open for the next request.
    public func releaseDescriptors() {
        found.removeAll()
        absent.removeAll()
        parents.removeAll()
        missingPage = nil
    }

    /// Serves a representation in the order of RFC 9110, section 13.2.2.
    private func serve(
        _ form: Representation, _ request: borrowing RequestHead, in bytes: Span<UInt8>, at moment: Moment,
        head: inout [UInt8]
    ) -> Answer {
        let tag = form.tag
        switch Conditions.evaluate(
            request, in: bytes, tag: tag.span, modified: form.modified, now: moment.seconds)
        {
        case .proceed: break
        case .notModified:
            head.append(contentsOf: form.notModifiedHead)
            sharing.appendFields(request, in: bytes, to: &head)
            return Answer(.notModified)
        case .failed:
            return problem(
                .preconditionFailed, "The file is not the one that the request asks for.", request, in: bytes,
                head: &head)
        }
        if request.has(.range), request.method == .get, let field = request.soleValue(.range),
            Conditions.permitsRange(
                request, in: bytes, tag: tag.span, modified: form.modified, now: moment.seconds)
        {
            switch RangeRequest(bytes.part(field), length: form.length) {
            case .whole: break
            case .parts(let parts): return partial(parts, of: form, request, in: bytes, head: &head)
            case .unsatisfiable:
                return problem(
                    .rangeNotSatisfiable, "The file has \(form.length) octets; the range lies behind them.", request,
                    in: bytes, extra: [("Content-Range", "bytes */\(form.length)")], head: &head)
            }
        }
        head.append(contentsOf: form.okHead)
        sharing.appendFields(request, in: bytes, to: &head)
        return Answer(.ok, request.method == .head ? .none : form.whole)
    }

    private func missing(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, at moment: Moment, head: inout [UInt8]
    ) -> Answer {
        let root: [UInt8] = [0x2F]
        if options.isSinglePageApplication, isApplicationRoute(bytes.part(request.target.path)),
            case .resource(let resource) = find(root.span, at: moment)
        {
            return serve(resource.selected(for: request, in: bytes), request, in: bytes, at: moment, head: &head)
        }
        guard let page = ownMissingPage(at: moment) else {
            head.append(contentsOf: nothing.head)
            sharing.appendFields(request, in: bytes, to: &head)
            return Answer(.notFound, request.method == .head ? .none : .bytes(nothing.page))
        }
        head.appendStatusLine(.notFound)
        head.appendField("Content-Type", page.plain.type)
        head.appendField("Content-Length", page.plain.length)
        head.appendField("Cache-Control", "no-cache")
        head.appendField("X-Content-Type-Options", "nosniff")
        sharing.appendFields(request, in: bytes, to: &head)
        return Answer(.notFound, request.method == .head ? .none : page.plain.whole)
    }

    /// An address whose last name has no extension is a view of the application; one with an extension is a file that
    /// is not there, and a 200 for it would hide the mistake.
    private func isApplicationRoute(_ path: Span<UInt8>) -> Bool {
        var index = path.count
        while index > 0, path[index - 1] != 0x2F {
            index -= 1
            if path[index] == 0x2E { return false }
        }
        return true
    }

    private func redirect(
        to place: SitePath, _ request: borrowing RequestHead, in bytes: Span<UInt8>, head: inout [UInt8]
    ) -> Answer {
        var location: [UInt8] = [0x2F]
        SitePath.appendEncoded(place.relative, to: &location)
        location.append(0x2F)
        if let query = request.target.query {
            location.append(0x3F)
            location.append(bytes.part(query))
        }
        return problem(
            .movedPermanently, "This is a folder; its address ends with a slash.", request, in: bytes,
            extra: [("Location", String(decoding: location, as: UTF8.self))], head: &head)
    }

    private func health(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, head: inout [UInt8]
    ) -> Answer {
        head.appendStatusLine(.ok)
        head.appendField("Content-Type", "text/plain; charset=utf-8")
        head.appendField("Content-Length", 3)
        head.appendField("Cache-Control", "no-store")
        sharing.appendFields(request, in: bytes, to: &head)
        return Answer(.ok, request.method == .head ? .none : .bytes(Array("ok\n".utf8)))
    }

    private func list(
        _ file: OpenFile, at place: SitePath, _ request: borrowing RequestHead, in bytes: Span<UInt8>,
        at moment: Moment, head: inout [UInt8]
    ) -> Answer {
        guard case .folder(let folder) = source else {
            return problem(.notFound, "There is nothing at this address.", request, in: bytes, head: &head)
        }
        let order = DirectoryListing.Order(query: request.target.query.map { bytes.part($0).text } ?? "")
        let listing: DirectoryListing
        do {
            listing = try DirectoryListing(file, at: place, in: folder, options: options)
        } catch {
            return report(error, request, in: bytes, at: moment, head: &head)
        }
        let page = listing.html(order: order)
        head.appendStatusLine(.ok)
        head.appendField("Content-Type", "text/html; charset=utf-8")
        head.appendField("Content-Length", page.count)
        head.appendField("Cache-Control", "no-store")
        head.appendField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        head.appendField("X-Content-Type-Options", "nosniff")
        sharing.appendFields(request, in: bytes, to: &head)
        return Answer(.ok, request.method == .head ? .none : .bytes(page))
    }

    private func describeMethods(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, head: inout [UInt8]
    ) -> Answer {
        head.appendStatusLine(.noContent)
        head.appendField("Allow", "GET, HEAD, OPTIONS")
        head.appendField("Cache-Control", "no-store")
        sharing.appendFields(request, in: bytes, to: &head)
        sharing.appendPreflight(request, in: bytes, to: &head)
        return Answer(.noContent)
    }

    func problem(
        _ status: Status, _ reason: String, _ request: borrowing RequestHead, in bytes: Span<UInt8>,
        extra: [(name: StaticString, value: String)] = [], head: inout [UInt8]
    ) -> Answer {
        let page = ErrorPage.bytes(status, reason)
        ErrorPage.appendHead(status, length: page.count, to: &head)
        for field in extra { head.appendField(field.name, field.value) }
        sharing.appendFields(request, in: bytes, to: &head)
        return Answer(status, request.method == .head ? .none : .bytes(page))
    }
}

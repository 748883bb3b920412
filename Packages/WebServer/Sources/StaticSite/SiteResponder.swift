import BackgroundWork
import HTTPMessages

/// Answers requests from a folder, or from the landing page inside the binary. One for each thread: its cache takes no
/// lock, and what would take long (a large listing, a password) is done by another thread.
public final class SiteResponder: Responder {
    let options: SiteOptions
    let cache: SiteCache
    let fields: FieldRules
    let sharing: Sharing
    private let results: BackgroundResults
    /// The answer to an address that leads nowhere, where it is the same for all: the most frequent one of ours.
    private let nothing: (head: [UInt8], page: [UInt8])

    /// Serves a folder.
    ///
    /// - Parameters:
    ///   - queue: the thread for what takes long.
    ///   - wake: has whoever asked ask again, since something that took long is done.
    public convenience init(
        root: SiteRoot, options: SiteOptions, queue: BackgroundQueue, wake: @escaping @Sendable () -> Void
    ) {
        self.init(.folder(root), options, queue, wake)
    }

    /// Serves files from the binary.
    public convenience init(
        embedded files: [EmbeddedFile], options: SiteOptions, queue: BackgroundQueue,
        wake: @escaping @Sendable () -> Void
    ) {
        self.init(.embedded(files), options, queue, wake)
    }

    private init(
        _ source: SiteSource, _ options: SiteOptions, _ queue: BackgroundQueue, _ wake: @escaping @Sendable () -> Void
    ) {
        self.options = options
        fields = FieldRules(options)
        cache = SiteCache(source, options: options, fields: fields)
        sharing = Sharing(options.sharedWith)
        results = BackgroundResults(queue: queue, wake: wake)
        let page = ErrorPage.bytes(.notFound, Self.nothingHere)
        var head: [UInt8] = []
        head.appendStatusLine(.notFound)
        head.appendField("Content-Length", page.count)
        head.append(contentsOf: fields.lines(forPageAt: [], ErrorPage.fields(.notFound)))
        nothing = (head, page)
    }

    private static let nothingHere = "There is nothing at this address."

    /// Answers one request: who asks first, then the method, the path, the conditions, the range.
    public func respond(to request: borrowing Request, head: inout [UInt8]) -> Answer {
        if options.answersHealth, let answer = health(request, head: &head) { return answer }
        guard let passwords = options.passwords else { return answerMethod(request, head: &head) }
        // A script of another origin asks without credentials whether it may ask (Fetch standard, CORS-preflight).
        if request.method == .options, request.head.has(.accessControlRequestMethod), options.sharedWith != .nobody {
            return describeMethods(request, head: &head)
        }
        guard let credentials = request.text(.authorization).flatMap(PasswordFile.Credentials.init) else {
            return problem(.unauthorized, "This site asks for a user name and a password.", request, head: &head)
        }
        let moment = request.moment
        switch passwords.verdict(credentials, at: moment) {
        case .granted(let user):
            var answer = answerMethod(request, head: &head)
            answer.user = user
            return answer
        case .refused:
            return problem(.unauthorized, "The user name or the password is wrong.", request, head: &head)
        case .unknown:
            guard results.run({ passwords.check(credentials, at: moment) }) else { return busy(request, head: &head) }
            return Answer(.ok, .pending)
        }
    }

    private func answerMethod(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        switch request.method {
        case .get, .head: answerPath(request, head: &head)
        case .options: describeMethods(request, head: &head)
        case .other:
            problem(
                .notImplemented, "This server knows the methods GET, HEAD and OPTIONS.", request, head: &head)
        default:
            problem(
                .methodNotAllowed, "This server only reads: GET, HEAD and OPTIONS are allowed.", request, head: &head)
        }
    }

    private func answerPath(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        switch cache.find(request.path, at: request.moment) {
        case .resource(let resource): serve(resource.selected(for: request), request, head: &head)
        case .folder(let path): redirect(to: path, request, head: &head)
        case .listing(let path, let file): list(file, at: path, request, head: &head)
        case .missing: missing(request, head: &head)
        case .malformed:
            problem(
                .badRequest, "The address has a % without two hexadecimal digits, or leads above the site.", request,
                head: &head)
        case .rootIsGone: rootIsGone(request, head: &head)
        case .failure(let failure): report(failure, request, head: &head)
        }
    }

    /// Says what kept the server from reading what an address leads to.
    private func report(
        _ failure: SiteFolder.Failure, _ request: borrowing Request, head: inout [UInt8]
    ) -> Answer {
        switch failure {
        case .missing: missing(request, head: &head)
        case .forbidden: problem(.forbidden, "The server may not read this file.", request, head: &head)
        case .noDescriptors:
            problem(
                .serviceUnavailable, "The server has too many files open; try again in a moment.", request,
                head: &head)
        case .failed:
            problem(.internalServerError, "The file cannot be read from the disk.", request, head: &head)
        }
    }

    private func rootIsGone(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        problem(
            .serviceUnavailable, "The folder of this site is not there at the moment; try again soon.", request,
            head: &head)
    }

    private func busy(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        problem(.serviceUnavailable, "The server is busy; try again in a moment.", request, head: &head)
    }

    /// Answers a request that was refused before it was understood.
    public func refuse(_ status: Status, because reason: String, head: inout [UInt8]) -> Answer {
        let page = ErrorPage.bytes(status, reason)
        head.appendStatusLine(status)
        head.appendField("Content-Length", page.count)
        head.append(contentsOf: fields.lines(forPageAt: [], ErrorPage.fields(status)))
        return Answer(status, .bytes(page), because: reason)
    }

    /// Gives back what is stale or unused.
    public func maintain(at moment: Moment) -> Int64? {
        results.forgetAbandoned()
        return cache.maintain(at: moment)
    }

    /// Closes every file that is only open for the next request.
    public func releaseDescriptors() { cache.releaseDescriptors() }

    /// Serves a representation in the order of RFC 9110, section 13.2.2.
    private func serve(_ form: Representation, _ request: borrowing Request, head: inout [UInt8]) -> Answer {
        let (tag, now) = (form.tag, request.moment.seconds)
        switch Conditions.evaluate(request.head, in: request.bytes, tag: tag.span, modified: form.modified, now: now) {
        case .proceed: break
        case .notModified:
            head.append(contentsOf: form.notModifiedHead)
            sharing.appendFields(request, to: &head)
            return Answer(.notModified)
        case .failed:
            return problem(
                .preconditionFailed, "The file is not the one that the request asks for.", request, head: &head)
        }
        if request.head.has(.range), request.method == .get, let field = request.head.soleValue(.range),
            Conditions.permitsRange(
                request.head, in: request.bytes, tag: tag.span, modified: form.modified, now: now)
        {
            switch RangeRequest(request.bytes.part(field), length: form.length) {
            case .whole: break
            case .parts(let parts): return partial(parts, of: form, request, head: &head)
            case .unsatisfiable:
                return problem(
                    .rangeNotSatisfiable, "The file has \(form.length) octets; the range lies behind them.", request,
                    and: [("Content-Range", "bytes */\(form.length)")], head: &head)
            }
        }
        head.append(contentsOf: form.okHead)
        sharing.appendFields(request, to: &head)
        return Answer(.ok, request.method == .head ? .none : form.whole)
    }

    /// Answers for an address that leads to no file: by a fallback, by the folder's own page, or by ours.
    private func missing(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        let hasFallback = options.isSinglePageApplication || !options.fallbacks.isEmpty
        let path =
            hasFallback || fields.dependOnPath ? (try? SitePath(request.path, showsHidden: true))?.relative ?? [] : []
        if hasFallback, let file = fallback(for: path, request), let resource = cache.file(at: file, request.moment) {
            return serve(resource.selected(for: request), request, head: &head)
        }
        guard let page = cache.ownMissingPage(at: request.moment) else {
            if fields.dependOnPath { return problem(.notFound, Self.nothingHere, request, head: &head) }
            head.append(contentsOf: nothing.head)
            sharing.appendFields(request, to: &head)
            return Answer(.notFound, request.method == .head ? .none : .bytes(nothing.page))
        }
        head.appendStatusLine(.notFound)
        head.appendField("Content-Type", page.plain.type)
        head.appendField("Content-Length", page.plain.length)
        head.append(contentsOf: fields.lines(forMissing: path))
        sharing.appendFields(request, to: &head)
        return Answer(.notFound, request.method == .head ? .none : page.plain.whole)
    }

    private func fallback(for path: [UInt8], _ request: borrowing Request) -> String? {
        if let rule = options.fallbacks.first(where: { $0.addresses.matches(path) }) { return rule.file }
        guard options.isSinglePageApplication else { return nil }
        return Fallback.isView(request, path: path, types: options.mimeRules) ? "index.html" : nil
    }

    /// Sends the client to the folder's address with a slash. The reference is relative to the request's own address, so
    /// that it stays right behind a proxy that serves this site below a path of its own.
    private func redirect(to path: SitePath, _ request: borrowing Request, head: inout [UInt8]) -> Answer {
        var location: [UInt8] = Array("./".utf8)
        SitePath.appendEncoded(path.name, to: &location)
        location.append(Octet.slash)
        if let query = request.head.target.query {
            location.append(Octet.questionMark)
            for index in query.bounds {
                let octet = request.bytes[index]
                if octet < 0x80 { location.append(octet) } else { SitePath.appendEncoded([octet], to: &location) }
            }
        }
        return problem(
            .movedPermanently, "This is a folder; its address ends with a slash.", request,
            and: [("Location", String(decoding: location, as: UTF8.self))], head: &head)
    }

    /// `/livez` asks for nothing but this answer; `/healthz` says whether the folder can be served.
    private func health(_ request: borrowing Request, head: inout [UInt8]) -> Answer? {
        let isReadiness = request.path.equals("/healthz")
        guard isReadiness || request.path.equals("/livez"), request.method == .get || request.method == .head else {
            return nil
        }
        if isReadiness, !cache.isServing(at: request.moment) { return rootIsGone(request, head: &head) }
        head.appendStatusLine(.ok)
        head.appendField("Content-Type", "text/plain; charset=utf-8")
        head.appendField("Content-Length", 3)
        head.appendField("Cache-Control", "no-store")
        sharing.appendFields(request, to: &head)
        return Answer(.ok, request.method == .head ? .none : .bytes(Array("ok\n".utf8)))
    }

    /// Lists a folder: for programs that name JSON and no page (`Accept: application/json`, or `?format=json`), else for
    /// people.
    private func list(
        _ file: OpenFile, at path: SitePath, _ request: borrowing Request, head: inout [UInt8]
    ) -> Answer {
        guard let folder = cache.folder else {
            return problem(.notFound, Self.nothingHere, request, head: &head)
        }
        let query = request.query
        let order = DirectoryListing.Order(query: query)
        let isJSON = query.split(separator: "&").contains("format=json") || AcceptedTypes(request).prefersJSON
        let key = path.relative + Array("/?\(order.column.rawValue)\(order.isDescending)\(isJSON)".utf8)
        let options = options
        guard let made = results.take(key, turn: request.moment.turn) else {
            let isAccepted = results.request(key) {
                do throws(SiteFolder.Failure) {
                    let listing = try DirectoryListing(file, at: path, in: folder, options: options)
                    // A folder that was removed under our hands is not an empty one.
                    if listing.entries.isEmpty, file.isRemoved { return .failure(.missing) }
                    return .success(isJSON ? listing.json(order: order) : listing.html(order: order))
                } catch {
                    return .failure(error)
                }
            }
            return isAccepted ? Answer(.ok, .pending) : busy(request, head: &head)
        }
        switch made {
        case .failure(let failure): return report(failure, request, head: &head)
        case .success(let page):
            head.appendStatusLine(.ok)
            head.appendField("Content-Length", page.count)
            head.append(
                contentsOf: fields.lines(
                    forPageAt: path.relative,
                    [
                        ("Content-Type", isJSON ? "application/json" : "text/html; charset=utf-8"),
                        ("Cache-Control", "no-store"), ("Vary", "Accept"),
                        ("Content-Security-Policy", PageStyle.policy),
                    ]))
            sharing.appendFields(request, to: &head)
            return Answer(.ok, request.method == .head ? .none : .bytes(page))
        }
    }

    private func describeMethods(_ request: borrowing Request, head: inout [UInt8]) -> Answer {
        head.appendStatusLine(.noContent)
        head.appendField("Allow", "GET, HEAD, OPTIONS")
        head.appendField("Cache-Control", "no-store")
        sharing.appendFields(request, to: &head)
        sharing.appendPreflight(request, to: &head)
        return Answer(.noContent)
    }

    /// Answers with one of the server's own pages.
    func problem(
        _ status: Status, _ reason: String, _ request: borrowing Request,
        and others: [(name: String, value: String)] = [], head: inout [UInt8]
    ) -> Answer {
        let page = ErrorPage.bytes(status, reason)
        let path = fields.dependOnPath ? (try? SitePath(request.path, showsHidden: true))?.relative ?? [] : []
        head.appendStatusLine(status)
        head.appendField("Content-Length", page.count)
        head.append(contentsOf: fields.lines(forPageAt: path, ErrorPage.fields(status) + others))
        sharing.appendFields(request, to: &head)
        let isRefusal = status.code >= 400 && status != .notFound
        return Answer(
            status, request.method == .head ? .none : .bytes(page), because: isRefusal ? reason : nil)
    }
}

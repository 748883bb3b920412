import ArgumentParser
import StaticSite

extension SiteOptions.Symlinks: ExpressibleByArgument {}
extension HeaderRule.Preset: ExpressibleByArgument {}

/// The flags that say what is served, and how.
struct SiteFlags: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Show what is in a folder without index.html; the default.")
    var listing: Bool?

    @Flag(name: .customLong("clean-urls"), inversion: .prefixedNo, help: "Serve about.html at /about; the default.")
    var cleanURLs: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Serve index.html for addresses without a file when a page is wanted, as applications that route in the browser \
            need.
            """)
    var spa: Bool?

    @Option(
        help: ArgumentHelp(
            "Serve a file for the addresses of a pattern that have none, as 'admin/*=admin/index.html'; may be repeated.",
            valueName: "pattern=file"))
    var fallback: [String] = []

    @Flag(inversion: .prefixedNo, help: "Serve names that begin with a dot; .well-known always is.")
    var hidden: Bool?

    @Option(help: "Which symbolic links to follow: never, inside (the folder) or anywhere.")
    var symlinks: SiteOptions.Symlinks?

    @Flag(inversion: .prefixedNo, help: "Let scripts of any origin read the answers (CORS).")
    var cors: Bool?

    @Option(help: "Let scripts of this origin read the answers, as https://example.org; may be repeated.")
    var corsOrigin: [String] = []

    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "Cache-Control of some files, as '*.css=max-age=3600'; may be repeated, the first match wins.",
            valueName: "pattern=value"))
    var cacheRules: [String] = []

    @Option(
        help: ArgumentHelp(
            "Files that never change under their name, as 'assets/*': caches keep them for a year. May be repeated.",
            valueName: "pattern"))
    var immutable: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            A response field for some files ('*' is every answer), as '*.html: X-Frame-Options: DENY'; an empty value \
            leaves the field out. May be repeated; the last match wins.
            """, valueName: "pattern: name: value"))
    var header: [String] = []

    @Option(
        help: """
            Fields under one name: isolation (COOP, COEP, CORP), csp (a same-origin policy) or hsts; may be repeated, and \
            --header wins.
            """)
    var preset: [HeaderRule.Preset] = []

    @Option(
        help: ArgumentHelp(
            "The media type of an extension or pattern, as 'md=text/html' or 'api/*=application/json'; may be repeated.",
            valueName: "extension=type"))
    var mime: [String] = []

    @Option(help: "The charset that text files are said to have; none says nothing. Default: utf-8.")
    var charset: String?

    @Option(help: "Ask for a name and password of this file, as htpasswd -B writes it.")
    var basicAuth: String?

    @Flag(inversion: .prefixedNo, help: "Answer /livez with 200, and /healthz while the folder is there.")
    var healthz: Bool?

    @Option(help: "Files that each thread keeps open for the next request.")
    var cachedFiles: Int?

    /// The flags with a value or a variable, by name.
    static let names = [
        "listing", "clean-urls", "spa", "fallback", "hidden", "symlinks", "cors", "cors-origin", "cache", "immutable",
        "header", "preset", "mime", "charset", "basic-auth", "healthz", "cached-files",
    ]

    /// The options for the site, but for the passwords, which a file has.
    func options(_ environment: Environment) throws(ValidationError) -> SiteOptions {
        var options = SiteOptions()
        options.listsFolders = try environment.isOn(listing, "listing", default: true)
        options.hasCleanURLs = try environment.isOn(cleanURLs, "clean-urls", default: true)
        options.isSinglePageApplication = try environment.isOn(spa, "spa")
        options.showsHidden = try environment.isOn(hidden, "hidden")
        options.answersHealth = try environment.isOn(healthz, "healthz")
        options.symlinks = try environment.choice(symlinks, "symlinks") ?? options.symlinks
        options.fallbacks = try environment.list(fallback, "fallback") { text throws(Reason) in
            guard let rule = Fallback(text) else {
                throw Reason("a fallback is PATTERN=FILE, as 'app/*=app/index.html'")
            }
            return rule
        }
        let origins = try environment.list(corsOrigin, "cors-origin") { text throws(Reason) in
            guard let origin = Origin.serialized(text) else {
                throw Reason(
                    "an origin is a scheme and a host without a path or a slash behind it, as https://b.example")
            }
            return origin
        }
        if try environment.isOn(cors, "cors") {
            options.sharedWith = .everybody
        } else if !origins.isEmpty {
            options.sharedWith = .origins(origins)
        }
        options.cacheRules = try environment.list(cacheRules, "cache") { text throws(Reason) in
            guard let rule = CacheRule(text) else { throw Reason("a rule is PATTERN=VALUE, as '*.css=max-age=3600'") }
            return rule
        }
        let isPrivate = passwordFile(environment) != nil
        options.cacheRules += try environment.list(immutable, "immutable") { text throws(Reason) in
            if text.isEmpty || text.contains("=") { throw Reason("a pattern is as 'assets/*'") }
            return CacheRule.immutable(text, isPrivate: isPrivate)
        }
        options.headerRules = try headerRules(environment)
        let types = try environment.list(mime, "mime") { text throws(Reason) in
            guard let rule = MIMERules.Rule(text) else { throw Reason("a rule is EXTENSION=TYPE, as 'md=text/html'") }
            return rule
        }
        let charset = try environment.resolve(charset, "charset", "a charset's name, as utf-8, or none") {
            !$0.isEmpty
                && $0.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x2B...0x3A).contains($0) || $0 == 0x5F }
        }
        options.mimeRules = MIMERules(types, charset: charset == "none" ? nil : charset ?? "utf-8")
        let files = try environment.resolve(cachedFiles, "cached-files", "a number from 1 to 1000000") {
            (1...1_000_000).contains($0)
        }
        if let files { options.cachedFiles = files }
        return options
    }

    private func headerRules(_ environment: Environment) throws(ValidationError) -> [HeaderRule] {
        let names = preset.map(\.rawValue)
        let presets = try environment.list(names, "preset") { text throws(Reason) in
            guard let preset = HeaderRule.Preset(rawValue: text) else {
                throw Reason("a preset is isolation, csp or hsts")
            }
            return preset
        }
        let own = try environment.list(header, "header") { text throws(Reason) in
            do throws(HeaderRule.Refusal) {
                return try HeaderRule(text)
            } catch {
                throw Reason("it \(error.reason)")
            }
        }
        return presets.flatMap(\.rules) + own
    }

    /// The file of users and passwords.
    func passwordFile(_ environment: Environment) -> String? { environment.text(basicAuth, "basic-auth") }

    func validate() throws { _ = try options(.process) }
}

import ArgumentParser
import StaticSite

extension SiteOptions.Symlinks: ExpressibleByArgument {}

/// The flags that say what is served, and how.
struct SiteFlags: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Show what is in a folder without index.html.")
    var listing = true

    @Flag(name: .customLong("clean-urls"), inversion: .prefixedNo, help: "Serve about.html at /about.")
    var cleanURLs = true

    @Flag(help: "Serve index.html for addresses without a file, as applications that route in the browser need.")
    var spa = false

    @Flag(help: "Serve names that begin with a dot; .well-known always is.")
    var hidden = false

    @Option(help: "Which symbolic links to follow: never, inside (the folder) or anywhere.")
    var symlinks: SiteOptions.Symlinks?

    @Flag(help: "Let scripts of any origin read the answers (CORS).")
    var cors = false

    @Option(help: "Let scripts of this origin read the answers, as https://example.org; may be repeated.")
    var corsOrigin: [String] = []

    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "Cache-Control of some files, as '*.css=max-age=3600'; may be repeated, the first match wins.",
            valueName: "pattern=value"))
    var cacheRules: [String] = []

    @Flag(help: "Answer /healthz with 200.")
    var healthz = false

    @Option(help: "Files that each thread keeps open for the next request.")
    var cachedFiles: Int?

    /// The options for the site.
    func options(_ environment: Environment) throws -> SiteOptions {
        var options = SiteOptions()
        options.listsFolders = listing && !environment.isSet(false, "no-listing")
        options.hasCleanURLs = cleanURLs && !environment.isSet(false, "no-clean-urls")
        options.isSinglePageApplication = environment.isSet(spa, "spa")
        options.showsHidden = environment.isSet(hidden, "hidden")
        options.answersHealth = environment.isSet(healthz, "healthz")
        if let symlinks {
            options.symlinks = symlinks
        } else if let text = environment.text("symlinks") {
            guard let policy = SiteOptions.Symlinks(rawValue: text) else {
                throw VariableError(flag: "symlinks", text: text)
            }
            options.symlinks = policy
        }
        let origins = corsOrigin.isEmpty ? environment.text("cors-origin").map { [$0] } ?? [] : corsOrigin
        if environment.isSet(cors, "cors") {
            options.sharedWith = .everybody
        } else if !origins.isEmpty {
            options.sharedWith = .origins(origins)
        }
        let rules = cacheRules.isEmpty ? environment.text("cache").map { [$0] } ?? [] : cacheRules
        options.cacheRules = try rules.map { text in
            guard let rule = CacheRule(text) else {
                throw ValidationError("--cache takes PATTERN=VALUE, as '*.css=max-age=3600', and not \"\(text)\".")
            }
            return rule
        }
        if let files = try environment.resolve(cachedFiles, "cached-files") { options.cachedFiles = files }
        return options
    }

    func validate() throws {
        if let cachedFiles, cachedFiles < 1 { throw ValidationError("--cached-files takes a number from 1 on.") }
        for rule in cacheRules where CacheRule(rule) == nil {
            throw ValidationError("--cache takes PATTERN=VALUE, as '*.css=max-age=3600', and not \"\(rule)\".")
        }
    }
}

import HTTPMessages

/// Where response fields are composed: what the server says by itself, and over it the user's own rules.
struct FieldRules {
    private let cacheRules: [CacheRule]
    private let headerRules: [HeaderRule]
    private let pageRules: [HeaderRule]

    init(_ options: SiteOptions) {
        (cacheRules, headerRules) = (options.cacheRules, options.headerRules)
        // The server's own pages come with the strictest policy that they can have, for the style that they carry.
        pageRules = options.headerRules.filter {
            !["content-security-policy", "cache-control", "vary"].contains($0.name.lowercased())
        }
    }

    /// The field lines of a file, each with its CRLF: they are the same in a 200, a 206 and a 304.
    ///
    /// - Parameters:
    ///   - path: the file's path from the folder.
    ///   - isCoded: whether it has precompressed neighbours.
    ///   - others: fields that only some files have.
    func lines(
        forFile path: [UInt8], isCoded: Bool, and others: [(name: String, value: String)] = []
    ) -> [UInt8] {
        var fields: [(name: String, value: String)] = []
        fields.append(("Cache-Control", cacheRules.first { $0.matches(path) }?.value ?? CacheRule.standard))
        if isCoded { fields.append(("Vary", "Accept-Encoding")) }
        fields.append(("X-Content-Type-Options", "nosniff"))
        fields += others
        for rule in headerRules where rule.files.matches(path) { rule.apply(to: &fields) }
        return Self.lines(fields)
    }

    /// Whether the path of an address makes a difference for the server's own pages.
    var dependOnPath: Bool { !headerRules.isEmpty }

    /// The field lines of the folder's own page for an address that leads nowhere.
    func lines(forMissing path: [UInt8]) -> [UInt8] {
        var fields =
            [("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")] as [(name: String, value: String)]
        for rule in headerRules where rule.files.matches(path) && rule.name.lowercased() != "cache-control" {
            rule.apply(to: &fields)
        }
        return Self.lines(fields)
    }

    /// The field lines of a page that the server makes itself: an error, a redirect, a listing.
    func lines(forPageAt path: [UInt8], _ own: [(name: String, value: String)]) -> [UInt8] {
        var fields = own
        fields.append(("X-Content-Type-Options", "nosniff"))
        for rule in pageRules where rule.files.matches(path) { rule.apply(to: &fields) }
        return Self.lines(fields)
    }

    private static func lines(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            bytes.append(contentsOf: field.name.utf8)
            bytes.append(": ")
            for octet in field.value.utf8 { bytes.append(Octet.isFieldValue(octet) ? octet : Octet.space) }
            bytes.append("\r\n")
        }
        return bytes
    }
}

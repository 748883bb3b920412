import HTTPMessages

/// One `GLOB=FILE` rule: the file that stands for addresses without a file of their own, with status 200.
public struct Fallback: Sendable, Equatable {
    /// Which addresses.
    public let addresses: Glob
    /// The file's path from the folder.
    public let file: String

    /// Reads a rule as it stands on the command line, as `admin/*=admin/index.html`; nil when a side is empty.
    public init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
        addresses = Glob(String(text[..<equals]))
        let path = text[text.index(after: equals)...].drop { $0 == "/" }
        guard !path.isEmpty else { return nil }
        file = String(path)
    }

    /// Whether a request that leads to no file is for a view of a single-page application.
    ///
    /// What the client would take decides: a browser that navigates names `text/html`, and then only the extension of a
    /// known kind of file tells that a file is missing (`/user/john.doe` is a view, `/app.js` is not). A client that
    /// takes anything gets the application for names without a dot alone, and one that wants JSON never does: a 200
    /// with a page for it would hide the mistake.
    static func isView(_ request: borrowing Request, path: [UInt8], types: MIMERules) -> Bool {
        let name = path.lastIndex(of: 0x2F).map { path[($0 + 1)...] } ?? path[...]
        let hasDot = name.contains(Octet.dot)
        guard request.head.has(.accept) else { return !hasDot }
        let accepted = AcceptedTypes(request)
        if accepted.namesHTML { return !hasDot || !types.knows(path) }
        return accepted.takesAnything && !hasDot
    }
}

/// What the Accept field of a request says of pages (RFC 9110, section 12.5.1).
struct AcceptedTypes {
    /// Whether HTML or XHTML is named with a weight above 0.
    private(set) var namesHTML = false
    /// Whether JSON is named with a weight above 0, and HTML is not.
    var prefersJSON: Bool { namesJSON && !namesHTML }
    /// Whether `*/*` or `text/*` is there with a weight above 0.
    private(set) var takesAnything = false
    private var namesJSON = false

    init(_ request: borrowing Request) {
        var found = self
        for line in request.head.fields where line.known == .accept {
            let value = request.bytes.part(line.value)
            value.forEachListElement { element in
                found.add(value.part(element).text)
                return true
            }
        }
        self = found
    }

    private mutating func add(_ element: String) {
        let parts = element.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard let type = parts.first else { return }
        let isRefused = parts.dropFirst().contains { part in
            part.hasPrefix("q=") && part.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
        }
        if isRefused { return }
        switch type {
        case "text/html", "application/xhtml+xml": namesHTML = true
        case "application/json": namesJSON = true
        case "*/*", "text/*": takesAnything = true
        default: break
        }
    }
}

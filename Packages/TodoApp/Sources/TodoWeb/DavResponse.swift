import HTTPTypes
import Hummingbird
import ServerShell

/// The answer 207: what was found and what was not, resource by resource (RFC 4918, 13).
struct Multistatus {
    private var body = """
        <?xml version="1.0" encoding="utf-8"?>
        <d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/" \
        xmlns:a="http://apple.com/ns/ical/">
        """

    /// A name as an element; the four usual namespaces have prefixes, every other one is declared on the spot.
    static func element(_ name: XMLElement.Name, _ inner: String?) -> String {
        let prefixes = [
            "DAV:": "d", "urn:ietf:params:xml:ns:caldav": "c", "http://calendarserver.org/ns/": "s",
            "http://apple.com/ns/ical/": "a",
        ]
        let (tag, declaration) =
            prefixes[name.namespace].map { ("\($0):\(name.local)", "") }
            ?? (name.local, " xmlns=\"\(XMLText.escaped(name.namespace))\"")
        guard let inner, !inner.isEmpty else { return "<\(tag)\(declaration)/>" }
        return "<\(tag)\(declaration)>\(inner)</\(tag)>"
    }

    /// Adds a resource with what is known of it and what is not.
    mutating func add(_ href: String, found: [String], missing: [XMLElement.Name]) {
        body += "<d:response><d:href>\(XMLText.escaped(href))</d:href>"
        if !found.isEmpty || missing.isEmpty { propstat(found.joined(), "200 OK") }
        if !missing.isEmpty { propstat(missing.map { Self.element($0, nil) }.joined(), "404 Not Found") }
        body += "</d:response>"
    }

    /// Adds what became of single properties: their names with a status line each.
    mutating func add(_ href: String, statuses: [(names: [XMLElement.Name], status: String, error: String)]) {
        body += "<d:response><d:href>\(XMLText.escaped(href))</d:href>"
        for (names, status, error) in statuses where !names.isEmpty {
            propstat(names.map { Self.element($0, nil) }.joined(), status, error)
        }
        body += "</d:response>"
    }

    /// Adds a resource that is not there.
    mutating func addMissing(_ href: String) {
        body +=
            "<d:response><d:href>\(XMLText.escaped(href))</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
    }

    private mutating func propstat(_ properties: String, _ status: String, _ error: String = "") {
        body += "<d:propstat><d:prop>\(properties)</d:prop><d:status>HTTP/1.1 \(status)</d:status>\(error)</d:propstat>"
    }

    /// The answer.
    func response(for request: Request, syncToken: String? = nil) -> Response {
        let token = syncToken.map { "<d:sync-token>\(XMLText.escaped($0))</d:sync-token>" } ?? ""
        return Answer(
            status: .init(code: 207, reasonPhrase: "Multi-Status"), type: "application/xml; charset=utf-8",
            body: Array((body + token + "</d:multistatus>\n").utf8)
        ).response(for: request)
    }
}

/// A refusal by the name of the condition that failed (RFC 4918, 16).
struct DavFailure: Error {
    let status: HTTPResponse.Status
    /// The condition's element, whole.
    let condition: String
    /// A sentence for the person behind the client.
    let message: String

    init(_ status: HTTPResponse.Status, _ name: XMLElement.Name, _ inner: String? = nil, message: String) {
        self.status = status
        condition = Multistatus.element(name, inner)
        self.message = message
    }

    /// The answer.
    func response(for request: Request) -> Response {
        let body = """
            <?xml version="1.0" encoding="utf-8"?>
            <d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">\(condition)\
            <d:responsedescription>\(XMLText.escaped(message))</d:responsedescription></d:error>

            """
        return Answer(status: status, type: "application/xml; charset=utf-8", body: Array(body.utf8)).response(
            for: request)
    }
}

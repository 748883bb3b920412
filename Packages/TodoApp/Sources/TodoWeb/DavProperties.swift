import CalendarFormat
import Foundation
import TodoModel
import TodoStorage

/// A resource of the tree with its live properties; the one list of what each kind of resource has.
struct DavResource {
    /// Its address, as it is sent.
    let href: String
    /// The live properties: names, and the XML within their elements.
    private(set) var properties: [XMLElement.Name: String]
    /// Properties that clients keep here: whole elements.
    private(set) var dead: [XMLElement.Name: String] = [:]
    /// Left out of what `allprop` gives: large, or made for reports.
    private static let onlyByName: Set<XMLElement.Name> = [.caldav("calendar-data")]

    /// The properties that a client may not change: all live ones but the name of a list.
    static let protected: Set<XMLElement.Name> = [
        .dav("resourcetype"), .dav("getetag"), .dav("getcontenttype"), .dav("getcontentlength"),
        .dav("getlastmodified"),
        .dav("sync-token"), .dav("supported-report-set"), .dav("current-user-principal"), .dav("owner"),
        .dav("current-user-privilege-set"), .dav("creationdate"), .server("getctag"),
        .caldav("supported-calendar-component-set"), .caldav("supported-calendar-data"), .caldav("max-resource-size"),
        .caldav("calendar-home-set"), .caldav("calendar-data"),
    ]

    /// The answer's parts for the properties that were asked for.
    func answer(_ wanted: WantedProperties) -> (found: [String], missing: [XMLElement.Name]) {
        switch wanted {
        case .names:
            let names = Array(properties.keys) + dead.keys
            return (names.sorted { $0.description < $1.description }.map { Multistatus.element($0, nil) }, [])
        case .all(let more):
            var found = properties.filter { !Self.onlyByName.contains($0.key) || more.contains($0.key) }
                .sorted { $0.key.description < $1.key.description }.map { Multistatus.element($0.key, $0.value) }
            found += dead.sorted { $0.key.description < $1.key.description }.map(\.value)
            return (found, more.filter { properties[$0] == nil && dead[$0] == nil })
        case .some(let names):
            var found: [String] = []
            var missing: [XMLElement.Name] = []
            for name in names {
                if let inner = properties[name] {
                    found.append(Multistatus.element(name, inner))
                } else if let xml = dead[name] {
                    found.append(xml)
                } else {
                    missing.append(name)
                }
            }
            return (found, missing)
        }
    }

    private static func href(_ path: String) -> String { Multistatus.element(.dav("href"), XMLText.escaped(path)) }

    private static func common(_ person: Person, _ types: String) -> [XMLElement.Name: String] {
        let privileges = [
            "read", "write", "write-properties", "write-content", "bind", "unbind", "read-current-user-privilege-set",
        ].map { "<d:privilege><d:\($0)/></d:privilege>" }.joined()
        return [
            .dav("resourcetype"): types,
            .dav("current-user-principal"): href(DavAddress.principal(of: person.name)),
            .dav("owner"): href(DavAddress.principal(of: person.name)),
            .dav("current-user-privilege-set"): privileges,
        ]
    }

    /// The start of the tree.
    static func root(_ person: Person, at href: String) -> DavResource {
        var properties = common(person, "<d:collection/>")
        properties[.caldav("calendar-home-set")] = self.href(DavAddress.home(of: person.name))
        properties[.dav("principal-collection-set")] = self.href("/dav/principals/")
        properties[.dav("supported-report-set")] = ""
        return DavResource(href: href, properties: properties)
    }

    /// Somebody as a resource.
    static func principal(_ person: Person) -> DavResource {
        var properties = common(person, "<d:principal/><d:collection/>")
        properties[.dav("displayname")] = XMLText.escaped(person.name)
        properties[.dav("principal-URL")] = href(DavAddress.principal(of: person.name))
        properties[.dav("principal-collection-set")] = href("/dav/principals/")
        properties[.caldav("calendar-home-set")] = href(DavAddress.home(of: person.name))
        properties[.caldav("calendar-user-address-set")] = href(DavAddress.principal(of: person.name))
        properties[.dav("group-membership")] = ""
        properties[.dav("supported-report-set")] = report(.dav("principal-search-property-set"))
        return DavResource(href: DavAddress.principal(of: person.name), properties: properties)
    }

    /// What holds somebody's lists.
    static func home(_ person: Person) -> DavResource {
        var properties = common(person, "<d:collection/>")
        properties[.dav("displayname")] = XMLText.escaped(person.name)
        properties[.dav("supported-report-set")] = ""
        return DavResource(href: DavAddress.home(of: person.name), properties: properties)
    }

    /// A list.
    static func list(_ list: TaskList, _ person: Person, dead: [String: String]) -> DavResource {
        var properties = common(person, "<d:collection/><c:calendar/>")
        properties[.dav("displayname")] = XMLText.escaped(list.name)
        properties[.caldav("supported-calendar-component-set")] = "<c:comp name=\"VTODO\"/>"
        properties[.caldav("supported-calendar-data")] =
            "<c:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>"
        properties[.caldav("max-resource-size")] = "5242880"
        properties[.server("getctag")] = list.token
        properties[.dav("sync-token")] = SyncToken.text(list)
        properties[.dav("supported-report-set")] = [
            XMLElement.Name.caldav("calendar-query"), .caldav("calendar-multiget"), .dav("sync-collection"),
        ].map(report).joined()
        var resource = DavResource(href: DavAddress.home(of: person.name) + list.href + "/", properties: properties)
        for (name, xml) in dead {
            guard let brace = name.lastIndex(of: "}") else { continue }
            resource.dead[
                XMLElement.Name(
                    namespace: String(name[..<brace].dropFirst()), local: String(name[name.index(after: brace)...]))] =
                xml
        }
        return resource
    }

    private static func report(_ name: XMLElement.Name) -> String {
        "<d:supported-report><d:report>\(Multistatus.element(name, nil))</d:report></d:supported-report>"
    }

    /// A task.
    ///
    /// - Parameters:
    ///   - href: Its address, as the client wrote it.
    ///   - bytes: Its object, if the request needs it.
    static func task(_ row: TaskRow, _ person: Person, href: String, bytes: [UInt8]?) -> DavResource {
        var properties = common(person, "")
        properties[.dav("getetag")] = "&quot;\(row.tag)&quot;"
        properties[.dav("getcontenttype")] = "text/calendar; charset=utf-8; component=VTODO"
        let changed = Date(timeIntervalSince1970: Double(row.changed.secondNumber))
        properties[.dav("getlastmodified")] = HTTPDate.text(changed)
        if let bytes {
            properties[.dav("getcontentlength")] = String(bytes.count)
            properties[.caldav("calendar-data")] = XMLText.escaped(text(bytes))
        }
        return DavResource(href: href, properties: properties)
    }
}

extension DavResource {
    /// An object as XML can carry it. One that is folded within a character is no text where it is folded: its lines are
    /// folded anew, between characters. GET sends the bytes as they are.
    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var lines: [[UInt8]] = [[]]
        for byte in bytes {
            if byte == 0x0A {
                lines.append([])
            } else if byte == 0x20 || byte == 0x09, lines.count > 1, lines[lines.count - 1].isEmpty {
                lines.removeLast()
                while lines[lines.count - 1].last == 0x0D { lines[lines.count - 1].removeLast() }
            } else {
                lines[lines.count - 1].append(byte)
            }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let folded = lines.flatMap { line -> [UInt8] in
            var line = line
            while line.last == 0x0D { line.removeLast() }
            return CalendarValue.folded(String(decoding: line, as: UTF8.self))
        }
        return String(decoding: folded, as: UTF8.self)
    }
}

/// Which properties a request asks for.
enum WantedProperties {
    /// All, and these.
    case all([XMLElement.Name])
    /// The names alone.
    case names
    /// These.
    case some([XMLElement.Name])

    /// Reads `propfind`, or a report's `prop`; without either all are wanted.
    init(_ element: XMLElement?) {
        if let prop = element?.child(.dav("prop")) {
            var seen: Set<XMLElement.Name> = []
            self = .some(prop.children.map(\.name).filter { seen.insert($0).inserted })
        } else if element?.child(.dav("propname")) != nil {
            self = .names
        } else {
            self = .all(element?.child(.dav("include"))?.children.map(\.name) ?? [])
        }
    }

    /// Whether the objects have to be read.
    var needsObjects: Bool {
        switch self {
        case .all: true
        case .names: true
        case .some(let names): names.contains(.caldav("calendar-data")) || names.contains(.dav("getcontentlength"))
        }
    }
}

/// A list's token as WebDAV has it: a URI.
enum SyncToken {
    private static let prefix = "urn:todo-sync:"

    static func text(_ list: TaskList) -> String { prefix + list.token }

    /// The token within a client's URI; a text that is no token of ours is one that is not known.
    static func token(_ text: String) -> String { text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : "" }
}

/// `Fri, 29 Jan 2027 14:00:00 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
    static func text(_ date: Date) -> String {
        let clock = TimeZone.gmt.clock(at: date)
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(days[clock.date.weekday.rawValue]), \(two(clock.date.day)) \(months[clock.date.month - 1]) "
            + "\(clock.date.year) \(two(clock.hour)):\(two(clock.minute)):\(two(clock.second % 60)) GMT"
    }
}

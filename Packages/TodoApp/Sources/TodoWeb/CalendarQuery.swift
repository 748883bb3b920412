import CalendarFormat
import Foundation
import TodoModel

/// The filter of a `calendar-query` (RFC 4791, 9.7): which objects a client wants.
struct CalendarQuery {
    /// A filter that this server does not have.
    struct Unsupported: Error {
        let reason: String
    }

    private let root: XMLElement
    private let reader: TimeZone

    /// Takes the element `filter`.
    ///
    /// - Throws: ``Unsupported``.
    init(_ filter: XMLElement, reader: TimeZone) throws(Unsupported) {
        guard let root = filter.child(.caldav("comp-filter")), root.attributes["name"]?.uppercased() == "VCALENDAR"
        else {
            throw Unsupported(reason: "The filter has no comp-filter for VCALENDAR.")
        }
        self.root = root
        self.reader = reader
        try Self.check(root)
    }

    private static func check(_ filter: XMLElement) throws(Unsupported) {
        for child in filter.children where child.name.namespace == XMLElement.Name.caldav("").namespace {
            switch child.name.local {
            case "comp-filter", "prop-filter", "param-filter": try check(child)
            case "is-not-defined": break
            case "time-range": _ = try range(child)
            case "text-match":
                let collation = child.attributes["collation"] ?? "i;ascii-casemap"
                guard ["i;ascii-casemap", "i;octet", "i;unicode-casemap", "default"].contains(collation) else {
                    throw Unsupported(reason: "The collation '\(collation.prefix(40))' is not supported.")
                }
            default: throw Unsupported(reason: "The filter '\(child.name.local.prefix(40))' is not supported.")
            }
        }
    }

    private static func range(_ element: XMLElement) throws(Unsupported) -> Range<Date> {
        func instant(_ name: String, _ fallback: Date) throws(Unsupported) -> Date {
            guard let text = element.attributes[name] else { return fallback }
            guard case .utc? = Moment(value: text, zone: nil), let moment = Moment(value: text, zone: nil) else {
                throw Unsupported(
                    reason: "'\(text.prefix(40))' is not a valid \(name) of a time-range (a time in UTC).")
            }
            return moment.instant(reader: .gmt)
        }
        let (start, end) = (try instant("start", .distantPast), try instant("end", .distantFuture))
        guard start < end else { throw Unsupported(reason: "A time-range ends before it starts.") }
        return start..<end
    }

    /// Whether the filter asks for tasks and nothing more.
    var takesEveryTask: Bool {
        root.children.count == 1 && root.children[0].name == .caldav("comp-filter")
            && root.children[0].attributes["name"]?.uppercased() == "VTODO" && root.children[0].children.isEmpty
    }

    /// Whether an object is wanted.
    func matches(_ object: TodoObject) -> Bool {
        root.children.allSatisfy { child in
            switch child.name.local {
            case "comp-filter":
                let name = child.attributes["name"]?.uppercased() ?? ""
                let components = object.document.components(name).filter { $0.depth == 1 }
                if child.child(.caldav("is-not-defined")) != nil { return components.isEmpty }
                return components.contains { matches(child, $0, object) }
            case "prop-filter":
                guard let calendar = object.document.components("VCALENDAR").first else { return false }
                return matches(child, object.document.properties(of: calendar))
            default: return true
            }
        }
    }

    private func matches(
        _ filter: XMLElement, _ component: CalendarDocument.Component, _ object: TodoObject
    ) -> Bool {
        filter.children.allSatisfy { child in
            switch child.name.local {
            case "time-range":
                guard let range = try? Self.range(child) else { return false }
                return component.name == "VTODO" && overlaps(range, component, object)
            case "prop-filter": return matches(child, object.document.properties(of: component))
            case "comp-filter":
                let name = child.attributes["name"]?.uppercased() ?? ""
                let inner = object.document.components(name).filter {
                    component.lines.contains($0.lines.lowerBound) && $0.depth > component.depth
                }
                if child.child(.caldav("is-not-defined")) != nil { return inner.isEmpty }
                return inner.contains { matches(child, $0, object) }
            default: return true
            }
        }
    }

    private func matches(_ filter: XMLElement, _ lines: [ContentLine]) -> Bool {
        let name = filter.attributes["name"]?.uppercased() ?? ""
        let lines = lines.filter { $0.name == name }
        if filter.child(.caldav("is-not-defined")) != nil { return lines.isEmpty }
        return lines.contains { line in
            filter.children.allSatisfy { child in
                switch child.name.local {
                case "text-match": return matches(child, CalendarValue.text(line.value))
                case "time-range":
                    guard let range = try? Self.range(child), let moment = Moment(line) else { return false }
                    return range.contains(moment.instant(reader: reader))
                case "param-filter":
                    let value = line.parameter(child.attributes["name"]?.uppercased() ?? "")
                    if child.child(.caldav("is-not-defined")) != nil { return value == nil }
                    guard let value else { return false }
                    return child.child(.caldav("text-match")).map { matches($0, value) } ?? true
                default: return true
                }
            }
        }
    }

    private func matches(_ filter: XMLElement, _ value: String) -> Bool {
        let found: Bool
        switch filter.attributes["collation"] ?? "i;ascii-casemap" {
        case "i;octet": found = filter.text.isEmpty || value.contains(filter.text)
        default: found = filter.text.isEmpty || value.lowercased().contains(filter.text.lowercased())
        }
        return found != (filter.attributes["negate-condition"] == "yes")
    }

    /// RFC 4791, 9.9, its table for `VTODO`; of a series, any occurrence.
    private func overlaps(
        _ range: Range<Date>, _ component: CalendarDocument.Component, _ object: TodoObject
    ) -> Bool {
        let lines = object.document.properties(of: component)
        func instant(_ name: String) -> Date? {
            lines.first { $0.name == name }.flatMap { Moment($0) }?.instant(reader: reader)
        }
        let start = instant("DTSTART")
        let fields = object.fields(of: component)
        let due = fields.due?.instant(reader: reader)
        if component == object.master, let series = object.recurrence {
            let first = series.start.instant(reader: reader)
            let length = max(0, (due ?? first).timeIntervalSince(first))
            // Some thousand occurrences before the range's start are more than any task is long.
            var occurrences = series.occurrences(reader: reader)
            for _ in 0..<20_000 {
                guard let next = occurrences.next()?.instant(reader: reader), next < range.upperBound else {
                    return false
                }
                if next.addingTimeInterval(length) >= range.lowerBound { return true }
            }
            return false
        }
        let (low, high) = (range.lowerBound, range.upperBound)
        switch (start, due) {
        case (let start?, let due?): return (low < due || low <= start) && (high > start || high >= due)
        case (let start?, nil): return low <= start && high > start
        case (nil, let due?): return low < due && high >= due
        case (nil, nil): break
        }
        switch (instant("COMPLETED"), instant("CREATED")) {
        case (let completed?, let created?):
            return (low <= created || low <= completed) && (high >= created || high >= completed)
        case (let completed?, nil): return low <= completed && high >= completed
        case (nil, let created?): return high > created
        case (nil, nil): return true
        }
    }
}

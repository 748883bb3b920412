public import CalendarFormat
public import Foundation

/// A task as clients exchange it: an iCalendar object with the components of one UID (RFC 4791, 4.1), and what they say.
///
/// A task is a small state machine that many clients share. Each of them keeps in the object what it alone knows, so that
/// every operation here is a reading of the bytes (``fields``), or a change of as few lines as it needs
/// (``edit(_:now:)``, ``complete(now:reader:)``).
///
/// A series is one object: the *master* with the rule, and *overrides* with a `RECURRENCE-ID` for single occurrences,
/// with which Thunderbird also says that an occurrence is done. ``fields`` shows the first occurrence that is open.
///
/// What holds: ``master`` is the component without `RECURRENCE-ID`, or the first one where there is none.
public struct TodoObject: Sendable, Equatable {
    /// The object.
    public internal(set) var document: CalendarDocument
    /// The UID of its components.
    public private(set) var uid: String

    /// Why an object is no task.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// It is not iCalendar.
        case unreadable(CalendarDocument.Failure)
        /// There is no `VTODO` in it.
        case noTask(found: [String])
        /// No component has a `UID`.
        case noUID
        /// There are several UIDs in it.
        case severalUIDs([String])

        /// A sentence.
        public var description: String {
            switch self {
            case .unreadable(let failure): "\(failure)"
            case .noTask(let found):
                "There is no VTODO in it"
                    + (found.isEmpty ? "." : ", but \(found.joined(separator: ", ")): this server keeps tasks only.")
            case .noUID: "No VTODO in it has a UID."
            case .severalUIDs(let uids):
                "It has tasks of several UIDs (\(uids.prefix(3).joined(separator: ", ")) …): store each by itself."
            }
        }
    }

    /// Reads an object.
    ///
    /// - Throws: ``Failure``.
    public init(_ bytes: [UInt8]) throws(Failure) {
        let document: CalendarDocument
        do { document = try CalendarDocument(bytes) } catch let failure as CalendarDocument.Failure {
            throw .unreadable(failure)
        } catch { throw .unreadable(.noCalendar) }
        let tasks = document.components("VTODO")
        guard !tasks.isEmpty else {
            let others = ["VEVENT", "VJOURNAL", "VFREEBUSY"].filter { !document.components($0).isEmpty }
            throw .noTask(found: others)
        }
        var uids: [String] = []
        for task in tasks {
            // Some clients put empty components beside the one that counts: they are kept, and say nothing.
            guard let uid = document.uid(of: task) else { continue }
            if !uids.contains(uid) { uids.append(uid) }
        }
        guard !uids.isEmpty else { throw .noUID }
        guard uids.count == 1 else { throw .severalUIDs(uids) }
        uid = Self.shown(uids[0])
        self.document = document
    }

    /// A new task.
    ///
    /// - Parameters:
    ///   - uid: Its UID, in which line ends and controls have no place.
    ///   - fields: What it says.
    ///   - now: When it is made.
    public init(uid: String, fields: TaskFields, now: Date) {
        let stamp = Self.stamp(now)
        let text =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//TodoApp//EN\r\nBEGIN:VTODO\r\n"
            + "UID:X\r\nDTSTAMP:\(stamp)\r\nCREATED:\(stamp)\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
        self.uid = uid
        // The text above is a document; nothing from outside is in it.
        document = Self.document(text)
        document.apply([.set("UID", CalendarValue.escaped(uid))], toComponent: document.components("VTODO")[0])
        var fields = fields
        fields.created = Self.clock(now)
        edit(fields, now: now)
    }

    private static func document(_ text: String) -> CalendarDocument {
        guard let document = try? CalendarDocument(Array(text.utf8)) else {
            preconditionFailure("a text of our own is not iCalendar")
        }
        return document
    }

    /// The bytes.
    public var bytes: [UInt8] { document.bytes }

    /// The component with the rule, or the only one.
    public var master: CalendarDocument.Component {
        let tasks = document.components("VTODO")
        return tasks.first { component in
            document.uid(of: component) != nil
                && !document.properties(of: component).contains { $0.name == "RECURRENCE-ID" }
        } ?? tasks[0]
    }

    /// What could not be read, each a sentence: values that are no dates, rules that are no rules. They are kept, and the
    /// task is shown without them.
    public var faults: [String] {
        let lines = document.properties(of: master)
        var faults = document.faults
        for line in lines {
            switch line.name {
            case "DUE", "DTSTART", "COMPLETED", "CREATED", "DTSTAMP", "LAST-MODIFIED":
                if Moment(line) == nil { faults.append("Line \(line.number): \(line.name) is not a valid date.") }
            case "RRULE":
                do { _ = try RecurrenceRule(line.value) } catch { faults.append("Line \(line.number): \(error)") }
            default: break
            }
        }
        return faults
    }

    static func clock(_ now: Date) -> CivilDateTime { TimeZone.gmt.clock(at: now) }

    static func stamp(_ now: Date) -> String { clock(now).basic + "Z" }
}

// MARK: - Reading

extension TodoObject {
    /// What a component says by itself.
    public func fields(of component: CalendarDocument.Component) -> TaskFields {
        let lines = document.properties(of: component)
        func line(_ name: String) -> ContentLine? { lines.first { $0.name == name } }
        func text(_ name: String) -> String { line(name).map { Self.shown($0.value) } ?? "" }
        func utc(_ name: String) -> CivilDateTime? { line(name).flatMap { Moment($0)?.local(reader: .gmt) } }
        var fields = TaskFields(title: text("SUMMARY"))
        fields.notes = text("DESCRIPTION")
        var seen: Set<String> = []
        fields.tags = lines.filter { $0.name == "CATEGORIES" }.flatMap { CalendarValue.list($0.value) }.map {
            Self.withoutControls($0).trimmingCharacters(in: .whitespacesAndNewlines)
        }.filter { !$0.isEmpty && seen.insert($0).inserted }
        if let priority = line("PRIORITY").flatMap({ Int($0.value) }), (0...9).contains(priority) {
            fields.priority = priority
        }
        fields.status = Self.status(lines)
        fields.completed = fields.status == .done ? utc("COMPLETED") : nil
        fields.start = line("DTSTART").flatMap { Moment($0) }
        fields.due = line("DUE").flatMap { Moment($0) }
        if fields.due == nil, let start = fields.start, let length = line("DURATION").flatMap({ seconds($0.value) }) {
            fields.due = start.adding(length)
        }
        fields.rule = line("RRULE").map { Self.withoutControls($0.value) }
        fields.parent = lines.first { line in
            line.name == "RELATED-TO" && line.parameter("RELTYPE")?.uppercased() ?? "PARENT" == "PARENT"
        }.map { Self.shown($0.value) }
        fields.sortOrder = line("X-APPLE-SORT-ORDER").flatMap { Int($0.value) }
        fields.created = utc("CREATED")
        return fields
    }

    /// Any of the three properties says that a task is done; reopened is what has none of them left.
    private static func status(_ lines: [ContentLine]) -> TaskFields.Status {
        func value(_ name: String) -> String? { lines.first { $0.name == name }?.value.uppercased() }
        let status = value("STATUS")
        if status == "CANCELLED" { return .cancelled }
        if status == "COMPLETED" || value("PERCENT-COMPLETE") == "100" || value("COMPLETED") != nil { return .done }
        return status == "IN-PROCESS" ? .started : .open
    }

    private static func shown(_ value: String) -> String { withoutControls(CalendarValue.text(value)) }

    /// A text as it can be stored and shown: PostgreSQL's text and XML have no NUL.
    static func withoutControls(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }))
    }
}

extension CalendarDocument {
    /// A component's UID; nil where it has none.
    fileprivate func uid(of component: Component) -> String? {
        properties(of: component).first { $0.name == "UID" }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}

/// The seconds of an iCalendar duration, such as `P1DT12H`; nil if it is none.
func seconds(_ duration: String) -> Int? {
    var rest = duration.uppercased()[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }
    guard rest.popFirst() == "P" else { return nil }
    var total = 0
    var digits = ""
    for character in rest {
        let unit: Int
        switch character {
        case "T": continue
        case "W": unit = 604_800
        case "D": unit = 86_400
        case "H": unit = 3600
        case "M": unit = 60
        case "S": unit = 1
        default:
            digits.append(character)
            continue
        }
        guard let value = number(digits.utf8) else { return nil }
        total += value * unit
        digits = ""
    }
    guard digits.isEmpty else { return nil }
    return isNegative ? -total : total
}

extension Moment {
    /// The moment some seconds later on the same clock; a day moves by whole days.
    func adding(_ seconds: Int) -> Moment {
        switch self {
        case .date(let date): .date(date.adding(days: seconds / 86_400))
        case .floating(let time), .utc(let time), .zoned(let time, _):
            with(CivilDateTime(secondNumber: time.secondNumber + seconds))
        }
    }

    /// Seconds on the clock it is written for.
    var clockSeconds: Int { time?.secondNumber ?? date.dayNumber * 86_400 }
}

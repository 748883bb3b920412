import CalendarFormat
public import Foundation

extension TodoObject {
    /// The occurrence of a series that is to be done next.
    struct OpenOccurrence {
        /// When the rule says it is.
        let moment: Moment
        /// The component that says otherwise.
        let override: CalendarDocument.Component?
    }

    /// How many occurrences are looked at for one that is open: more have been done by nobody.
    private static let maximumOccurrences = 10_000

    /// The series; nil if the task does not recur, or its rule cannot be read.
    public var recurrence: Recurrence? {
        let lines = document.properties(of: master)
        guard !lines.contains(where: { $0.name == "RECURRENCE-ID" }) else { return nil }
        let rules = lines.filter { $0.name == "RRULE" }.compactMap { try? RecurrenceRule($0.value) }
        let dates = Self.moments(lines, "RDATE")
        guard !rules.isEmpty || !dates.isEmpty, let start = anchor(lines) else { return nil }
        return Recurrence(
            start: start, rules: rules, dates: rules.isEmpty ? [start] + dates : dates,
            exceptions: Self.moments(lines, "EXDATE"))
    }

    /// What the rule counts from: the start, or else when it is due, or else the day on which it was made.
    private func anchor(_ lines: [ContentLine]) -> Moment? {
        for name in ["DTSTART", "DUE"] {
            if let moment = lines.first(where: { $0.name == name }).flatMap({ Moment($0) }) { return moment }
        }
        return lines.first { $0.name == "DTSTAMP" }.flatMap { Moment($0) }.map { .date($0.date) }
    }

    private static func moments(_ lines: [ContentLine], _ name: String) -> [Moment] {
        lines.filter { $0.name == name }.flatMap { line in
            line.value.split(separator: ",").compactMap { value in
                // A period of RDATE begins with its start.
                Moment(value: value.prefix { $0 != "/" }, zone: line.parameter("TZID"))
            }
        }
    }

    /// What the task says: of a series, the first occurrence that is open.
    ///
    /// - Parameter reader: The reader's zone, for floating times.
    public func fields(reader: TimeZone) -> TaskFields {
        let own = fields(of: master)
        guard !own.status.isClosed, let recurrence else { return own }
        guard let open = openOccurrence(recurrence, after: nil, reader: reader) else {
            // Every occurrence is done, each by its own override.
            var done = own
            done.status = .done
            return done
        }
        if let override = open.override {
            var fields = fields(of: override)
            fields.rule = own.rule
            fields.parent = fields.parent ?? own.parent
            fields.created = fields.created ?? own.created
            return fields
        }
        return moved(own, from: recurrence.start, to: open.moment)
    }

    private func moved(_ fields: TaskFields, from start: Moment, to moment: Moment) -> TaskFields {
        let distance = moment.clockSeconds - start.clockSeconds
        var fields = fields
        if fields.start == nil, fields.due == nil { fields.due = start }
        fields.start = fields.start?.adding(distance)
        fields.due = fields.due?.adding(distance)
        return fields
    }

    private func openOccurrence(_ series: Recurrence, after moment: Moment?, reader: TimeZone) -> OpenOccurrence? {
        var overrides: [Date: CalendarDocument.Component] = [:]
        for component in document.components("VTODO") {
            guard let line = document.properties(of: component).first(where: { $0.name == "RECURRENCE-ID" }),
                let id = Moment(line)
            else { continue }
            overrides[id.instant(reader: reader)] = component
        }
        var occurrences = series.occurrences(from: moment, reader: reader)
        let after = moment?.instant(reader: reader)
        for _ in 0..<Self.maximumOccurrences {
            guard let next = occurrences.next() else { return nil }
            let instant = next.instant(reader: reader)
            if let after, instant <= after { continue }
            guard let override = overrides[instant] else { return OpenOccurrence(moment: next, override: nil) }
            if !fields(of: override).status.isClosed { return OpenOccurrence(moment: next, override: override) }
        }
        return nil
    }

    /// Makes the task say what somebody changed in what they saw.
    ///
    /// Of a series they saw its open occurrence: only what differs between the two is carried over, into the occurrence's
    /// own component if it has one, so that its date does not become the series' start.
    ///
    /// - Parameters:
    ///   - shown: What ``fields(reader:)`` said.
    ///   - new: What it is to say. That it is done is for ``complete(now:reader:)`` to write.
    public mutating func edit(from shown: TaskFields, to new: TaskFields, now: Date, reader: TimeZone) {
        guard shown != new else { return }
        let open = recurrence.flatMap { openOccurrence($0, after: nil, reader: reader) }
        let component = open?.override ?? master
        // Asked before anything is written: a component that was written to no longer equals its copy.
        let isMaster = component == master
        let old = fields(of: component)
        var target = old
        func carry<Value: Equatable>(_ path: WritableKeyPath<TaskFields, Value>) {
            if shown[keyPath: path] != new[keyPath: path] { target[keyPath: path] = new[keyPath: path] }
        }
        carry(\.title)
        carry(\.notes)
        carry(\.tags)
        carry(\.priority)
        carry(\.status)
        carry(\.completed)
        carry(\.start)
        carry(\.due)
        carry(\.parent)
        carry(\.sortOrder)
        if isMaster { carry(\.rule) }
        write(changes(from: old, to: target, in: component, now: now), to: component, now: now)
        if !isMaster, shown.rule != new.rule {
            var series = fields(of: master)
            series.rule = new.rule
            edit(series, now: now)
        }
        // Cancelling an occurrence's component would leave the series open: it ends as a whole.
        if !isMaster, new.status == .cancelled, shown.status != .cancelled {
            write(Self.statusChanges(.cancelled, completed: Self.clock(now)), to: master, now: now)
        }
    }

    /// Completes the task: a series moves on to its next occurrence, everything else is done.
    ///
    /// The rule's `COUNT` is lowered by what lies behind, so that the series ends where it would have; an override of the
    /// occurrence is marked as done where it stands.
    ///
    /// - Returns: What was completed, for the history, if the series goes on; nil if the task is done as a whole.
    @discardableResult
    public mutating func complete(now: Date, reader: TimeZone) -> TaskFields? {
        let clock = Self.clock(now)
        guard let series = recurrence, !fields(of: master).status.isClosed,
            let open = openOccurrence(series, after: nil, reader: reader)
        else {
            write(Self.statusChanges(.done, completed: clock), to: master, now: now)
            return nil
        }
        var finished = fields(reader: reader)
        finished.status = .done
        finished.completed = clock
        finished.rule = nil
        if let override = open.override {
            write(Self.statusChanges(.done, completed: clock), to: override, now: now)
        }
        guard let next = openOccurrence(series, after: open.moment, reader: reader) else {
            write(Self.statusChanges(.done, completed: clock), to: master, now: now)
            return nil
        }
        moveMaster(series, to: next.moment, now: now, reader: reader)
        return finished
    }

    private mutating func moveMaster(_ series: Recurrence, to moment: Moment, now: Date, reader: TimeZone) {
        let component = master
        let old = fields(of: component)
        let new = moved(old, from: series.start, to: moment)
        var changes: [CalendarDocument.Change] = []
        for (name, before, after) in [("DTSTART", old.start, new.start), ("DUE", old.due, new.due)] {
            // A due moment that comes from DURATION moves with the start.
            let isWritten = document.properties(of: component).contains { $0.name == name }
            guard before != after, let after, isWritten || old.start == nil else { continue }
            changes.append(isWritten ? .set(name, after.value) : .set(name, after.value, parameters: after.parameters))
        }
        for index in component.lines where document.lines[index].name == "RRULE" {
            let value = document.lines[index].value
            guard let rule = try? RecurrenceRule(value), let count = rule.count else { continue }
            let instant = moment.instant(reader: reader)
            var passed = 0
            for occurrence in Recurrence(start: series.start, rules: [rule]).occurrences(reader: reader) {
                guard occurrence.instant(reader: reader) < instant else { break }
                passed += 1
            }
            let parts = value.split(separator: ";").map {
                $0.uppercased().hasPrefix("COUNT=") ? "COUNT=\(max(1, count - passed))" : String($0)
            }
            changes.append(.replaceLine(index, parts.joined(separator: ";")))
        }
        // An occurrence that was begun is behind; the next one is not.
        if old.status == .started { changes += Self.statusChanges(.open, completed: Self.clock(now)) }
        write(changes, to: component, now: now)
    }
}

import CalendarFormat
public import Foundation

extension TodoObject {
    /// Makes the task say what the fields say, by changing the lines that say otherwise and no others.
    ///
    /// `DTSTAMP` and `LAST-MODIFIED` are renewed and `SEQUENCE`, where it is, counts on. Nothing at all is changed if the
    /// fields say what the object says already.
    ///
    /// - Parameters:
    ///   - fields: What it is to say.
    ///   - now: When it is changed.
    public mutating func edit(_ fields: TaskFields, now: Date) {
        let component = master
        let changes = self.changes(from: self.fields(of: component), to: fields, in: component, now: now)
        write(changes, to: component, now: now)
    }

    /// Applies changes, and the properties that tell of a change.
    mutating func write(
        _ changes: [CalendarDocument.Change], to component: CalendarDocument.Component, now: Date
    ) {
        guard !changes.isEmpty else { return }
        let stamp = Self.stamp(now)
        var changes = changes + [.set("DTSTAMP", stamp), .set("LAST-MODIFIED", stamp)]
        let sequence = document.properties(of: component).first { $0.name == "SEQUENCE" }
        if let number = sequence.flatMap({ Int($0.value) }), number < Int32.max {
            changes.append(.set("SEQUENCE", String(number + 1)))
        }
        document.apply(changes, toComponent: component)
    }

    func changes(
        from old: TaskFields, to new: TaskFields, in component: CalendarDocument.Component, now: Date
    ) -> [CalendarDocument.Change] {
        var changes: [CalendarDocument.Change] = []
        func text(_ name: String, _ old: String, _ new: String) {
            guard old != new else { return }
            changes.append(new.isEmpty ? .remove(name) : .set(name, CalendarValue.escaped(new)))
        }
        func moment(_ name: String, _ old: Moment?, _ new: Moment?) {
            guard old != new else { return }
            changes.append(new.map { .set(name, $0.value, parameters: $0.parameters) } ?? .remove(name))
        }
        text("SUMMARY", old.title, new.title)
        text("DESCRIPTION", old.notes, new.notes)
        if old.tags != new.tags { changes += tagChanges(old.tags, new.tags, in: component) }
        if old.priority != new.priority { changes.append(.set("PRIORITY", String(new.priority))) }
        if old.status != new.status || old.completed != new.completed, new.status != .open || old.status != .open {
            let percent = document.properties(of: component).first { $0.name == "PERCENT-COMPLETE" }?.value
            changes += Self.statusChanges(new.status, completed: new.completed ?? Self.clock(now)).filter { change in
                // How far a task has come is another matter than where it stands, unless it says that it is done.
                if case .remove("PERCENT-COMPLETE") = change { return percent == "100" || old.status == .done }
                return true
            }
        }
        moment("DTSTART", old.start, new.start)
        if old.due != new.due {
            moment("DUE", old.due, new.due)
            changes.append(.remove("DURATION"))
        }
        if old.rule != new.rule { changes.append(new.rule.map { .set("RRULE", $0) } ?? .remove("RRULE")) }
        if old.parent != new.parent { changes += parentChanges(new.parent, in: component) }
        if old.sortOrder != new.sortOrder {
            changes.append(
                new.sortOrder.map { .set("X-APPLE-SORT-ORDER", String($0)) } ?? .remove("X-APPLE-SORT-ORDER"))
        }
        return changes
    }

    /// The three properties that must agree.
    static func statusChanges(_ status: TaskFields.Status, completed: CivilDateTime) -> [CalendarDocument.Change] {
        switch status {
        case .done:
            [
                .set("STATUS", status.word), .set("COMPLETED", completed.basic + "Z", parameters: ""),
                .set("PERCENT-COMPLETE", "100"),
            ]
        case .open, .started, .cancelled:
            [.set("STATUS", status.word), .remove("COMPLETED"), .remove("PERCENT-COMPLETE")]
        }
    }

    /// Tags that go leave the lines they are in; new ones join the last line.
    private func tagChanges(
        _ old: [String], _ new: [String], in component: CalendarDocument.Component
    ) -> [CalendarDocument.Change] {
        let lines = component.lines.filter { index in
            document.lines[index].name == "CATEGORIES"
                && document.properties(of: component).contains { $0.range == document.lines[index].range }
        }
        let added = new.filter { !old.contains($0) }
        guard let last = lines.last else {
            return [.add("CATEGORIES", CalendarValue.escaped(list: added))]
        }
        return lines.map { index -> CalendarDocument.Change in
            let tags = CalendarValue.list(document.lines[index].value)
            let kept =
                tags.filter { new.contains(Self.withoutControls($0).trimmingCharacters(in: .whitespacesAndNewlines)) }
                + (index == last ? added : [])
            if kept == tags { return .replaceLine(index, document.lines[index].value) }
            return .replaceLine(index, kept.isEmpty ? nil : CalendarValue.escaped(list: kept))
        }.filter { change in
            if case .replaceLine(let index, let value) = change { return value != document.lines[index].value }
            return true
        }
    }

    private func parentChanges(
        _ parent: String?, in component: CalendarDocument.Component
    ) -> [CalendarDocument.Change] {
        let own = document.properties(of: component)
        let present = component.lines.first { index in
            let line = document.lines[index]
            return line.name == "RELATED-TO" && line.parameter("RELTYPE")?.uppercased() ?? "PARENT" == "PARENT"
                && own.contains { $0.range == line.range }
        }
        let value = parent.map { CalendarValue.escaped($0) }
        if let present { return [.replaceLine(present, value)] }
        return value.map { [.add("RELATED-TO", $0, parameters: ";RELTYPE=PARENT")] } ?? []
    }
}

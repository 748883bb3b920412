import Foundation
import TodoModel

/// What the form of a task says, read once; what it does not have stays as it is.
struct TaskEdit: Sendable {
    private let title: String
    private let notes: String?
    private let tags: String?
    private let level: PriorityLevel?
    private let due: Moment??
    private let rule: String?

    /// Reads a form.
    ///
    /// - Throws: `TaskWords.Failure`, also for words that are no date.
    init(title: String, _ fields: [String: String], zone: TimeZone) throws {
        self.title = title
        // A browser sends line ends as two characters.
        notes = fields["notes"]?.replacing("\r\n", with: "\n")
        tags = fields["tags"]
        level = fields["priority"].flatMap { PriorityLevel(rawValue: $0) }
        guard let text = fields["due"]?.trimmingCharacters(in: .whitespaces) else {
            due = nil
            rule = nil
            return
        }
        if text.isEmpty {
            due = .some(nil)
            rule = nil
        } else if let moment = Moment(text) {
            due = .some(moment)
            rule = nil
        } else {
            // The words need a title to stand beside.
            let words = try TaskWords("\\x \(text)", now: Date(), zone: zone).fields
            guard words.title == "x", let moment = words.due else { throw CocoaError(.formatting) }
            due = .some(moment)
            rule = words.rule
        }
    }

    /// Tags as the form shows them.
    static func shown(_ tags: [String]) -> String { tags.joined(separator: ", ") }

    /// Carries it out.
    func apply(to fields: inout TaskFields) {
        fields.title = title
        if let notes, notes != fields.notes.replacing("\r\n", with: "\n") { fields.notes = notes }
        // What the form showed is not read again: a tag may have a comma of its own.
        if let tags, tags != Self.shown(fields.tags) {
            fields.tags = tags.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
        if let level { fields.setLevel(level) }
        if let due {
            fields.due = due
            if let rule { fields.rule = rule }
            // A rule counts from a date: without one the series ends.
            if fields.due == nil, fields.start == nil { fields.rule = nil }
        }
    }
}

public import Foundation

/// How urgent a task is: Taskwarrior's formula with its default coefficients, as far as this app has what they weigh.
public enum Urgency {
    /// The urgency; 0 for a closed task.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - now: The time.
    ///   - reader: The reader's zone.
    public static func of(_ task: TaskFields, now: Date, reader: TimeZone) -> Double {
        guard !task.status.isClosed else { return 0 }
        let day = 86_400.0
        var urgency = 0.0
        switch task.level {
        case .high: urgency += 6
        case .medium: urgency += 3.9
        case .low: urgency += 1.8
        case .none: break
        }
        if let due = task.due {
            let overdue = now.timeIntervalSince(due.instant(reader: reader)) / day
            let share = overdue >= 7 ? 1 : overdue >= -14 ? (overdue + 14) * 0.8 / 21 + 0.2 : 0.2
            urgency += 12 * share
        }
        if task.status == .started { urgency += 4 }
        if let start = task.start, start.instant(reader: reader) > now { urgency -= 3 }
        if !task.notes.isEmpty { urgency += 0.8 }
        if !task.tags.isEmpty { urgency += [0.8, 0.9, 1][min(task.tags.count, 3) - 1] }
        if let created = task.created {
            let age = now.timeIntervalSince1970 - Double(created.secondNumber)
            urgency += 2 * min(max(age / day / 365, 0), 1)
        }
        return urgency
    }
}

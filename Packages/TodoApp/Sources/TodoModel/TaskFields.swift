/// What can be known and changed of a task, whatever it is stored in.
public struct TaskFields: Sendable, Hashable {
    /// Where a task stands.
    public enum Status: String, Sendable, CaseIterable {
        /// To be done.
        case open
        /// Begun.
        case started
        /// Done.
        case done
        /// Never to be done.
        case cancelled

        /// Whether there is nothing left to do.
        public var isClosed: Bool { self == .done || self == .cancelled }

        /// iCalendar's word.
        var word: String {
            switch self {
            case .open: "NEEDS-ACTION"
            case .started: "IN-PROCESS"
            case .done: "COMPLETED"
            case .cancelled: "CANCELLED"
            }
        }
    }

    /// The title, one line.
    public var title: String
    /// The notes, any number of lines.
    public var notes = ""
    /// The tags, in order.
    public var tags: [String] = []
    /// iCalendar's priority: 1 is the highest, 9 the lowest, 0 none.
    public var priority = 0
    /// Where it stands.
    public var status = Status.open
    /// When it was done, in UTC.
    public var completed: CivilDateTime?
    /// From when on it can be done.
    public var start: Moment?
    /// By when it is to be done.
    public var due: Moment?
    /// Its recurrence rule as iCalendar writes it.
    public var rule: String?
    /// The UID of the task that this one is a part of.
    public var parent: String?
    /// The manual order: seconds after 2001, as Apple's and others' apps have it. Without one, ``created`` serves.
    public var sortOrder: Int?
    /// When it was made, in UTC.
    public var created: CivilDateTime?

    /// Makes an open task.
    public init(title: String) {
        self.title = title
    }

    /// The level that people see: 1 to 4 are high, 5 is medium, 6 to 9 are low.
    public var level: PriorityLevel { PriorityLevel(priority) }

    /// The key of the manual order.
    public var orderKey: Int {
        sortOrder ?? created.map { $0.secondNumber - 978_307_200 } ?? 0
    }

    /// Changes the level; a priority that is of this level already stays as it is.
    public mutating func setLevel(_ level: PriorityLevel) {
        if self.level != level { priority = level.priority }
    }
}

/// Priorities as people see them.
public enum PriorityLevel: String, Sendable, CaseIterable {
    /// The levels, from the most urgent.
    case high, medium, low, none

    /// The level of iCalendar's number.
    public init(_ priority: Int) {
        switch priority {
        case 1...4: self = .high
        case 5: self = .medium
        case 6...9: self = .low
        default: self = .none
        }
    }

    /// The number that stands for the level.
    public var priority: Int {
        switch self {
        case .high: 1
        case .medium: 5
        case .low: 9
        case .none: 0
        }
    }
}

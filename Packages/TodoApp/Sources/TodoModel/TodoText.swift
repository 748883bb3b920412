/// A line of a todo.txt file (todotxt/todo.txt), taken apart; joining the parts gives the line back.
///
/// ```
/// x 2027-01-28 2027-01-20 Buy milk @shop pri:B      done on the 28th, made on the 20th, was of priority B
/// (A) 2027-01-29 Call the bank +money due:2027-02-01
/// ```
public struct TodoText: Sendable, Equatable {
    /// Whether the line begins with `x` and a space.
    public var isDone = false
    /// `A` to `Z`: before the text of an open task, as `pri:` in that of a done one.
    public var priority: Character?
    /// When it was done.
    public var completed: CivilDate?
    /// When it was made.
    public var created: CivilDate?
    /// All that follows, word for word.
    public var text: String

    /// Reads a line; nil for one with nothing but spaces.
    ///
    /// A done task's dates are completion and creation in this order; one alone is the completion. What stands where no
    /// rule lets it stand is text.
    public init?(_ line: String) {
        var rest = line[...]
        guard !rest.allSatisfy(\.isWhitespace) else { return nil }
        func takeDate() -> CivilDate? {
            guard rest.count > 10, rest.dropFirst(10).first == " ", let date = CivilDate(rest.prefix(10)) else {
                return nil
            }
            rest = rest.dropFirst(11)
            return date
        }
        if rest.hasPrefix("x ") {
            isDone = true
            rest = rest.dropFirst(2)
            completed = takeDate()
            if completed != nil { created = takeDate() }
            text = String(rest)
            if let pri = value("pri"), pri.count == 1, let letter = pri.first, ("A"..."Z").contains(letter) {
                priority = letter
            }
        } else {
            if rest.count > 4, rest.first == "(", let letter = rest.dropFirst().first, ("A"..."Z").contains(letter),
                rest.dropFirst(2).hasPrefix(") ")
            {
                priority = letter
                rest = rest.dropFirst(4)
            }
            created = takeDate()
            text = String(rest)
        }
    }

    /// A task that is to be written.
    public init(text: String) {
        self.text = text
    }

    /// The words.
    private var words: [Substring] { text.split(separator: " ") }

    /// The projects: `+name` at a word's start.
    public var projects: [String] { marked("+") }
    /// The contexts: `@name` at a word's start.
    public var contexts: [String] { marked("@") }

    private func marked(_ sign: Character) -> [String] {
        words.filter { $0.first == sign && $0.count > 1 }.map { String($0.dropFirst()) }
    }

    /// The value of a word `key:value`.
    public func value(_ key: String) -> String? {
        words.first { $0.hasPrefix("\(key):") && $0.count > key.count + 1 }.map { String($0.dropFirst(key.count + 1)) }
    }

    /// The line.
    public var line: String {
        var parts: [String] = []
        if isDone {
            parts.append("x")
            if let completed {
                parts.append("\(completed)")
                if let created { parts.append("\(created)") }
            }
        } else {
            if let priority { parts.append("(\(priority))") }
            if let created { parts.append("\(created)") }
        }
        return (parts + [text]).joined(separator: " ")
    }

    /// Marks it as done: the priority moves into the text, as `pri:A`.
    public mutating func complete(on day: CivilDate) {
        guard !isDone else { return }
        isDone = true
        completed = day
        // Without a creation date the completion stands alone; the format has no other reading of it.
        if let priority { text += " pri:\(priority)" }
    }

    /// Opens it again: the priority comes back before the text.
    public mutating func reopen() {
        guard isDone else { return }
        isDone = false
        completed = nil
        if let priority { text = words.filter { $0 != "pri:\(priority)" }.joined(separator: " ") }
    }
}

import BookFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One line on standard error that says how far reading is: only on a terminal, and only after the first second.
final class ProgressLine {
    private let path: String
    private let total: Int?
    private let start = ContinuousClock.now
    private var next: ContinuousClock.Instant
    private var isShown = false

    private init(_ path: String, total: Int?) {
        self.path = path
        self.total = total
        next = start + .seconds(1)
    }

    /// Makes a reader report here, where somebody looks.
    static func watch(_ reader: BookReader, expectedSize: Int?, isQuiet: Bool) -> ProgressLine? {
        guard !isQuiet, isatty(STDERR_FILENO) == 1 else { return nil }
        let line = ProgressLine(reader.path, total: expectedSize)
        reader.progress = { [weak line] in line?.update($0) }
        return line
    }

    private func update(_ bytes: Int) {
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + .milliseconds(100)
        isShown = true
        let megabytes = "\(bytes / 1_000_000) MB"
        let share = total.flatMap { $0 > 0 ? " of \($0 / 1_000_000) MB, \(min(bytes * 100 / $0, 100)) %" : nil } ?? ""
        Messages.write("\r\u{1B}[K\(path): \(megabytes)\(share)")
    }

    /// Removes the line.
    func finish() {
        if isShown { Messages.write("\r\u{1B}[K") }
    }
}

import CommandKit
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Asks for lines at a prompt, with editing, history and completion where the system has a readline library.
///
/// The library is looked for while running, not linked: a server's image can do without it. It is driven a key at a
/// time, so that a signal can end the wait for the next one: ``wake()`` does, from any thread.
final class LineReader {
    /// What a person entered.
    enum Entry: Equatable {
        case line(String)
        /// Ctrl-C: whatever was typed is to be forgotten.
        case interrupted
        /// Ctrl-D, or the end of the terminal.
        case end
    }

    private let library: ReadlineLibrary?
    private let history: History
    private let waker: Waker

    init(historyFile: String, waker: Waker, complete: @escaping (_ line: String, _ word: String) -> [String]) {
        self.waker = waker
        history = History(file: historyFile)
        library = ReadlineLibrary.open()
        guard let library else { return }
        library.start(completing: complete)
        for entry in history.entries { library.addHistory(entry) }
    }

    /// The next line without its end.
    func next(prompt: String) -> Entry {
        waker.clear()
        guard let library else {
            StandardStream.output.write(prompt)
            guard waker.waitForInput() else {
                StandardStream.output.write("\n")
                return .interrupted
            }
            return readLine(strippingNewline: true).map { .line($0) } ?? .end
        }
        library.begin(prompt)
        while true {
            guard waker.waitForInput() else {
                // Giving the terminal back moves to the start of the line.
                StandardStream.output.write("^C")
                library.abandonLine()
                StandardStream.output.write("\n")
                return .interrupted
            }
            switch library.readKey() {
            case .none: continue
            case .some(.some(let line)): return .line(line)
            case .some(.none):
                StandardStream.output.write("\n")
                return .end
            }
        }
    }

    /// Remembers what was entered, which may have several lines. What starts with a space is not remembered.
    func remember(_ entry: String) {
        let entry = entry.trimmingCharacters(in: .newlines)
        guard !entry.isEmpty, entry.first != " ", history.add(entry) else { return }
        library?.addHistory(entry)
    }

    /// Writes the history to its file.
    func save() { history.save() }
}

/// Ends a wait for input from another thread, through a pipe.
final class Waker: Sendable {
    private let reader: Int32
    private let writer: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw CommandFailure("The system allows no more pipes.") }
        (reader, writer) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Ends the wait that is under way, or the next one.
    func wake() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    /// Forgets earlier calls of ``wake()``.
    func clear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(reader, &bytes, bytes.count) > 0 {}
    }

    /// Waits for a byte on standard input; `false` if it was woken instead.
    func waitForInput() -> Bool {
        while true {
            var waits = [
                pollfd(fd: 0, events: Int16(POLLIN), revents: 0), pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, -1) >= 0 || errno == EINTR else { return true }
            if waits[1].revents != 0 { return false }
            if waits[0].revents != 0 { return true }
        }
    }
}

/// What was entered, in this session and before it.
///
/// In the file an entry is a line; a line end inside one stands there as U+0001, as in psql's history. Sessions that run
/// side by side add to the file and do not overwrite each other.
final class History {
    /// How many entries the file keeps.
    private static let capacity = 1000
    /// The entries of the file, when the session began.
    let entries: [String]
    private let file: String
    private var added: [String] = []

    init(file: String) {
        self.file = file
        entries = Self.read(file)
    }

    /// Adds an entry; `false` if it is the same as the one before.
    func add(_ entry: String) -> Bool {
        guard entry != added.last ?? entries.last else { return false }
        added.append(entry)
        return true
    }

    func save() {
        guard !added.isEmpty else { return }
        let lines = (Self.read(file) + added).suffix(Self.capacity).map { $0.replacing("\n", with: "\u{1}") }
        // What was typed may hold secrets: for the owner only.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try? handle.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
        added = []
    }

    private static func read(_ file: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: file) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            String($0).replacing("\u{1}", with: "\n")
        }
    }
}

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads lines: on a terminal with editing and history, where the system has a readline library.
///
/// The library is looked for while running, not linked: a server's image can do without it.
final class LineReader {
    private typealias Readline = @convention(c) (UnsafePointer<CChar>?) -> UnsafeMutablePointer<CChar>?
    private typealias TakeText = @convention(c) (UnsafePointer<CChar>?) -> CInt
    private typealias AddHistory = @convention(c) (UnsafePointer<CChar>?) -> Void
    private typealias Stifle = @convention(c) (CInt) -> Void

    /// Whether somebody sits at the other end.
    let isInteractive: Bool
    private var readline: Readline?
    private var addHistory: AddHistory?
    private var writeHistory: TakeText?
    private let historyFile: String

    init() {
        isInteractive = isatty(0) == 1 && isatty(1) == 1
        let environment = ProcessInfo.processInfo.environment
        historyFile = environment["SQLSHELL_HISTORY"] ?? "\(environment["HOME"] ?? ".")/.sqlshell_history"
        guard isInteractive, let library = Self.openLibrary() else { return }
        readline = dlsym(library, "readline").map { unsafeBitCast($0, to: Readline.self) }
        addHistory = dlsym(library, "add_history").map { unsafeBitCast($0, to: AddHistory.self) }
        writeHistory = dlsym(library, "write_history").map { unsafeBitCast($0, to: TakeText.self) }
        if let using = dlsym(library, "using_history") {
            unsafeBitCast(using, to: (@convention(c) () -> Void).self)()
        }
        if let stifle = dlsym(library, "stifle_history") { unsafeBitCast(stifle, to: Stifle.self)(1000) }
        if let read = dlsym(library, "read_history") { _ = unsafeBitCast(read, to: TakeText.self)(historyFile) }
    }

    deinit {
        guard readline != nil else { return }
        // What was typed may hold secrets: for the owner only.
        _ = umask(0o077)
        _ = writeHistory?(historyFile)
    }

    private static func openLibrary() -> UnsafeMutableRawPointer? {
        for name in ["libreadline.so.8", "libreadline.so.7", "libreadline.so", "libedit.so.2", "libedit.3.dylib"] {
            if let library = dlopen(name, RTLD_NOW) { return library }
        }
        return nil
    }

    /// The next line without its end; `nil` at the end of the input. The prompt is only shown on a terminal.
    func next(prompt: String) -> String? {
        guard isInteractive else { return readLine(strippingNewline: true) }
        guard let readline else {
            Terminal(descriptor: 1).write(prompt)
            return readLine(strippingNewline: true)
        }
        guard let line = readline(prompt) else {
            Terminal(descriptor: 1).write("\n")
            return nil
        }
        defer { free(line) }
        return String(cString: line)
    }

    /// Remembers what was entered, which may have been typed in several lines.
    func remember(_ entry: String) {
        let line = entry.split(whereSeparator: \.isNewline).joined(separator: " ")
        if !line.isEmpty { addHistory?(line) }
    }
}

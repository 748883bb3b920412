#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: readline is found at run time; its functions and lines are C's, and lines are freed.

/// The functions of a readline library, found while running.
///
/// Readline calls back without any context of ours and keeps all its state in global variables. So does this file: what
/// its callbacks share stands in ``callbacks``, which only the thread that asks for lines touches.
final class ReadlineLibrary {
    // The types of readline's functions, as its headers have them. `dlsym(3)` gives untyped addresses, which become functions
    // by a cast alone.
    private typealias Text = UnsafeMutablePointer<CChar>
    private typealias Install = @convention(c) (UnsafePointer<CChar>?, @convention(c) (Text?) -> Void) -> Void
    private typealias Call = @convention(c) () -> Void
    private typealias TakeText = @convention(c) (UnsafePointer<CChar>?) -> Void
    private typealias Generator = @convention(c) (UnsafePointer<CChar>?, CInt) -> Text?
    private typealias Match = @convention(c) (UnsafePointer<CChar>?, Generator) -> UnsafeMutablePointer<Text?>?
    private typealias Attempt =
        @convention(c) (UnsafePointer<CChar>?, CInt, CInt) -> UnsafeMutablePointer<Text?>?

    private struct Callbacks {
        /// The line that is complete; `.some(nil)` is the end of the input.
        var line: String??
        /// Ends the asking for a line.
        var remove: Call?
        var complete: ((_ line: String, _ word: String) -> [String])?
        var candidates: [String] = []
        var match: Match?
        var buffer: UnsafeMutablePointer<Text?>?
        /// Keeps readline from trying file names when there is no candidate.
        var isOver: UnsafeMutablePointer<CInt>?
    }

    // Touched by one thread only, the one that asks for lines: see above.
    private nonisolated(unsafe) static var callbacks = Callbacks()

    private let library: UnsafeMutableRawPointer
    private let install: Install
    private let readCharacter: Call
    private let remove: Call
    private let add: TakeText

    /// Finds a library; `nil` if there is none, or one without what is needed.
    static func open() -> ReadlineLibrary? {
        for name in ["libreadline.so.8", "libreadline.so.7", "libreadline.so", "libedit.so.2", "libedit.3.dylib"] {
            if let library = dlopen(name, RTLD_NOW), let readline = ReadlineLibrary(library) { return readline }
        }
        return nil
    }

    private init?(_ library: UnsafeMutableRawPointer) {
        // Each symbol has this type in readline's own headers, and in libedit's, which imitate them.
        guard let install = dlsym(library, "rl_callback_handler_install"),
            let read = dlsym(library, "rl_callback_read_char"),
            let remove = dlsym(library, "rl_callback_handler_remove"), let add = dlsym(library, "add_history")
        else { return nil }
        self.library = library
        self.install = unsafeBitCast(install, to: Install.self)
        readCharacter = unsafeBitCast(read, to: Call.self)
        self.remove = unsafeBitCast(remove, to: Call.self)
        self.add = unsafeBitCast(add, to: TakeText.self)
    }

    /// Prepares editing and completion.
    func start(completing complete: @escaping (_ line: String, _ word: String) -> [String]) {
        if let using = dlsym(library, "using_history") { unsafeBitCast(using, to: Call.self)() }
        // Signals are the session's affair.
        variable("rl_catch_signals", as: CInt.self)?.pointee = 0
        variable("rl_readline_name", as: UnsafePointer<CChar>?.self)?.pointee = UnsafePointer(strdup("sqlshell"))
        // A point belongs to a word: `.tables`, `schema.table`.
        variable("rl_basic_word_break_characters", as: UnsafePointer<CChar>?.self)?.pointee =
            UnsafePointer(strdup(" \t\n\"'`@$><=;|&{(,)+-*/%"))
        guard let match = dlsym(library, "rl_completion_matches"),
            let attempt = variable("rl_attempted_completion_function", as: Attempt?.self)
        else { return }
        Self.callbacks.complete = complete
        Self.callbacks.match = unsafeBitCast(match, to: Match.self)
        Self.callbacks.buffer = variable("rl_line_buffer", as: Text?.self)
        Self.callbacks.isOver = variable("rl_attempted_completion_over", as: CInt.self)
        attempt.pointee = { word, _, _ in
            ReadlineLibrary.callbacks.isOver?.pointee = 1
            guard let word, let match = ReadlineLibrary.callbacks.match else { return nil }
            let line = ReadlineLibrary.callbacks.buffer?.pointee.map { String(cString: $0) } ?? ""
            let complete = ReadlineLibrary.callbacks.complete
            ReadlineLibrary.callbacks.candidates = (complete?(line, String(cString: word)) ?? []).reversed()
            return match(word) { _, _ in
                // Readline frees each of them.
                ReadlineLibrary.callbacks.candidates.popLast().flatMap { strdup($0) }
            }
        }
    }

    func addHistory(_ entry: String) { entry.withCString { add($0) } }

    /// Shows the prompt and begins a line.
    func begin(_ prompt: String) {
        Self.callbacks.line = nil
        Self.callbacks.remove = remove
        install(prompt) { line in
            // Readline hands the line over, to be freed.
            defer { free(line) }
            // Here and not later: otherwise readline shows the prompt once more.
            ReadlineLibrary.callbacks.remove?()
            ReadlineLibrary.callbacks.line = .some(line.map { String(cString: $0) })
        }
    }

    /// Takes one key; returns the line if that was its last, or `.some(nil)` at the end of the input.
    func readKey() -> String?? {
        readCharacter()
        return Self.callbacks.line
    }

    /// Forgets the line that was begun and gives the terminal back.
    func abandonLine() {
        if let free = dlsym(library, "rl_free_line_state") { unsafeBitCast(free, to: Call.self)() }
        if let clean = dlsym(library, "rl_cleanup_after_signal") { unsafeBitCast(clean, to: Call.self)() }
        remove()
    }

    private func variable<Value>(_ name: String, as type: Value.Type) -> UnsafeMutablePointer<Value>? {
        // A variable of this type in readline's headers; it lives as long as the library, which is never closed.
        dlsym(library, name)?.assumingMemoryBound(to: type)
    }
}

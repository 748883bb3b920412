import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A failure that a person can act on: one whole sentence that names the input, the position in it, and what would be
/// right.
public struct CommandFailure: Error, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Makes a failure of its sentence.
    public init(_ description: String) { self.description = description }
}

/// The reader of standard output has gone (`… | head`): nothing is left to do, and nothing to say.
public struct ClosedPipe: Error {
    /// Makes the error.
    public init() {}
}

/// A closed pipe becomes an error of `write`, not the end of the process.
public func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

/// Runs a command's work and turns what it throws into the exit status that every tool documents.
///
/// A closed pipe is 0. Any other error is one line `TOOL: SENTENCE` on standard error and exit status 1; ArgumentParser's
/// own errors (`ExitCode`, `ValidationError`, which is 64) pass. While the work runs, SIGINT, SIGTERM and SIGHUP remove
/// unfinished files of ``OutputFile`` before they end the process.
///
/// - Parameters:
///   - tool: the name before the sentence.
///   - endsAtSignals: false for work that watches these signals itself and ends in its own time.
public func runCommand(
    _ tool: String, endsAtSignals: Bool = true, _ work: () async throws -> Void
) async throws {
    ignoreClosedPipes()
    let watch = endsAtSignals ? SignalWatch.removingPartFiles() : nil
    defer { watch?.cancel() }
    do { try await work() } catch { throw exitStatus(of: error, tool) }
}

/// The same for work that never suspends.
///
/// - Parameter tool: the name before the sentence.
public func runCommand(_ tool: String, _ work: () throws -> Void) throws {
    ignoreClosedPipes()
    let watch = SignalWatch.removingPartFiles()
    defer { watch.cancel() }
    do { try work() } catch { throw exitStatus(of: error, tool) }
}

/// Says a failure and returns what ArgumentParser exits with.
private func exitStatus(of error: any Error, _ tool: String) -> any Error {
    switch error {
    case is ClosedPipe: return ExitCode.success
    case is ExitCode, is ValidationError, is CleanExit: return error
    default:
        complain("\(tool): \(error)")
        return ExitCode.failure
    }
}

/// Writes one line to standard error. `--quiet` does not silence it.
public func complain(_ sentence: String) { StandardStream.error.write(sentence + "\n") }

public import Foundation
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that a test has started and not yet ended: a server, or a command that waits.
///
/// What holds: its output goes to files of its own, so it never blocks on a reader; the object's end kills what still
/// runs; a signal is sent only while the program has not been reaped, so that it never reaches another process.
///
/// ```swift
/// let server = try await BuiltTool("webserver").start([site.path, "--port", "0"])
/// let address = try await server.address()
/// …
/// await server.stop()
/// ```
public final class RunningProgram: Sendable {
    /// The number of the process.
    public let processIdentifier: Int32
    /// The program as it was started.
    public let program: Program

    private let files: Files
    private let end: Task<Int32, Never>
    private let input: FileHandle?
    // True from the moment that the end is known: the number may then belong to another process.
    private let hasEnded: EndMark

    /// The files of one run, removed with it.
    private final class Files: Sendable {
        let folder: URL
        let output: URL
        let errors: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
            output = folder.appending(path: "out")
            errors = folder.appending(path: "err")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: output)
            try Data().write(to: errors)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private final class EndMark: Sendable {
        let value = Mutex(false)
    }

    private init(
        _ program: Program, _ processIdentifier: Int32, _ files: Files, _ input: FileHandle?, _ hasEnded: EndMark,
        _ end: Task<Int32, Never>
    ) {
        self.program = program
        self.processIdentifier = processIdentifier
        self.files = files
        self.input = input
        self.hasEnded = hasEnded
        self.end = end
    }

    deinit { send(SIGKILL) }

    /// What a program reads from.
    public enum Input: Sendable {
        /// These bytes, and then the end.
        case data(Data)
        /// What the test writes with ``RunningProgram/write(_:)``, until it calls ``RunningProgram/closeInput()``.
        case open
    }

    /// Starts a program that reads `input`.
    ///
    /// - Throws: ``Missing`` if it cannot be started.
    public static func start(_ program: Program, input: Data = Data()) async throws -> RunningProgram {
        try await start(program, reading: .data(input))
    }

    /// Starts a program.
    ///
    /// - Parameter output: a file that takes the standard output; nil is a file of the run's own.
    /// - Throws: ``Missing`` if it cannot be started.
    public static func start(
        _ program: Program, reading input: Input, output: FileHandle? = nil
    ) async throws -> RunningProgram {
        let files = try Files()
        var environment: [Environment.Key: String?] = [:]
        for (name, value) in program.environment { environment[Environment.Key(stringLiteral: name)] = value }
        for name in program.withoutVariables { environment[Environment.Key(stringLiteral: name)] = .some(nil) }
        let configuration = Configuration(
            executable: .path(FilePath(program.executable)), arguments: Arguments(program.arguments),
            environment: .inherit.updating(environment),
            workingDirectory: program.folder.map { FilePath($0.path(percentEncoded: false)) })
        let (reading, writing) = try descriptors(of: input, in: files.folder)
        let outputDescriptor =
            try output.map { FileDescriptor(rawValue: dup($0.fileDescriptor)) }
            ?? FileDescriptor.open(FilePath(files.output.path), .writeOnly)
        let errorDescriptor = try FileDescriptor.open(FilePath(files.errors.path), .writeOnly)

        let mark = EndMark()
        let (started, continuation) = AsyncStream<Swift.Result<Int32, any Error>>.makeStream()
        let end = Task<Int32, Never> {
            do {
                let result = try await Subprocess.run(
                    configuration,
                    input: .fileDescriptor(reading, closeAfterSpawningProcess: true),
                    output: .fileDescriptor(outputDescriptor, closeAfterSpawningProcess: true),
                    error: .fileDescriptor(errorDescriptor, closeAfterSpawningProcess: true)
                ) { execution in
                    continuation.yield(.success(execution.processIdentifier.value))
                }
                mark.value.withLock { $0 = true }
                switch result.terminationStatus {
                case .exited(let status): return status
                case .signaled(let number): return 128 + number
                }
            } catch {
                continuation.yield(.failure(error))
                return 127
            }
        }
        for await outcome in started {
            switch outcome {
            case .success(let identifier): return RunningProgram(program, identifier, files, writing, mark, end)
            case .failure(let error): throw Missing("\(program.executable) cannot be started: \(error)")
            }
        }
        throw Missing("\(program.executable) cannot be started")
    }

    private static func descriptors(of input: Input, in folder: URL) throws -> (FileDescriptor, FileHandle?) {
        switch input {
        case .data(let data):
            let file = folder.appending(path: "in")
            try data.write(to: file)
            return (try FileDescriptor.open(FilePath(file.path), .readOnly), nil)
        case .open:
            let (readEnd, writeEnd) = try FileDescriptor.pipe()
            // The test's own end must not reach other programs that the test starts by other means.
            _ = fcntl(writeEnd.rawValue, F_SETFD, FD_CLOEXEC)
            return (readEnd, FileHandle(fileDescriptor: writeEnd.rawValue, closeOnDealloc: true))
        }
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { !hasEnded.value.withLock { $0 } && kill(processIdentifier, 0) == 0 }

    /// What it has written on standard output so far; empty where the output was given a file.
    public var outputData: Data { (try? Data(contentsOf: files.output)) ?? Data() }

    /// What it has written on standard output so far, as text.
    public var output: String { String(decoding: outputData, as: UTF8.self) }

    /// What it has written on standard error so far.
    public var errors: String { String(decoding: (try? Data(contentsOf: files.errors)) ?? Data(), as: UTF8.self) }

    /// Writes to its standard input, if that was left open.
    public func write(_ text: String) throws {
        guard let input else { throw Missing("the input of \(program.executable) is not open") }
        try input.write(contentsOf: Data(text.utf8))
    }

    /// Ends its standard input.
    public func closeInput() { try? input?.close() }

    /// Sends a signal, unless it has ended.
    public func send(_ signal: Int32) {
        hasEnded.value.withLock { ended in
            if !ended { _ = kill(processIdentifier, signal) }
        }
    }

    /// Waits for the end; the exit status, or 128 and the number of the signal that ended it.
    @discardableResult
    public func waitUntilExit() async -> Int32 { await end.value }

    /// Asks it to end (SIGTERM), and after `grace` kills it.
    ///
    /// - Returns: the exit status as ``waitUntilExit()`` gives it.
    @discardableResult
    public func stop(grace: Duration = .seconds(60)) async -> Int32 {
        send(SIGTERM)
        let killer = Task {
            try await Task.sleep(for: grace)
            send(SIGKILL)
        }
        defer { killer.cancel() }
        return await waitUntilExit()
    }

    /// Waits until `condition` holds for the program, looking every 10 ms.
    ///
    /// - Throws: ``Missing`` with what it said, if it ends first or `limit` passes.
    public func wait(
        for what: String, limit: Duration = .seconds(120), _ condition: () throws -> Bool
    ) async throws {
        let start = ContinuousClock.now
        while try !condition() {
            let name = URL(filePath: program.executable).lastPathComponent
            guard isRunning else {
                if try condition() { return }
                throw Missing("\(name) ended before \(what). It said: \(errors.suffix(800))\(output.suffix(400))")
            }
            guard ContinuousClock.now - start < limit else {
                throw Missing("\(name): no \(what) within \(limit). It said: \(errors.suffix(800))")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The first line of its standard output, without the line end.
    ///
    /// - Throws: ``Missing`` if it ends without one, or `limit` passes.
    public func firstLine(limit: Duration = .seconds(120)) async throws -> String {
        try await wait(for: "first line", limit: limit) { outputData.contains(0x0A) }
        return String(decoding: outputData.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// The address in the first line `listening on http://HOST:PORT`.
    ///
    /// - Throws: ``Missing`` if the first line is another one.
    public func address(limit: Duration = .seconds(120)) async throws -> URL {
        let line = try await firstLine(limit: limit)
        guard line.hasPrefix("listening on "), let url = URL(string: String(line.dropFirst(13))) else {
            throw Missing("the first line is '\(line)', not 'listening on http://HOST:PORT'. \(errors.suffix(800))")
        }
        return url
    }
}

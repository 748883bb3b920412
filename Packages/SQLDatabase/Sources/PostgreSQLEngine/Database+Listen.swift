import CPostgreSQL
import SQLDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A message that some connection sent with `NOTIFY`.
public struct PostgreSQLNotification: Sendable, Hashable {
    /// The channel it was sent on.
    public let channel: String
    /// What was sent; empty if nothing.
    public let payload: String
    /// The server process of the connection that sent it.
    public let sender: Int

    init(_ message: PGnotify) {
        channel = String(cString: message.relname)
        payload = String(cString: message.extra)
        sender = Int(message.be_pid)
    }
}

extension SQLConnection {
    /// What the server has said of a setting that it reports by itself, such as `standard_conforming_strings` or
    /// `client_encoding`; nothing for others, and on another engine. Costs no question to the server.
    public func reportedSetting(_ name: String) -> String? {
        guard let driver = driver as? PostgreSQLDriver else { return nil }
        return PQparameterStatus(driver.handle, name).map { String(cString: $0) }
    }

    /// The messages that have come for this connection's own `LISTEN` since the last call; none on another engine.
    public func receivedNotifications() -> [PostgreSQLNotification] {
        guard let driver = driver as? PostgreSQLDriver else { return [] }
        PQconsumeInput(driver.handle)
        var messages: [PostgreSQLNotification] = []
        while let notification = PQnotifies(driver.handle) {
            defer { PQfreemem(notification) }
            messages.append(PostgreSQLNotification(notification.pointee))
        }
        return messages
    }

    /// Sends a message to all that listen on a channel; inside a transaction, when it commits.
    ///
    /// - Parameter payload: At most 8000 bytes.
    public func notify(_ channel: String, payload: String = "") throws(SQLError) {
        _ = try postgreSQL()
        try execute("SELECT pg_notify(\(channel), \(payload))")
    }
}

extension Database {
    /// Listens on channels of a PostgreSQL server, on a connection of its own beside the pool.
    ///
    /// The function returns when the server listens: what is sent from then on arrives. The stream ends with
    /// ``SQLDatabase/SQLError/connectionLost(_:)`` when the connection dies: messages may then have been missed, so look
    /// at the tables before listening anew. It also ends with an error when more than 10,000 messages wait unread.
    ///
    /// - Parameter channels: The names, exactly as `NOTIFY` gets them; upper case matters.
    /// - Returns: The messages as they come. The connection closes when the loop over them ends.
    public func listen(
        to channels: String...
    ) async throws -> AsyncThrowingStream<PostgreSQLNotification, any Error> {
        guard let connector = connector as? PostgreSQLConnector else {
            throw SQLError.malformedStatement(
                reason: "needs PostgreSQL, which this database is not", statement: "LISTEN")
        }
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: PostgreSQLNotification.self, bufferingPolicy: .bufferingOldest(10_000))
        let listener = try Listener()
        continuation.onTermination = { _ in listener.stop() }
        try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
            let isRunning = startThread {
                listener.run(connector, channels, started: started, messages: continuation)
            }
            if !isRunning { started.resume(throwing: SQLError.system("it allows no more threads")) }
        }
        return stream
    }
}

/// Waits on a connection for messages, until it is stopped from another thread through a pipe.
private final class Listener: Sendable {
    private let reader: Int32
    private let writer: Int32

    init() throws(SQLError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .system("it allows no more pipes") }
        (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(reader)
        close(writer)
    }

    func stop() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    func run(
        _ connector: PostgreSQLConnector, _ channels: [String], started: CheckedContinuation<Void, any Error>,
        messages: AsyncThrowingStream<PostgreSQLNotification, any Error>.Continuation
    ) {
        let driver: PostgreSQLDriver
        do throws(SQLError) {
            driver = try PostgreSQLDriver(
                handle: try connector.open(), options: connector.options, isPooled: connector.isPooled)
        } catch {
            started.resume(throwing: error)
            return
        }
        defer { driver.close() }
        do throws(SQLError) {
            for channel in channels {
                try driver.run(SQLScript(trusted: ("LISTEN \(identifier: channel)" as SQLStatement).sql(.dollar)))
            }
        } catch {
            started.resume(throwing: error)
            return
        }
        started.resume()
        messages.finish(throwing: wait(driver, messages))
    }

    /// Passes messages on until the end; returns why it ended, or nothing if it was stopped.
    private func wait(
        _ driver: PostgreSQLDriver, _ messages: AsyncThrowingStream<PostgreSQLNotification, any Error>.Continuation
    ) -> SQLError? {
        while true {
            while let notification = PQnotifies(driver.handle) {
                defer { PQfreemem(notification) }
                switch messages.yield(PostgreSQLNotification(notification.pointee)) {
                case .dropped: return .system("more than 10,000 notifications wait unread")
                case .terminated: return nil
                default: break
                }
            }
            var waits = [
                pollfd(fd: PQsocket(driver.handle), events: Int16(POLLIN), revents: 0),
                pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, -1) >= 0 || errno == EINTR else { return .system("it cannot wait for a socket") }
            if waits[1].revents != 0 { return nil }
            if waits[0].revents != 0, PQconsumeInput(driver.handle) != 1 {
                return driver.error(nil, statement: "LISTEN")
            }
        }
    }
}

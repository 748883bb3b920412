import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: send(2) takes an address and a count.

/// A response's course out of a connection: what is collected, what waits, and what comes when all of it has left.
extension Worker {
    /// The octets that one connection may send before the others get their turn.
    private static let turn = 4 * 1_048_576

    /// Hands the collected responses to the kernel; what it does not take waits in the connection's own buffer.
    func flush(_ connection: Connection, isPartial: Bool) {
        guard !sending.isEmpty else { return }
        defer { sending.removeAll(keepingCapacity: true) }
        if connection.isBroken { return }
        guard connection.output.isEmpty else {
            connection.output.append(.bytes(sending, from: 0))
            return
        }
        switch sending.withUnsafeBytes({ SystemCalls.send(connection.socket, $0, isPartial: isPartial) }) {
        case .moved(let count):
            if count < sending.count { connection.output.append(.bytes(Array(sending[count...]), from: 0)) }
        case .wouldBlock: connection.output.append(.bytes(sending, from: 0))
        case .failed: breakOff(connection)
        }
    }

    /// Sends what waits until the kernel takes no more, or the others' turn has come.
    func pump(_ connection: Connection) {
        var budget = Self.turn
        while budget > 0, let first = connection.output.first {
            let transfer: Transfer
            switch first {
            case .bytes(let bytes, let from):
                transfer = bytes.withUnsafeBytes {
                    SystemCalls.send(connection.socket, UnsafeRawBufferPointer(rebasing: $0[from...]), isPartial: false)
                }
            case .file(let slice): transfer = SystemCalls.sendFile(connection.socket, slice)
            }
            switch transfer {
            case .wouldBlock: return
            case .failed: return breakOff(connection)
            case .moved(let count):
                // A file that was cut shorter since its length was promised: only the connection's end tells the client.
                if count == 0 { return breakOff(connection) }
                budget -= count
                connection.taken += count
                advanceOutput(connection, by: count)
            }
        }
    }

    private func advanceOutput(_ connection: Connection, by count: Int) {
        switch connection.output.first {
        case .bytes(let bytes, let from) where from + count < bytes.count:
            connection.output[0] = .bytes(bytes, from: from + count)
        case .file(var slice) where count < slice.length:
            slice.offset += count
            slice.length -= count
            connection.output[0] = .file(slice)
        case .some: connection.output.removeFirst()
        case .none: break
        }
    }

    private func breakOff(_ connection: Connection) {
        connection.isBroken = true
        connection.output.removeAll()
    }

    /// The kernel takes more of a response.
    func writable(_ connection: Connection) {
        pump(connection)
        if connection.output.isEmpty, !connection.isBroken {
            wait(connection, for: .reading)
            advance(connection)
        }
        settle(connection)
    }

    /// Decides what a connection waits for, after something was done for it.
    func settle(_ connection: Connection) {
        flush(connection, isPartial: false)
        if connection.isBroken { return end(connection) }
        guard connection.output.isEmpty else {
            if connection.interest != .writing {
                connection.taken = 0
                schedule(connection, after: limits.writeMilliseconds)
                wait(connection, for: .writing)
            }
            return
        }
        switch connection.phase {
        case .closing where connection.lingers:
            connection.phase = .lingering
            shutdown(connection.socket, Int32(SHUT_WR))
            wait(connection, for: .reading)
            schedule(connection, after: limits.lingerMilliseconds)
        case .closing: end(connection)
        case .head where connection.input == nil:
            if isDraining { return end(connection) }
            wait(connection, for: .reading)
            schedule(connection, after: limits.idleMilliseconds)
        case .waiting: wait(connection, for: .none)
        case .head, .body, .lingering: wait(connection, for: .reading)
        }
    }
}

import HTTPMessages

// Unsafe pointers: recv(2) fills the worker's own buffer; the count returned says how much is valid.

/// A request's course through a connection: octets in, head, content, answer.
extension Worker {
    /// Takes what has come in.
    func readable(_ connection: Connection) {
        let transfer = received.withUnsafeMutableBytes { SystemCalls.receive(connection.socket, into: $0) }
        switch transfer {
        case .wouldBlock: return
        case .failed: end(connection)
        // Every whole request before it was answered, so nothing is owed to a client that says no more.
        case .moved(0): end(connection)
        case .moved(let count):
            if count == received.count { rearm(connection) }
            switch connection.phase {
            case .lingering, .closing, .waiting: return
            case .head, .body: break
            }
            if let input = connection.input {
                received.withUnsafeBytes { input.bytes.append(contentsOf: $0[..<count]) }
                advance(connection)
            } else {
                takeWhole(connection, count: count)
            }
            settle(connection)
        }
    }

    /// The usual case: a whole request in one piece, read where it lies.
    private func takeWhole(_ connection: Connection, count: Int) {
        connection.began = clock.microseconds
        let octets = received
        let bytes = octets.span.extracting(0..<count)
        parser.reset()
        guard let consumed = answerAll(connection, bytes, &parser), consumed < count else { return }
        var rest: [UInt8] = []
        rest.append(bytes.extracting(consumed..<count))
        connection.input = Connection.Input(bytes: rest, parser: parser)
        schedule(connection, after: limits.headMilliseconds)
    }

    /// Goes on with the input that a connection has kept.
    func advance(_ connection: Connection) {
        guard let input = connection.input else { return }
        connection.input = nil
        let octets = input.bytes
        guard let consumed = answerAll(connection, octets.span, &input.parser) else { return }
        if consumed == octets.count { return }
        if consumed > 0 {
            input.bytes = Array(octets[consumed...])
            connection.began = clock.microseconds
            schedule(connection, after: limits.headMilliseconds)
        }
        connection.input = input
    }

    /// Answers the requests that begin in `bytes`.
    ///
    /// - Returns: how many octets were consumed; nil when there is nothing more to keep of them.
    private func answerAll(_ connection: Connection, _ bytes: Span<UInt8>, _ parser: inout RequestParser) -> Int? {
        var start = 0
        while connection.output.isEmpty {
            let rest = bytes.extracting(start..<bytes.count)
            do {
                switch connection.phase {
                case .closing, .lingering, .waiting: return nil
                case .head:
                    guard rest.count > 0, try parser.parse(rest) else { return start }
                    if parser.head.framing == .none || parser.head.framing == .length(0) { break }
                    if parser.head.expectsContinue, rest.count == parser.head.length,
                        refuseEarly(connection, parser, rest)
                    {
                        return nil
                    }
                    connection.phase = .body(BodyReader(framing: parser.head.framing, limits: limits.request))
                    schedule(connection, after: limits.bodyMilliseconds)
                    if parser.head.expectsContinue, rest.count == parser.head.length {
                        sending.append("HTTP/1.1 100 Continue\r\n\r\n")
                        flush(connection, isPartial: false)
                    }
                    fallthrough
                case .body:
                    guard let length = try readBody(connection, rest, parser) else { return nil }
                    start += length
                }
            } catch {
                refuse(connection, error.status, error.description, parser.head, rest)
                return nil
            }
            guard answer(connection, parser.head, rest) else {
                // Another thread works on it. The request is kept with what stands behind it, to be asked again.
                var kept: [UInt8] = []
                kept.append(bytes.extracting(start..<bytes.count))
                keepWaiting(connection, Connection.Input(bytes: kept, parser: RequestParser(limits: limits.request)))
                return nil
            }
            start += parser.head.length
            parser.reset()
        }
        return start
    }

    /// Throws a request's content away.
    ///
    /// - Returns: the content's octets, when its end was seen; else nil, and the head alone is kept for the answer.
    private func readBody(
        _ connection: Connection, _ bytes: Span<UInt8>, _ parser: RequestParser
    ) throws(RequestFault) -> Int? {
        guard case .body(var reader) = connection.phase else { return 0 }
        let head = parser.head.length
        let consumed = try reader.consume(bytes.extracting(head..<bytes.count))
        if reader.isComplete {
            connection.phase = .head
            return consumed
        }
        connection.phase = .body(reader)
        var kept: [UInt8] = []
        kept.append(bytes.extracting(0..<head))
        connection.input = Connection.Input(bytes: kept, parser: parser)
        return nil
    }

    /// Answers one request; false when another thread has to do something for it first.
    private func answer(_ connection: Connection, _ head: RequestHead, _ bytes: Span<UInt8>) -> Bool {
        let request = Request(head, in: bytes, at: clock.moment)
        let answer = responder.respond(to: request, head: &sending)
        if answer.isPending {
            if head.framing == .none || head.framing == .length(0) { return false }
            // The content is gone, and a request that is asked again would wait for it.
            refuse(connection, .serviceUnavailable, "The answer is not ready; ask again, without content.", head, bytes)
            return true
        }
        log?.record(answer, to: head, in: bytes, from: connection.peer, began: connection.began, clock: clock)
        finish(connection, answer, keepsAlive: head.keepsAlive && !isDraining, minorVersion: head.minorVersion)
        return true
    }

    /// Answers a request whose client waits for 100 (Continue) before it sends the content, when the answer is a refusal
    /// anyway (RFC 9110, section 10.1.1); false when the content is to be sent.
    private func refuseEarly(_ connection: Connection, _ parser: RequestParser, _ bytes: Span<UInt8>) -> Bool {
        let start = sending.count
        let answer = responder.respond(to: Request(parser.head, in: bytes, at: clock.moment), head: &sending)
        guard answer.status.code >= 400 else {
            sending.removeSubrange(start...)
            return false
        }
        log?.record(answer, to: parser.head, in: bytes, from: connection.peer, began: connection.began, clock: clock)
        connection.lingers = true
        finish(connection, answer, keepsAlive: false, minorVersion: 1)
        return true
    }

    /// Answers a request that was refused, and ends the connection behind it.
    func refuse(
        _ connection: Connection, _ status: Status, _ reason: String, _ head: RequestHead, _ bytes: Span<UInt8>
    ) {
        var answer = responder.refuse(status, because: reason, head: &sending)
        if head.method == .head { answer.content = .none }
        log?.record(answer, to: head, in: bytes, from: connection.peer, began: connection.began, clock: clock)
        connection.lingers = true
        finish(connection, answer, keepsAlive: false, minorVersion: 1)
    }

    /// Ends a response's head and sends its content, or as much of it as the kernel takes.
    private func finish(_ connection: Connection, _ answer: Answer, keepsAlive: Bool, minorVersion: UInt8) {
        clock.appendDate(to: &sending)
        if !keepsAlive {
            sending.append("Connection: close\r\n\r\n")
            connection.phase = .closing
        } else if minorVersion == 0 {
            sending.append("Connection: keep-alive\r\n\r\n")
        } else {
            sending.append("\r\n")
        }
        connection.hasAnswered = true
        switch answer.content {
        case .none, .pending: break
        case .bytes(let bytes): enqueue(connection, .bytes(bytes))
        case .file(let slice): enqueue(connection, .file(slice))
        case .parts(let parts): for part in parts { enqueue(connection, part) }
        }
        if sending.count > Self.scratch { flush(connection, isPartial: false) }
    }

    /// Small pieces are collected and leave together; large ones leave from where they are.
    private func enqueue(_ connection: Connection, _ part: Answer.Part) {
        switch part {
        case .bytes(let bytes) where bytes.count <= Self.scratch / 2: sending.append(contentsOf: bytes)
        case .bytes(let bytes):
            flush(connection, isPartial: true)
            connection.output.append(.bytes(bytes, from: 0))
            pump(connection)
        case .file(let slice):
            if slice.length == 0 { return }
            flush(connection, isPartial: true)
            connection.output.append(.file(slice))
            pump(connection)
        }
    }

    /// A connection has not got further in its time.
    func timeOut(_ connection: Connection) {
        if !connection.output.isEmpty {
            guard connection.taken >= limits.minimumTaken else { return end(connection) }
            connection.taken = 0
            return schedule(connection, after: limits.writeMilliseconds)
        }
        guard let input = connection.input else { return end(connection) }
        connection.input = nil
        let octets = input.bytes
        if case .waiting = connection.phase {
            refuse(
                connection, .serviceUnavailable, "The server was too busy to answer in time.", input.parser.head,
                octets.span)
        } else {
            refuse(
                connection, .requestTimeout, "The request did not come to its end in time.", input.parser.head,
                octets.span)
        }
        settle(connection)
    }
}

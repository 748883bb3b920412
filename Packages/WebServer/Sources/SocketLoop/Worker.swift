import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: send(2) takes an address and a count.

/// One thread's event loop: its listeners, its connections, its timers. Workers share nothing but the count of
/// connections, so no request takes a lock.
///
/// A turn of the loop: wait for events; read the clocks once; for each event read, answer and send as far as the kernel
/// takes it; then time-outs, then the log. Between two turns no response waits in `sending`, every connection is in the
/// poller with what it waits for, and each has a deadline in the wheel.
final class Worker {
    private static let wakeToken: UInt64 = 0
    private static let bellToken: UInt64 = 1
    /// The first listener's; tokens of connections begin far beyond, with their generation in the upper half.
    private static let listenerToken: UInt64 = 2
    /// Octets read at once, and octets of responses collected before they are sent.
    static let scratch = 65_536

    let limits: LoopLimits
    let responder: any Responder
    let counts: ConnectionCount
    let log: AccessLog?
    private let listeners: [Int32]
    private let wake: Int32
    private let bell: Int32
    private let handover: Handover
    /// Connections whose answers another thread works on.
    private var waiting: [UInt64] = []
    private var maintenance: Int64?
    private var poller: SystemPoller
    private var wheel: TimerWheel
    private var connections: [Connection?] = []
    private var generations: [UInt32] = []
    private var free: [Int32] = []
    private(set) var open = 0
    private var spare: Int32
    private var drainDeadline: Int64?
    private var acceptPausedUntil: Int64?

    /// The octets of the read in progress.
    var received = [UInt8](repeating: 0, count: scratch)
    /// The responses to it.
    var sending: [UInt8] = []
    var parser: RequestParser
    var clock = LoopClock()

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - listeners: listening sockets that never block; the worker closes them.
    ///   - wake: a descriptor that becomes readable when the worker is to drain.
    ///   - bell: a descriptor that becomes readable when answers that were pending may be there.
    init?(
        listeners: [Int32], wake: Int32, bell: Int32, responder: any Responder, limits: LoopLimits,
        counts: ConnectionCount, handover: Handover, log: AccessLog?
    ) {
        guard let poller = SystemPoller() else { return nil }
        (self.listeners, self.wake, self.bell, self.responder) = (listeners, wake, bell, responder)
        self.handover = handover
        (self.limits, self.counts, self.log, self.poller) = (limits, counts, log, poller)
        parser = RequestParser(limits: limits.request)
        wheel = TimerWheel(now: SystemCalls.monotonicMilliseconds())
        spare = openat(AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC)
        sending.reserveCapacity(Self.scratch)
        var isComplete =
            poller.add(wake, token: Self.wakeToken, .listening) && poller.add(bell, token: Self.bellToken, .listening)
        for (index, listener) in listeners.enumerated() {
            isComplete = isComplete && poller.add(listener, token: Self.listenerToken + UInt64(index), .listening)
        }
        guard isComplete else {
            poller.end()
            return nil
        }
    }

    /// Serves until it has been told to drain and the last connection has ended, or to stop where it is.
    func run() {
        clock.update()
        while (drainDeadline == nil || open > 0) && !handover.isCutOff {
            var events: [Readiness] = []
            poller.wait(milliseconds: waitingTime()) { events.append($0) }
            clock.update()
            for event in events { handle(event) }
            expire()
            maintain()
            log?.flush()
        }
        log?.flush()
        poller.end()
        if spare >= 0 { close(spare) }
    }

    private func waitingTime() -> Int32 {
        let timer = wheel.wait(now: clock.milliseconds)
        let moments = [drainDeadline, acceptPausedUntil, maintenance].compactMap(\.self)
        let others = moments.min().map { max(0, $0 - clock.milliseconds) }
        guard let others else { return timer }
        return timer < 0 ? Int32(clamping: others) : min(timer, Int32(clamping: others))
    }

    private func handle(_ event: Readiness) {
        switch event.token {
        case Self.wakeToken: drain()
        case Self.bellToken: askAgain()
        case let token where token <= UInt64(UInt32.max): acceptAll(listeners[Int(token - Self.listenerToken)])
        default:
            guard let connection = connection(event.token) else { return }
            if event.isBroken, !event.isReadable || connection.interest == .none {
                end(connection)
            } else if event.isWritable, connection.interest == .writing {
                writable(connection)
            } else if event.isReadable || event.isBroken {
                readable(connection)
                // The end stands behind the octets that were read, and is not told again by itself.
                if event.hasEnded, isOpen(connection) { rearm(connection) }
            }
        }
    }

    // MARK: Connections

    private func connection(_ token: UInt64) -> Connection? {
        let slot = Int(UInt32(truncatingIfNeeded: token)) - 2
        guard connections.indices.contains(slot), let connection = connections[slot], connection.token == token else {
            return nil
        }
        return connection
    }

    private func acceptAll(_ listener: Int32) {
        for _ in 0..<256 {
            switch SystemCalls.accept(listener) {
            case .success(let (socket, peer)): admit(socket, peer)
            case .failure(let error) where error.isOutOfDescriptors: return acceptWithoutDescriptors(listener)
            case .failure(let error) where error.number == ECONNABORTED: continue
            case .failure: return
            }
        }
    }

    private func admit(_ socket: Int32, _ peer: PeerAddress) {
        guard counts.admit(peer) else {
            turnAway(socket)
            return
        }
        let slot = free.popLast().map(Int.init) ?? connections.count
        if slot == connections.count {
            connections.append(nil)
            generations.append(0)
        }
        generations[slot] &+= 1
        let token = UInt64(generations[slot]) << 32 | UInt64(slot + 2)
        let connection = Connection(socket: socket, token: token, peer: peer)
        guard poller.add(socket, token: token, .reading) else {
            free.append(Int32(slot))
            counts.release(peer)
            close(socket)
            return
        }
        connections[slot] = connection
        open += 1
        schedule(connection, after: limits.headMilliseconds)
    }

    /// Says 503 to a connection that a limit forbids, without keeping anything of it.
    private func turnAway(_ socket: Int32) {
        var head: [UInt8] = []
        let answer = responder.refuse(
            .serviceUnavailable, because: "The server has as many connections as it may.", head: &head)
        clock.appendDate(to: &head)
        head.append("Connection: close\r\n\r\n")
        if case .bytes(let page) = answer.content { head.append(contentsOf: page) }
        _ = head.withUnsafeBytes { SystemCalls.send(socket, $0, isPartial: false) }
        shutdown(socket, Int32(SHUT_WR))
        // What the client has sent already is taken from the socket; left there it would turn the answer into a reset.
        _ = received.withUnsafeMutableBytes { SystemCalls.receive(socket, into: $0) }
        close(socket)
    }

    /// With no descriptor left, gives up the spare one to tell the next client, and cached files to serve the others.
    private func acceptWithoutDescriptors(_ listener: Int32) {
        responder.releaseDescriptors()
        if spare >= 0 {
            close(spare)
            spare = -1
        }
        if case .success(let (socket, _)) = SystemCalls.accept(listener) { turnAway(socket) }
        spare = openat(AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC)
        pauseAccepting()
    }

    /// Listeners that stay readable would keep the loop busy; for a moment nobody looks at them.
    private func pauseAccepting() {
        guard drainDeadline == nil, acceptPausedUntil == nil else { return }
        watchListeners(from: .listening, to: .none)
        acceptPausedUntil = clock.milliseconds + 50
    }

    private func watchListeners(from: Interest, to: Interest) {
        for (index, listener) in listeners.enumerated() {
            poller.change(listener, token: Self.listenerToken + UInt64(index), from: from, to: to)
        }
    }

    // MARK: Pending answers

    /// Keeps a connection until another thread is done with the answer to the request that `input` begins with.
    func keepWaiting(_ connection: Connection, _ input: Connection.Input) {
        connection.phase = .waiting
        connection.input = input
        waiting.append(connection.token)
        schedule(connection, after: limits.bodyMilliseconds)
    }

    /// Asks the responder again for answers that were pending.
    private func askAgain() {
        var octets: UInt64 = 0
        _ = withUnsafeMutableBytes(of: &octets) { read(bell, $0.baseAddress, 8) }
        let tokens = waiting
        waiting.removeAll(keepingCapacity: true)
        for token in tokens {
            guard let connection = connection(token), case .waiting = connection.phase else { continue }
            connection.phase = .head
            advance(connection)
            settle(connection)
        }
    }

    /// Lets the responder give back what it keeps for speed.
    private func maintain() {
        if let maintenance, maintenance > clock.milliseconds { return }
        maintenance = responder.maintain(at: clock.moment).map { clock.milliseconds + $0 }
    }

    private func isOpen(_ connection: Connection) -> Bool { self.connection(connection.token) === connection }

    /// Ends a connection and forgets it.
    func end(_ connection: Connection) {
        guard isOpen(connection) else { return }
        let slot = Int(UInt32(truncatingIfNeeded: connection.token)) - 2
        close(connection.socket)
        connections[slot] = nil
        free.append(Int32(slot))
        connection.output.removeAll()
        connection.input = nil
        open -= 1
        counts.release(connection.peer)
    }

    /// Has what a connection has not read told again.
    func rearm(_ connection: Connection) {
        if connection.interest == .reading { poller.rearm(connection.socket, token: connection.token) }
    }

    /// Sets what a connection waits for.
    func wait(_ connection: Connection, for interest: Interest) {
        guard connection.interest != interest else { return }
        poller.change(connection.socket, token: connection.token, from: connection.interest, to: interest)
        connection.interest = interest
    }

    // MARK: Time

    /// Gives a connection so long to get further.
    func schedule(_ connection: Connection, after milliseconds: Int64) {
        connection.deadline = clock.milliseconds + milliseconds
        guard connection.deadline < connection.scheduled else { return }
        connection.scheduled = wheel.add(connection.token, deadline: connection.deadline)
    }

    private func expire() {
        for token in wheel.due(now: clock.milliseconds) {
            guard let connection = connection(token) else { continue }
            if connection.scheduled > clock.milliseconds { continue }
            connection.scheduled = .max
            if connection.deadline > clock.milliseconds {
                connection.scheduled = wheel.add(token, deadline: connection.deadline)
            } else {
                timeOut(connection)
            }
        }
        if let until = acceptPausedUntil, until <= clock.milliseconds, drainDeadline == nil {
            acceptPausedUntil = nil
            watchListeners(from: .none, to: .listening)
        }
        if let deadline = drainDeadline, deadline <= clock.milliseconds {
            for connection in connections.compactMap(\.self) { end(connection) }
        }
    }

    // MARK: The end

    var isDraining: Bool { drainDeadline != nil }

    /// Accepts nobody any more and lets what is under way come to its end.
    private func drain() {
        guard drainDeadline == nil else { return }
        poller.change(wake, token: Self.wakeToken, from: .listening, to: .none)
        // After a handover the clients in the queue are another process's, which has the same sockets.
        if !handover.isOn { for listener in listeners { acceptAll(listener) } }
        drainDeadline = clock.milliseconds + limits.drainMilliseconds
        watchListeners(from: .listening, to: .none)
        for listener in listeners { close(listener) }
        for connection in connections.compactMap(\.self) where connection.isIdle {
            // A request may have come since the loop last looked; it is served, and only then the connection ends.
            readable(connection)
            guard connection.isIdle, isOpen(connection) else { continue }
            if handover.isOn, connection.hasAnswered {
                // Its next request may be on its way, and would be lost. It is answered, with the word to come anew.
                connection.scheduled = .max
                schedule(connection, after: min(limits.idleMilliseconds, limits.farewellMilliseconds))
            } else {
                end(connection)
            }
        }
    }
}

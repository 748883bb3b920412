import CSocketCalls

#if canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: kqueue carries a number in the place of an address; nothing is read there.

/// What a descriptor waits for.
enum Interest {
    /// Clients at a listener, or a signal: told again and again for as long as there are any.
    case listening
    /// Octets, or their end. It may be told only once for all that has come: who leaves some of it calls
    /// ``Poller/rearm(_:token:)``.
    case reading
    case writing
    /// Nothing but the end of the connection.
    case none
}

/// Something has happened to a descriptor.
struct Readiness {
    /// What the descriptor was added with.
    let token: UInt64
    let isReadable: Bool
    let isWritable: Bool
    /// The peer has ended its side: behind what can be read, nothing more comes.
    let hasEnded: Bool
    /// The connection is broken, or both sides have ended it.
    let isBroken: Bool
}

/// Tells which of many descriptors can be read or written: epoll or kqueue.
protocol Poller {
    init?()
    /// Watches a descriptor; false when the system cannot.
    func add(_ descriptor: Int32, token: UInt64, _ interest: Interest) -> Bool
    /// Changes what a watched descriptor waits for.
    func change(_ descriptor: Int32, token: UInt64, from: Interest, to: Interest)
    /// Has what there is to read told again, after ``Interest/reading`` was told and not all was taken.
    func rearm(_ descriptor: Int32, token: UInt64)
    /// Waits, for ever when `milliseconds` is negative, and calls `body` for each event.
    mutating func wait(milliseconds: Int32, _ body: (Readiness) -> Void)
    /// Ends the poller.
    func end()
}

#if os(Linux)
    import Glibc

    /// epoll(7), edge-triggered for connections: the kernel then does not look at each of them a second time, only to
    /// find that all was read.
    struct SystemPoller: Poller {
        private let descriptor: Int32
        private var events = [socket_calls_event](repeating: socket_calls_event(), count: 256)

        init?() {
            descriptor = socket_calls_epoll_create()
            if descriptor < 0 { return nil }
        }

        func add(_ descriptor: Int32, token: UInt64, _ interest: Interest) -> Bool {
            socket_calls_epoll_add(self.descriptor, descriptor, Self.bits(interest), token) == 0
        }

        func change(_ descriptor: Int32, token: UInt64, from: Interest, to: Interest) {
            _ = socket_calls_epoll_modify(self.descriptor, descriptor, Self.bits(to), token)
        }

        func rearm(_ descriptor: Int32, token: UInt64) {
            _ = socket_calls_epoll_modify(self.descriptor, descriptor, Self.bits(.reading), token)
        }

        mutating func wait(milliseconds: Int32, _ body: (Readiness) -> Void) {
            let count = socket_calls_epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
            guard count > 0 else { return }
            for event in events[..<Int(count)] {
                body(
                    Readiness(
                        token: event.token,
                        isReadable: event.events & UInt32(SOCKET_CALLS_IN) != 0,
                        isWritable: event.events & UInt32(SOCKET_CALLS_OUT) != 0,
                        hasEnded: event.events & UInt32(SOCKET_CALLS_RDHUP) != 0,
                        isBroken: event.events & UInt32(SOCKET_CALLS_ERR | SOCKET_CALLS_HUP) != 0))
            }
        }

        func end() { close(descriptor) }

        private static func bits(_ interest: Interest) -> UInt32 {
            switch interest {
            case .listening: UInt32(SOCKET_CALLS_IN)
            case .reading: UInt32(SOCKET_CALLS_IN) | UInt32(SOCKET_CALLS_RDHUP) | SOCKET_CALLS_EDGE
            case .writing: UInt32(SOCKET_CALLS_OUT)
            case .none: 0
            }
        }
    }
#else
    /// kqueue(2), level-triggered.
    struct SystemPoller: Poller {
        private let descriptor: Int32
        private var events = [kevent](repeating: kevent(), count: 256)

        init?() {
            descriptor = kqueue()
            if descriptor < 0 { return nil }
        }

        func add(_ descriptor: Int32, token: UInt64, _ interest: Interest) -> Bool {
            control(descriptor, token, interest, EV_ADD)
        }

        func change(_ descriptor: Int32, token: UInt64, from: Interest, to: Interest) {
            _ = control(descriptor, token, from, EV_DELETE)
            _ = control(descriptor, token, to, EV_ADD)
        }

        func rearm(_ descriptor: Int32, token: UInt64) {}

        mutating func wait(milliseconds: Int32, _ body: (Readiness) -> Void) {
            var limit = timespec(tv_sec: Int(milliseconds / 1_000), tv_nsec: Int(milliseconds % 1_000) * 1_000_000)
            let capacity = Int32(events.count)
            let count =
                milliseconds < 0
                ? kevent(descriptor, nil, 0, &events, capacity, nil)
                : kevent(descriptor, nil, 0, &events, capacity, &limit)
            guard count > 0 else { return }
            for event in events[..<Int(count)] {
                let hasEnded = event.flags & UInt16(EV_EOF) != 0
                body(
                    Readiness(
                        token: UInt64(UInt(bitPattern: event.udata)),
                        isReadable: event.filter == Int16(EVFILT_READ),
                        isWritable: event.filter == Int16(EVFILT_WRITE) && !hasEnded,
                        hasEnded: hasEnded && event.filter == Int16(EVFILT_READ),
                        isBroken: event.flags & UInt16(EV_ERROR) != 0
                            || (hasEnded && event.filter == Int16(EVFILT_WRITE))))
            }
        }

        func end() { close(descriptor) }

        private func control(_ descriptor: Int32, _ token: UInt64, _ interest: Interest, _ action: Int32) -> Bool {
            let filter: Int32
            switch interest {
            case .listening, .reading: filter = EVFILT_READ
            case .writing: filter = EVFILT_WRITE
            case .none: return true
            }
            var change = kevent(
                ident: UInt(descriptor), filter: Int16(filter), flags: UInt16(action), fflags: 0, data: 0,
                udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
            return kevent(self.descriptor, &change, 1, nil, 0, nil) == 0
        }
    }
#endif

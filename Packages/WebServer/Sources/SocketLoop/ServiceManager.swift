import CSocketCalls

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: write(2) takes an address and a count.

/// What systemd, or this server's older self, has prepared for this process, and what it wants to be told.
public struct ServiceManager: Sendable {
    /// How many listening sockets wait from descriptor 3 on (sd_listen_fds(3)).
    public let sockets: Int
    /// Whether an older process of this server hands over, and is told by this descriptor that this one serves.
    let readyDescriptor: Int32?
    /// Connected before root is given up, since the manager's socket may be open to root alone.
    private let notifyDescriptor: Int32?
    /// How often the manager wants a sign of life, in milliseconds; nil when it wants none.
    let watchdogMilliseconds: Int?

    /// Whether an older process of this server hands over.
    public var isHandover: Bool { readyDescriptor != nil }

    /// Reads the environment, and removes what is meant for this process alone.
    public init() {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let isMeant = variable("LISTEN_PID").flatMap { Int32($0) } == getpid()
        let count = isMeant ? variable("LISTEN_FDS").flatMap { Int($0) } ?? 0 : 0
        sockets = (0...256).contains(count) ? count : 0
        let ready = variable("WEBSERVER_READY_FD").flatMap { Int32($0) }
        readyDescriptor = sockets > 0 ? ready : nil
        if let readyDescriptor { _ = fcntl(readyDescriptor, F_SETFD, FD_CLOEXEC) }
        #if os(Linux)
            let sender = variable("NOTIFY_SOCKET").map { socket_calls_notify_connect($0) } ?? -1
            notifyDescriptor = sender >= 0 ? sender : nil
        #else
            notifyDescriptor = nil
        #endif
        let period = variable("WATCHDOG_USEC").flatMap { Int($0) } ?? 0
        let isWatched = period > 0 && (variable("WATCHDOG_PID").flatMap { Int32($0) } ?? getpid()) == getpid()
        watchdogMilliseconds = isWatched ? max(1, period / 2_000) : nil
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "WEBSERVER_READY_FD"] { unsetenv(name) }
    }

    /// Tells that this process serves.
    func tellReady() {
        notify("READY=1")
        guard let readyDescriptor else { return }
        _ = [UInt8(ascii: "R")].withUnsafeBytes { SystemCalls.write(readyDescriptor, $0) }
        close(readyDescriptor)
    }

    /// Tells the manager a state, as `STOPPING=1` (sd_notify(3)).
    func notify(_ state: String) {
        #if os(Linux)
            guard let notifyDescriptor else { return }
            socket_calls_notify(notifyDescriptor, state, state.utf8.count)
        #endif
    }
}

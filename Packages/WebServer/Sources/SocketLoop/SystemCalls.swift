import CSocketCalls
import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: the kernel's calls take addresses and counts; the arrays behind them outlive the call.

/// What came of one attempt to move bytes.
enum Transfer: Equatable {
    /// So many bytes were moved; 0 from a socket means that the peer has ended its side.
    case moved(Int)
    /// Nothing can be moved now.
    case wouldBlock
    /// The connection is broken.
    case failed(Int32)
}

/// The calls of the hot path, with their results as values.
enum SystemCalls {
    /// Reads from a socket into `buffer`.
    static func receive(_ socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        while true {
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return .moved(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed(errno)
        }
    }

    /// Sends bytes; with `isPartial` the kernel waits for what follows before it closes a packet.
    static func send(_ socket: Int32, _ bytes: UnsafeRawBufferPointer, isPartial: Bool) -> Transfer {
        #if os(Linux)
            let flags = Int32(MSG_NOSIGNAL) | (isPartial ? Int32(MSG_MORE) : 0)
        #else
            let flags: Int32 = 0
        #endif
        while true {
            #if canImport(Darwin)
                let count = Darwin.send(socket, bytes.baseAddress, bytes.count, flags)
            #elseif canImport(Musl)
                let count = Musl.send(socket, bytes.baseAddress, bytes.count, flags)
            #else
                let count = Glibc.send(socket, bytes.baseAddress, bytes.count, flags)
            #endif
            if count >= 0 { return .moved(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed(errno)
        }
    }

    /// Writes bytes to a file or pipe; what write(2) returns, without interruptions by signals.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, bytes.baseAddress, bytes.count)
            #else
                let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Sends part of a file from the kernel's own cache; 0 moved bytes mean that the file has become shorter.
    static func sendFile(_ socket: Int32, _ slice: FileSlice) -> Transfer {
        while true {
            #if canImport(Darwin)
                var length = off_t(slice.length)
                let status = sendfile(slice.descriptor, socket, off_t(slice.offset), &length, nil, 0)
                if status == 0 || length > 0 { return .moved(Int(length)) }
            #else
                var offset = off_t(slice.offset)
                let count = sendfile(socket, slice.descriptor, &offset, slice.length)
                if count >= 0 { return .moved(count) }
            #endif
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed(errno)
        }
    }

    /// Accepts a connection that never blocks.
    static func accept(_ listener: Int32) -> Result<(socket: Int32, peer: PeerAddress), CallError> {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        while true {
            let socket = withUnsafeMutablePointer(to: &storage) { pointer in
                #if os(Linux)
                    socket_calls_accept(listener, pointer, &length)
                #else
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Darwin.accept(listener, $0, &length) }
                #endif
            }
            if socket >= 0 {
                #if canImport(Darwin)
                    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
                    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                    var on: Int32 = 1
                    setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
                #endif
                return .success((socket, PeerAddress(storage)))
            }
            if errno == EINTR { continue }
            return .failure(CallError(number: errno))
        }
    }

    /// Milliseconds of the clock that is never set back.
    static func monotonicMilliseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1_000_000 }

    /// Microseconds of the clock that is never set back.
    static func monotonicMicroseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1_000 }

    /// Milliseconds since 1970.
    static func realMilliseconds() -> Int64 { nanoseconds(CLOCK_REALTIME) / 1_000_000 }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// A system call's error number.
struct CallError: Error {
    let number: Int32

    /// Whether the process or the system has no file descriptor left.
    var isOutOfDescriptors: Bool { number == EMFILE || number == ENFILE || number == ENOMEM || number == ENOBUFS }
}

import NIOCore
import NIOPosix

/// Asks a server on this machine whether it is well: `NAME health`, a container's health check.
public enum HealthProbe {
    /// Whether `/healthz` answers 200 within some seconds.
    public static func isHealthy(host: String, port: Int, seconds: Int64 = 3) async -> Bool {
        let request = "GET /healthz HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(seconds))
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let deadline = channel.channel.eventLoop.scheduleTask(in: .seconds(seconds)) {
                channel.channel.close(promise: nil)
            }
            defer { deadline.cancel() }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: request))
                var head = ""
                for try await bytes in inbound {
                    head += String(buffer: bytes)
                    if head.utf8.count >= 12 { break }
                }
                return head.hasPrefix("HTTP/1.1 200")
            }
        } catch {
            return false
        }
    }
}

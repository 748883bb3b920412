import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One thread's access log: lines are collected for a turn of the loop and handed to the sink together.
public final class AccessLog {
    /// How a request is written down.
    public enum Format: String, Sendable, CaseIterable {
        /// Nothing.
        case none
        /// Common Log Format, and the time to the first octet in seconds.
        case common
        /// As common, with Referer and User-Agent before the time.
        case combined
        /// One JSON object in a line.
        case json
    }

    private let format: Format
    private let sink: LogSink
    private let forwarding: Forwarding
    private var lines: [UInt8] = []
    private var count = 0
    private var peer: (address: PeerAddress, text: [UInt8])?
    private var stamp: (second: Int64, text: [UInt8]) = (.min, [])

    /// Makes a log that writes to a sink; nil for the format `none`.
    public init?(_ format: Format, sink: LogSink, forwarding: Forwarding) {
        guard format != .none else { return nil }
        (self.format, self.sink, self.forwarding) = (format, sink, forwarding)
    }

    /// Writes one request down.
    func record(
        _ answer: Answer, to request: borrowing RequestHead, in bytes: Span<UInt8>, from address: PeerAddress,
        began: Int64, clock: LoopClock
    ) {
        let elapsed = max(0, SystemCalls.monotonicMicroseconds() - began)
        let client = forwarding.client(of: request, in: bytes, from: address)?.logText ?? text(of: address)
        if stamp.second != clock.seconds { stamp = (clock.seconds, Self.stamp(clock.seconds, format)) }
        if format == .json {
            recordJSON(answer, request, bytes, client, elapsed)
        } else {
            recordCommon(answer, request, bytes, client, elapsed)
        }
        lines.append(Octet.lineFeed)
        count += 1
        if lines.count > 1 << 16 { flush() }
    }

    /// Hands the collected lines over.
    func flush() {
        guard !lines.isEmpty else { return }
        sink.append(lines, count: count)
        lines.removeAll(keepingCapacity: true)
        count = 0
    }

    private func recordCommon(
        _ answer: Answer, _ request: borrowing RequestHead, _ bytes: Span<UInt8>, _ client: [UInt8], _ elapsed: Int64
    ) {
        lines.append(contentsOf: client)
        lines.append(" - ")
        // A name with a space in it would move every field behind it.
        if let user = answer.user, !user.isEmpty, !user.contains(" ") {
            lines.appendLogText(Array(user.utf8).span)
        } else {
            lines.append("-")
        }
        lines.append(" [")
        lines.append(contentsOf: stamp.text)
        lines.append("] \"")
        appendRequestLine(request, bytes)
        lines.append("\" ")
        lines.appendDecimal(answer.status.code)
        lines.append(Octet.space)
        lines.appendDecimal(answer.contentLength)
        if format == .combined {
            for field in [KnownField.referer, .userAgent] {
                lines.append(" \"")
                if let value = request.value(field) {
                    lines.appendLogText(bytes.part(value))
                } else {
                    lines.append("-")
                }
                lines.append(Octet.quotationMark)
            }
        }
        if let reason = answer.reason {
            lines.append(" \"")
            lines.appendLogText(Array(reason.utf8).span)
            lines.append(Octet.quotationMark)
        }
        lines.append(Octet.space)
        appendSeconds(elapsed)
    }

    private func recordJSON(
        _ answer: Answer, _ request: borrowing RequestHead, _ bytes: Span<UInt8>, _ client: [UInt8], _ elapsed: Int64
    ) {
        lines.append("{\"time\":\"")
        lines.append(contentsOf: stamp.text)
        lines.append("\",\"client\":\"")
        lines.appendJSONText(client.span)
        lines.append("\",\"method\":\"")
        lines.appendJSONText(bytes.part(request.methodName))
        lines.append("\",\"target\":\"")
        lines.appendJSONText(bytes.part(request.targetText))
        lines.append("\",\"protocol\":\"HTTP/1.")
        lines.appendDecimal(Int(request.minorVersion))
        lines.append("\",\"status\":")
        lines.appendDecimal(answer.status.code)
        lines.append(",\"bytes\":")
        lines.appendDecimal(answer.contentLength)
        for (name, field) in [("host", KnownField.host), ("referer", .referer), ("userAgent", .userAgent)] {
            guard let value = request.value(field) else { continue }
            lines.append(contentsOf: ",\"\(name)\":\"".utf8)
            lines.appendJSONText(bytes.part(value))
            lines.append(Octet.quotationMark)
        }
        for (name, value) in [("user", answer.user), ("reason", answer.reason)] {
            guard let value else { continue }
            lines.append(contentsOf: ",\"\(name)\":\"".utf8)
            lines.appendJSONText(Array(value.utf8).span)
            lines.append(Octet.quotationMark)
        }
        lines.append(",\"timeToFirstByte\":")
        appendSeconds(elapsed)
        lines.append(0x7D)
    }

    private func appendRequestLine(_ request: borrowing RequestHead, _ bytes: Span<UInt8>) {
        if request.methodName.isEmpty || request.targetText.isEmpty {
            lines.append("-")
            return
        }
        lines.appendLogText(bytes.part(request.methodName))
        lines.append(Octet.space)
        lines.appendLogText(bytes.part(request.targetText))
        lines.append(" HTTP/1.")
        lines.appendDecimal(Int(request.minorVersion))
    }

    private func appendSeconds(_ microseconds: Int64) {
        lines.appendDecimal(Int(microseconds / 1_000_000))
        lines.append(Octet.dot)
        var unit: Int64 = 100_000
        while unit > 0 {
            lines.append(0x30 + UInt8(truncatingIfNeeded: microseconds / unit % 10))
            unit /= 10
        }
    }

    /// The text of the last address is kept, since a busy client sends many requests in a row.
    private func text(of address: PeerAddress) -> [UInt8] {
        if let peer, peer.address == address { return peer.text }
        let text = address.logText
        peer = (address, text)
        return text
    }

    private static func stamp(_ seconds: Int64, _ format: Format) -> [UInt8] {
        let parts = HTTPDate.parts(of: seconds)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
        if format == .json {
            return Array("\(parts.year)-\(two(parts.month))-\(two(parts.day))T\(time)Z".utf8)
        }
        var text = Array("\(two(parts.day))/".utf8)
        HTTPDate.appendMonth(parts.month, to: &text)
        text.append(contentsOf: "/\(parts.year):\(time) +0000".utf8)
        return text
    }
}

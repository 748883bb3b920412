import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One thread's access log: lines are collected for a turn of the loop and written in one call.
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
    private let descriptor: Int32
    private let trusted: [AddressBlock]
    private var lines: [UInt8] = []
    private var peer: (address: PeerAddress, text: [UInt8])?
    private var stamp: (second: Int64, text: [UInt8]) = (.min, [])

    /// Makes a log that writes to a descriptor; nil for the format `none`.
    public init?(_ format: Format, descriptor: Int32, trusted: [AddressBlock]) {
        guard format != .none else { return nil }
        (self.format, self.descriptor, self.trusted) = (format, descriptor, trusted)
    }

    /// Writes one request down.
    func record(
        _ answer: Answer, to request: borrowing RequestHead, in bytes: Span<UInt8>, from address: PeerAddress,
        began: Int64, clock: LoopClock
    ) {
        let elapsed = max(0, SystemCalls.monotonicMicroseconds() - began)
        let client = ForwardedClient.text(request, in: bytes, from: address, trusted: trusted) ?? text(of: address)
        if stamp.second != clock.seconds { stamp = (clock.seconds, Self.stamp(clock.seconds, format)) }
        if format == .json {
            recordJSON(answer, request, bytes, client, elapsed)
        } else {
            recordCommon(answer, request, bytes, client, elapsed)
        }
        lines.append(Octet.lineFeed)
        if lines.count > 1 << 16 { flush() }
    }

    /// Writes the collected lines. A log that cannot be written does not stop the server.
    func flush() {
        guard !lines.isEmpty else { return }
        lines.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                done += count
            }
        }
        lines.removeAll(keepingCapacity: true)
    }

    private func recordCommon(
        _ answer: Answer, _ request: borrowing RequestHead, _ bytes: Span<UInt8>, _ client: [UInt8], _ elapsed: Int64
    ) {
        lines.append(contentsOf: client)
        lines.append(" - - [")
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
                if let value = request.value(field) { appendEscaped(bytes.part(value)) } else { lines.append("-") }
                lines.append(0x22)
            }
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
        for octet in client { appendEscaped(octet) }
        lines.append("\",\"method\":\"")
        appendEscaped(bytes.part(request.methodName))
        lines.append("\",\"target\":\"")
        appendEscaped(bytes.part(request.targetText))
        lines.append("\",\"protocol\":\"HTTP/1.")
        lines.appendDecimal(Int(request.minorVersion))
        lines.append("\",\"status\":")
        lines.appendDecimal(answer.status.code)
        lines.append(",\"bytes\":")
        lines.appendDecimal(answer.contentLength)
        for (name, field) in [("host", KnownField.host), ("referer", .referer), ("userAgent", .userAgent)] {
            guard let value = request.value(field) else { continue }
            lines.append(contentsOf: ",\"\(name)\":\"".utf8)
            appendEscaped(bytes.part(value))
            lines.append(0x22)
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
        appendEscaped(bytes.part(request.methodName))
        lines.append(Octet.space)
        appendEscaped(bytes.part(request.targetText))
        lines.append(" HTTP/1.")
        lines.appendDecimal(Int(request.minorVersion))
    }

    /// Writes what a stranger sent so that it can neither end the string nor begin a line.
    private func appendEscaped(_ text: Span<UInt8>) {
        for index in 0..<text.count { appendEscaped(text[index]) }
    }

    private func appendEscaped(_ octet: UInt8) {
        if octet >= 0x20, octet < 0x7F, octet != 0x22, octet != 0x5C {
            lines.append(octet)
            return
        }
        lines.append(format == .json ? "\\u00" : "\\x")
        let digits = Array("0123456789abcdef".utf8)
        lines.append(digits[Int(octet >> 4)])
        lines.append(digits[Int(octet & 15)])
    }

    private func appendSeconds(_ microseconds: Int64) {
        lines.appendDecimal(Int(microseconds / 1_000_000))
        lines.append(0x2E)
        var place: Int64 = 100_000
        while place > 0 {
            lines.append(0x30 + UInt8(truncatingIfNeeded: microseconds / place % 10))
            place /= 10
        }
    }

    /// The text of the last address is kept, since a busy client sends many requests in a row.
    private func text(of address: PeerAddress) -> [UInt8] {
        if let peer, peer.address == address { return peer.text }
        let text = Array(address.description.utf8)
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

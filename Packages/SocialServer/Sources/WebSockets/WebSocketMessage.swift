import NIOCore

/// A message of a client.
public enum WebSocketMessage: Sendable, Hashable {
    /// A text; it has been checked to be UTF-8.
    case text(String)
    /// Bytes.
    case binary(ByteBuffer)
}

/// A message to clients with its frame's bytes (RFC 6455, section 5.2: a server's frames are not masked), so that one
/// message to many clients is encoded once and its bytes are shared.
public struct EncodedMessage: Sendable, Hashable {
    /// The frame.
    let frame: ByteBuffer

    /// A text.
    public init(_ text: String) {
        frame = Self.frame(.text, ByteBuffer(string: text))
    }

    /// Bytes.
    public init(binary bytes: ByteBuffer) {
        frame = Self.frame(.binary, bytes)
    }

    /// How many bytes each client is sent.
    public var count: Int { frame.readableBytes }

    static func frame(_ opcode: Opcode, _ payload: ByteBuffer) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.reserveCapacity(payload.readableBytes + 10)
        frame.writeInteger(0x80 | opcode.rawValue)
        switch payload.readableBytes {
        case ..<126: frame.writeInteger(UInt8(payload.readableBytes))
        case ...0xFFFF:
            frame.writeInteger(UInt8(126))
            frame.writeInteger(UInt16(payload.readableBytes))
        default:
            frame.writeInteger(UInt8(127))
            frame.writeInteger(UInt64(payload.readableBytes))
        }
        frame.writeImmutableBuffer(payload)
        return frame
    }

    /// A close frame; the reason is cut to the 123 bytes that it may have, at a character's end.
    static func close(_ code: CloseCode?, _ reason: String) -> ByteBuffer {
        var payload = ByteBuffer()
        if let code {
            payload.writeInteger(code.rawValue)
            var reason = Substring(reason)
            while reason.utf8.count > 123 { reason.removeLast() }
            payload.writeSubstring(reason)
        }
        return frame(.close, payload)
    }
}

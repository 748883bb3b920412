import NIOCore

/// What a frame is (RFC 6455, section 11.8).
enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}

/// The 6 to 14 bytes before a client's payload (RFC 6455, section 5.2).
struct FrameHeader {
    let isFinal: Bool
    let opcode: Opcode
    let length: Int
    let mask: UInt32

    /// Reads a header and takes it out of the buffer; nil, with the buffer as it was, if more bytes are needed. What
    /// is wrong is found at the first byte that shows it, not at the header's end.
    ///
    /// - Parameter isInMessage: Whether a message has begun that is not complete.
    static func read(_ buffer: inout ByteBuffer, isInMessage: Bool) throws(ProtocolFault) -> FrameHeader? {
        let start = buffer.readerIndex
        guard let first = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
        guard first & 0x70 == 0 else {
            throw ProtocolFault(.protocolError, "A reserved bit is set, but no extension has been agreed on.")
        }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw ProtocolFault(.protocolError, "The opcode \(first & 0x0F) is reserved.")
        }
        let isFinal = first & 0x80 != 0
        if opcode.isControl {
            guard isFinal else { throw ProtocolFault(.protocolError, "A control frame cannot be fragmented.") }
        } else if opcode == .continuation {
            guard isInMessage else {
                throw ProtocolFault(.protocolError, "There is no message that a continuation frame could continue.")
            }
        } else if isInMessage {
            throw ProtocolFault(.protocolError, "A message begins before the one before it has ended.")
        }

        guard let second = buffer.getInteger(at: start + 1, as: UInt8.self) else { return nil }
        guard second & 0x80 != 0 else { throw ProtocolFault(.protocolError, "A client's frame must be masked.") }
        var length = Int(second & 0x7F)
        if opcode.isControl {
            guard length <= 125 else {
                throw ProtocolFault(.protocolError, "A control frame has at most 125 bytes.")
            }
            guard opcode != .close || length != 1 else {
                throw ProtocolFault(.protocolError, "A close frame of one byte has half a code.")
            }
        }
        var index = start + 2
        if length == 126 {
            guard let word = buffer.getInteger(at: index, as: UInt16.self) else { return nil }
            guard word > 125 else { throw tooLong }
            length = Int(word)
            index += 2
        } else if length == 127 {
            guard let word = buffer.getInteger(at: index, as: UInt64.self) else { return nil }
            guard word >> 63 == 0 else {
                throw ProtocolFault(.protocolError, "The highest bit of a frame's length must be 0.")
            }
            guard word > 0xFFFF else { throw tooLong }
            length = Int(word)
            index += 8
        }
        guard let mask = buffer.getInteger(at: index, as: UInt32.self) else { return nil }
        buffer.moveReaderIndex(to: index + 4)
        return FrameHeader(isFinal: isFinal, opcode: opcode, length: length, mask: mask)
    }

    private static var tooLong: ProtocolFault {
        ProtocolFault(.protocolError, "A frame's length must be written in as few bytes as possible.")
    }
}

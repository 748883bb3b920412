// Unsafe pointers: text of the program is appended from where the program keeps it.

/// Writing messages into a byte array that keeps its memory between responses.
extension [UInt8] {
    /// Appends ASCII text without making a string of it.
    @inlinable
    public mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the bytes of a span.
    @inlinable
    public mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Appends a number in decimal digits.
    @inlinable
    public mutating func appendDecimal(_ value: Int) {
        if value < 0 { append(Octet.hyphen) }
        var rest = value.magnitude
        let start = count
        repeat {
            append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    /// Appends a number in hexadecimal digits.
    public mutating func appendHexadecimal(_ value: UInt64) {
        append(contentsOf: String(value, radix: 16).utf8)
    }

    /// Appends a status line.
    public mutating func appendStatusLine(_ status: Status) {
        append("HTTP/1.1 ")
        appendDecimal(status.code)
        append(Octet.space)
        append(status.reason)
        append("\r\n")
    }

    /// Appends one field line.
    public mutating func appendField(_ name: StaticString, _ value: StaticString) {
        append(name)
        append(": ")
        append(value)
        append("\r\n")
    }

    /// Appends one field line; control characters in the value, which could start another line, become spaces.
    public mutating func appendField(_ name: StaticString, _ value: String) {
        append(name)
        append(": ")
        for octet in value.utf8 { append(Octet.isFieldValue(octet) ? octet : Octet.space) }
        append("\r\n")
    }

    /// Appends one field line with a number.
    public mutating func appendField(_ name: StaticString, _ value: Int) {
        append(name)
        append(": ")
        appendDecimal(value)
        append("\r\n")
    }
}

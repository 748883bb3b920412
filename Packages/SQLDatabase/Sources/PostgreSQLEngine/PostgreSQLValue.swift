import CPostgreSQL
import SQLDatabase

// Unsafe pointers: a value is read where libpq's result holds it, for the call alone.

/// The types of PostgreSQL that have a form of their own among ``SQLDatabase/SQLValue``'s cases, by object identifier.
enum PostgreSQLType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let bigInteger: Oid = 20
    static let smallInteger: Oid = 21
    static let integer: Oid = 23
    static let objectIdentifier: Oid = 26
    static let real: Oid = 700
    static let doublePrecision: Oid = 701
    static let numeric: Oid = 1700
    /// Whatever the server expects there.
    static let unspecified: Oid = 0

    /// Types whose binary form is their text: name, text, json, character, character varying, unknown.
    private static let texts: Set<Oid> = [19, 25, 114, 1042, 1043, 705]
    private static let binary: Set<Oid> = [
        boolean, bytes, bigInteger, smallInteger, integer, objectIdentifier, real, doublePrecision,
    ]

    /// Whether a column of this type can be asked for in binary, which is shorter and faster to read.
    static func isReadInBinary(_ type: Oid) -> Bool { binary.contains(type) || texts.contains(type) }

    /// The type that a bound value is announced with.
    static func of(_ value: SQLValue) -> Oid {
        switch value {
        case .null, .text: unspecified
        case .boolean: boolean
        case .integer: bigInteger
        case .real: doublePrecision
        case .decimal: numeric
        case .blob: bytes
        }
    }
}

// Columns are read out of libpq's own memory, without a copy of each value before: it is there until the result is
// cleared, which is after the row has been made.
extension SQLValue {
    /// Reads a column in binary form.
    init(binary bytes: UnsafeRawBufferPointer, type: Oid) {
        switch (type, bytes.count) {
        case (PostgreSQLType.boolean, 1): self = .boolean(bytes[0] != 0)
        case (PostgreSQLType.smallInteger, 2): self = .integer(Int64(bytes.bigEndian(as: Int16.self)))
        case (PostgreSQLType.integer, 4): self = .integer(Int64(bytes.bigEndian(as: Int32.self)))
        case (PostgreSQLType.objectIdentifier, 4): self = .integer(Int64(bytes.bigEndian(as: UInt32.self)))
        case (PostgreSQLType.bigInteger, 8): self = .integer(bytes.bigEndian(as: Int64.self))
        case (PostgreSQLType.real, 4): self = Self.real(Float(bitPattern: bytes.bigEndian(as: UInt32.self)))
        case (PostgreSQLType.doublePrecision, 8): self = .real(Double(bitPattern: bytes.bigEndian(as: UInt64.self)))
        case (PostgreSQLType.bytes, _): self = .blob([UInt8](bytes))
        default: self = SQLValue(text: bytes)
        }
    }

    /// Reads a column in text form.
    init(text bytes: UnsafeRawBufferPointer, type: Oid) {
        let text = String(decoding: bytes, as: UTF8.self)
        let value: SQLValue? =
            switch type {
            case PostgreSQLType.boolean: .boolean(text == "t")
            case PostgreSQLType.smallInteger, PostgreSQLType.integer, PostgreSQLType.bigInteger,
                PostgreSQLType.objectIdentifier:
                Int64(text).map { .integer($0) }
            case PostgreSQLType.real, PostgreSQLType.doublePrecision: Double(text).map { .real($0) }
            case PostgreSQLType.numeric: .decimal(text)
            case PostgreSQLType.bytes: (Self.bytes(hexadecimal: bytes) ?? Self.bytes(escaped: bytes)).map { .blob($0) }
            default: nil
            }
        self = value ?? SQLValue(text: bytes)
    }

    /// A `real` as the number that its shortest text names: 0.1, where the same bits as a `double precision` would be
    /// 0.10000000149011612. PostgreSQL itself shows it so.
    private static func real(_ value: Float) -> SQLValue {
        let wide = Double(value)
        // Whole numbers up to 2²⁴ have all their digits in the text.
        return .real(wide == wide.rounded() && abs(wide) <= 16_777_216 ? wide : Double("\(value)") ?? wide)
    }

    /// Reads bytes as `bytea_output = escape` writes them: as they are, with `\\\\` and octal numbers for some.
    private static func bytes(escaped text: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == byte {
                bytes.append(byte)
                rest = rest.dropFirst()
            } else {
                guard rest.count >= 3, let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
                else {
                    return nil
                }
                bytes.append(value)
                rest = rest.dropFirst(3)
            }
        }
        return bytes
    }

    /// Reads `\x` and pairs of hexadecimal digits.
    private static func bytes(hexadecimal text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count % 2 == 0, text.starts(with: "\\x".utf8) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger>(as type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(as: type))
    }
}

/// A statement's values in the form that libpq takes them.
struct PostgreSQLParameters {
    let types: [Oid]
    private var bytes: [UInt8] = []
    /// Where each value starts in `bytes`; `nil` for `NULL`.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ statement: SQLStatement) throws(SQLError) {
        types = statement.bindings.map { PostgreSQLType.of($0) }
        for (index, value) in statement.bindings.enumerated() {
            try append(value, placeholder: index + 1, of: statement)
        }
    }

    private mutating func append(_ value: SQLValue, placeholder: Int, of statement: SQLStatement) throws(SQLError) {
        let start = bytes.count
        var isBinary = true
        switch value {
        case .null:
            starts.append(nil)
            lengths.append(0)
            formats.append(0)
            return
        case .boolean(let value): bytes.append(value ? 1 : 0)
        case .integer(let value): withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
        case .real(let value): withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes += $0 }
        case .blob(let blob): bytes += blob
        case .decimal(let text), .text(let text):
            guard !text.utf8.contains(0) else {
                throw .unbindable(
                    placeholder: placeholder, reason: "PostgreSQL's text cannot hold the NUL character",
                    statement: statement.sql(.dollar))
            }
            isBinary = false
            bytes += text.utf8
        }
        guard let length = Int32(exactly: bytes.count - start) else {
            throw .unbindable(
                placeholder: placeholder, reason: "it is longer than 2 GB", statement: statement.sql(.dollar))
        }
        starts.append(start)
        lengths.append(length)
        formats.append(isBinary ? 1 : 0)
        // Text ends with a zero; for the others it does no harm.
        bytes.append(0)
    }

    /// Hands libpq's arrays to `body`: count, values, lengths, formats.
    func withArrays<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        // libpq reads through addresses into one buffer, which stay valid for the length of the closures.
        bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { offset in offset.flatMap { offset in start.map { $0 + offset } } }
            return pointers.withUnsafeBufferPointer { pointers in
                body(Int32(clamping: pointers.count), pointers.baseAddress, lengths, formats)
            }
        }
    }
}

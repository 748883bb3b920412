// Unsafe pointers: the host is a part of the address that is parsed, valid for the call alone.

/// The host parser (URL standard, section 3.5).
enum HostParser {
    /// Appends the serialised host, or returns false for failure.
    static func append(
        _ input: Slice<UnsafeBufferPointer<UInt8>>, special: Bool, to out: inout [UInt8], table: [UInt8]
    ) -> Bool {
        if input.first == UInt8(ascii: "[") {
            guard input.last == UInt8(ascii: "]"), let address = IPv6.parse(input.dropFirst().dropLast()) else {
                return false
            }
            out += IPv6.serialize(address).utf8
            return true
        }
        var classes: UInt8 = 0
        var hasCapital = false
        for byte in input {
            classes |= table[Int(byte)]
            hasCapital = hasCapital || byte &- UInt8(ascii: "A") < 26
        }
        guard special else {
            guard classes & ByteClass.forbiddenHost.rawValue == 0 else { return false }
            out.append(input, encoding: .control, table: table)
            return true
        }
        let start = out.count
        if classes & ByteClass.slowDomain.rawValue == 0 {
            out.append(contentsOf: UnsafeBufferPointer(rebasing: input))
            if hasCapital {
                for index in start..<out.count where out[index] &- UInt8(ascii: "A") < 26 { out[index] |= 0x20 }
            }
        } else {
            guard let domain = Domain.toASCII(percentDecoded(input)), !domain.isEmpty,
                !domain.contains(where: { table[Int($0)] & ByteClass.slowDomain.rawValue != 0 })
            else { return false }
            out += domain
        }
        guard IPv4.endsInNumber(out[start...]) else { return true }
        guard let address = IPv4.parse(out[start...]) else { return false }
        out.replaceSubrange(start..., with: IPv4.serialize(address).utf8)
        return true
    }
}

/// IPv4 addresses as the URL standard reads them: one to four parts in decimal, octal or hexadecimal.
enum IPv4 {
    /// Whether the last label is a number, so that the host must be an address or nothing.
    static func endsInNumber(_ host: ArraySlice<UInt8>) -> Bool {
        var host = host
        if host.last == UInt8(ascii: ".") { host.removeLast() }
        // A number ends in a digit, a hexadecimal digit, or the x of an empty hexadecimal number.
        guard let last = host.last, hexadecimalValue(last) != nil || last | 0x20 == UInt8(ascii: "x") else {
            return false
        }
        let start = host.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? host.startIndex
        let label = host[start...]
        guard let first = label.first, isDigit(first) else { return false }
        return label.allSatisfy(isDigit) || number(label) != nil
    }

    static func parse(_ host: ArraySlice<UInt8>) -> UInt32? {
        var labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count <= 4 else { return nil }
        var numbers: [UInt64] = []
        for label in labels {
            guard let number = number(label) else { return nil }
            numbers.append(number)
        }
        guard let last = numbers.popLast(), numbers.allSatisfy({ $0 <= 255 }),
            last < 1 << (8 * UInt64(4 - numbers.count))
        else { return nil }
        var address = last
        for (index, number) in numbers.enumerated() { address += number << (8 * UInt64(3 - index)) }
        return UInt32(truncatingIfNeeded: address)
    }

    static func serialize(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    /// A part's value, or 2⁴⁰ for anything greater, which no part accepts.
    private static func number(_ label: ArraySlice<UInt8>) -> UInt64? {
        guard !label.isEmpty else { return nil }
        var digits = label
        var radix: UInt64 = 10
        if digits.count >= 2, digits.first == UInt8(ascii: "0") {
            digits.removeFirst()
            radix = 8
            if let letter = digits.first, letter | 0x20 == UInt8(ascii: "x") {
                digits.removeFirst()
                radix = 16
            }
        }
        var value: UInt64 = 0
        for digit in digits {
            guard let digit = hexadecimalValue(digit), UInt64(digit) < radix else { return nil }
            value = min(value * radix + UInt64(digit), 1 << 40)
        }
        return value
    }
}

/// IPv6 addresses: eight pieces of 16 bits.
enum IPv6 {
    static func parse(_ input: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt16]? {
        let text = Array(input)
        var address = [UInt16](repeating: 0, count: 8)
        var piece = 0
        var compress: Int?
        var index = 0
        func byte(_ offset: Int) -> UInt8? { offset < text.count ? text[offset] : nil }
        if byte(0) == 0x3A {
            guard byte(1) == 0x3A else { return nil }
            index = 2
            compress = 0
        }
        while let current = byte(index) {
            guard piece < 8 else { return nil }
            if current == 0x3A {
                guard compress == nil else { return nil }
                index += 1
                compress = piece
                continue
            }
            var value: UInt16 = 0
            var length = 0
            while length < 4, let digit = byte(index).flatMap(hexadecimalValue) {
                value = value << 4 | UInt16(digit)
                index += 1
                length += 1
            }
            switch byte(index) {
            case UInt8(ascii: "."):
                guard length > 0, piece <= 6, let pieces = embeddedIPv4(text[(index - length)...]) else { return nil }
                address[piece] = pieces.0
                address[piece + 1] = pieces.1
                piece += 2
                index = text.count
                continue
            case 0x3A:
                index += 1
                guard byte(index) != nil else { return nil }
            case nil: break
            default: return nil
            }
            address[piece] = value
            piece += 1
        }
        if let compress {
            let moved = address[compress..<piece]
            let zeros = repeatElement(UInt16(0), count: 8 - piece)
            return Array(address[..<compress]) + zeros + moved
        }
        return piece == 8 ? address : nil
    }

    /// The dotted end of an address, which takes plain decimal bytes only.
    private static func embeddedIPv4(_ text: ArraySlice<UInt8>) -> (UInt16, UInt16)? {
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count == 4 else { return nil }
        var bytes: [UInt16] = []
        for label in labels {
            guard (1...3).contains(label.count), label.allSatisfy(isDigit), label.count == 1 || label.first != 0x30,
                let value = UInt16(String(decoding: label, as: UTF8.self)), value <= 255
            else { return nil }
            bytes.append(value)
        }
        return (bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3])
    }

    /// The address in brackets, with the longest run of zero pieces as `::`.
    static func serialize(_ address: [UInt16]) -> String {
        var best = 0..<0
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, address[end] == 0 { end += 1 }
            if end - index > max(best.count, 1) { best = index..<end }
            index = max(end, index + 1)
        }
        func join(_ pieces: ArraySlice<UInt16>) -> String {
            pieces.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if best.isEmpty { return "[\(join(address[...]))]" }
        return "[\(join(address[..<best.lowerBound]))::\(join(address[best.upperBound...]))]"
    }
}

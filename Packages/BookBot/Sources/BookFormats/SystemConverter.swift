import TextAnalysis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

// Unsafe pointers: iconv(3) reads and writes by pointers that it moves; both stay within the two buffers' counts.

#if canImport(Glibc) || canImport(Musl)
    /// The system's converter of encodings, `iconv(3)`: what does not convert becomes U+FFFD.
    final class SystemConverter {
        private let descriptor: iconv_t
        /// Bytes of a character that is not complete.
        private var rest: [UInt8] = []

        /// Nil when the system does not know the encoding.
        init?(_ name: String) {
            // A name may ask iconv for more than an encoding (`//IGNORE`), which would hide what is ill-formed.
            guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }),
                let opened = iconv_open("UTF-8", name), Int(bitPattern: opened) != -1
            else { return nil }
            descriptor = opened
        }

        deinit {
            iconv_close(descriptor)
        }

        static func knows(_ name: String) -> Bool { SystemConverter(name) != nil }

        /// Appends the UTF-8 of the next bytes. Where the first of them stands that is no text, if there is one: it may
        /// stand before these bytes, below 0.
        func convert(_ bytes: UnsafeRawBufferPointer, to result: inout [UInt8]) -> Int? {
            let kept = rest.count
            var input = rest.map { CChar(bitPattern: $0) }
            input += bytes.lazy.map { CChar(bitPattern: $0) }
            rest.removeAll(keepingCapacity: true)
            var invalid: Int?
            var output = [CChar](repeating: 0, count: 4096)
            let count = input.count
            input.withUnsafeMutableBufferPointer { source in
                var next = source.baseAddress
                var left = count
                while left > 0 {
                    var status = 0
                    var written = 0
                    output.withUnsafeMutableBufferPointer { target in
                        var end = target.baseAddress
                        var room = target.count
                        status = iconv(descriptor, &next, &left, &end, &room) == -1 ? Int(errno) : 0
                        written = target.count - room
                    }
                    result += output[..<written].lazy.map { UInt8(bitPattern: $0) }
                    switch Int32(status) {
                    case EILSEQ:
                        if invalid == nil { invalid = count - left - kept }
                        appendUTF8(UTF8Decoder.replacement, to: &result)
                        next = next.map { $0 + 1 }
                        left -= 1
                    case EINVAL:
                        rest = source[(count - left)...].map { UInt8(bitPattern: $0) }
                        return
                    default: break  // E2BIG: there is more than fits the output
                    }
                }
            }
            return invalid
        }

        /// Tells that no more bytes come. Where the last character began, from the end, if it is not complete.
        func finish(_ result: inout [UInt8]) -> Int? {
            guard !rest.isEmpty else { return nil }
            defer { rest.removeAll() }
            appendUTF8(UTF8Decoder.replacement, to: &result)
            return -rest.count
        }
    }
#else
    /// This system's library has no converter: only the encodings that BookBot knows itself are there.
    final class SystemConverter {
        init?(_ name: String) { return nil }
        static func knows(_ name: String) -> Bool { false }
        func convert(_ bytes: UnsafeRawBufferPointer, to result: inout [UInt8]) -> Int? { nil }
        func finish(_ result: inout [UInt8]) -> Int? { nil }
    }
#endif

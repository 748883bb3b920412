/// A header's value with its parameters: `form-data; name="a"; filename="b"`.
struct HeaderParameters {
    /// What stands before the first semicolon, in small letters.
    let value: String
    private var parameters: [String: String] = [:]

    /// Reads a header's value; nil if it is malformed or names a parameter twice.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let separator = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
        value = MultipartPart.trimmed(Substring(decoding: bytes[..<separator], as: UTF8.self)).lowercased()
        var rest = bytes[separator...]
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst().drop { $0 == 32 || $0 == 9 }
            if rest.isEmpty { break }  // a semicolon at the end does no harm
            let name = rest.prefix(while: MultipartPart.isTokenByte)
            rest = rest.dropFirst(name.count)
            guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst()
            var content: [UInt8] = []
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                var isClosed = false
                while let byte = rest.popFirst() {
                    if byte == UInt8(ascii: "\"") {
                        isClosed = true
                        break
                    }
                    // Only a quote or a backslash can be escaped: old browsers send C:\path as it is.
                    if byte == UInt8(ascii: "\\"), let next = rest.first,
                        next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
                    {
                        rest = rest.dropFirst()
                        content.append(next)
                    } else {
                        content.append(byte)
                    }
                }
                guard isClosed else { return nil }
            } else {
                content = Array(rest.prefix { $0 != UInt8(ascii: ";") && $0 != 32 && $0 != 9 })
                rest = rest.dropFirst(content.count)
                guard !content.isEmpty else { return nil }
            }
            rest = rest.drop { $0 == 32 || $0 == 9 }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            guard parameters.updateValue(String(decoding: content, as: UTF8.self), forKey: key) == nil else {
                return nil
            }
        }
        guard rest.isEmpty else { return nil }
    }

    subscript(name: String) -> String? { parameters[name] }
}

extension Substring {
    fileprivate init(decoding bytes: ArraySlice<UInt8>, as encoding: UTF8.Type) {
        self = String(decoding: bytes, as: encoding)[...]
    }
}

// Unsafe pointers: the boundary is searched in the buffer in place; indices come from its count.

/// Takes a form apart as its bytes come, in pieces of any size (RFC 7578, RFC 2046 section 5.1).
///
/// A pure value: push bytes with ``feed(_:)``, take events with ``next()`` until there is none, and call ``finish()``
/// at the end of the body. It holds back no more than a piece and a boundary's length of a part's body, and no more
/// than one part's headers. ``MultipartReader`` is the form that servers use.
public struct MultipartParser: Sendable {
    /// What comes next in a form.
    public enum Event: Sendable, Equatable {
        /// A part begins.
        case part(MultipartPart)
        /// Some bytes of its body.
        case bytes(ArraySlice<UInt8>)
        /// The part is complete.
        case end
    }

    private enum State {
        case preamble
        case afterDelimiter(MultipartError.Place)
        case headers
        case body(name: String, isFile: Bool, count: Int)
        case epilogue
    }

    private let limits: MultipartLimits
    /// CR LF and two hyphens before the boundary; the line end belongs to the delimiter.
    private let delimiter: [UInt8]
    /// The bytes that came and are not yet done with; those before `start` are.
    private var buffer: [UInt8] = [13, 10]  // so that a boundary on the first line is one like the others
    private var start = 0
    /// How many bytes of headers have been searched for their end, so that a trickle of bytes is not searched anew.
    private var searched = 0
    private var state = State.preamble
    private var total = 0
    private var parts = 0

    /// Makes a parser for a body with this `Content-Type`.
    ///
    /// - Throws: ``MultipartError/notAForm(contentType:)`` or ``MultipartError/badBoundary(_:)``.
    public init(contentType: String, limits: MultipartLimits = MultipartLimits()) throws(MultipartError) {
        guard let type = HeaderParameters(contentType), type.value == "multipart/form-data" else {
            throw .notAForm(contentType: contentType)
        }
        let boundary = type["boundary"] ?? ""
        let isValid = boundary.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "'()+_,-./:=? ".utf8.contains(byte)
            }
        }
        guard (1...70).contains(boundary.utf8.count), isValid, !boundary.hasSuffix(" ") else {
            throw .badBoundary(boundary)
        }
        delimiter = [13, 10, 45, 45] + Array(boundary.utf8)
        self.limits = limits
    }

    /// Takes the next bytes of the body.
    ///
    /// - Throws: ``MultipartError/tooLarge(_:limit:_:)`` if the body is too long.
    public mutating func feed(_ bytes: some Collection<UInt8>) throws(MultipartError) {
        total += bytes.count
        guard total <= limits.totalBytes else { throw .tooLarge(.totalBytes, limit: limits.totalBytes, .form) }
        if case .epilogue = state { return }
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next event; nil if more bytes are needed, or the form is over.
    ///
    /// - Throws: ``MultipartError``.
    public mutating func next() throws(MultipartError) -> Event? {
        while true {
            switch state {
            case .preamble:
                let found = search()
                start = found.end
                guard found.isWhole else {
                    guard total <= limits.headerBytes else {
                        throw .tooLarge(.headerBytes, limit: limits.headerBytes, .start)
                    }
                    return nil
                }
                start += delimiter.count
                state = .afterDelimiter(.start)
            case .afterDelimiter(let place):
                guard try passDelimiterLine(after: place) else { return nil }
            case .headers:
                guard let part = try readHeaders() else { return nil }
                state = .body(name: part.name, isFile: part.fileName != nil, count: 0)
                return .part(part)
            case .body(let name, let isFile, let count):
                let found = search()
                if found.end > start {
                    let count = count + found.end - start
                    let limit = isFile ? limits.fileBytes : limits.fieldBytes
                    guard count <= limit else {
                        throw .tooLarge(isFile ? .fileBytes : .fieldBytes, limit: limit, .field(name))
                    }
                    state = .body(name: name, isFile: isFile, count: count)
                    let bytes = buffer[start..<found.end]
                    start = found.end
                    return .bytes(bytes)
                }
                guard found.isWhole else { return nil }
                start += delimiter.count
                state = .afterDelimiter(.field(name))
                return .end
            case .epilogue:
                return nil
            }
        }
    }

    /// Says that the body has ended.
    ///
    /// - Throws: ``MultipartError/truncated(inside:)`` if the form has not.
    public func finish() throws(MultipartError) {
        switch state {
        case .epilogue: break
        case .preamble: throw .truncated(inside: .start)
        case .afterDelimiter(let place): throw .truncated(inside: place)
        case .headers: throw .truncated(inside: .headers(part: parts))
        case .body(let name, _, _): throw .truncated(inside: .field(name))
        }
    }

    /// After a boundary: two hyphens end the form; blanks and a line end begin a part.
    private mutating func passDelimiterLine(after place: MultipartError.Place) throws(MultipartError) -> Bool {
        var index = start
        while index < buffer.count, buffer[index] == 32 || buffer[index] == 9 { index += 1 }
        // Padding is meant for mail gateways; a line of it is an attack.
        guard index - start <= 128 else { throw .badDelimiter(after: place) }
        guard index < buffer.count else { return false }
        switch buffer[index] {
        case 45 where index == start:
            guard index + 1 < buffer.count else { return false }
            guard buffer[index + 1] == 45 else { throw .badDelimiter(after: place) }
            buffer = []
            start = 0
            state = .epilogue
        case 13:
            guard index + 1 < buffer.count else { return false }
            guard buffer[index + 1] == 10 else { throw .badDelimiter(after: place) }
            parts += 1
            guard parts <= limits.parts else { throw .tooLarge(.parts, limit: limits.parts, .form) }
            // The line end stays: a part without headers has its empty line at once.
            start = index
            searched = 0
            state = .headers
        default: throw .badDelimiter(after: place)
        }
        return true
    }

    private mutating func readHeaders() throws(MultipartError) -> MultipartPart? {
        // The buffer begins with the line end of the boundary's line.
        var index = start + searched
        var found: Int?
        while index + 3 < buffer.count {
            if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                found = index
                break
            }
            index += 1
        }
        searched = index - start
        // The last three bytes may be the beginning of the empty line.
        guard (found ?? buffer.count - 3) - start <= limits.headerBytes + 2 else {
            throw .tooLarge(.headerBytes, limit: limits.headerBytes, .headers(part: parts))
        }
        guard let found else { return nil }
        let part = try MultipartPart(headers: buffer[min(start + 2, found)..<found], number: parts)
        start = found + 4
        return part
    }

    /// Looks for the delimiter from `start`: where the bytes before it end, and whether it is all there; the beginning
    /// of one at the end of the buffer counts as one that may become whole.
    private func search() -> (end: Int, isWhole: Bool) {
        buffer.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                // Few bytes of a body are a carriage return: the library's search for one is the fast path.
                guard let next = bytes[index...].firstIndex(of: 13) else { return (bytes.count, false) }
                var matched = 1
                while matched < delimiter.count, next + matched < bytes.count,
                    bytes[next + matched] == delimiter[matched]
                {
                    matched += 1
                }
                if matched == delimiter.count { return (next, true) }
                if next + matched == bytes.count { return (next, false) }
                index = next + 1
            }
            return (bytes.count, false)
        }
    }
}

import HTTPMessages

/// One form of a resource (RFC 9110, section 3.2), with everything about it that does not change from one response to
/// the next written out: answering copies bytes and formats nothing.
final class Representation {
    /// Where the content is.
    enum Content {
        case memory([UInt8])
        case file(OpenFile)
    }

    let content: Content
    let length: Int
    /// The strong entity tag with its quotation marks.
    let tag: [UInt8]
    /// The modification, in seconds since 1970; nil when its date says nothing.
    let modified: Int64?
    let coding: AcceptEncoding.Coding?
    let type: String
    /// Status line and fields of a 200.
    let okHead: [UInt8]
    /// Status line and fields of a 304.
    let notModifiedHead: [UInt8]
    /// The fields that a 200, a 206 and a 304 share: the validators, and who may keep it how long.
    let sharedFields: [UInt8]
    /// The open file, for asking whether it is unchanged.
    let file: OpenFile?

    /// Describes a representation.
    ///
    /// - Parameter fields: further field lines, each with its CRLF.
    init(
        content: Content, length: Int, tag: [UInt8], modified: Int64?, coding: AcceptEncoding.Coding?, type: String,
        fields: [UInt8], file: OpenFile?
    ) {
        (self.content, self.length, self.tag, self.coding) = (content, length, tag, coding)
        (self.type, self.file, self.modified) = (type, file, modified)
        var shared: [UInt8] = []
        if let modified {
            shared.append("Last-Modified: ")
            HTTPDate.append(modified, to: &shared)
            shared.append("\r\n")
        }
        shared.append("ETag: ")
        shared.append(contentsOf: tag)
        shared.append("\r\n")
        shared.append(contentsOf: fields)
        sharedFields = shared

        var head: [UInt8] = []
        head.appendStatusLine(.ok)
        head.appendField("Content-Type", type)
        head.appendField("Content-Length", length)
        head.appendField("Accept-Ranges", "bytes")
        if let coding { head.appendField("Content-Encoding", coding.name) }
        head.append(contentsOf: shared)
        okHead = head

        head.removeAll()
        head.appendStatusLine(.notModified)
        head.append(contentsOf: shared)
        notModifiedHead = head
    }

    /// The whole content.
    var whole: Answer.Content {
        switch content {
        case .memory(let bytes): .bytes(bytes)
        case .file(let file):
            .file(FileSlice(descriptor: file.descriptor, owner: file, offset: 0, length: length))
        }
    }

    /// A part of the content, which must lie within it.
    func part(_ range: Range<Int>) -> Answer.Part {
        switch content {
        case .memory(let bytes): .bytes(Array(bytes[range]))
        case .file(let file):
            .file(
                FileSlice(
                    descriptor: file.descriptor, owner: file, offset: range.lowerBound, length: range.count))
        }
    }
}

/// What a path leads to: a file as it is, and its precompressed neighbours.
final class Resource {
    let plain: Representation
    let coded: [Representation]
    /// The folder that it was found in, as it was then; nil inside the binary.
    let parent: Parent?
    /// When the names were last known to be right, in the loop's milliseconds.
    var lookedUp: Int64
    /// The turn of the loop in which the files were last asked whether they are unchanged.
    var confirmed: UInt64
    /// Octets that it holds in memory.
    let weight: Int
    /// Whether any further change of its files must give them other times.
    let isSettled: Bool
    /// Whether something beside the file and its folder decides what the address means: a link, another folder.
    let dependsOnMore: Bool
    /// When it was last found in use while the cache was looked over, and the turn in which it had been used then.
    private var seen: (milliseconds: Int64, turn: UInt64)

    init(
        plain: Representation, coded: [Representation], parent: Parent?, isSettled: Bool, dependsOnMore: Bool,
        at moment: Moment
    ) {
        (self.plain, self.coded, self.parent) = (plain, coded, parent)
        (self.isSettled, self.dependsOnMore) = (isSettled, dependsOnMore)
        (lookedUp, confirmed) = (moment.milliseconds, moment.turn)
        seen = (moment.milliseconds, moment.turn)
        weight = ([plain] + coded).reduce(0) { sum, one in
            if case .memory(let bytes) = one.content { return sum + bytes.count }
            return sum
        }
    }

    /// Whether it was used since a time: each use confirms it in a later turn.
    func keep(ifUsedSince oldest: Int64, at moment: Moment) -> Bool {
        if confirmed != seen.turn { seen = (moment.milliseconds, confirmed) }
        return seen.milliseconds > oldest
    }

    /// The form that the client likes best; the smallest of equally welcome ones.
    func selected(for request: borrowing Request) -> Representation {
        guard !coded.isEmpty, request.head.has(.acceptEncoding) else { return plain }
        let accepted = AcceptEncoding(request.head, in: request.bytes)
        var (best, bestWeight) = (plain, accepted.identity)
        for candidate in coded {
            guard let coding = candidate.coding else { continue }
            let weight = accepted.weight(of: coding)
            if weight > bestWeight || (weight == bestWeight && weight > 0 && candidate.length < best.length) {
                (best, bestWeight) = (candidate, weight)
            }
        }
        return best
    }
}

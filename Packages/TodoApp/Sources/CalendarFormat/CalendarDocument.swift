/// An iCalendar object as its bytes, and an index of what stands in them (RFC 5545).
///
/// **The one idea: the bytes are the object.** Reading never changes them, and an edit replaces the bytes of the lines
/// that it is about and no others, so that everything a client wrote and we do not know (properties, components, their
/// order, the folding, a byte-order mark) is there when that client reads again.
///
/// What holds between calls:
/// - ``lines`` are in the order of the bytes and do not overlap; what is no content line (an empty line, one without a
///   colon) lies between them and is counted in ``faults``.
/// - Every component's ``Component/lines`` are indices of ``lines``, from its `BEGIN` to its `END`. A component that was
///   never ended ends with the document.
///
/// ```swift
/// var document = try CalendarDocument(Array("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Tea\r\nEND:VTODO\r\n…".utf8))
/// document.apply([.set("SUMMARY", "Tea\\, green")], toComponent: document.components("VTODO")[0])
/// ```
public struct CalendarDocument: Sendable, Equatable {
    /// The object, byte for byte.
    public private(set) var bytes: [UInt8]
    /// The content lines.
    public private(set) var lines: [ContentLine] = []
    /// All components, in the order of their `BEGIN`.
    public private(set) var components: [Component] = []
    /// What could not be read: each a sentence with the number of the line. At most 20 are kept.
    public private(set) var faults: [String] = []

    /// A component: from `BEGIN` to `END`.
    public struct Component: Sendable, Equatable {
        /// The name in capitals, such as `VTODO`.
        public let name: String
        /// Its lines, with `BEGIN` and `END`.
        public fileprivate(set) var lines: Range<Int>
        /// How many components it stands in.
        public let depth: Int
        /// Whether its `END` was there.
        public fileprivate(set) var isClosed = false
    }

    /// Why bytes are no document at all.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// There is no `BEGIN:VCALENDAR`.
        case noCalendar
        /// More components within each other than anybody writes.
        case tooDeep(line: Int)
        /// More bytes than are taken.
        case tooLong(Int)

        /// A sentence.
        public var description: String {
            switch self {
            case .noCalendar: "This is not iCalendar: there is no line BEGIN:VCALENDAR."
            case .tooDeep(let line):
                "Line \(line) begins a component within \(CalendarDocument.maximumDepth) others; that is the limit."
            case .tooLong(let bytes):
                "The object has \(bytes) bytes; at most \(CalendarDocument.maximumBytes) are taken."
            }
        }
    }

    /// How many components may stand in each other: real objects have 3.
    public static let maximumDepth = 32
    /// How many bytes an object may have: notes of a megabyte, with their folds, and room.
    public static let maximumBytes = 5 << 20

    /// Reads an object.
    ///
    /// - Throws: ``Failure``. Single lines that cannot be read are ``faults``.
    public init(_ bytes: [UInt8]) throws {
        guard bytes.count <= Self.maximumBytes else { throw Failure.tooLong(bytes.count) }
        self.bytes = bytes
        try index()
        guard components.contains(where: { $0.name == "VCALENDAR" }) else { throw Failure.noCalendar }
    }

    /// The components of a name, at any depth.
    public func components(_ name: String) -> [Component] { components.filter { $0.name == name } }

    /// A component's own lines, without those of the components within it.
    public func properties(of component: Component) -> [ContentLine] {
        ownLines(of: component).map { lines[$0] }
    }

    /// The indices of a component's own lines.
    private func ownLines(of component: Component) -> [Int] {
        var depth = 0
        return component.lines.dropFirst().filter { index in
            switch lines[index].name {
            case "BEGIN":
                depth += 1
                return false
            case "END":
                depth -= 1
                return false
            default: return depth == 0
            }
        }
    }

    // MARK: Reading

    private mutating func fault(_ sentence: String) {
        if faults.count < 20 { faults.append(sentence) }
    }

    private mutating func index() throws {
        lines = []
        components = []
        faults = []
        let usesReturn = !bytes.contains(UInt8(ascii: "\n"))
        let lineEnd = usesReturn ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var start = position
        var number = 0
        var firstNumber = 1
        var unfolded: [UInt8] = []
        var open: [Int] = []
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: lineEnd) ?? bytes.count
            let next = min(end + 1, bytes.count)
            var content = bytes[position..<end]
            while content.last == UInt8(ascii: "\r") { content.removeLast() }
            number += 1
            if let first = content.first, first == 0x20 || first == 0x09, number > 1 {
                unfolded += content.dropFirst()
            } else {
                try add(unfolded, start..<position, firstNumber, &open)
                unfolded = Array(content)
                (start, firstNumber) = (position, number)
            }
            position = next
        }
        try add(unfolded, start..<bytes.count, firstNumber, &open)
        for index in open {
            fault("The component \(components[index].name) has no END.")
            components[index].lines = components[index].lines.lowerBound..<lines.count
        }
    }

    private mutating func add(
        _ unfolded: [UInt8], _ range: Range<Int>, _ number: Int, _ open: inout [Int]
    ) throws {
        guard !unfolded.isEmpty else { return }
        guard let line = ContentLine(unfolded: unfolded, range: range, number: number) else {
            fault("Line \(number) is kept but not read: it is not NAME:VALUE.")
            return
        }
        lines.append(line)
        let component = line.value.filter { $0 != " " }.uppercased()
        if line.name == "BEGIN" {
            guard open.count < Self.maximumDepth else { throw Failure.tooDeep(line: number) }
            open.append(components.count)
            components.append(Component(name: component, lines: lines.count - 1..<lines.count, depth: open.count - 1))
        } else if line.name == "END" {
            guard let match = open.lastIndex(where: { components[$0].name == component }) else {
                fault("Line \(number) ends \(component), which has not begun.")
                return
            }
            for index in open[(match + 1)...] {
                fault("The component \(components[index].name) has no END before line \(number).")
                components[index].lines = components[index].lines.lowerBound..<lines.count - 1
            }
            components[open[match]].lines = components[open[match]].lines.lowerBound..<lines.count
            components[open[match]].isClosed = true
            open.removeSubrange(match...)
        }
    }

    // MARK: Editing

    /// A change of a component's property.
    public enum Change: Sendable, Equatable {
        /// The property has this value, escapes included. Its parameters stay, or become what is given: `;TZID=…`. Of
        /// several lines with the name the first is changed and the others go.
        case set(String, String, parameters: String? = nil)
        /// All lines with the name go.
        case remove(String)
        /// One more line, after the last with the name if there is one.
        case add(String, String, parameters: String = "")
        /// The line with this index in ``CalendarDocument/lines`` has this value, or goes.
        case replaceLine(Int, String?)
    }

    /// Changes a component's properties; every other byte stays.
    ///
    /// - Parameter component: One of ``components``; indices of lines in it are of the state before the call.
    public mutating func apply(_ changes: [Change], toComponent component: Component) {
        // What is to happen, by positions of the bytes as they are now; carried out from the end, so that none moves.
        var edits: [(range: Range<Int>, bytes: [UInt8])] = []
        let own = ownLines(of: component)
        let lineEnd = bytes.contains(UInt8(ascii: "\n")) || !bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\r"
        // New lines come after the last of the component's own that stand before its inner components.
        let inner = component.lines.dropFirst().first { ["BEGIN", "END"].contains(lines[$0].name) }
        let insertion = lines[(inner ?? component.lines.upperBound) - 1].range.upperBound
        func line(_ name: String, _ parameters: String, _ value: String) -> [UInt8] {
            CalendarValue.folded("\(name)\(parameters):\(value)", lineEnd: lineEnd)
        }
        // A document that was cut off may lack its last line end.
        if insertion == bytes.count, let last = bytes.last, last != 0x0A, last != 0x0D {
            edits.append((insertion..<insertion, Array(lineEnd.utf8)))
        }
        for change in changes {
            switch change {
            case .set(let name, let value, let parameters):
                let present = own.filter { lines[$0].name == name }
                guard let first = present.first else {
                    edits.append((insertion..<insertion, line(name, parameters ?? "", value)))
                    continue
                }
                let old = lines[first]
                let newParameters = parameters ?? old.writtenParameters
                if old.value != value || old.writtenParameters != newParameters {
                    edits.append((old.range, line(old.writtenName, newParameters, value)))
                }
                edits += present.dropFirst().map { (lines[$0].range, []) }
            case .remove(let name):
                edits += own.filter { lines[$0].name == name }.map { (lines[$0].range, []) }
            case .add(let name, let value, let parameters):
                let after = own.last { lines[$0].name == name }.map { lines[$0].range.upperBound } ?? insertion
                edits.append((after..<after, line(name, parameters, value)))
            case .replaceLine(let index, let value):
                guard own.contains(index) else { continue }
                let old = lines[index]
                edits.append((old.range, value.map { line(old.writtenName, old.writtenParameters, $0) } ?? []))
            }
        }
        // At one position a replacement comes before insertions, which would move its bytes; and what is inserted stays
        // in the order in which it was asked for.
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                > ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        for (_, edit) in ordered { bytes.replaceSubrange(edit.range, with: edit.bytes) }
        // The bytes were a document before, and lines of our own make no component: this cannot fail.
        try? index()
    }
}

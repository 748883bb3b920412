import CalendarFormat
import Testing

private func document(_ text: String) throws -> CalendarDocument { try CalendarDocument(Array(text.utf8)) }

private func calendar(_ lines: [String], lineEnd: String = "\r\n") -> String {
    (["BEGIN:VCALENDAR", "BEGIN:VTODO"] + lines + ["END:VTODO", "END:VCALENDAR"]).map { $0 + lineEnd }.joined()
}

private func value(_ name: String, in document: CalendarDocument) throws -> String? {
    let task = try #require(document.components("VTODO").first)
    return document.properties(of: task).first { $0.name == name }?.value
}

@Test("folds inside a character are undone before the octets become text")
func foldsInsideACharacterAreUndone() throws {
    var bytes = Array("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Käse ".utf8)
    for octet in Array("🧀!".utf8) { bytes += [octet, 0x0D, 0x0A, 0x20] }
    bytes += Array("ok\r\n\tand\r\n \r\n  more\r\nCATEG\r\n ORIES:a\r\nEND:VTODO\r\nEND:VCALENDAR\r\n".utf8)
    let document = try CalendarDocument(bytes)
    #expect(try value("SUMMARY", in: document) == "Käse 🧀!okand more")
    #expect(try value("CATEGORIES", in: document) == "a")
    #expect(document.bytes == bytes)
}

@Test("LF, CR alone, CRLF and doubled CR end lines", arguments: ["\n", "\r", "\r\n", "\r\r\n"])
func allLineEndsAreRead(_ lineEnd: String) throws {
    let document = try document(calendar(["SUMMARY:one", "X-A:2"], lineEnd: lineEnd))
    #expect(try value("SUMMARY", in: document) == "one")
    #expect(try value("X-A", in: document) == "2")
    #expect(document.faults.isEmpty)
}

@Test("an edit of a file with CR alone leaves it readable")
func editKeepsOldMacFilesReadable() throws {
    var document = try document(calendar(["SUMMARY:one"], lineEnd: "\r"))
    document.apply([.set("SUMMARY", "two"), .set("X-B", "3")], toComponent: document.components("VTODO")[0])
    #expect(try value("SUMMARY", in: document) == "two")
    #expect(try value("X-B", in: document) == "3")
    #expect(document.components.count == 2)
}

@Test("a byte-order mark, NUL and bytes that are no UTF-8 are kept")
func oddBytesAreKept() throws {
    let bytes =
        [0xEF, 0xBB, 0xBF] + Array("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\0b".utf8) + [0xFF]
        + Array("\nDUE:soon\nEND:VTODO\nEND:VCALENDAR\n".utf8)
    var document = try CalendarDocument(bytes)
    #expect(try value("SUMMARY", in: document) == "a\0b\u{FFFD}")
    document.apply([.set("DUE", "20270101", parameters: ";VALUE=DATE")], toComponent: document.components("VTODO")[0])
    #expect(document.bytes.starts(with: bytes.prefix(43)))
    #expect(document.bytes.contains(0xFF) && document.bytes.contains(0))
}

@Test("text values lose and gain their escapes, and unknown escapes stay")
func textsAreEscaped() {
    #expect(CalendarValue.text(#"a\, b\; c\\ d\ne\Nf \\n \""#) == "a, b; c\\ d\ne\nf \\n \\\"")
    #expect(CalendarValue.text(#"end\"#) == "end\\")
    #expect(CalendarValue.list(#"home,two\, parts,back\\,slash"#) == ["home", "two, parts", "back\\", "slash"])
    #expect(CalendarValue.escaped("a,b;c\\d\r\ne\rf\u{0}") == #"a\,b\;c\\d\ne\nf"#)
}

@Test("any text survives escaping, folding and reading")
func anyTextSurvives() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
        var text = ""
        for _ in 0..<Int.random(in: 0...120, using: &generator) {
            let ascii = Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &generator))
            let others: [Unicode.Scalar] = [ascii, "ä", "漢", "😀", "\n", ",", ";", "\\", "\u{301}"]
            text.unicodeScalars.append(others.randomElement(using: &generator) ?? ascii)
        }
        let folded = CalendarValue.folded("SUMMARY:" + CalendarValue.escaped(text))
        let physical = String(decoding: folded, as: UTF8.self).components(lineEnd: "\r\n")
        #expect(physical.allSatisfy { $0.utf8.count <= 75 }, "\(text)")
        #expect(String(validating: folded, as: UTF8.self) != nil)
        var document = try document(calendar(["UID:1"]))
        document.apply([.set("SUMMARY", CalendarValue.escaped(text))], toComponent: document.components("VTODO")[0])
        #expect(try value("SUMMARY", in: document).map { CalendarValue.text($0) } == text)
    }
}

extension String {
    fileprivate func components(lineEnd: Character) -> [Substring] { split(separator: lineEnd) }
}

@Test("parameters may be quoted, listed and escaped with ^")
func parametersAreRead() throws {
    let document = try document(calendar([#"ATTENDEE;CN="A, B: x;y ^'z^'^n";MEMBER=a,"b,c":mailto:a@example.org"#]))
    let line = try #require(document.lines.first { $0.name == "ATTENDEE" })
    #expect(line.parameter("CN") == "A, B: x;y \"z\"\n")
    #expect(line.parameters.last?.values == ["a", "b,c"])
    #expect(line.value == "mailto:a@example.org")
}

@Test("an edit changes its own lines and no other byte")
func editsAreLocal() throws {
    let lines = [
        "uid:1", "summary;LANGUAGE=en:old", "X-VERY.ODD-1;x-q=\"a;b\":kept\\,", "STATUS:NEEDS-ACTION",
        "BEGIN:VALARM", "SUMMARY:of the alarm", "END:VALARM", "X-LAST:1",
    ]
    let before = calendar(lines, lineEnd: "\n")
    var document = try document(before)
    document.apply(
        [
            .set("SUMMARY", "new"), .remove("STATUS"), .add("CATEGORIES", "a"),
            .set("DUE", "20270101", parameters: ";VALUE=DATE"),
        ],
        toComponent: document.components("VTODO")[0])
    let after = String(decoding: document.bytes, as: UTF8.self)
    let expected = before.replacingOccurrences("summary;LANGUAGE=en:old\n", "summary;LANGUAGE=en:new\r\n")
        .replacingOccurrences("STATUS:NEEDS-ACTION\n", "CATEGORIES:a\r\nDUE;VALUE=DATE:20270101\r\n")
    #expect(after == expected)
    let same = document.bytes
    document.apply([.set("SUMMARY", "new")], toComponent: document.components("VTODO")[0])
    #expect(document.bytes == same)
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return String(self[..<range.lowerBound]) + new + self[range.upperBound...]
    }
}

@Test("of a property that is there twice the first is changed and the second goes")
func doubledPropertiesBecomeOne() throws {
    var document = try document(calendar(["DUE:20270101T000000Z", "DUE:20270102T000000Z"]))
    document.apply([.set("DUE", "20270103T000000Z")], toComponent: document.components("VTODO")[0])
    #expect(document.lines.filter { $0.name == "DUE" }.map(\.value) == ["20270103T000000Z"])
}

@Test("what cannot be read is told with its line, and the rest is read")
func faultsNameTheirLines() throws {
    let document = try document("BEGIN:VCALENDAR\nno colon here\nBEGIN:VTODO\nSUMMARY:cut off\nEND:VEVENT\n")
    #expect(document.faults.contains { $0.contains("Line 2") })
    #expect(document.faults.contains { $0.contains("VTODO has no END") })
    #expect(document.faults.contains { $0.contains("ends VEVENT") })
    #expect(try value("SUMMARY", in: document) == "cut off")
}

@Test("a document that is cut off within a line can be edited")
func aCutDocumentCanBeEdited() throws {
    var document = try document("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x")
    document.apply([.set("STATUS", "COMPLETED")], toComponent: document.components("VTODO")[0])
    #expect(try value("SUMMARY", in: document) == "x")
    #expect(try value("STATUS", in: document) == "COMPLETED")
}

@Test("what is no calendar, or nests without end, or is too long is refused")
func whatIsNoCalendarIsRefused() throws {
    #expect(throws: CalendarDocument.Failure.noCalendar) { try document("hello: world\n") }
    #expect(throws: CalendarDocument.Failure.noCalendar) { try document("") }
    #expect(throws: CalendarDocument.Failure.tooDeep(line: 33)) {
        try document(String(repeating: "BEGIN:VCALENDAR\n", count: 100_000))
    }
    #expect(throws: CalendarDocument.Failure.tooLong(6_000_000)) {
        try CalendarDocument([UInt8](repeating: 65, count: 6_000_000))
    }
}

@Test("notes of a megabyte are read in a moment")
func longNotesAreRead() throws {
    let notes = String(repeating: "word äö 😀 ", count: 70_000)
    var document = try document(calendar(["UID:1"]))
    document.apply([.set("DESCRIPTION", notes)], toComponent: document.components("VTODO")[0])
    #expect(try value("DESCRIPTION", in: document) == notes)
}

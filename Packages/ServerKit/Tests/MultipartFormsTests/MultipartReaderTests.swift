import MultipartForms
import Testing

/// A body that counts how much of it has been asked for.
private struct CountedBody: AsyncSequence {
    final class Iterator: AsyncIteratorProtocol {
        var pieces: ArraySlice<[UInt8]>
        var asked = 0

        init(_ pieces: [[UInt8]]) {
            self.pieces = pieces[...]
        }

        func next() async throws -> [UInt8]? {
            asked += 1
            return pieces.popFirst()
        }
    }

    let iterator: Iterator

    func makeAsyncIterator() -> Iterator { iterator }
}

@Test("the body is read no faster than the form is")
func theBodyIsReadNoFaster() async throws {
    let head = Array("--XX\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n".utf8)
    let piece = [UInt8](repeating: 97, count: 1000)
    let body = CountedBody.Iterator([head] + Array(repeating: piece, count: 50) + [Array("\r\n--XX--".utf8)])
    var form = try MultipartReader(
        contentType: "multipart/form-data; boundary=XX", body: CountedBody(iterator: body))
    let part = try #require(try await form.nextPart())
    #expect(part.fileName == "f" && body.asked == 1)
    #expect(try await form.nextBytes()?.count == 1000 && body.asked == 2)
    #expect(try await form.nextBytes()?.count == 1000 && body.asked == 3)
    // The rest of the file is skipped, and the form's end is the body's end.
    #expect(try await form.nextPart() == nil)
    #expect(body.asked == 53)
    #expect(try await form.nextPart() == nil)
}

@Test("a text that is no UTF-8 is refused by the field's name, and a cut body by where it ends")
func aTextThatIsNoUTF8IsRefused() async throws {
    func reader(_ bytes: [UInt8]) throws -> MultipartReader<CountedBody> {
        let head = Array("--XX\r\nContent-Disposition: form-data; name=t\r\n\r\n".utf8)
        return try MultipartReader(
            contentType: "multipart/form-data; boundary=XX", body: CountedBody(iterator: .init([head, bytes])))
    }
    var form = try reader([0xff] + Array("\r\n--XX--".utf8))
    _ = try await form.nextPart()
    await #expect(throws: MultipartError.notUTF8(.field("t"))) { _ = try await form.text() }
    var cut = try reader(Array("abc".utf8))
    _ = try await cut.nextPart()
    await #expect(throws: MultipartError.truncated(inside: .field("t"))) { _ = try await cut.text() }
}

// target: BookFormatsTests
import BookFormats
import Testing
import TextAnalysis

@Suite("exercise 3: what is this file?")
struct Exercise03 {
    private func message(_ bytes: [UInt8]) -> String {
        let reader = BookReader(MemoryBytes(bytes, path: "notes.db"))
        var chunk = TextChunk()
        do {
            while try reader.fill(&chunk) {}
        } catch {
            return "\(error)"
        }
        return "it was read"
    }

    @Test("an SQLite database is named, with what to do")
    func database() {
        let message = message(Array("SQLite format 3".utf8) + [0x00, 0x10, 0x00, 0x01, 0x01])
        #expect(message.hasPrefix("notes.db: it is an SQLite database"))
        #expect(message.contains("sqlite3"))
    }

    @Test("a text about SQLite is still read")
    func textAboutSQLite() {
        #expect(message(Array("SQLite has a format.".utf8)) == "it was read")
    }
}

import Foundation
import TestKit
import Testing

private let bookbot = BuiltTool("bookbot")

/// A text of our own, with what langdetect and pyphen say.
private struct Peer: Decodable {
    let path: String
    let code: String
    let syllables: Int
}

@Test("languages are those that langdetect finds, and syllables are near pyphen's")
func languages() async throws {
    let samples = LanguageSamples.all
    let files = Dictionary(uniqueKeysWithValues: samples.map { ("\($0.key).txt", Data($0.value.utf8)) })
    try await withFiles(files) { folder in
        let peers: [Peer] = try await Peers.ask(
            ["languages"] + files.keys.sorted().map { folder.appending(path: $0).path })
        #expect(peers.count == samples.count)
        for peer in peers {
            let own = try Report(try await bookbot.run(["--json", peer.path]).outputData).total
            let name: Comment = "\(URL(filePath: peer.path).lastPathComponent)"
            #expect(own.language == Report.Language(code: peer.code, basis: "detected"), name)
            let hasFormula = ["en", "de", "fr", "es", "it", "ru"].contains(peer.code)
            #expect((own.readability.fleschReadingEase != nil) == hasFormula, name)
            #expect((own.syllables != nil) == hasFormula, name)
            #expect((own.stopWords != nil) == hasFormula, name)
            #expect((own.readability.smog != nil) == (peer.code == "en"), name)
            #expect(own.warnings.isEmpty == (peer.code == "en"), name)
            // A printer never hyphenates behind a single letter, so pyphen finds a few syllables less.
            if let syllables = own.syllables, peer.syllables > 0 {
                #expect((0.97...1.2).contains(Double(syllables) / Double(peer.syllables)), name)
            }
        }
    }
}

@Test("texts in several languages have no readability together, and a language may be named")
func severalLanguages() async throws {
    let files = [
        "a.txt": Data(LanguageSamples.all["en", default: ""].utf8),
        "b.txt": Data(LanguageSamples.all["de", default: ""].utf8),
    ]
    try await withFiles(files) { folder in
        let mixed = try Report(try await bookbot.run(["--json", "."], in: folder).outputData)
        #expect(mixed.files.allSatisfy { $0.readability.fleschReadingEase != nil })
        #expect(mixed.total.readability.fleschReadingEase == nil)
        #expect(mixed.total.syllables == nil)
        #expect(mixed.total.warnings.contains { $0.contains("several languages") })
        let given = try Report(try await bookbot.run(["--json", "--language", "en", "."], in: folder).outputData)
        #expect(given.total.language == Report.Language(code: "en", basis: "given"))
        #expect(given.total.readability.smog != nil)
        let stopped = try Report(
            try await bookbot.run(["--json", "--stop-words", "en", "b.txt"], in: folder).outputData)
        #expect(stopped.total.warnings.contains { $0.contains("--stop-words auto") })
        let own = try Report(
            try await bookbot.run(["--json", "--stop-words", "auto", "--top", "3", "b.txt"], in: folder).outputData)
        #expect(own.total.topWords.allSatisfy { !["der", "und", "er"].contains($0.word) })
        #expect(try await bookbot.run(["--language", "klingon", "a.txt"], in: folder).status == 64)
    }
}

import Foundation
import Testing

@Test("whatever the fuzzer has found is read or refused", arguments: ["png", "text", "mazes"])
func theCorpusOfMazes(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzzing/Corpus/\(name)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var mazes = 0
    for file in files where MazeInput.isMaze(Array(try Data(contentsOf: file))) { mazes += 1 }
    // The corpus is of use only when some of it comes through to the end.
    #expect(files.count >= 7 && mazes >= 2, "\(mazes) mazes in \(files.count) files")
}

import Foundation
import Testing

@Test("whatever the fuzzer has found is read or refused, and all algorithms agree on it")
func theCorpusOfGraphs() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzzing/Corpus/graphs")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 40)
    for file in files {
        let bytes = try Data(contentsOf: file)
        #expect(bytes.withUnsafeBytes { GraphInput.isHandled($0) }, "\(file.lastPathComponent)")
    }
}

import Foundation
import TestKit
import Testing

private let mazesolver = BuiltTool("mazesolver")
private let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/trials.py")

/// What has to come out of a picture.
private struct Trial: Decodable {
    let file: String
    let cells: Int
    let length: Int
    /// Whether the picture may be refused, since too much of it is spoiled.
    let may: Bool
}

private struct Answer: Decodable {
    let length: Int
}

private struct Statistics: Decodable {
    let cells: Int
}

@Suite("Pictures as people bring them, drawn by Pillow", .watchesClock)
struct PictureTests {
    @Test("each is read as the maze it shows, or refused, and never as another maze", arguments: [1, 2])
    func picturesFromPillow(seed: Int) async throws {
        try await withTemporaryFolder { folder in
            let trials = try await PeerScript.ask(script, [folder.path, "\(seed)"], as: [Trial].self)
            #expect(trials.count > 30)
            for trial in trials {
                let solved = try await mazesolver.run(["solve", trial.file, "--json"], in: folder)
                guard solved.status == 0 else {
                    #expect(trial.may, "\(trial.file): \(solved.errors)")
                    #expect(solved.errors.contains("mazesolver: "), "a refusal is a sentence: \(solved.errors)")
                    continue
                }
                let found = try JSONDecoder().decode(Answer.self, from: solved.outputData).length
                let counted = try await mazesolver.run(["stats", trial.file, "--json"], in: folder)
                let cells = try JSONDecoder().decode(Statistics.self, from: counted.outputData).cells
                let isRight = found == trial.length && cells == trial.cells
                // A path over pixels is no wrong count of cells: it is told that they are pixels.
                let isTold = trial.may && solved.errors.contains("each pixel is a square")
                #expect(isRight || isTold, "\(trial.file): \(found) of \(cells): \(solved.errors)")
            }
        }
    }
}

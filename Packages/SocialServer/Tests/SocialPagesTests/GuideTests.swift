import Foundation
import Testing

@Test("the bytes in the guide are what the server sends today", .timeLimit(.minutes(15)))
func theGuideShowsTheBytes() async throws {
    // In the house and in an exported package, the guide lies in a folder beside or above the package's.
    var folder = RunningNetwork.fixtures
    var guide: URL?
    while guide == nil, folder.path != "/" {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "Docs/SocialServer.md")
        if FileManager.default.fileExists(atPath: candidate.path) { guide = candidate }
    }
    let path = try #require(guide?.path, "there is no Docs/SocialServer.md above this package")
    try await RunningNetwork.run { server in
        let script = RunningNetwork.fixtures.appending(path: "guide.py").path
        let (status, said) = try await RunningNetwork.python([script, server.address, path])
        #expect(status == 0, "\(said)")
    }
}

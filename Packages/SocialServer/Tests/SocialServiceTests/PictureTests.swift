import Foundation
import SocialService
import Testing

@Suite("Pictures")
struct PictureTests {
    /// A TIFF header with one tag, the orientation, in either order of bytes.
    private static func exif(_ turn: UInt8, little: Bool = false) -> [UInt8] {
        little
            ? Array("II*\0".utf8) + [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0]
            : Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]
    }

    private static func png(_ turn: UInt8) -> [UInt8] {
        let chunk = exif(turn)
        // Behind the header; the checksum of what is thrown away is looked at by nobody.
        return Array(pixel[..<33]) + [0, 0, 0, UInt8(chunk.count)] + Array("eXIf".utf8) + chunk + [0, 0, 0, 0]
            + Array(pixel[33...])
    }

    private static func jpeg(_ turn: UInt8) -> [UInt8] {
        let content = Array("Exif\0\0".utf8) + exif(turn, little: true)
        return [0xff, 0xd8, 0xff, 0xe1, 0, UInt8(content.count + 2)] + content
            + [0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xd9]
    }

    private static func webp(_ turn: UInt8, prefix: String = "") -> [UInt8] {
        let content = Array(prefix.utf8) + exif(turn)
        let chunks =
            Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0x08, 0, 0, 0, 39, 0, 0, 29, 0, 0] + Array("EXIF".utf8)
            + [UInt8(content.count), 0, 0, 0] + content
        return Array("RIFF".utf8) + [UInt8(chunks.count), 0, 0, 0] + chunks
    }

    @Test("a picture keeps its orientation in every kind of file, and nothing else of what tells", arguments: 1...8)
    func orientationIsKept(turn: Int) throws {
        let number = UInt8(turn)
        for (bytes, kind) in [
            (Self.png(number), ImageKind.png), (Self.jpeg(number), .jpeg), (Self.webp(number), .webp),
            (Self.webp(number, prefix: "Exif\0\0"), .webp),
        ] {
            let cleaned = try #require(ImageMetadata.removed(from: bytes, of: kind), "\(kind)")
            #expect(cleaned.orientation.exif == turn && cleaned.orientation.swapsSides == (turn >= 5), "\(kind)")
            // Cleaned once more, it says the same: what was written can be read.
            let again = try #require(ImageMetadata.removed(from: cleaned.image, of: kind), "\(kind)")
            #expect(again.image == cleaned.image && again.orientation.exif == turn, "\(kind)")
        }
    }

    @Test(
        "sizes are those of the picture as it is shown",
        arguments: [(1, 40, 30), (3, 40, 30), (6, 30, 40), (8, 30, 40)])
    func sizesAreUpright(turn: Int, width: Int, height: Int) async throws {
        let test = try await Engine.sqlite.network()
        let ada = try await test.member("ada")
        for bytes in [Self.jpeg(UInt8(turn)), Self.webp(UInt8(turn))] {
            let media = try await test.network.upload(bytes, description: "", focus: nil, as: .account(ada.id))
            #expect(media.width == width && media.height == height)
        }
    }

    @Test("the images of a deleted status wait a day for another one", arguments: Engine.allCases)
    func deleteAndRedraft(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let image = try await test.network.upload(pixel, description: "p", focus: nil, as: .account(ada.id))
        var draft = StatusDraft(text: "first")
        draft.media = [image.id]
        let wanted = draft
        let first = try await ada.write { try $0.post(wanted) }
        try await ada.write { _ = try $0.delete(first.id) }
        let second = try await ada.write { try $0.post(wanted) }
        #expect(second.media.map(\.id) == [image.id] && second.media.first?.description == "p")
        try await test.network.sweepMedia(now: now + 2 * 86_400_000)
        #expect(test.files.names.count == 1, "what is shown stays")
        // An image is as old as its loneliness, not as its upload.
        try await ada.write { _ = try $0.delete(second.id) }
        try await test.network.sweepMedia(now: now + 23 * 3_600_000)
        #expect(test.files.names.count == 1)
        try await test.network.sweepMedia(now: now + 25 * 3_600_000)
        #expect(test.files.names.isEmpty)
        await #expect(throws: SocialError.self) { try await ada.write { try $0.post(wanted) } }
    }

    @Test("a file stays only if the write that names it does", arguments: Engine.allCases)
    func filesStayWithTheirWrites(engine: Engine) async throws {
        let test = try await engine.network()
        let ada = try await test.member("ada")
        var changes = ProfileChanges()
        changes.displayName = String(repeating: "x", count: 80)
        let wrong = changes
        await #expect(throws: SocialError.self) {
            try await test.network.updateProfile(wrong, avatar: pixel, header: pixel, as: .account(ada.id))
        }
        #expect(test.files.names.isEmpty)
        await #expect(throws: SocialError.self) {
            try await test.network.updateProfile(ProfileChanges(), avatar: pixel, header: [1], as: .account(ada.id))
        }
        #expect(test.files.names.isEmpty, "one of two is none")
        let account = try await test.network.updateProfile(
            ProfileChanges(), avatar: pixel, header: pixel, as: .account(ada.id))
        #expect(
            test.files.names == Set([account.avatar, account.header].compactMap { $0 }) && test.files.names.count == 2)
        let other = try await test.network.updateProfile(
            ProfileChanges(), avatar: pixel, header: nil, as: .account(ada.id))
        #expect(test.files.names == Set([other.avatar, account.header].compactMap { $0 }))
        await #expect(throws: SocialError.self) {
            try await test.network.upload(
                pixel, description: String(repeating: "x", count: 2000), focus: nil, as: .account(ada.id))
        }
        #expect(test.files.names.count == 2)
    }
}

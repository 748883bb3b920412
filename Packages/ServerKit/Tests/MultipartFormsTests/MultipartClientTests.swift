import Foundation
import MultipartForms
import ServerShell
import TestKit
import Testing

/// Answers a form with what it has: a line for each part, with the sum of its body (FNV-1a).
private func withFormServer<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    var settings = ServerSettings(tool: "forms")
    settings.maximumBody = 8 << 20
    settings.port = 0
    let server = GracefulServer(settings: settings) { request, _ in
        if request.method == .get {
            let page =
                "<form method=post enctype=multipart/form-data><input name=text><input type=file name=file></form>"
            return Answer(type: "text/html; charset=utf-8", body: Array(page.utf8)).response(for: request)
        }
        do {
            let type = request.headers[.contentType] ?? ""
            var form = try MultipartReader(contentType: type, body: request.body.map(\.readableBytesView))
            var lines: [String] = []
            while let part = try await form.nextPart() {
                var count = 0
                var sum: UInt64 = 0xcbf2_9ce4_8422_2325
                while let bytes = try await form.nextBytes() {
                    count += bytes.count
                    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
                }
                lines.append("\(part.name)|\(part.fileName ?? "-")|\(part.contentType ?? "-")|\(count)|\(sum)\n")
            }
            return Answer(type: "text/plain; charset=utf-8", body: Array(lines.joined().utf8)).response(for: request)
        } catch let error as MultipartError {
            throw ErrorAnswer(error.isTooLarge ? .contentTooLarge : .badRequest, error.description)
        }
    }
    return try await server.whileRunning(body)
}

private func sum(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

private func output(of program: String, _ arguments: [String], in folder: URL) async throws -> String {
    let result = try await Program("/bin/sh", ["-c", "exec 2>&1; exec \"$@\"", "-", program] + arguments, in: folder)
        .run()
    return result.output
}

/// A file of bytes that are full of line ends and hyphens.
private let tricky = (0..<300_000).map { index in [13, 10, 45, 45, UInt8(truncatingIfNeeded: index / 7)][index % 5] }

@Suite("forms of real clients", .watchesClock)
struct MultipartClientTests {
    @Test("curl: fields, files with odd names, types, an empty file, and a body sent in chunks")
    func curl() async throws {
        let curl = try RequiredTool.path(of: "curl", package: "curl")
        try await withFormServer { server in
            try await withTemporaryFolder { folder in
                try Data(tricky).write(to: folder.appending(path: "tricky \"é\".bin"))
                try Data().write(to: folder.appending(path: "empty.png"))
                let arguments = [
                    "-sS", "--form-string", "text=grüße\r\n", "-F", "file=@\"tricky \\\"é\\\".bin\"", "-F",
                    "pic=@empty.png;type=image/png", server,
                ]
                let expected = """
                    text|-|-|9|\(sum(Array("grüße\r\n".utf8)))
                    file|tricky "é".bin|application/octet-stream|300000|\(sum(tricky))
                    pic|empty.png|image/png|0|\(sum([]))

                    """
                let said = try await output(of: curl, arguments, in: folder)
                #expect(said == expected)
                let chunked = ["-H", "Transfer-Encoding: chunked"] + arguments
                let again = try await output(of: curl, chunked, in: folder)
                #expect(again == expected)
                let plain = try await output(of: curl, ["-sS", "-d", "a=b", server], in: folder)
                #expect(plain.contains("application/x-www-form-urlencoded"), "\(plain)")
            }
        }
    }

    @Test("PyPI requests, single bytes on a socket, and Chromium")
    func pythonAndChromium() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/post-forms.py")
        try await withFormServer { server in
            try await withTemporaryFolder { folder in
                try Data(tricky).write(to: folder.appending(path: "tricky.bin"))
                let said = try await PeerScript.run(script, [server], in: folder)
                #expect(
                    String(decoding: said, as: UTF8.self) == """
                        requests 200
                        text|-|-|7|\(sum(Array("grüße".utf8)))
                        many|-|-|1|\(sum(Array("1".utf8)))
                        many|-|-|1|\(sum(Array("2".utf8)))
                        file|naïve "x".bin|image/png|300000|\(sum(tricky))
                        bytes 200
                        a|-|-|3|\(sum(Array("one".utf8)))
                        b|b.txt|text/plain|3|\(sum(Array("two".utf8)))
                        cut 400
                        chromium 200
                        text|-|-|9|\(sum(Array("ein \"Wort".utf8)))
                        file|tricky.bin|application/octet-stream|300000|\(sum(tricky))

                        """)
            }
        }
    }
}

import Foundation
import TestKit
import Testing

/// A fault of the disk, and what a client gets because of it.
struct DiskFault: Sendable, CustomTestStringConvertible {
    /// The call that fails, and how, as strace(1) writes it.
    let fault: String
    /// The only file that it fails for.
    var file: String?
    let target: String
    let status: Int
    /// What the page says.
    let reason: String
    var testDescription: String { fault }
}

private let cannotRead = "cannot be read from the disk"
private let tooMany = "too many files open"

#if os(Linux)
    @Suite("a disk that fails", .watchesClock)
    struct DiskFaultTests {
        @Test(
            "the client is told what failed, and everything else is served on", .watchesClock,
            arguments: [
                DiskFault(fault: "openat2:error=EIO", target: "/a.txt", status: 500, reason: cannotRead),
                DiskFault(fault: "openat2:error=ENOMEM", target: "/a.txt", status: 500, reason: cannotRead),
                DiskFault(fault: "openat2:error=EACCES", target: "/a.txt", status: 403, reason: "may not read"),
                DiskFault(fault: "openat2:error=EMFILE", target: "/a.txt", status: 503, reason: tooMany),
                DiskFault(fault: "openat2:error=ENFILE", target: "/a.txt", status: 503, reason: tooMany),
                DiskFault(
                    fault: "pread64:error=EIO", file: "a.txt", target: "/a.txt", status: 500, reason: cannotRead),
                DiskFault(
                    fault: "pread64:retval=0", file: "a.txt", target: "/a.txt", status: 500, reason: cannotRead),
                DiskFault(fault: "getdents64:error=EIO", target: "/sub/", status: 500, reason: cannotRead),
            ])
        func faultsAreTold(_ fault: DiskFault) async throws {
            try await withSite(["--healthz"], fault: fault.fault, of: fault.file) { (talk: Talk) throws in
                let client = try WireClient(port: talk.port)
                for _ in 0..<3 {
                    client.send("GET \(fault.target) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try #require(client.response())
                    #expect(answer.status == fault.status)
                    #expect(String(decoding: answer.body, as: UTF8.self).contains(fault.reason))
                }
                // The same connection goes on.
                client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(client.response()?.status == 200)
            }
        }

        @Test("a neighbour that cannot be read is as if it were not there", .watchesClock)
        func neighboursThatFail() async throws {
            let prepare: (URL) throws -> Void = { try Data("gz".utf8).write(to: $0.appending(path: "a.txt.gz")) }
            try await withSite(fault: "pread64:error=EIO", of: "a.txt.gz", prepare: prepare) { (talk: Talk) throws in
                let answer = try talk.get("/a.txt", "Accept-Encoding: gzip")
                #expect(answer.status == 200 && answer.body == Array("hello\n".utf8))
            }
        }

        @Test(
            "a disk that fails while a file is sent ends that connection, so that nobody takes a part for the whole",
            .watchesClock,
            arguments: ["sendfile:error=EIO", "sendfile:error=EIO:when=2+", "sendfile:retval=0:when=2+"])
        func faultsWhileSending(_ fault: String) async throws {
            let prepare: (URL) throws -> Void = {
                try Data(count: 8_000_000).write(to: $0.appending(path: "large"))
            }
            try await withSite(fault: fault, prepare: prepare) { (talk: Talk) throws in
                for _ in 0..<3 {
                    let client = try WireClient(port: talk.port)
                    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(client.response() == nil && client.isClosed)
                }
                #expect(try talk.get("/a.txt").body == Array("hello\n".utf8))
            }
        }

        @Test("a file that the server's user may not read is forbidden, and its name is no secret", .watchesClock)
        func unreadableFiles() async throws {
            let prepare: (URL) throws -> Void = { site in
                let file = site.appending(path: "private.txt")
                try Data("secret".utf8).write(to: file)
                try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
                // Whoever runs the test, the server is another user than the file's owner, or the owner without rights.
                for folder in [site, site.deletingLastPathComponent()] {
                    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
                }
            }
            try await withSite(getuid() == 0 ? ["--user", "nobody"] : [], prepare: prepare) { (talk: Talk) throws in
                #expect(try talk.get("/private.txt").status == 403)
                #expect(try talk.get("/a.txt").status == 200)
            }
        }

        @Test("a log on a full disk is lost, and nothing else", .watchesClock)
        func fullDiskForTheLog() async throws {
            try await withSite(["--log", "common", "--log-file", "/dev/full"]) { (talk: Talk) throws in
                for _ in 0..<50 { #expect(try talk.get("/a.txt").status == 200) }
            }
        }
    }
#endif

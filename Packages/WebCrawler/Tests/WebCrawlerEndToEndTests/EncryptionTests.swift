import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

/// A folder served over TLS by nginx, with a certificate that only the test knows.
struct SecureSite {
    let base: String
    let certificate: String
    private let nginx: Nginx

    static func serve(_ files: [String: String], in folder: URL, name: String = "localhost") async throws -> SecureSite
    {
        let port = try freePort()
        let root = folder.appending(path: "site")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: root.appending(path: name)) }
        let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
        _ = try await Program(
            try RequiredTool.path(of: "openssl", package: "openssl"),
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                "-out", certificate, "-days", "2", "-subj", "/CN=\(name)", "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:\(name)",
            ]
        ).output()
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder.path)/temporary;" }.joined(separator: " ")
        let configuration = """
            daemon off; worker_processes 1; pid \(folder.path)/pid; error_log \(folder.path)/errors;
            events { worker_connections 64; }
            http { access_log off; default_type text/html; \(temporary)
              server { listen 127.0.0.1:\(port) ssl; root \(root.path);
                ssl_certificate \(certificate); ssl_certificate_key \(key); } }
            """
        try Data(configuration.utf8).write(to: folder.appending(path: "nginx.conf"))
        let server = try await Nginx.start(
            configuration: folder.appending(path: "nginx.conf"), pid: folder.appending(path: "pid"), open: [folder])
        return SecureSite(base: "https://\(name):\(port)", certificate: certificate, nginx: server)
    }

    func stop() async { await nginx.stop() }
}

@Suite("Encrypted sites", .watchesClock)
struct EncryptionTests {
    @Test("an unknown certificate is refused, and one that is trusted by option is not")
    func certificate() async throws {
        try await withTemporaryFolder { folder in
            let site = try await SecureSite.serve(["index.html": "<title>Safe</title><p>x"], in: folder)
            let seed = site.base + "/"
            let refused = try await webcrawler.run(["crawl", seed, "--database", "a.crawl"], in: folder)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("could not be fetched: insecure"), "\(refused.errors)")
            let trusted = try await webcrawler.run(
                ["crawl", seed, "--database", "b.crawl", "--ca-file", site.certificate], in: folder)
            #expect(trusted.status == 0, "\(trusted.errors)")
            // The certificate names localhost and one address: another name of the same server is not its own.
            let other = seed.replacing("localhost", with: "127.0.0.2")
            let wrong = try await webcrawler.run(
                ["crawl", other, "--database", "c.crawl", "--ca-file", site.certificate, "--retries", "0"], in: folder)
            #expect(wrong.status == 1)
            #expect(try await webcrawler.run(["crawl", seed, "--ca-file", "missing.pem"], in: folder).status == 64)
            // For test servers of one's own any certificate can do.
            let insecure = try await webcrawler.run(
                ["crawl", seed, "--database", "d.crawl", "--insecure", "--retries", "0"], in: folder)
            #expect(insecure.status == 0, "\(insecure.errors)")
            await site.stop()
        }
    }

    @Test("an encrypted page that takes unencrypted parts is mixed content; its plain links are not")
    func mixedContent() async throws {
        let plain = try RawServer { _, send in _ = send(RawServer.response("200 OK", body: "x")) }
        defer { plain.stop() }
        let part = "http://127.0.0.1:\(plain.port)"
        try await withTemporaryFolder { folder in
            let body = """
                <title>x</title><img src=\(part)/picture.png alt=x><script src='\(part)/code.js'></script>
                <iframe src=\(part)/frame></iframe><link rel=stylesheet href=\(part)/style.css><a href=\(part)/page>x</a>
                """
            let site = try await SecureSite.serve(["index.html": body], in: folder)
            let result = try await webcrawler.run(
                ["check", site.base + "/", "--json", "--ca-file", site.certificate], in: folder)
            #expect(result.status == 1, "\(result.errors)")
            let findings = try #require(JSONReader.read(result.outputData)["findings"]?.elements)
            #expect(findings.allSatisfy { $0["kind"]?.text == "mixed-content" })
            #expect(findings.allSatisfy { $0["source"]?.text == site.base + "/" })
            #expect(
                Set(findings.compactMap { $0["target"]?.text })
                    == Set(["/picture.png", "/code.js", "/frame", "/style.css"].map { part + $0 }))
            await site.stop()
        }
    }
}

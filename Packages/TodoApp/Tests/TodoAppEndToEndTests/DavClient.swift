import Foundation
import TestKit

/// A server on a file of its own, and a client that logs in with an app password.
struct DavClient: Sendable {
    let base: URL
    let server: RunningProgram
    let database: String
    var password: String? = "correct horse battery"

    static let home = "/dav/lists/ada/"
    static let list = "/dav/lists/ada/tasks/"

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: Data
        var text: String { String(decoding: body, as: UTF8.self) }
        var tag: String { headers["etag"] ?? "" }

        /// The text of each element of a local name, in order.
        func values(_ name: String) -> [String] {
            var values: [String] = []
            var rest = text[...]
            while let start = rest.firstRange(of: ":\(name)>") {
                rest = rest[start.upperBound...]
                guard let end = rest.firstRange(of: "</") else { break }
                let value = String(rest[..<end.lowerBound])
                values.append(
                    value.replacing("&quot;", with: "\"").replacing("&#13;", with: "\r").replacing("&amp;", with: "&")
                        .replacing("&lt;", with: "<"))
                rest = rest[end.upperBound...].drop { $0 != ">" }
            }
            return values
        }
    }

    /// Starts a server and gives `body` its client.
    static func open(_ options: [String] = [], _ body: (DavClient) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let database = "sqlite:\(folder.appending(path: "todo.db").path)"
            let todo = BuiltTool("todo")
            let added = try await todo.run(
                ["user", "add", "ada", "--password-stdin", "--database", database],
                input: Data("correct horse battery\n".utf8))
            guard added.status == 0 else { throw Missing("user add failed: \(added.errors)") }
            let server = try await todo.start(["serve", database, "--port", "0", "--zone", "Europe/Berlin"] + options)
            let client = DavClient(base: try await server.address(), server: server, database: database)
            try await body(client)
            await server.stop()
        }
    }

    func send(
        _ method: String, _ path: String, _ body: String? = nil, _ headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(method, path, data: body.map { Data($0.utf8) }, headers)
    }

    func send(
        _ method: String, _ path: String, data body: Data?, _ headers: [String: String] = [:]
    ) async throws -> Answer {
        // curl sends every method and every address as it is told.
        var arguments = ["-sS", "-i", "--path-as-is", "--max-time", "100", "-H", "Expect:"]
        arguments += method == "HEAD" ? ["-I"] : ["-X", method]
        if let password { arguments += ["-u", "ada:\(password)"] }
        for (name, value) in headers { arguments += ["-H", "\(name): \(value)"] }
        if body != nil { arguments += ["--data-binary", "@-"] }
        let curl = try RequiredTool.path(of: "curl", package: "curl")
        let output = try await Program(curl, arguments + [base.absoluteString + path]).output(
            input: body ?? Data())
        guard let end = output.firstRange(of: Data("\r\n\r\n".utf8)) else { throw Missing("no HTTP answer") }
        let head = String(decoding: output[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, headers: fields, body: Data(output[end.upperBound...]))
    }

    func propfind(_ path: String, depth: String = "0", _ properties: String) async throws -> Answer {
        try await send("PROPFIND", path, Self.xml("d:propfind", "<d:prop>\(properties)</d:prop>"), ["Depth": depth])
    }

    func put(_ name: String, _ object: String, _ headers: [String: String] = [:], in list: String = DavClient.list)
        async throws
        -> Answer
    {
        try await send("PUT", list + name, object, headers.merging(["Content-Type": "text/calendar"]) { a, _ in a })
    }

    func report(_ body: String, at list: String = DavClient.list) async throws -> Answer {
        try await send("REPORT", list, body, ["Depth": "1"])
    }

    static func xml(_ name: String, _ inner: String) -> String {
        """
        <?xml version="1.0"?><\(name) xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" \
        xmlns:s="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/">\(inner)</\(name)>
        """
    }

    static func object(_ uid: String, _ title: String = "task", _ more: String = "") -> String {
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VTODO\r\nUID:\(uid)\r\n"
            + "DTSTAMP:20270129T140000Z\r\nSUMMARY:\(title)\r\n\(more)X-CLIENT:kept\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    }

    static func synchronization(_ token: String) -> String {
        xml(
            "d:sync-collection",
            "<d:sync-token>\(token)</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>")
    }

    static func query(_ filter: String, _ properties: String = "<d:getetag/>") -> String {
        xml(
            "c:calendar-query",
            "<d:prop>\(properties)</d:prop><c:filter><c:comp-filter name=\"VCALENDAR\">\(filter)</c:comp-filter></c:filter>"
        )
    }
}

import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The social server with members who talk to each other, and `toot`, somebody else's client, that posts to it.
let socialStop = TourStop(
    title: "SocialServer speaks to Mastodon's clients",
    tryIt: "Scripts/run.sh socialserver serve"
) { guide in
    let password = UUID().uuidString
    let database = ["--database", "sqlite:" + guide.folder.appending(path: "social.db").path]
    let places = database + ["--data", guide.folder.path]
    try await guide.runTool("socialserver", ["seed", "--password-stdin"] + places, input: password + "\n")
    let address = try await guide.startServer("socialserver", ["serve", "--port", "0"] + places)
    let front = try await guide.fetch(address)
    guard let name = front.firstMatch(of: /href="\/@(\w+)"/)?.output.1 else {
        throw TourFault.unexpected("nobody has said anything on the social server at \(address)")
    }
    let text = "Hello from the tour: \(front.matches(of: /<article/).count) statuses were here before this one."
    if let toot = Toot.executable {
        try await Toot(executable: toot, guide: guide).post(text, as: String(name), password: password, to: address)
    } else {
        guide.say("toot is not installed (Scripts/setup.sh installs it), so the server's own command posts")
        try await guide.runTool("socialserver", ["post", String(name), text] + places)
    }
    guard try await guide.fetch(address).contains(text) else {
        throw TourFault.unexpected("what was posted is not on the page at \(address)")
    }
    guide.say("@\(name)'s status is on the page; at \(address.absoluteString)/home a browser posts and listens, too")
    return address
}

/// `toot` from PyPI, unmodified, with a configuration of its own in the tour's folder.
private struct Toot {
    let executable: URL
    let guide: TourGuide

    /// The one in `.build-venv`, where the tests' peers are: the nearest above this program.
    static var executable: URL? {
        var folder = TourGuide.ownExecutable.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let toot = folder.appending(path: ".build-venv/bin/toot")
            if FileManager.default.isExecutableFile(atPath: toot.path) { return toot }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    func post(_ text: String, as name: String, password: String, to address: URL) async throws {
        let environment = ["XDG_CONFIG_HOME": guide.folder.path]
        try await logIn(name, password, at: address)
        guide.say("$ toot post '\(text)'")
        try await guide.run(executable, ["post", text], environment: environment, output: .standardOutput)
        let timeline = ["timelines", "public", "--local", "--limit", "2", "--no-pager", "--no-clear"]
        guide.say("$ toot " + timeline.joined(separator: " "))
        try await guide.run(
            executable, ["--no-color"] + timeline, environment: environment, output: .standardOutput)
    }

    /// Gets a token as toot does, and keeps it where toot looks: its own command would ask a person for the password.
    private func logIn(_ name: String, _ password: String, at address: URL) async throws {
        let scopes = "read write follow"
        let app = try await send(
            ["client_name": "toot", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": scopes],
            to: address.appending(path: "api/v1/apps"))
        let (id, secret) = (app["client_id"] ?? "", app["client_secret"] ?? "")
        let token = try await send(
            [
                "grant_type": "password", "client_id": id, "client_secret": secret, "username": name,
                "password": password, "scope": scopes,
            ], to: address.appending(path: "oauth/token"))
        let instance = "\(address.host ?? ""):\(address.port ?? 0)"
        let base = address.absoluteString
        let user = "\(name)@\(instance)"
        let configuration: [String: Any] = [
            "active_user": user,
            "apps": [
                instance: ["instance": instance, "base_url": base, "client_id": id, "client_secret": secret]
            ],
            "users": [
                user: ["instance": instance, "username": name, "access_token": token["access_token"] ?? ""]
            ],
        ]
        let folder = guide.folder.appending(path: "toot")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try JSONSerialization.data(withJSONObject: configuration).write(to: folder.appending(path: "config.json"))
    }

    /// Posts JSON and returns the texts of the object that comes back.
    private func send(_ fields: [String: String], to address: URL) async throws -> [String: String] {
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: fields)
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200, let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw TourFault.status(address: address, status: status)
        }
        return object.compactMapValues { $0 as? String }
    }
}

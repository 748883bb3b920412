import Foundation
import TestKit
import Testing

@Suite("the pages", .watchesClock, .serialized)
struct PageTests {
    @Test(
        "a form without the session's field, or of another site, changes nothing, and a device's password opens no page"
    )
    func safety() async throws {
        try await DavClient.open { client in
            var visitor = client
            visitor.password = nil
            let form = ["Content-Type": "application/x-www-form-urlencoded"]
            #expect(try await visitor.send("GET", "/lists").headers["location"] == "/login")
            #expect(try await visitor.send("POST", "/login", "name=ada&password=wrong+one", form).status == 401)
            let login = "name=ada&password=correct%20horse%20battery"
            let foreign = form.merging(["Sec-Fetch-Site": "cross-site"]) { $1 }
            #expect(try await visitor.send("POST", "/login", login, foreign).status == 403)
            let opened = try await visitor.send("POST", "/login", login, form)
            let cookie = try #require(opened.headers["set-cookie"])
            #expect(opened.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let own = form.merging(["Cookie": String(cookie.prefix { $0 != ";" })]) { $1 }
            #expect(try await visitor.send("POST", "/lists/tasks/add", "words=a", own).status == 403)
            #expect(try await visitor.send("POST", "/lists/tasks/add", "words=a&csrf=abc", own).status == 403)
            let page = try await visitor.send("GET", "/settings", nil, own)
            #expect(page.status == 200)
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            let field = try #require(page.text.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first)
            let csrf = String(field.prefix { $0 != "\"" })
            let made = try await visitor.send("POST", "/settings/make", "device=phone&csrf=\(csrf)", own)
            let code = try #require(made.text.components(separatedBy: "<code>").dropFirst().first)
            var phone = client
            phone.password = String(code.prefix { $0 != "<" })
            #expect(try await phone.propfind(DavClient.list, "<d:displayname/>").status == 207)
            let asPhone = "name=ada&password=\(phone.password ?? "")"
            #expect(try await visitor.send("POST", "/login", asPhone, form).status == 401)
            #expect(try await visitor.send("POST", "/lists/tasks/add", "words=a&csrf=\(csrf)", own).status == 303)
            #expect(try await client.send("GET", "/api/todos").text.contains("\"title\":\"a\""))
            for path in ["/tasks/99/toggle", "/tasks/x/edit", "/lists/none/add", "/lists/tasks/none", "/nothing/1/2"] {
                let answer = try await visitor.send("POST", path, "csrf=\(csrf)", own)
                #expect((400..<500).contains(answer.status), "\(path): \(answer.status)")
            }
            #expect(try await visitor.send("POST", "/settings/revoke", "device=phone&csrf=\(csrf)", own).status == 303)
            #expect(try await phone.propfind(DavClient.list, "<d:displayname/>").status == 401)
            #expect(try await visitor.send("POST", "/logout", "csrf=\(csrf)", own).status == 303)
            #expect(try await visitor.send("GET", "/lists", nil, own).headers["location"] == "/login")
        }
    }
}

import Foundation
import HTTPTypes
import ServerShell
import TodoStorage

/// What all pages have: the head, the strict policy, and the way around.
enum PageLayout {
    static func answer(
        title: String, header: PageHTML, main: PageHTML, status: HTTPResponse.Status = .ok, isLive: Bool = false
    ) -> Answer {
        // The script answers the forms of a live page in place; other forms lead to another page.
        let live: PageHTML = isLive ? " data-live" : ""
        let page: PageHTML = """
            <!doctype html><html lang="en"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>\(title) · todo</title>\
            <link rel="stylesheet" href="\(PageAssets.style.path)"><link rel="icon" href="data:,">\
            <script src="\(PageAssets.script.path)" defer></script></head>
            <body><header>\(header)</header><main\(live)>\(main)</main></body></html>

            """
        var headers: [(HTTPField.Name, String)] = [
            (.cacheControl, "no-store"),
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            (.xContentTypeOptions, "nosniff"),
        ]
        if let name = HTTPField.Name("Referrer-Policy") { headers.append((name, "same-origin")) }
        return Answer(status: status, type: "text/html; charset=utf-8", body: Array(page.text.utf8), headers: headers)
    }

    static func login(problem: String?, status: HTTPResponse.Status = .ok) -> Answer {
        let alert: PageHTML =
            problem.map { said -> PageHTML in "<p role=\"alert\" class=\"problem\">\(said)</p>" } ?? ""
        return answer(
            title: "Log in", header: "<strong>todo</strong>",
            main: """
                <h1>Log in</h1>\(alert)<form method="post" action="/login">
                <p><label for="name">Name</label><input id="name" name="name" required autocomplete="username"></p>
                <p><label for="password">Password</label><input id="password" name="password" type="password" required \
                autocomplete="current-password"></p><p><button>Log in</button></p></form>
                <p>The password is the one of the first link, or of <code>todo user add NAME</code>; a device's does not \
                open the pages.</p>
                """, status: status)
    }

    static func header(_ lists: [TaskList], current: TaskList?, csrf: String) -> PageHTML {
        let links = PageHTML.joined(
            lists.map { list -> PageHTML in
                let mark: PageHTML = list.id == current?.id ? " aria-current=\"page\"" : ""
                return "<li><a href=\"/lists/\(list.href)\"\(mark)>\(list.name)</a></li>"
            })
        let settings: PageHTML = current == nil ? " aria-current=\"page\"" : ""
        return """
            <nav aria-label="Lists"><ul>\(links)<li><a href="/settings"\(settings)>Settings</a></li></ul></nav>
            <form method="post" action="/logout"><input type="hidden" name="csrf" value="\(csrf)"><button>Log out</button>\
            </form>
            """
    }

    static func settings(
        name: String, lists: [TaskList], passwords: [String], made: (name: String, password: String)?, csrf: String
    ) -> Answer {
        let token: PageHTML = "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\">"
        let new: PageHTML =
            made.map { made -> PageHTML in
                """
                <p role="status">The password for \(made.name) is <code>\(made.password)</code>; it is not shown again.</p>
                """
            } ?? ""
        let rows = PageHTML.joined(
            passwords.map { password -> PageHTML in
                if password == "default" { return "<li>default: opens these pages</li>" }
                return """
                    <li>\(password) <form method="post" action="/settings/revoke">\(token)<input type="hidden" \
                    name="device" value="\(password)"><button aria-label="Revoke \(password)">Revoke</button></form></li>
                    """
            })
        return answer(
            title: "Settings", header: header(lists, current: nil, csrf: csrf),
            main: """
                <h1>Settings of \(name)</h1>\(new)<h2>App passwords</h2>
                <p>Each phone and program gets a password of its own, which can be revoked by itself.</p><ul>\(rows)</ul>
                <form method="post" action="/settings/make">\(token)<p><label for="device">Device</label>\
                <input id="device" name="device" required maxlength="64"></p><p><button>Make a password</button></p></form>
                <h2>New list</h2><form method="post" action="/lists">\(token)<p><label for="list">Name</label>\
                <input id="list" name="name" required maxlength="200"></p><p><button>Make the list</button></p></form>
                """)
    }
}

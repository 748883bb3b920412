import Foundation
import HTTPTypes
import ServerShell
import SocialService
import WebAccounts

/// The page on which a member lets a program act in their name (RFC 6749, 4.1; RFC 7636).
extension ClientAPI {
    static let consentRoutes: [Route] = [
        Route(.get, "/oauth/authorize", .own, ask),
        Route(.post, "/oauth/authorize", .own, decide),
        Route(.post, "/auth/sign_in", .own, logIn),
        Route(.post, "/auth/sign_out", .own, logOut),
    ]

    private static let formPurpose = "sign in"
    private static let consentPurpose = "authorize"
    static let logOutPurpose = "sign out"

    // MARK: The request of a program

    /// What a program asks for. It is checked before anything is sent to its address.
    private struct Request {
        let application: Application
        let redirect: String
        let scopes: Scopes
        let state: String?
        let challenge: String?

        /// The request again as the query of an address.
        var query: String {
            var fields = [
                ("response_type", "code"), ("client_id", application.clientID), ("redirect_uri", redirect),
                ("scope", scopes.description),
            ]
            if let state { fields.append(("state", state)) }
            if let challenge { fields += [("code_challenge", challenge), ("code_challenge_method", "S256")] }
            return fields.map { "\($0)=\(WebText.percentEncoded($1))" }.joined(separator: "&")
        }

        /// The address of the program with an answer.
        func address(_ answer: [(String, String)]) -> String {
            let fields = (answer + (state.map { [("state", $0)] } ?? [])).map { "\($0)=\(WebText.percentEncoded($1))" }
            return redirect + (redirect.contains("?") ? "&" : "?") + fields.joined(separator: "&")
        }
    }

    /// A fault is shown to the member and never sent anywhere: the address may be the fault (RFC 6749, 4.1.2.1).
    private static func request(_ call: Call) async throws -> Request {
        let parameters = call.parameters
        guard let id = try parameters.text("client_id"),
            let application = try await call.network.application(clientID: id)
        else { throw Refusal(message: "No application is registered with this client_id.") }
        guard let redirect = try parameters.text("redirect_uri"), isRegistered(redirect, application.redirectURIs)
        else {
            throw Refusal(message: "The redirect_uri is none of those that the application has registered.")
        }
        guard try parameters.text("response_type") == "code" else {
            throw Refusal(message: "The response_type must be 'code'.")
        }
        let challenge = try parameters.text("code_challenge")
        if let challenge {
            guard try parameters.text("code_challenge_method") == "S256", challenge.utf8.count == 43 else {
                throw Refusal(
                    message: "The code_challenge must have 43 characters and the code_challenge_method be S256.")
            }
        }
        let scopes: Scopes
        do {
            scopes = try Self.scopes(call, of: application)
        } catch {
            throw Refusal(message: "The scope is unknown or more than the application has registered for.")
        }
        let state = try parameters.text("state").map { String($0.prefix(2000)) }
        return Request(application: application, redirect: redirect, scopes: scopes, state: state, challenge: challenge)
    }

    private struct Refusal: Error { let message: String }

    // MARK: The pages

    @Sendable private static func ask(_ call: Call) async throws -> Reply {
        do {
            let request = try await request(call)
            let visitor = try await call.api.signIn.visitor(cookies: call.request.headers[.cookie])
            guard let visitor, try call.parameters.flag("force_login") != true else {
                return logInPage(call, returnTo: "/oauth/authorize?\(request.query)", message: nil)
            }
            let account = try await call.network.read(as: .account(visitor.account)) { try $0.ownAccount() }
            return consentPage(call, request, account, visitor.token)
        } catch let refusal as Refusal {
            return OAuthPage.message("This request cannot be granted", refusal.message, status: .badRequest)
        }
    }

    private static func consentPage(_ call: Call, _ request: Request, _ account: Account, _ token: SecretToken) -> Reply
    {
        let csrf = CSRFToken(session: token, purpose: consentPurpose).field()
        let fields = request.query.split(separator: "&").map { pair -> String in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = WebText.percentDecoded(parts.last ?? "", plusIsSpace: false)
            return "<input type=\"hidden\" name=\"\(parts[0])\" value=\"\(WebText.escaped(value))\">"
        }
        let scopes = request.scopes.words.map { "<li><code>\($0)</code> \(OAuthPage.meaning(of: $0))</li>" }
        let html = """
            <p><strong>\(WebText.escaped(request.application.name))</strong> asks to act as \
            <strong>@\(account.username)</strong>. It may then:</p><ul>\(scopes.joined())</ul>
            <form method="post" action="/oauth/authorize">\(fields.joined())
            <input type="hidden" name="csrf" value="\(csrf)">
            <button name="decision" value="allow">Authorize</button>
            <button name="decision" value="deny" class="quiet">Deny</button></form>
            """
        // Browsers hold the redirect after the form to the policy as well, so that it names the program's address.
        return OAuthPage.page(
            "Authorize \(request.application.name)?", html, formTargets: OAuthPage.origin(request.redirect))
    }

    @Sendable private static func decide(_ call: Call) async throws -> Reply {
        let visitor = try await call.api.signIn.visitor(cookies: call.request.headers[.cookie])
        guard let visitor,
            CSRFToken(session: visitor.token, purpose: consentPurpose).accepts(try call.parameters.text("csrf"))
        else {
            return OAuthPage.message(
                "This form has ended", "Go back to the application and begin again.", status: .forbidden)
        }
        do {
            let request = try await request(call)
            guard try call.parameters.text("decision") == "allow" else {
                guard request.redirect != outOfBand else {
                    return OAuthPage.message("Denied", "The application got no access.", status: .ok)
                }
                return .redirect(request.address([("error", "access_denied")]), status: .found)
            }
            let code = SecretToken()
            let now = now
            try await call.network.issue(
                codeHash: code.hash.bytes,
                AuthorizationCode(
                    grant: AccessGrant(
                        applicationID: request.application.id, accountID: visitor.account, scopes: request.scopes,
                        createdAt: now),
                    redirectURI: request.redirect, challenge: request.challenge, expiresAt: now + 600_000))
            guard request.redirect == outOfBand else {
                return .redirect(request.address([("code", code.text)]), status: .found)
            }
            return OAuthPage.page(
                "Your code",
                "<p>Copy this code into the application:</p><p><input readonly size=\"46\" value=\"\(code.text)\" aria-label=\"Code\"></p>"
            )
        } catch let refusal as Refusal {
            return OAuthPage.message("This request cannot be granted", refusal.message, status: .badRequest)
        }
    }

    // MARK: Logging in and out

    /// The form, tied to the browser by a cookie of its own: nobody can log another's browser in as themselves.
    static func logInPage(_ call: Call, returnTo: String, message: String?) -> Reply {
        let token = SecretToken()
        let csrf = CSRFToken(session: token, purpose: formPurpose).field()
        let warning = message.map { "<p class=\"error\" role=\"alert\">\(WebText.escaped($0))</p>" } ?? ""
        let html = """
            \(warning)<form method="post" action="/auth/sign_in">
            <input type="hidden" name="csrf" value="\(csrf)">
            <input type="hidden" name="return_to" value="\(WebText.escaped(returnTo))">
            <label>User name or e-mail <input name="username" autocomplete="username" required autofocus></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <button>Log in</button></form>
            """
        var reply = OAuthPage.page("Log in", html, status: message == nil ? .ok : .unauthorized)
        reply.headers.append((.setCookie, call.api.signIn.formCookie.setting(token)))
        return reply
    }

    @Sendable private static func logIn(_ call: Call) async throws -> Reply {
        let signIn = call.api.signIn
        let returnTo = safePath(try call.parameters.text("return_to"))
        guard let token = signIn.formCookie.token(in: call.request.headers[.cookie]),
            CSRFToken(session: token, purpose: formPurpose).accepts(try call.parameters.text("csrf"))
        else { return logInPage(call, returnTo: returnTo, message: "The form had ended; please try again.") }
        let login = try call.parameters.text("username") ?? ""
        let password = try call.parameters.text("password") ?? ""
        do {
            guard let account = try await signIn.account(login: login, password: password, address: call.address) else {
                return logInPage(call, returnTo: returnTo, message: "The user name or the password is wrong.")
            }
            let session = try await signIn.sessions.start(for: account.description)
            // Whoever was made to log in anew has done so.
            var reply = Reply.redirect(returnTo.replacing("force_login=true", with: ""))
            reply.headers.append(
                (.setCookie, signIn.cookie.setting(session, lifetime: Int(signIn.sessions.lifetime.total))))
            reply.headers.append((.setCookie, signIn.formCookie.clearing))
            return reply
        } catch SocialError.disabled(let standing) {
            return logInPage(call, returnTo: returnTo, message: "\(SocialError.disabled(standing)).")
        } catch let refusal as LoginThrottle.Refusal {
            return logInPage(call, returnTo: returnTo, message: refusal.description)
        }
    }

    @Sendable private static func logOut(_ call: Call) async throws -> Reply {
        let signIn = call.api.signIn
        guard let visitor = try await signIn.visitor(cookies: call.request.headers[.cookie]),
            CSRFToken(session: visitor.token, purpose: logOutPurpose).accepts(try call.parameters.text("csrf"))
        else { throw APIError(.forbidden, "The form has ended.") }
        try await signIn.sessions.end(visitor.token)
        var reply = Reply.redirect("/")
        reply.headers.append((.setCookie, signIn.cookie.clearing))
        return reply
    }

    /// A path of ours, so that a login never leads to another site.
    private static func safePath(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"), path.utf8.count <= 8000,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return path
    }
}

/// The look of the pages on which programs are let in.
enum OAuthPage {
    static func page(
        _ title: String, _ html: String, status: HTTPResponse.Status = .ok, formTargets: String = ""
    ) -> Reply {
        Reply.page(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(WebText.escaped(title))</title><link rel="icon" href="data:,"><style>\(style)</style></head>
            <body><main><h1>\(WebText.escaped(title))</h1>
            \(html)
            </main></body></html>
            """, status: status, formTargets: formTargets)
    }

    static func message(_ title: String, _ text: String, status: HTTPResponse.Status) -> Reply {
        page(title, "<p>\(WebText.escaped(text))</p>", status: status)
    }

    /// The source of an address for the content policy; only a scheme for programs of a phone or a desktop.
    static func origin(_ address: String) -> String {
        guard address != ClientAPI.outOfBand, let colon = address.firstIndex(of: ":") else { return "" }
        let scheme = address[..<colon]
        guard scheme == "http" || scheme == "https" else { return " \(scheme):" }
        let host = address[address.index(after: colon)...].drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
        let isHost = host.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || ".-:[]".utf8.contains(byte)
        }
        return isHost ? " \(scheme)://\(host)" : ""
    }

    /// What a scope means, in words.
    static func meaning(of scope: String) -> String {
        switch scope {
        case "read": "read all that you can read"
        case "write": "post, change and delete in your name"
        case "follow": "follow, block and mute in your name"
        case "push": "be told what happens to you"
        case "profile": "read who you are"
        case _ where scope.hasPrefix("read:"): "read your \(scope.dropFirst(5))"
        default: "change your \(scope.dropFirst(6))"
        }
    }

    private static let style = """
        :root{color-scheme:light}*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c2430;\
        background:#eef0f5}main{max-width:28rem;margin:3rem auto;padding:1.5rem;background:#fff;border-radius:.5rem}h1{\
        font-size:1.4rem;margin-top:0}label{display:block;margin:.6rem 0}input,select{font:inherit;width:100%;padding:.4rem;\
        border:1px solid #68738a;border-radius:.3rem}button{font:inherit;padding:.5rem 1rem;margin-top:.6rem;border:0;\
        border-radius:.3rem;background:#3a3fb0;color:#fff;cursor:pointer}button.quiet{background:#e3e7ee;color:#1c2430}\
        label.check input{width:auto}h2{font-size:1.1rem}.row{border-top:1px solid #d3d9e4;padding:.4rem 0}blockquote{\
        margin:.4rem 0;padding-left:.8rem;border-left:.25rem solid #d3d9e4;overflow-wrap:anywhere}a{color:#3a3fb0}\
        .error{background:#fdecec;border-left:.3rem solid #8f1d1d;padding:.6rem 1rem}:focus-visible{outline:3px solid \
        #1f6feb;outline-offset:2px}
        """
}

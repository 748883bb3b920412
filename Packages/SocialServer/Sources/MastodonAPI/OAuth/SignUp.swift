import Foundation
import ServerShell
import SocialService
import WebAccounts

/// The page on which somebody makes an account: with an invitation, or where registrations are open.
extension ClientAPI {
    static let signUpRoutes: [Route] = [
        Route(.get, "/auth/sign_up", .own, askToJoin),
        Route(.post, "/auth/sign_up", .own, signUp),
    ]

    private static let signUpPurpose = "sign up"

    @Sendable private static func askToJoin(_ call: Call) async throws -> Reply {
        let code = try call.parameters.text("invite_code") ?? ""
        guard try await isLetIn(call, code) else {
            return OAuthPage.message(
                "Registrations are closed", "Ask the operator for an invitation.", status: .forbidden)
        }
        return signUpPage(call, code: code, message: nil)
    }

    private static func isLetIn(_ call: Call, _ code: String) async throws -> Bool {
        guard !code.isEmpty else { return call.api.profile.registrations }
        guard let token = SecretToken(code) else { return false }
        return try await call.network.isInvited(codeHash: token.hash.bytes, now: now)
    }

    /// The form, tied to the browser by a cookie as that for logging in is.
    private static func signUpPage(_ call: Call, code: String, message: String?) -> Reply {
        let token = SecretToken()
        let csrf = CSRFToken(session: token, purpose: signUpPurpose).field()
        let name = (try? call.parameters.text("username")) ?? ""
        let email = (try? call.parameters.text("email")) ?? ""
        let warning = message.map { "<p class=\"error\" role=\"alert\">\(WebText.escaped($0))</p>" } ?? ""
        let waits = call.api.profile.approvesRegistrations && code.isEmpty
        let html = """
            \(warning)<form method="post" action="/auth/sign_up">
            <input type="hidden" name="csrf" value="\(csrf)">
            <input type="hidden" name="invite_code" value="\(WebText.escaped(code))">
            <label>User name <input name="username" value="\(WebText.escaped(name))" autocomplete="username" \
            maxlength="30" required autofocus></label>
            <label>E-mail <input name="email" type="email" value="\(WebText.escaped(email))" autocomplete="email" \
            required></label>
            <label>Password <input name="password" type="password" autocomplete="new-password" minlength="8" required>
            </label>
            <label class="check"><input name="agreement" type="checkbox" value="true" required> I keep to this server's \
            rules</label>
            \(waits ? "<p>A moderator looks at each new account before it can be used.</p>" : "")
            <button>Make the account</button></form>
            """
        var reply = OAuthPage.page(
            "Join \(call.api.profile.title)", html, status: message == nil ? .ok : .unprocessableContent)
        reply.headers.append((.setCookie, call.api.signIn.formCookie.setting(token)))
        return reply
    }

    @Sendable private static func signUp(_ call: Call) async throws -> Reply {
        let signIn = call.api.signIn
        let code = try call.parameters.text("invite_code") ?? ""
        guard let token = signIn.formCookie.token(in: call.request.headers[.cookie]),
            CSRFToken(session: token, purpose: signUpPurpose).accepts(try call.parameters.text("csrf"))
        else { return signUpPage(call, code: code, message: "The form had ended; please try again.") }
        do {
            let (account, standing) = try await join(call)
            guard standing == .active else {
                return OAuthPage.message(
                    "Your account waits", "You can log in when a moderator has looked at it.", status: .ok)
            }
            let session = try await signIn.sessions.start(for: account.id.description)
            var reply = Reply.redirect("/home")
            reply.headers.append(
                (.setCookie, signIn.cookie.setting(session, lifetime: Int(signIn.sessions.lifetime.total))))
            reply.headers.append((.setCookie, signIn.formCookie.clearing))
            return reply
        } catch {
            // Whatever is wrong is said beside the form, with what was filled in but for the password.
            let fault = APIError(error)
            guard fault.status != .internalServerError else { throw error }
            var reply = signUpPage(call, code: code, message: "\(fault.message).")
            reply.status = fault.status
            reply.headers += fault.headers
            return reply
        }
    }

    /// Milliseconds since 1970.
    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

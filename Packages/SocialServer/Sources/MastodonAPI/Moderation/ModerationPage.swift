import HTTPTypes
import ServerShell
import SocialService
import WebAccounts

/// `/moderation`: reports and accounts, for moderators who are logged in by the browser's cookie. Whether they may is
/// asked in the service; each form carries a token against requests that other sites make in their name.
extension ClientAPI {
    static let moderationRoutes: [Route] = [
        Route(.get, "/moderation", .own, moderation),
        Route(.post, "/moderation/accounts", .own, decideAboutAccount),
        Route(.post, "/moderation/reports", .own, resolveReport),
    ]

    private static let moderationPurpose = "moderation"

    @Sendable private static func moderation(_ call: Call) async throws -> Reply {
        guard let visitor = try await call.api.signIn.visitor(cookies: call.request.headers[.cookie]) else {
            return logInPage(call, returnTo: "/moderation", message: nil)
        }
        let words = String((try call.parameters.text("q") ?? "").prefix(100))
        let standing = try call.parameters.text("standing").flatMap { word in
            Standing.allCases.first { "\($0)" == word }
        }
        let isSearch = !words.isEmpty || standing != nil
        let found: (moderator: Account, reports: [ReportView], waiting: [Account], accounts: [Account])
        do {
            found = try await call.network.read(as: .account(visitor.account)) { transaction in
                (
                    try transaction.moderator(), try transaction.openReports(PageRequest(limit: 40)),
                    try transaction.moderated(standing: .pending, containing: "", PageRequest(limit: 80)),
                    isSearch
                        ? try transaction.moderated(
                            standing: standing, containing: words, PageRequest(limit: 80)) : []
                )
            }
        } catch SocialError.forbidden(let reason) {
            return OAuthPage.message("Not for you", reason, status: .forbidden)
        }
        let csrf = CSRFToken(session: visitor.token, purpose: moderationPurpose).field()
        let waiting = found.waiting.map { accountRow($0, csrf) }.joined()
        let reports = found.reports.map { reportRow($0, csrf) }.joined()
        let accounts = found.accounts.map { accountRow($0, csrf) }.joined()
        let options = Standing.allCases.map {
            "<option value=\"\($0)\"\($0 == standing ? " selected" : "")>\($0)</option>"
        }
        return OAuthPage.page(
            "Moderation",
            """
            <p>You are <strong>@\(found.moderator.username)</strong>. <a href="/">The public pages</a></p>
            <h2>Reports</h2>\(reports.isEmpty ? "<p>There is no open report.</p>" : reports)
            <h2>Accounts that wait</h2>\(waiting.isEmpty ? "<p>Nobody waits to be let in.</p>" : waiting)
            <h2>Accounts</h2><form method="get" action="/moderation"><label>Part of a name or an e-mail address
            <input name="q" value="\(WebText.escaped(words))" maxlength="100"></label><label>Standing
            <select name="standing"><option value="">any</option>\(options.joined())</select></label>
            <button>Find</button></form>
            \(accounts.isEmpty && isSearch ? "<p>No account is like that.</p>" : accounts)
            """)
    }

    /// An account with what can be decided about it.
    private static func accountRow(_ account: Account, _ csrf: String) -> String {
        let shown = account.displayName.isEmpty ? "" : " \(WebText.escaped(account.displayName))"
        let note = account.isModerator ? ", a moderator" : ""
        return """
            <section class="row"><p><a href="/@\(account.username)">@\(account.username)</a>\(shown): \
            \(account.standing)\(note), \(account.statusesCount) statuses</p>\(account.isModerator ? "" : decisions(account, csrf))\
            </section>
            """
    }

    private static func decisions(_ account: Account, _ csrf: String) -> String {
        let words: [(Standing, String)] = [(.active, "Approve"), (.silenced, "Silence"), (.suspended, "Suspend")]
        let buttons = words.filter { $0.0 != account.standing }.map { standing, word in
            """
            <button name="standing" value="\(standing)" class="quiet" \
            aria-label="\(word) @\(account.username)">\(word)</button>
            """
        }
        return """
            <form method="post" action="/moderation/accounts"><input type="hidden" name="csrf" value="\(csrf)">
            <input type="hidden" name="account" value="\(account.id)">\(buttons.joined(separator: " "))</form>
            """
    }

    private static func reportRow(_ view: ReportView, _ csrf: String) -> String {
        let statuses = view.statuses.map { status in
            let warning = status.spoiler.isEmpty ? "" : "[\(WebText.escaped(status.spoiler))] "
            return "<blockquote>\(warning)\(WebText.escaped(status.text))</blockquote>"
        }
        let gone = view.report.statusIDs.count - view.statuses.count
        let comment = view.report.comment.isEmpty ? "" : "<p>“\(WebText.escaped(view.report.comment))”</p>"
        return """
            <section class="row"><p><a href="/@\(view.from.username)">@\(view.from.username)</a> reports \
            <a href="/@\(view.target.username)">@\(view.target.username)</a> (\(view.target.standing)): \
            \(view.report.category)</p>\(comment)\(statuses.joined())\
            \(gone > 0 ? "<p>\(gone) of the reported statuses were deleted.</p>" : "")
            <form method="post" action="/moderation/reports"><input type="hidden" name="csrf" value="\(csrf)">
            <input type="hidden" name="report" value="\(view.report.id)">
            <button aria-label="Resolve the report about @\(view.target.username)">Resolve</button></form>
            \(view.target.isModerator ? "" : decisions(view.target, csrf))</section>
            """
    }

    @Sendable private static func decideAboutAccount(_ call: Call) async throws -> Reply {
        try await decide(call) { transaction in
            guard let id = try call.parameters.id("account") else { throw SocialError.notFound("account") }
            let word = try call.parameters.required("standing")
            guard let standing = Standing.allCases.first(where: { "\($0)" == word }), standing != .pending else {
                throw SocialError.invalid(field: "Standing", reason: "must be active, silenced or suspended")
            }
            _ = try transaction.moderate(id, standing)
        }
    }

    @Sendable private static func resolveReport(_ call: Call) async throws -> Reply {
        try await decide(call) { transaction in
            guard let id = try call.parameters.id("report") else { throw SocialError.notFound("report") }
            try transaction.resolve(id)
        }
    }

    /// Does what a form asks for, and shows the page again.
    private static func decide(
        _ call: Call, _ body: @escaping @Sendable (Transaction) throws -> Void
    ) async throws -> Reply {
        let visitor = try await call.api.signIn.visitor(cookies: call.request.headers[.cookie])
        guard let visitor,
            CSRFToken(session: visitor.token, purpose: moderationPurpose).accepts(try call.parameters.text("csrf"))
        else {
            return OAuthPage.message(
                "This form has ended", "Open the moderation page again and repeat it there.", status: .forbidden)
        }
        do {
            try await call.network.write(as: .account(visitor.account), body)
            return .redirect("/moderation")
        } catch let error as SocialError {
            let fault = APIError(error)
            return OAuthPage.message("That cannot be done", fault.message, status: fault.status)
        }
    }
}

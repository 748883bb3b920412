import Foundation
import HTTPTypes
import ServerShell
import SocialService
import WebAccounts

/// Tokens: given for a code, a password or a program by itself (RFC 6749), taken back (RFC 7009).
extension ClientAPI {
    static let tokenRoutes: [Route] = [
        Route(.post, "/oauth/token", .own, token),
        Route(.post, "/oauth/revoke", .own, revoke),
        Route(.get, "/oauth/userinfo", .anyToken) { call in
            let account = try await call.read { try $0.ownAccount() }
            let entities = call.entities
            return try Reply(
                encoding: UserInfo(
                    iss: "\(entities.base)/", sub: "\(entities.base)/users/\(account.username)",
                    name: account.displayName, preferredUsername: account.username,
                    profile: entities.url(of: account),
                    picture: account.avatar.map(entities.url(ofFile:)) ?? entities.missingAvatar))
        },
    ]

    @Sendable private static func token(_ call: Call) async throws -> Reply {
        let parameters = call.parameters
        let application = try await client(call)
        let grant: AccessGrant
        let token = SecretToken()
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        switch try parameters.text("grant_type") {
        case "client_credentials":
            grant = AccessGrant(
                applicationID: application.id, accountID: nil, scopes: try scopes(call, of: application),
                createdAt: now)
        case "password":
            let scopes = try scopes(call, of: application)
            let login = try parameters.required("username")
            let password = try parameters.required("password")
            let found: Identifier?
            do {
                found = try await call.api.signIn.account(login: login, password: password, address: call.address)
            } catch SocialError.disabled(let standing) {
                throw invalidGrant("\(SocialError.disabled(standing)).")
            }
            guard let account = found else { throw invalidGrant("The user name or the password is wrong.") }
            grant = AccessGrant(
                applicationID: application.id, accountID: account, scopes: scopes, createdAt: now)
        case "authorization_code":
            grant = try await exchange(call, application, for: token, now)
        default:
            throw APIError(
                .badRequest, "unsupported_grant_type",
                detail: "The grant_type must be authorization_code, password or client_credentials.")
        }
        try await call.network.issue(tokenHash: token.hash.bytes, grant)
        var reply = try Reply(
            encoding: TokenEntity(
                accessToken: token.text, scope: grant.scopes.description, createdAt: Int(grant.createdAt / 1000)))
        reply.headers = [(.cacheControl, "no-store")]
        return reply
    }

    /// A code for a token: once, by the program that it was given to, with the same address and the right proof.
    private static func exchange(
        _ call: Call, _ application: Application, for token: SecretToken, _ now: Int64
    ) async throws -> AccessGrant {
        let parameters = call.parameters
        let code = SecretToken(try parameters.required("code"))
        let redirect = try parameters.required("redirect_uri")
        guard let code, let found = try await call.network.takeCode(hash: code.hash.bytes, for: token.hash.bytes),
            found.grant.applicationID == application.id, found.redirectURI == redirect, found.expiresAt > now
        else { throw invalidGrant("The code is wrong, was used before, or has ended.") }
        let verifier = try parameters.text("code_verifier")
        if let challenge = found.challenge {
            guard let verifier, (43...128).contains(verifier.utf8.count),
                ConstantTime.equal(SignIn.challenge(of: verifier), challenge)
            else { throw invalidGrant("The code_verifier does not fit the code_challenge.") }
        } else if verifier != nil {
            throw invalidGrant("There is a code_verifier, but there was no code_challenge.")
        }
        var grant = found.grant
        grant.createdAt = now
        return grant
    }

    private static func invalidGrant(_ why: String) -> APIError { APIError(.badRequest, "invalid_grant", detail: why) }

    @Sendable private static func revoke(_ call: Call) async throws -> Reply {
        let application = try await client(call)
        // RFC 7009, 2.2: an unknown token is as good as revoked.
        if let token = SecretToken(try call.parameters.required("token")) {
            try await call.network.revoke(tokenHash: token.hash.bytes, of: application.id)
        }
        return .empty
    }

    /// The program that asks, by its secret, in the body or as `Basic` (RFC 6749, 2.3.1).
    private static func client(_ call: Call) async throws -> Application {
        var id = try call.parameters.text("client_id")
        var secret = try call.parameters.text("client_secret")
        if id == nil, let header = call.request.headers[.authorization], header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(header.dropFirst(6)))
        {
            let pair = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
            if pair.count == 2 {
                id = WebText.percentDecoded(pair[0], plusIsSpace: true)
                secret = WebText.percentDecoded(pair[1], plusIsSpace: true)
            }
        }
        guard let id, let secret, let application = try await call.network.application(clientID: id),
            ConstantTime.equal(TokenHash(of: secret).bytes, application.secretHash)
        else {
            throw APIError(.unauthorized, "invalid_client", detail: "The client_id or the client_secret is wrong.")
        }
        return application
    }

    /// The scopes that are asked for, which must be within the program's own.
    static func scopes(_ call: Call, of application: Application) throws -> Scopes {
        guard let words = try call.parameters.text("scope"), !words.isEmpty else { return .standard }
        guard let scopes = Scopes(words), application.scopes.includes(all: scopes) else {
            throw APIError(
                .badRequest, "invalid_scope",
                detail: "The scope is unknown or more than the application registered for.")
        }
        return scopes
    }
}

extension SignIn {
    /// RFC 7636's S256: the hash of a verifier, in Base64 for addresses.
    static func challenge(of verifier: String) -> String { TokenHash(of: verifier).description }
}

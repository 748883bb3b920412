/// Why something cannot be done; each sentence is for the person who asked.
public enum SocialError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such thing, or the caller may not know of it.
    case notFound(String)
    /// A member must be logged in.
    case unauthenticated
    /// The token does not include a scope.
    case scopeMissing(String)
    /// The caller knows of the thing but may not do this with it.
    case forbidden(String)
    /// What was sent breaks a rule: which field, and the rule.
    case invalid(field: String, reason: String)
    /// The database does not answer now.
    case unavailable
    /// The name or the address is taken.
    case taken(field: String)
    /// The operator lets nobody in by this account now.
    case disabled(Standing)

    /// A whole sentence.
    public var description: String {
        switch self {
        case .notFound: "Record not found"
        case .unauthenticated: "The access token is invalid"
        case .scopeMissing: "This action is outside the authorized scopes"
        case .forbidden(let reason): reason
        case .invalid(let field, let reason): "Validation failed: \(field) \(reason)"
        case .unavailable: "The server is busy; try again in a few seconds"
        case .disabled(.pending): "Your login is currently pending approval"
        case .disabled: "Your login is currently disabled"
        case .taken(let field): "Validation failed: \(field) has already been taken"
        }
    }
}

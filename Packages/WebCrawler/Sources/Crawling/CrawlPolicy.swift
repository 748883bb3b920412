import HTMLScanner
import WebAddress

/// The usual policy: scope, depth, traps, `rel=nofollow`, and what is done with addresses outside.
public final class CrawlPolicy: AdmissionPolicy {
    private let scope: CrawlScope
    private let traps: TrapGuard
    private let maximumDepth: Int?
    private let obeysNoFollow: Bool
    private let checksOutside: Bool

    /// Makes a policy.
    ///
    /// - Parameter checksOutside: Whether addresses outside the scope, and resources, are fetched for their status.
    public init(
        scope: CrawlScope, traps: TrapGuard = TrapGuard(), maximumDepth: Int? = nil, obeysNoFollow: Bool = true,
        checksOutside: Bool = false
    ) {
        self.scope = scope
        self.traps = traps
        self.maximumDepth = maximumDepth
        self.obeysNoFollow = obeysNoFollow
        self.checksOutside = checksOutside
    }

    /// Decides about an address.
    public func admission(of url: WebURL, depth: Int, kind: ScannedPage.LinkKind, isNoFollow: Bool) -> Admission {
        if isNoFollow, obeysNoFollow, !checksOutside { return .leave(AddressBook.noFollowReason) }
        let isResource = kind == .image || kind == .resource
        if let reason = scope.refusal(of: url) {
            return checksOutside && reason.hasPrefix("outside") ? .check : .leave(reason)
        }
        if isResource {
            return checksOutside ? .check : .leave("an image, script or style sheet: only check asks for those")
        }
        if let maximumDepth, depth > maximumDepth {
            return .leave("deeper than --depth \(maximumDepth)")
        }
        if let reason = traps.refusal(of: url) { return .leave(reason) }
        return isNoFollow && obeysNoFollow ? .check : .fetch
    }
}

import HTMLScanner
import Synchronization
import WebAddress

/// The usual policy: scope, depth, traps, `rel=nofollow`, and what is done with addresses outside.
public final class CrawlPolicy: AdmissionPolicy {
    private let scope: Mutex<CrawlScope>
    private let traps: TrapGuard
    private let maximumDepth: Int?
    private let obeysNoFollow: Bool
    private let checksOutside: Bool
    private let checksParts: Bool

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - checksParts: Whether images, scripts, style sheets and the like are asked for.
    ///   - checksOutside: Whether addresses outside the scope are asked for their status.
    public init(
        scope: CrawlScope, traps: TrapGuard = TrapGuard(), maximumDepth: Int? = nil, obeysNoFollow: Bool = true,
        checksParts: Bool = false, checksOutside: Bool = false
    ) {
        self.scope = Mutex(scope)
        self.traps = traps
        self.maximumDepth = maximumDepth
        self.obeysNoFollow = obeysNoFollow
        self.checksParts = checksParts
        self.checksOutside = checksOutside
    }

    /// Widens the scope to where a seed redirects; false when it is inside already.
    public func moveScope(to url: WebURL) -> Bool {
        scope.withLock { scope in
            guard scope.refusal(of: url)?.isOutside == true else { return false }
            scope.add(url)
            return true
        }
    }

    /// Decides about the target of a link.
    public func admission(of url: WebURL, by link: PageLink, depth: Int) -> Admission {
        if case .notAsked(let reason) = AddressScheme.verdict(of: url) { return .skip(reason) }
        if link.isIgnored { return .skip("a comment in the page says to ignore it") }
        if link.isNoFollow, obeysNoFollow, !checksParts { return .skip(AddressBook.noFollowReason) }
        let asked: FetchPurpose = link.needsAnchors ? .anchors : .status
        if let refusal = scope.withLock({ $0.refusal(of: url) }) {
            return refusal.isOutside && checksOutside ? .ask(asked) : .skip(refusal.reason)
        }
        if link.kind.isStatusOnly {
            return checksParts ? .ask(asked) : .skip("a part of a page: only check asks for those")
        }
        if let maximumDepth, depth > maximumDepth, link.kind != .styleSheet {
            return .skip("deeper than --depth \(maximumDepth)")
        }
        if let reason = traps.refusal(of: url) { return .skip(reason) }
        return .ask(link.isNoFollow && obeysNoFollow ? asked : .follow)
    }
}

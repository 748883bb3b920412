import WebAddress

/// Fetches one sitemap, redirects followed.
struct SitemapLoader: Sendable {
    let fetcher: any Fetcher
    let reader: any DocumentReader
    let limit: Int

    private static let maximumRedirects = 5

    /// The sitemap, and why it could not be read, or not all of it.
    func load(_ first: WebURL) async -> (sitemap: Sitemap?, fault: String?) {
        var url = first
        for _ in 0...Self.maximumRedirects {
            let response = await fetcher.fetch(FetchRequest(url: url, bodyLimit: limit))
            if let failure = response.failure { return (nil, response.detail ?? failure.rawValue) }
            if (300..<400).contains(response.status), let location = response.location,
                let target = WebURL(location, base: url), target.isWeb
            {
                url = target.withoutFragment
                continue
            }
            guard response.status == 200 else { return (nil, "status \(response.status)") }
            let sitemap = reader.sitemap(response.body, url: url, limit: limit)
            if response.isTruncated { return (sitemap, "it is longer than \(limit) bytes") }
            return (sitemap, sitemap.fault)
        }
        return (nil, "more than \(Self.maximumRedirects) redirects")
    }
}

/// Passes the pages that let nobody in without a cookie: they redirect, set one, and redirect back.
enum CookieWall {
    /// No honest site asks for more steps than this.
    private static let maximumSteps = 10

    /// Asks; where the answer redirects, follows inside the same host to see whether the chain sets a cookie and leads
    /// back to the address. If it does, what stands there then is the answer; otherwise the first answer stays.
    ///
    /// - Parameter isOn: Whether cookies are kept: without them no chain leads anywhere new.
    static func pass(_ request: FetchRequest, _ fetcher: any Fetcher, isOn: Bool) async -> FetchResponse {
        let first = await fetcher.fetch(request)
        guard isOn else { return first }
        var response = first
        var step = request
        var hasCookie = first.setsCookie
        for _ in 0..<maximumSteps {
            guard (300..<400).contains(response.status), let location = response.location,
                let target = WebURL(location, base: step.url), target.isWeb, target.host == request.url.host
            else { break }
            step.url = target.withoutFragment
            response = await fetcher.fetch(step)
            // Back without a cookie: the same circle again.
            if step.url == request.url, !hasCookie, !response.setsCookie { break }
            hasCookie = hasCookie || response.setsCookie
        }
        let isBack = step.url == request.url && !(300..<400).contains(response.status) && response.failure == nil
        return isBack ? response : first
    }
}

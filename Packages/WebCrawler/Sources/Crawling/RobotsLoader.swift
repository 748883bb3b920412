import RobotsRules
import WebAddress

/// Fetches a host's robots.txt as RFC 9309 says: up to five redirects, and a meaning for every status.
struct RobotsLoader: Sendable {
    /// What a host answers.
    enum Answer: Sendable {
        /// Its rules; none when there is no file.
        case file(RobotsFile)
        /// The host did not answer; more about it, for people.
        case failed(FetchFailure, detail: String?)
        /// The server failed: nothing may be fetched.
        case refused(Int)
        /// The server asked to stay away for so many seconds, which is beyond the limit.
        case closed(Double)
    }

    let fetcher: any Fetcher
    let settings: CrawlSettings

    /// Section 2.3.1.2: at least five redirects are followed.
    private static let maximumRedirects = 5

    func load(_ origin: String) async -> Answer {
        guard var url = WebURL(origin + "/robots.txt") else { return .file(RobotsFile([])) }
        var redirects = 0
        var attempts = 0
        while true {
            let response = await fetcher.fetch(FetchRequest(url: url, bodyLimit: RobotsFile.maximumLength))
            let isTransient = response.failure == .timeout || response.failure == .connection
            if isTransient || response.status >= 500 || response.status == 429 {
                if let wait = response.retryAfter, wait > settings.maximumRetryAfter { return .closed(wait) }
                guard attempts < settings.retries, !Task.isCancelled else {
                    return response.failure.map { .failed($0, detail: response.detail) } ?? .refused(response.status)
                }
                let wait = response.retryAfter ?? settings.backoff * Double(1 << attempts)
                try? await Task.sleep(for: .seconds(min(wait, settings.maximumRetryAfter)))
                attempts += 1
                continue
            }
            if let failure = response.failure { return .failed(failure, detail: response.detail) }
            if (300..<400).contains(response.status), let location = response.location,
                let target = WebURL(location, base: url), target.isWeb, redirects < Self.maximumRedirects
            {
                redirects += 1
                url = target.withoutFragment
                continue
            }
            // Any other 3xx or 4xx: the file is "unavailable", and all may be fetched.
            return .file(RobotsFile((200..<300).contains(response.status) ? response.body : []))
        }
    }
}

import Crawling
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why a connection or an exchange ended before its time.
enum ExchangeError: Error {
    /// The deadline passed.
    case timeout
    /// The server closed the connection before its answer was complete; nothing of it had come when `isSilent`.
    case closed(isSilent: Bool)
    /// A connection that was kept turned out to be closed when the request was sent.
    case stale
    /// The proxy did not open a tunnel: its status.
    case proxyRefused(Int)
    /// The crawl ended.
    case cancelled
}

/// Sorts the errors of the layers below into the kinds that a crawl tells apart.
enum FetchError {
    static func failure(of error: any Error) -> (FetchFailure, detail: String?) {
        switch error {
        case let error as ExchangeError: failure(of: error)
        case is HTTPParserError: (.malformed, "the answer is not HTTP")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: (.insecure, reason(error))
        case let error as ChannelError where isConnectTimeout(error): (.timeout, "no connection in time")
        default: (.connection, reason(error))
        }
    }

    private static func failure(of error: ExchangeError) -> (FetchFailure, detail: String?) {
        switch error {
        case .timeout: (.timeout, nil)
        case .closed(let isSilent):
            isSilent ? (.connection, "the server closed the connection") : (.malformed, "the answer is cut off")
        case .proxyRefused(407): (.connection, "the proxy wants a user name and a password (status 407)")
        case .proxyRefused(let status): (.connection, "the proxy answered with status \(status)")
        case .stale: (.connection, "the server closed the connection")
        case .cancelled: (.connection, "the crawl ended")
        }
    }

    private static func isConnectTimeout(_ error: ChannelError) -> Bool {
        if case .connectTimeout = error { return true }
        return false
    }

    private static func reason(_ error: any Error) -> String? {
        if let error = error as? IOError { return "\(error)" }
        let text = String(describing: error)
        return text.utf8.count < 200 ? text : nil
    }
}

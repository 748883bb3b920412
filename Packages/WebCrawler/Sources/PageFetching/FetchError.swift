import AsyncHTTPClient
import Crawling
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sorts the errors of the layers below into the kinds that a crawl tells apart.
enum FetchError {
    static func failure(of error: any Error) -> FetchFailure {
        switch error {
        case let error as HTTPClientError: failure(of: error)
        case is HTTPParserError: .malformed
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .insecure
        default: String(describing: type(of: error)).contains("Decompression") ? .bomb : .connection
        }
    }

    private static func failure(of error: HTTPClientError) -> FetchFailure {
        switch error {
        case .connectTimeout, .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout, .writeTimeout: .timeout
        case .tlsHandshakeTimeout: .insecure
        case .invalidURL, .emptyHost, .emptyScheme, .bodyLengthMismatch, .invalidProxyResponse: .malformed
        default: .connection
        }
    }
}

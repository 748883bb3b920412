import HTTPTypes
import HummingbirdCore

/// Which paths the scripts of other sites may use (the Fetch standard's CORS): any site, any method, with tokens of
/// their own but never with a cookie of ours, since no answer allows credentials.
///
/// The server applies it around the handler, so that errors carry it as well: a browser shows a page neither the status
/// nor the body of an answer without it, only "Failed to fetch". A preflight is answered for every path below, whether
/// there is anything or not: the request that follows is the one to be told so.
public struct CrossOrigin: Sendable {
    /// The paths, each with all that is below it: `/api` means `/api` and `/api/…`, not `/apis`.
    public var paths: [String]
    /// The headers that a script may read beside the few that it always may.
    public var exposedHeaders: [String]
    /// How long a browser may remember the answer to a preflight, in seconds.
    public var maximumAge = 86_400

    /// Makes the rule.
    public init(paths: [String], exposedHeaders: [String] = []) {
        self.paths = paths
        self.exposedHeaders = exposedHeaders
    }

    /// Whether the rule is for a path.
    func covers(_ path: String) -> Bool {
        paths.contains {
            path.hasPrefix($0)
                && (path.utf8.count == $0.utf8.count || $0.hasSuffix("/") || path.dropFirst($0.count).hasPrefix("/"))
        }
    }

    /// The answer to a preflight: nil if the request is none.
    func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers[.accessControlRequestMethod] != nil,
            request.headers[.origin] != nil
        else { return nil }
        var headers = HTTPFields()
        headers[.accessControlAllowMethods] = "GET, HEAD, POST, PUT, PATCH, DELETE"
        headers[.accessControlAllowHeaders] = Self.allowed(request.headers[.accessControlRequestHeaders])
        headers[.accessControlMaxAge] = String(maximumAge)
        headers[.vary] = "Access-Control-Request-Headers"
        return Response(status: .noContent, headers: headers)
    }

    /// The headers that are asked for, as far as they are names at all. `*` would leave out `Authorization`.
    private static func allowed(_ asked: String?) -> String {
        let names = (asked ?? "").prefix(1000).split(separator: ",").compactMap {
            HTTPField.Name(String($0.filter { $0 != " " && $0 != "\t" }))?.canonicalName
        }
        let usual = ["authorization", "content-type"]
        return (usual + names.filter { !usual.contains($0) }.prefix(50)).joined(separator: ", ")
    }

    /// Lets scripts read an answer.
    func open(_ response: inout Response) {
        response.headers[.accessControlAllowOrigin] = "*"
        if !exposedHeaders.isEmpty {
            response.headers[.accessControlExposeHeaders] = exposedHeaders.joined(separator: ", ")
        }
    }
}

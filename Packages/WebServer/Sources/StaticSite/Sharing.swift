import HTTPMessages

/// Cross-origin resource sharing (the Fetch standard's CORS protocol).
struct Sharing {
    private let with: SiteOptions.SharedWith

    init(_ with: SiteOptions.SharedWith) { self.with = with }

    /// Appends what every response says about who may read it.
    func appendFields(_ request: borrowing RequestHead, in bytes: Span<UInt8>, to head: inout [UInt8]) {
        switch with {
        case .nobody: return
        case .everybody: head.appendField("Access-Control-Allow-Origin", "*")
        case .origins(let origins):
            head.appendField("Vary", "Origin")
            guard let range = request.soleValue(.origin) else { return }
            let origin = bytes.part(range).text
            guard origins.contains(origin) else { return }
            head.appendField("Access-Control-Allow-Origin", origin)
        }
        head.appendField("Access-Control-Expose-Headers", "Content-Range, ETag")
    }

    /// Appends what a preflight request asks about: reading is allowed, with any field the script wants to send.
    func appendPreflight(_ request: borrowing RequestHead, in bytes: Span<UInt8>, to head: inout [UInt8]) {
        guard with != .nobody, request.has(.accessControlRequestMethod) else { return }
        head.appendField("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        if let wanted = request.soleValue(.accessControlRequestHeaders) {
            head.appendField("Access-Control-Allow-Headers", bytes.part(wanted).text)
        }
        head.appendField("Access-Control-Max-Age", 600)
    }
}

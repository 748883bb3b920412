import HTTPTypes

/// The opening handshake's rules (RFC 6455, section 4.2.1).
enum Handshake {
    /// Why a request is not one for a WebSocket; nil if it is.
    static func refusal(method: String, isAtLeastHTTP11: Bool, headers: HTTPFields) -> UpgradeRefusal? {
        guard method == "GET" else {
            return UpgradeRefusal(.methodNotAllowed, "A WebSocket is asked for with GET.", headers: [.allow: "GET"])
        }
        guard has(headers, .upgrade, "websocket") else {
            return UpgradeRefusal(
                .upgradeRequired, "This path speaks WebSocket only: send 'Upgrade: websocket'.", headers: invitation)
        }
        guard isAtLeastHTTP11 else {
            return UpgradeRefusal(.badRequest, "A WebSocket is asked for with HTTP/1.1.")
        }
        guard has(headers, .connection, "upgrade") else {
            return UpgradeRefusal(.badRequest, "The request must have 'Connection: Upgrade'.")
        }
        guard headers[values: .secWebSocketVersion] == ["13"] else {
            return UpgradeRefusal(
                .upgradeRequired, "The request must have 'Sec-WebSocket-Version: 13'.", headers: invitation)
        }
        guard !headers.contains(.transferEncoding), ["0", nil].contains(headers[.contentLength]) else {
            return UpgradeRefusal(.badRequest, "A request for a WebSocket has no body.")
        }
        let keys = headers[values: .secWebSocketKey]
        guard keys.count == 1, let key = keys.first, isKey(key) else {
            return UpgradeRefusal(
                .badRequest, "The request must have one Sec-WebSocket-Key of 16 bytes in Base64.")
        }
        return nil
    }

    private static var invitation: HTTPFields {
        [.upgrade: "websocket", .connection: "Upgrade, close", .secWebSocketVersion: "13"]
    }

    private static func has(_ headers: HTTPFields, _ name: HTTPField.Name, _ token: String) -> Bool {
        UpgradeRequest.list(headers[values: name]).contains { $0.lowercased() == token }
    }

    /// 16 bytes are 22 letters of Base64 and two signs of padding.
    private static func isKey(_ key: String) -> Bool {
        key.utf8.count == 24 && key.hasSuffix("==")
            && key.utf8.dropLast(2).allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

/// Why a WebSocket was closed (RFC 6455, 7.4.1).
public struct CloseCode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire, 1000 to 4999.
    public let rawValue: UInt16

    /// Makes a code of its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose is fulfilled.
    public static let normal = CloseCode(rawValue: 1000)
    /// An endpoint goes away: the server ends, or the page is left.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// A frame broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)
}

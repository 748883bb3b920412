/// Why a WebSocket was closed (RFC 6455, section 7.4).
public struct CloseCode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire, 1000 to 4999.
    public let rawValue: UInt16

    /// Makes a code of its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose is fulfilled.
    public static let normal = Self(rawValue: 1000)
    /// An endpoint goes away: the server ends, or the page is left.
    public static let goingAway = Self(rawValue: 1001)
    /// A frame broke the protocol.
    public static let protocolError = Self(rawValue: 1002)
    /// A message of a kind that the endpoint does not take.
    public static let unsupportedData = Self(rawValue: 1003)
    /// A text that is no UTF-8.
    public static let invalidText = Self(rawValue: 1007)
    /// Something else that the endpoint does not allow, such as a client that does not read.
    public static let policyViolation = Self(rawValue: 1008)
    /// A message that is too large.
    public static let messageTooBig = Self(rawValue: 1009)
    /// The server cannot go on.
    public static let internalError = Self(rawValue: 1011)

    /// Whether an endpoint may send the code. The rest below 3000 is reserved, or stands for what never goes over the
    /// wire (1005: no code; 1006: no close frame; 1015: TLS). 1012 to 1014 were registered later.
    public var isSendable: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

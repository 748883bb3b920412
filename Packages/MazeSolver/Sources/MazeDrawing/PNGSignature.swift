/// The eight bytes that open every PNG file (PNG, section 5.2).
public enum PNGSignature {
    /// The bytes themselves.
    public static let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
}

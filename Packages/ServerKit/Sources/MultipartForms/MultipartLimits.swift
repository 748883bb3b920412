/// What a form may have; an untrusted client chooses all of it.
public struct MultipartLimits: Sendable {
    /// How many parts; also bounds what a form of many tiny parts costs.
    public var parts = 200
    /// How many bytes of headers one part has.
    public var headerBytes = 8 * 1024
    /// How many bytes one field has that is no file.
    public var fieldBytes = 256 * 1024
    /// How many bytes one file has.
    public var fileBytes = 16 * 1024 * 1024
    /// How many bytes the whole body has, boundaries included.
    public var totalBytes = 64 * 1024 * 1024

    /// Makes the default limits.
    public init() {}
}

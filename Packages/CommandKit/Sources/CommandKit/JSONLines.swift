#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// JSON as every `--json` writes it: one value a line, members in the order of their names, slashes as they are.
public enum JSONLines {
    /// An encoder of that form. Dates are ISO 8601 in UTC.
    ///
    /// - Parameter isPretty: whether the value is spread over lines for a person.
    public static func encoder(isPretty: Bool = false) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    /// A value as one line, without the line end.
    ///
    /// - Throws: `EncodingError`, for a number that is not finite.
    public static func line(_ value: some Encodable) throws -> String {
        String(decoding: try encoder().encode(value), as: UTF8.self)
    }
}

extension OutputFile {
    /// Adds a value as a line of JSON; throws as ``write(_:)-(String)`` does, or `EncodingError`.
    public func writeJSON(_ value: some Encodable) throws {
        try write(JSONLines.line(value) + "\n")
    }
}

/// Conditional requests (RFC 9110, section 13).
public enum Conditions {
    /// What the conditions of a request say.
    public enum Verdict: Sendable, Equatable {
        /// Perform the method.
        case proceed
        /// Answer 304 (Not Modified).
        case notModified
        /// Answer 412 (Precondition Failed).
        case failed
    }

    /// The fields that carry conditions, as bits.
    static let fields =
        KnownField.ifMatch.bit | KnownField.ifNoneMatch.bit | KnownField.ifModifiedSince.bit
        | KnownField.ifUnmodifiedSince.bit

    /// Judges a GET or HEAD of a representation in the order of RFC 9110, section 13.2.2.
    ///
    /// - Parameters:
    ///   - tag: the representation's strong entity tag with its quotation marks.
    ///   - modified: its modification, in seconds since 1970; nil when its date says nothing, and then no date in the
    ///     request is compared with it.
    ///   - now: the present, in seconds since 1970.
    public static func evaluate(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, tag: Span<UInt8>, modified: Int64?, now: Int64
    ) -> Verdict {
        guard request.present & fields != 0 else { return .proceed }
        if request.has(.ifMatch) {
            if !names(request, .ifMatch, in: bytes, tag: tag, .strong) { return .failed }
        } else if let modified, let range = request.soleValue(.ifUnmodifiedSince),
            let date = HTTPDate.parse(bytes.part(range), now: now), modified > date
        {
            return .failed
        }
        if request.has(.ifNoneMatch) {
            if names(request, .ifNoneMatch, in: bytes, tag: tag, .weak) { return .notModified }
        } else if let modified, let range = request.soleValue(.ifModifiedSince),
            let date = HTTPDate.parse(bytes.part(range), now: now), modified <= date
        {
            return .notModified
        }
        return .proceed
    }

    /// Whether If-Range lets the Range field count (RFC 9110, section 13.1.5): it is not there, or names this very
    /// representation by its strong tag or by its exact date.
    public static func permitsRange(
        _ request: borrowing RequestHead, in bytes: Span<UInt8>, tag: Span<UInt8>, modified: Int64?, now: Int64
    ) -> Bool {
        guard request.has(.ifRange) else { return true }
        guard let range = request.soleValue(.ifRange) else { return false }
        let validator = bytes.part(range)
        if validator.count > 0, validator[0] == Octet.quotationMark {
            return EntityTag.matches(validator, tag: tag, comparison: .strong)
        }
        // A date is a strong validator only when the file was not changed within the second that it names.
        guard let modified, let date = HTTPDate.parse(validator, now: now) else { return false }
        return date == modified && modified < now
    }

    private static func names(
        _ request: borrowing RequestHead, _ field: KnownField, in bytes: Span<UInt8>, tag: Span<UInt8>,
        _ comparison: EntityTag.Comparison
    ) -> Bool {
        for line in request.fields where line.known == field {
            if EntityTag.matches(bytes.part(line.value), tag: tag, comparison: comparison) { return true }
        }
        return false
    }
}

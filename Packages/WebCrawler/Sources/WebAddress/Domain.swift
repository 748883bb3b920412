import Foundation

/// Domains with letters beyond ASCII: UTS #46 as the URL standard uses it ("domain to ASCII", not strict).
enum Domain {
    /// No name that any resolver knows has more; Punycode's cost grows with the square of a label's length.
    private static let maximumLength = 4096

    /// The domain in lower-case ASCII, or nil for failure.
    static func toASCII(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= maximumLength else { return nil }
        // A domain in ASCII is only lowered: as in browsers, even `xn--` labels that decode to nothing stay.
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 } }
        guard let scalars = map(String(decoding: bytes, as: UTF8.self).unicodeScalars) else { return nil }
        let mapped = normalized(scalars)
        var labels: [[Unicode.Scalar]] = []
        for label in mapped.split(separator: ".", omittingEmptySubsequences: false) {
            if label.starts(with: "xn--".unicodeScalars) {
                guard let decoded = Punycode.decode(label.dropFirst(4)), isValid(decoded[...]),
                    decoded.contains(where: { !$0.isASCII }), normalized(decoded) == decoded
                else { return nil }
                labels.append(decoded)
            } else {
                guard label.allSatisfy(\.isASCII) || isValid(label) else { return nil }
                labels.append(Array(label))
            }
        }
        let rightToLeft: Set<IDNATable.Bidi> = [.r, .al, .an]
        if labels.contains(where: { $0.contains { rightToLeft.contains(IDNATable.shared.bidi($0)) } }) {
            guard labels.allSatisfy(satisfiesBidiRule) else { return nil }
        }
        var ascii: [UInt8] = []
        for (index, label) in labels.enumerated() {
            if index > 0 { ascii.append(UInt8(ascii: ".")) }
            if label.allSatisfy(\.isASCII) {
                ascii += label.map { UInt8(truncatingIfNeeded: $0.value) }
            } else {
                guard let encoded = Punycode.encode(label) else { return nil }
                ascii += "xn--".utf8
                ascii += encoded
            }
        }
        return ascii
    }

    private static func map(_ scalars: String.UnicodeScalarView) -> [Unicode.Scalar]? {
        var mapped: [Unicode.Scalar] = []
        for scalar in scalars {
            switch IDNATable.shared.mapping(scalar) {
            case .valid: mapped.append(scalar)
            case .mapped(let text): mapped += text.unicodeScalars
            case .ignored: continue
            case .disallowed: return nil
            }
        }
        return mapped
    }

    private static func normalized(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // Nothing below U+0300 changes in normalization form C.
        guard scalars.contains(where: { $0.value >= 0x300 }) else { return scalars }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return Array(String(text).precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    /// The validity criteria of UTS #46, section 4.1.
    private static func isValid(_ label: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = label.first else { return true }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        for (index, scalar) in zip(label.indices, label) {
            guard case .valid = IDNATable.shared.mapping(scalar) else { return false }
            if scalar.value == 0x200C || scalar.value == 0x200D {
                guard isJoinerInContext(label, index) else { return false }
            }
        }
        return true
    }

    /// The CONTEXTJ rules (RFC 5892, appendices A.1 and A.2).
    private static func isJoinerInContext(_ label: ArraySlice<Unicode.Scalar>, _ index: Int) -> Bool {
        let virama = Unicode.CanonicalCombiningClass(rawValue: 9)
        if index > label.startIndex, label[index - 1].properties.canonicalCombiningClass == virama { return true }
        guard label[index].value == 0x200C else { return false }
        let table = IDNATable.shared
        let before = label[..<index].last { table.joining($0) != .transparent }
        let after = label[(index + 1)...].first { table.joining($0) != .transparent }
        guard let before, let after else { return false }
        let (left, right) = (table.joining(before), table.joining(after))
        return (left == .left || left == .dual) && (right == .right || right == .dual)
    }

    /// The Bidi rule (RFC 5893, section 2).
    private static func satisfiesBidiRule(_ label: [Unicode.Scalar]) -> Bool {
        let classes = label.map(IDNATable.shared.bidi)
        guard let first = classes.first else { return true }
        let end = classes.last { $0 != .nsm }
        switch first {
        case .r, .al:
            let allowed: Set<IDNATable.Bidi> = [.r, .al, .an, .en, .es, .cs, .et, .on, .bn, .nsm]
            guard classes.allSatisfy(allowed.contains), let end, [.r, .al, .en, .an].contains(end) else {
                return false
            }
            return !(classes.contains(.en) && classes.contains(.an))
        case .l:
            let allowed: Set<IDNATable.Bidi> = [.l, .en, .es, .cs, .et, .on, .bn, .nsm]
            guard classes.allSatisfy(allowed.contains), let end else { return false }
            return end == .l || end == .en
        default: return false
        }
    }
}

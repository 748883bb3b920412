import Foundation

/// Values as text, for messages.
enum ValuePrinter {
    /// A value as JSON-like text, cut off where it gets long.
    static func short(_ value: GraphQLValue) -> String {
        let text = text(value)
        return text.count > 80 ? text.prefix(80) + "…" : text
    }

    /// A double as JSON writes it; integers with `.0`.
    static func number(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    }

    private static func text(_ value: GraphQLValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .float(let number): "\(number)"
        case .string(let text): "\"\(text.prefix(80))\""
        case .list(let items): "[" + items.prefix(20).map(short).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.prefix(20).map { "\($0.key): \(short($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}

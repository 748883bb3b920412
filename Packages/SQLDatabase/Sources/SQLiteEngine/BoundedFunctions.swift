import CSQLite
import SQLDatabase

// Unsafe pointers: SQLite calls back with arrays of C's, valid for the call alone.

/// Stands in for those functions of SQLite that can take minutes for one call, and refuses calls that would.
///
/// A function runs inside one step of SQLite's virtual machine, where no interrupt reaches it. `instr` compares its needle
/// at each position of the haystack: 1 MB and half of it take 47 s. Here each call is first measured (see
/// ``BoundedFunction/work``) and refused above a tenth of a second's work or so; otherwise SQLite's own function does it,
/// on a small connection beside this one that has nothing in it. Worked example: `instr(h, n)` with 100,000 and 10 bytes is
/// 1,000,000 comparisons, far below the limit; with 600,000 and 300,000 it is 90,000,000,000, which is refused.
///
/// SQLite never gives its own function back once another has taken its name. So this object stays for as long as the
/// connection does, and without ``limits`` it lets every call pass.
final class BoundedFunctions {
    /// Runs SQLite's own functions. It has no tables and no authorizer, and the limits that are in force.
    private let helper: OpaquePointer
    private var calls: [Call: OpaquePointer] = [:]
    private let stop: SQLiteInterrupter
    /// The longest text that there may be.
    private var length = 0
    private var before = SQLiteLimits()
    /// Why a call was refused, in words, since the last statement was prepared.
    var refusal: String?
    // SQLite points at these without owning them, until the connection closes.
    private var registered: [Registration] = []

    /// What is in force; `nil` for nothing.
    var limits: SQLiteLimits? {
        didSet {
            before.apply(to: helper)
            before = limits?.apply(to: helper) ?? SQLiteLimits()
            length = Int(sqlite3_limit(helper, SQLITE_LIMIT_LENGTH, -1))
        }
    }

    private struct Call: Hashable {
        let name: String
        let count: Int
    }

    /// One function under one number of arguments, as SQLite hands it back.
    private final class Registration {
        let function: BoundedFunction
        // The owner keeps its registrations, so it is there whenever one is called.
        unowned let owner: BoundedFunctions

        init(_ function: BoundedFunction, owner: BoundedFunctions) {
            self.function = function
            self.owner = owner
        }
    }

    init(on database: OpaquePointer, stop: SQLiteInterrupter) throws(SQLError) {
        self.stop = stop
        var helper: OpaquePointer?
        let code = sqlite3_open_v2(
            ":memory:", &helper, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let helper else {
            sqlite3_close_v2(helper)
            throw .system("SQLite has no memory for a connection")
        }
        self.helper = helper
        for function in BoundedFunction.all {
            for count in function.argumentCounts {
                let registration = Registration(function, owner: self)
                registered.append(registration)
                let code = sqlite3_create_function_v2(
                    database, function.name, count, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                    Unmanaged.passUnretained(registration).toOpaque(),
                    { context, count, values in
                        // SQLite hands back what it was given; the owner keeps it alive.
                        guard let pointer = sqlite3_user_data(context), let context else { return }
                        let registration = Unmanaged<Registration>.fromOpaque(pointer).takeUnretainedValue()
                        registration.owner.call(registration.function, context, Int(count), values)
                    }, nil, nil, nil)
                guard code == SQLITE_OK else {
                    throw SQLiteFailure(database: database, code: code).error(waited: .zero) { nil }
                }
            }
        }
    }

    deinit {
        for statement in calls.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(helper)
    }

    private func call(
        _ function: BoundedFunction, _ context: OpaquePointer, _ count: Int,
        _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        // SQLite owns the array and its values for the length of this call.
        let arguments = UnsafeBufferPointer(start: values, count: values == nil ? 0 : count)
        if limits != nil {
            // Many calls may stand in one row; no interrupt is looked at between them but here.
            guard !stop.isRequested.load(ordering: .acquiring) else {
                return sqlite3_result_error_code(context, SQLITE_INTERRUPT)
            }
            guard function.work(arguments, length) <= function.limit else {
                let reason = "a call of \(function.name) would take too long: shorten its texts, pattern or widths"
                refusal = reason
                return sqlite3_result_error(context, reason, -1)
            }
        }
        guard let statement = statement(for: function.name, count) else {
            return sqlite3_result_error_nomem(context)
        }
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in arguments.enumerated() {
            let code = sqlite3_bind_value(statement, Int32(truncatingIfNeeded: index + 1), value)
            guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
        }
        guard sqlite3_step(statement) == SQLITE_ROW else {
            return sqlite3_result_error(context, sqlite3_errmsg(helper), -1)
        }
        sqlite3_result_value(context, sqlite3_column_value(statement, 0))
    }

    private func statement(for name: String, _ count: Int) -> OpaquePointer? {
        let key = Call(name: name, count: count)
        if let known = calls[key] { return known }
        let marks = (0..<count).map { "?\($0 + 1)" }.joined(separator: ", ")
        var statement: OpaquePointer?
        sqlite3_prepare_v3(helper, "SELECT \(name)(\(marks))", -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        calls[key] = statement
        return statement
    }
}

/// A function whose calls are measured before they run.
struct BoundedFunction: Sendable {
    let name: String
    let argumentCounts: [Int32]
    /// The most work that a call may be.
    let limit: Double
    /// How much work a call would be, from its arguments and the longest text that there may be.
    // The buffer is SQLite's, for the length of one call.
    let work: @Sendable (UnsafeBufferPointer<OpaquePointer?>, _ length: Int) -> Double

    /// The limits were measured with SQLite 3.40 on one core of an AMD EPYC: each is about a tenth of a second.
    static let all: [BoundedFunction] = [
        // A comparison of the needle at each position: ten bytes a nanosecond.
        BoundedFunction(name: "instr", argumentCounts: [2], limit: 1e9, work: placesTimesNeedle),
        BoundedFunction(name: "replace", argumentCounts: [3], limit: 1e9, work: placesTimesNeedle),
        // Each character to be cut is compared with each of the set: seven nanoseconds.
        BoundedFunction(name: "trim", argumentCounts: [2], limit: 2e7, work: product),
        BoundedFunction(name: "ltrim", argumentCounts: [2], limit: 2e7, work: product),
        BoundedFunction(name: "rtrim", argumentCounts: [2], limit: 2e7, work: product),
        // The rest of the pattern is tried at each position of the text: two nanoseconds a character.
        BoundedFunction(name: "like", argumentCounts: [2, 3], limit: 1e8, work: product),
        BoundedFunction(name: "glob", argumentCounts: [2], limit: 1e8, work: product),
        // Each key of the one is looked for among all keys of the other.
        BoundedFunction(name: "json_patch", argumentCounts: [2], limit: 5e9, work: product),
        BoundedFunction(name: "printf", argumentCounts: [-1], limit: 1, work: widths),
        BoundedFunction(name: "format", argumentCounts: [-1], limit: 1, work: widths),
    ]

    private static func bytes(_ values: UnsafeBufferPointer<OpaquePointer?>, _ index: Int) -> Double {
        guard index < values.count, let value = values[index] else { return 0 }
        // SQLite's own functions would make text of a number in the same way.
        return Double(sqlite3_value_bytes(value))
    }

    @Sendable private static func product(_ values: UnsafeBufferPointer<OpaquePointer?>, _: Int) -> Double {
        bytes(values, 0) * bytes(values, 1)
    }

    @Sendable private static func placesTimesNeedle(_ values: UnsafeBufferPointer<OpaquePointer?>, _: Int) -> Double {
        max(0, bytes(values, 0) - bytes(values, 1)) * bytes(values, 1)
    }

    /// Which part the longest text is of the widths and precisions that a format asks for: SQLite goes on counting up
    /// to them even when the text is long enough to be refused.
    @Sendable private static func widths(_ values: UnsafeBufferPointer<OpaquePointer?>, _ length: Int) -> Double {
        guard let format = values.first, let format, let text = sqlite3_value_text(format) else { return 0 }
        let count = Int(sqlite3_value_bytes(format))
        // SQLite keeps the text until the value changes, which is after this call.
        var rest = UnsafeBufferPointer(start: text, count: count)[...]
        var next = 1
        var sum = 0.0

        func number() -> Double {
            if rest.first == UInt8(ascii: "*") {
                rest = rest.dropFirst()
                defer { next += 1 }
                guard next < values.count, let value = values[next] else { return 0 }
                return abs(Double(sqlite3_value_int64(value)))
            }
            var number = 0.0
            while let digit = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
                number = number * 10 + Double(digit - UInt8(ascii: "0"))
                rest = rest.dropFirst()
            }
            return number
        }

        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else { continue }
            while let flag = rest.first, "-+ #!0,".utf8.contains(flag) { rest = rest.dropFirst() }
            sum += number()
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                sum += number()
            }
            while rest.first == UInt8(ascii: "l") { rest = rest.dropFirst() }
            // All conversions take a value but these two.
            if let conversion = rest.popFirst(), conversion != UInt8(ascii: "%"), conversion != UInt8(ascii: "n") {
                next += 1
            }
        }
        return sum / Double(max(1, length))
    }
}

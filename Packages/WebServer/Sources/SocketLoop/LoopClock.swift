import HTTPMessages

/// The time, read once for every turn of the loop, and the Date field, written once for every second.
struct LoopClock {
    private(set) var milliseconds: Int64 = 0
    private(set) var microseconds: Int64 = 0
    private(set) var seconds: Int64 = 0
    private(set) var turn: UInt64 = 0
    private var nextSecond: Int64 = .min
    private var date: [UInt8] = []

    /// Reads the clocks.
    mutating func update() {
        microseconds = SystemCalls.monotonicMicroseconds()
        milliseconds = microseconds / 1_000
        turn += 1
        guard milliseconds >= nextSecond else { return }
        let real = SystemCalls.realMilliseconds()
        seconds = real / 1_000
        nextSecond = milliseconds + 1_000 - real % 1_000
        date.removeAll(keepingCapacity: true)
        date.append("Date: ")
        HTTPDate.append(seconds, to: &date)
        date.append("\r\n")
    }

    var moment: Moment { Moment(seconds: seconds, milliseconds: milliseconds, turn: turn) }

    func appendDate(to bytes: inout [UInt8]) { bytes.append(contentsOf: date) }
}

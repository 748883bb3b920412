import CommandKit
import Mazes

/// Rows of a maze that tell on a terminal how far they are, when the work takes more than a second.
struct ReportedRows<Rows: CellRows>: CellRows {
    private var rows: Rows
    private let begin = ContinuousClock.now
    private var isSilent: Bool
    private var percent = -1

    init(_ rows: Rows, isSilent: Bool) {
        self.rows = rows
        self.isSilent = isSilent || !StandardStream.error.isTerminal
    }

    var width: Int { rows.width }
    var height: Int { rows.height }

    mutating func readRow(_ y: Int, into row: inout CellRow) {
        rows.readRow(y, into: &row)
        guard !isSilent else { return }
        let now = (y + 1) * 100 / height
        let isLast = y == height - 1
        guard now != percent, isLast || ContinuousClock.now - begin > .seconds(1) else { return }
        // Nothing was shown so far: then there is nothing to wipe away either.
        if isLast && percent < 0 { return }
        percent = now
        Console.write(isLast ? "\r\u{1B}[K" : "\r\(now) %")
    }
}

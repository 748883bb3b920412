/// One value of a fact: what a column of the schema can hold.
public enum FactValue: Sendable, Hashable {
    /// No fact: SQL's NULL.
    case null
    /// A number.
    case integer(Int)
    /// A slug or a name.
    case text(String)

    /// The number, or NULL where there is none.
    public init(_ number: Int?) {
        self = number.map(FactValue.integer) ?? .null
    }

    /// The text, or NULL where there is none.
    public init(_ text: String?) {
        self = text.map(FactValue.text) ?? .null
    }

    /// A truth, stored as 0 or 1.
    public init(_ truth: Bool) {
        self = .integer(truth ? 1 : 0)
    }
}

/// The rows of one table of the schema, in the order of its columns.
public struct FactTable: Sendable, Equatable {
    /// A column: its name, and whether it holds numbers or text.
    public struct Column: Sendable, Equatable {
        /// What a column holds.
        public enum Kind: Character, Sendable {
            /// Whole numbers.
            case integer = "i"
            /// Text.
            case text = "t"
        }

        /// The column's name in the schema.
        public let name: String
        /// What it holds.
        public let kind: Kind

        /// Makes a column.
        public init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// The table's name in the schema.
    public let name: String
    /// Its columns.
    public let columns: [Column]
    /// Its rows; every row has one value a column.
    public private(set) var rows: [[FactValue]]

    /// Makes a table from its head, written as `id:i slug:t`.
    ///
    /// A word without a kind is a column of numbers.
    public init(name: String, columns: String, rows: [[FactValue]] = []) {
        let columns = columns.split(separator: " ").map { word in
            let parts = word.split(separator: ":")
            return Column(
                name: String(parts.first ?? ""), kind: parts.count == 2 && parts[1] == "t" ? .text : .integer)
        }
        self.init(name: name, columns: columns, rows: rows)
    }

    /// Makes a table of these columns.
    public init(name: String, columns: [Column], rows: [[FactValue]] = []) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// Adds a row.
    public mutating func append(_ row: FactValue...) {
        precondition(row.count == columns.count, "\(name) has \(columns.count) columns, the row \(row.count)")
        rows.append(row)
    }

    /// Adds a row that was read from a file and counted there.
    public mutating func append(row: [FactValue]) {
        rows.append(row)
    }

    /// The place of a column among the columns, if the table has it.
    public func index(of column: String) -> Int? {
        columns.firstIndex { $0.name == column }
    }
}

import SQLDatabase
import SocialService

/// The columns of a table that are read together, as cases in the order in which statements name them.
///
/// A statement's list and the reader of its rows come from the same cases: no number stands beside a name that it could
/// miss, and no name is looked up while rows are read. A column that a case is added for is selected at once.
protocol TableColumns: CaseIterable, RawRepresentable, Sendable where RawValue == Int, AllCases: Sendable {}

extension TableColumns {
    /// The columns for a statement, each with the name that the statement gives the table.
    static func list(of table: String) -> SQLStatement {
        SQLStatement(trusted: allCases.map { "\(table).\(columnName("\($0)"))" }.joined(separator: ", "))
    }

    /// `inReplyToId` as SQL spells it: `in_reply_to_id`.
    private static func columnName(_ name: String) -> String {
        name.reduce(into: "") { spelled, character in
            if character.isUppercase { spelled += "_" }
            spelled += character.lowercased()
        }
    }
}

/// The columns of one table in a row that may hold other columns before them.
struct ColumnReader<Column: TableColumns> {
    let row: SQLRow
    /// Where the table's columns begin in the row.
    let start: Int

    func id(_ column: Column) throws -> Identifier { try row.get(at: start + column.rawValue) }
    func optionalID(_ column: Column) throws -> Identifier? { try row.get(at: start + column.rawValue) }
    func int(_ column: Column) throws -> Int { try row.get(at: start + column.rawValue) }
    func moment(_ column: Column) throws -> Int64? { try row.get(at: start + column.rawValue) }
    func number(_ column: Column) throws -> Double? { try row.get(at: start + column.rawValue) }
    func text(_ column: Column) throws -> String { try row.get(at: start + column.rawValue) }
    func optionalText(_ column: Column) throws -> String? { try row.get(at: start + column.rawValue) }
    func flag(_ column: Column) throws -> Bool { try row.get(at: start + column.rawValue) }
}

import PokedexFacts
import SQLDatabase
import Synchronization

/// The statements that look rows up in the PokéAPI's tables, each put together once.
///
/// A document takes some twenty of them. Their columns come from ``PokeAPITables``; to join and quote these anew for each
/// document costs more than to run them.
final class PokeAPILookups: Sendable {
    /// One statement, but for the value that is looked up.
    struct Lookup: Sendable {
        private let head: SQLStatement
        private let tail: SQLStatement

        init(_ file: String, _ column: String, _ order: [String]) {
            let columns = (PokeAPITables.table(file)?.columns ?? []).map { SQLStatement("\(identifier: $0.name)") }
            let keys = order.map { SQLStatement("\(identifier: $0)") }
            let query: SQLStatement = """
                SELECT \(columns.joined(separator: ", ")) FROM \(identifier: PokeAPITables.prefix + file)
                WHERE \(identifier: column) =
                """
            // As one text a statement is found faster among the prepared ones than as many pieces. Nothing but names in
            // quotes stands in it.
            head = SQLStatement(trusted: query.sql(.questionMark) + " ")
            tail = keys.isEmpty ? "" : " ORDER BY \(keys.joined(separator: ", "))"
        }

        /// The statement that finds the rows with this value.
        func statement(_ value: Int) -> SQLStatement { "\(head)\(value)\(tail)" }
    }

    private struct Key: Hashable {
        let file: String
        let column: String
        let order: [String]
    }

    private let lookups = Mutex<[Key: Lookup]>([:])

    /// The statement for rows of a file whose column has a value, in the order of some columns.
    ///
    /// The program names all three, so there are no more of them than it has lines that ask.
    func lookup(_ file: String, _ column: String, _ order: [String]) -> Lookup {
        let key = Key(file: file, column: column, order: order)
        if let known = lookups.withLock({ $0[key] }) { return known }
        let new = Lookup(file, column, order)
        lookups.withLock { $0[key] = new }
        return new
    }
}

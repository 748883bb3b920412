import Foundation

/// The PokéAPI's numbers of things, by their identifiers: the one place where our facts and theirs are joined.
public struct PokeAPINumbers: Sendable {
    /// The tables that the numbers come from.
    public let tables: [FactTable]
    private let numbers: [String: [String: Int]]

    /// Takes the tables of a checkout; those that the folder does not hold come from other facts.
    ///
    /// - Parameters:
    ///   - folder: The folder with the checkout's CSV files, if there is one.
    ///   - facts: Facts that have such tables already: usually those of this program.
    /// - Throws: `PokeAPIFile.Failure`.
    public init(folder: URL?, otherwise facts: FactsFile) throws(PokeAPIFile.Failure) {
        var tables: [FactTable] = []
        for table in PokeAPITables.all {
            if let folder, let rows = try PokeAPIFile.rows(of: table, in: folder) {
                tables.append(rows)
            } else if let rows = facts.table(table.name) {
                tables.append(rows)
            }
        }
        self.init(tables: tables)
    }

    init(tables: [FactTable]) {
        self.tables = tables
        var numbers: [String: [String: Int]] = [:]
        for table in tables {
            guard let id = table.index(of: "id"), let identifier = table.index(of: "identifier") else { continue }
            var known: [String: Int] = [:]
            for row in table.rows {
                if case .integer(let number) = row[id], case .text(let name) = row[identifier] { known[name] = number }
            }
            numbers[table.name] = known
        }
        self.numbers = numbers
    }

    /// The number of the first of these identifiers that the PokéAPI has.
    public func number(_ file: String, _ identifiers: String...) -> Int? { number(file, identifiers) }

    func number(_ file: String, _ identifiers: [String]) -> Int? {
        guard let known = numbers[PokeAPITables.prefix + file] else { return nil }
        return identifiers.lazy.compactMap { known[$0] }.first
    }
}

/// Numbers for things of one kind: the PokéAPI's where it has one, and from 20001 where it has none.
struct SharedNumbering {
    private var taken: Set<Int> = []
    private var next = 20001

    /// A number that nothing else has.
    mutating func take(_ wanted: Int?) -> Int {
        if let wanted, taken.insert(wanted).inserted { return wanted }
        defer { next += 1 }
        return next
    }
}

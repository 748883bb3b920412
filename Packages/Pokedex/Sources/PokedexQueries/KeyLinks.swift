import PokedexFacts
import PokedexStorage
import SQLDatabase

/// Where a value of a result leads: along the foreign keys of the table that it comes from.
///
/// Which column of which table a value repeats is the engine's word (``SQLDatabase/SQLColumnOrigin``), so that neither an
/// alias hides a key nor a computed column pretends to be one.
public struct KeyLinks: Sendable {
    /// The rows that a value leads to: those of a table whose column has that value.
    public struct Target: Sendable, Hashable {
        /// The table.
        public let table: String
        /// The column.
        public let column: String

        /// Names a column.
        public init(table: String, column: String) {
            (self.table, self.column) = (table, column)
        }
    }

    private let targets: [SQLColumnOrigin: Target]
    private let referrers: [Target: [Target]]

    /// Gathers the keys of these tables: those that the database declares, those of the PokéAPI's tables, whose columns
    /// are named by what they refer to, and those that our views repeat.
    public init(_ tables: [Catalogue.Table]) {
        var targets: [SQLColumnOrigin: Target] = [:]
        var referrers: [Target: [Target]] = [:]
        let names = Set(tables.map(\.name))
        for table in tables where !table.isView {
            var keys = table.references.map { ($0.column, $0.table) }
            if table.name.hasPrefix(PokeAPITables.prefix) {
                keys += table.columns.compactMap { column in
                    PokeAPITables.target(of: column.name).map { (column.name, PokeAPITables.prefix + $0) }
                }
            }
            for (column, name) in keys where names.contains(name) {
                let target = Target(table: name, column: "id")
                targets[SQLColumnOrigin(table: table.name, column: column)] = target
                referrers[target, default: []].append(Target(table: table.name, column: column))
            }
            // A row's own number, and its name where that is unique, lead to the row and to all that refers to it.
            for own in ["id", "slug"] where table.columns.contains(where: { $0.name == own }) {
                let origin = SQLColumnOrigin(table: table.name, column: own)
                if targets[origin] == nil { targets[origin] = Target(table: table.name, column: own) }
            }
        }
        for (view, base) in Self.views {
            targets[view] = targets[base]
        }
        (self.targets, self.referrers) = (targets, referrers)
    }

    /// Where the values of a column lead; nothing if it is no key.
    public func target(of origin: SQLColumnOrigin?) -> Target? { origin.flatMap { targets[$0] } }

    /// The columns that refer to a row of a table by its number.
    public func referrers(to table: String) -> [Target] { referrers[Target(table: table, column: "id")] ?? [] }

    /// What the columns of our views repeat; PostgreSQL does not say it.
    private static let views: [(SQLColumnOrigin, SQLColumnOrigin)] = [
        ("pokemon.id", "forms.id"), ("pokemon.slug", "forms.slug"), ("pokemon.number", "species.id"),
        ("pokemon.generation", "species.generation_id"), ("learned_moves.pokemon", "forms.slug"),
        ("learned_moves.move", "moves.slug"), ("learned_moves.generation", "learnset.generation_id"),
        ("learned_moves.method", "learn_methods.slug"), ("evolution_steps.from_pokemon", "forms.slug"),
        ("evolution_steps.to_pokemon", "forms.slug"), ("evolution_steps.trigger_slug", "evolution_triggers.slug"),
        ("evolution_steps.item", "items.slug"),
    ].map { (origin($0.0), origin($0.1)) }

    private static func origin(_ text: String) -> SQLColumnOrigin {
        let parts = text.split(separator: ".").map(String.init)
        return SQLColumnOrigin(table: parts.first ?? "", column: parts.last ?? "")
    }
}

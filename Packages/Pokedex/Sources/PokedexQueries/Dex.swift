import PokedexModel
import SQLDatabase

/// The queries that the Pokédex answers, run on one connection.
public struct Dex {
    /// The connection that is asked.
    public let connection: SQLConnection

    /// Asks on this connection.
    public init(_ connection: SQLConnection) {
        self.connection = connection
    }

    /// Why a name cannot be looked up.
    public struct UnknownName: Error, Equatable, CustomStringConvertible {
        /// What should have had the name: `Pokémon`, `move`, `ability` …
        public let kind: String
        /// The name.
        public let name: String
        /// The nearest names that there are, best first.
        public let nearest: [String]

        /// Makes the error.
        public init(kind: String, name: String, nearest: [String]) {
            self.kind = kind
            self.name = name
            self.nearest = nearest
        }

        /// One sentence, with the names that may have been meant.
        public var description: String {
            let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?"
            return "There is no \(kind) called '\(name.prefix(80))'\(hint.isEmpty ? "." : hint)"
        }
    }

    /// The tables whose rows have a key, a slug and a name.
    public enum NamedTable: String, Sendable, CaseIterable {
        case generations, regions, types, stats, natures, colors, abilities, items, ailments, moves, species, forms
        case versionGroups = "version_groups"
        case damageClasses = "damage_classes"
        case eggGroups = "egg_groups"
        case learnMethods = "learn_methods"
        case evolutionTriggers = "evolution_triggers"
        case moveTargets = "move_targets"
        case moveFlags = "move_flags"

        /// The PokéAPI's table of the same things under the same numbers, if it may call them otherwise.
        var pokeAPIFile: String? {
            switch self {
            case .forms: "pokemon"
            case .eggGroups: "egg_groups"
            case .moves: "moves"
            case .items: "items"
            default: nil
            }
        }

        /// What one row is called.
        public var kind: String {
            switch self {
            case .forms, .species: "Pokémon"
            case .abilities: "ability"
            case .ailments, .items, .moves, .types, .stats, .natures, .colors, .generations, .regions:
                String(rawValue.dropLast())
            case .damageClasses: "damage class"
            default: String(rawValue.dropLast()).replacing("_", with: " ")
            }
        }
    }

    /// The number of what bears a slug, or of what has that number.
    ///
    /// - Throws: ``UnknownName`` with the nearest three.
    public func id(of name: String, in table: NamedTable) throws -> Int {
        let slug = Self.slug(name)
        if let id = try connection.first("SELECT id FROM \(identifier: table.rawValue) WHERE slug = \(slug)") {
            return try id.get(at: 0)
        }
        if let number = Int(slug), number < Int32.max, number > 0,
            let row = try connection.first("SELECT id FROM \(identifier: table.rawValue) WHERE id = \(number)")
        {
            return try row.get(at: 0)
        }
        // The PokéAPI's name of the same thing, which has the same number here.
        if let file = table.pokeAPIFile,
            let row = try connection.first(
                """
                SELECT it.id FROM \(identifier: "pokeapi_\(file)") AS it
                JOIN \(identifier: table.rawValue) AS ours ON ours.id = it.id WHERE it.identifier = \(slug)
                """)
        {
            return try row.get(at: 0)
        }
        throw UnknownName(kind: table.kind, name: name, nearest: try nearest(to: name, in: table))
    }

    /// The number of the form that a name means: a form's slug, name, alias or number, or a species' slug.
    ///
    /// - Throws: ``UnknownName`` with the nearest three.
    public func formID(of name: String) throws -> Int {
        do {
            return try id(of: name, in: .forms)
        } catch let unknown as UnknownName {
            let slug = Self.slug(name)
            if let row = try connection.first("SELECT form_id FROM form_aliases WHERE slug = \(slug)") {
                return try row.get(at: 0)
            }
            throw unknown
        }
    }

    /// The names nearest to one that is not there.
    public func nearest(to name: String, in table: NamedTable) throws -> [String] {
        let slugs = try connection.values("SELECT slug FROM \(identifier: table.rawValue)", as: String.self)
        return NameMatcher(slugs).nearest(to: Self.slug(name))
    }

    /// A name as a slug: what people type with capitals, spaces, accents or apostrophes.
    static func slug(_ name: String) -> String {
        var slug = ""
        for character in name.lowercased().prefix(80) {
            switch character {
            case "é": slug += "e"
            case "♀": slug += "-f"
            case "♂": slug += "-m"
            case " ", "_": slug += "-"
            case "'", "’", ".", ":", "!": break
            default: slug.append(character)
            }
        }
        return slug
    }
}

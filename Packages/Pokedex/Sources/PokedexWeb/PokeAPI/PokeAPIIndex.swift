import PokedexFacts
import SQLDatabase
import Synchronization

/// The numbers and names of everything that `/api/v2/` has, read once and kept.
///
/// Nearly every member of the PokéAPI's answers refers to something by number and name. With all names at hand a
/// statement reads one table, and a name that is not here is a thing that is not there.
final class PokeAPIIndex: Sendable {
    /// The things of one kind.
    struct Kind: Sendable {
        /// Their numbers in order.
        var ids: [Int] = []
        /// Their names by number; empty for kinds without names.
        var names: [Int: String] = [:]
        /// Their numbers by name.
        var numbers: [String: Int] = [:]

        mutating func add(_ id: Int, _ name: String?) {
            ids.append(id)
            guard let name else { return }
            names[id] = name
            if numbers[name] == nil { numbers[name] = id }
        }
    }

    /// The PokéAPI's kinds in the order of its index, and the table that each is kept in.
    static let resources: [(name: String, table: String)] = [
        ("ability", "abilities"), ("berry", "berries"), ("berry-firmness", "berry_firmness"),
        ("berry-flavor", "contest_types"), ("characteristic", "characteristics"),
        ("contest-effect", "contest_effects"), ("contest-type", "contest_types"), ("currency", "currencies"),
        ("egg-group", "egg_groups"), ("encounter-condition", "encounter_conditions"),
        ("encounter-condition-value", "encounter_condition_values"), ("encounter-method", "encounter_methods"),
        ("evolution-chain", "evolution_chains"), ("evolution-trigger", "evolution_triggers"), ("gender", "genders"),
        ("generation", "generations"), ("growth-rate", "growth_rates"), ("item", "items"),
        ("item-attribute", "item_flags"), ("item-category", "item_categories"),
        ("item-fling-effect", "item_fling_effects"), ("item-pocket", "item_pockets"), ("language", "languages"),
        ("location", "locations"), ("location-area", "location_areas"), ("machine", "machines"), ("move", "moves"),
        ("move-ailment", "move_meta_ailments"), ("move-battle-style", "move_battle_styles"),
        ("move-category", "move_meta_categories"), ("move-damage-class", "move_damage_classes"),
        ("move-learn-method", "pokemon_move_methods"), ("move-target", "move_targets"), ("nature", "natures"),
        ("pal-park-area", "pal_park_areas"), ("pokeathlon-stat", "pokeathlon_stats"), ("pokedex", "pokedexes"),
        ("pokemon", "pokemon"), ("pokemon-color", "pokemon_colors"), ("pokemon-form", "pokemon_forms"),
        ("pokemon-habitat", "pokemon_habitats"), ("pokemon-shape", "pokemon_shapes"),
        ("pokemon-species", "pokemon_species"), ("region", "regions"), ("stat", "stats"),
        ("super-contest-effect", "super_contest_effects"), ("type", "types"), ("version", "versions"),
        ("version-group", "version_groups"),
    ]

    /// The flavours of berries, in the order of the contests that they belong to.
    private static let flavors = ["spicy", "dry", "sweet", "bitter", "sour"]

    /// The PokéAPI's numbers of our methods of learning a move; it has none for events.
    static let learnMethods = ["level-up": 1, "egg": 2, "tutor": 3, "machine": 4, "form-change": 10]

    private let kinds: [String: Kind]
    /// The files of a checkout that the database was filled from: of these, what has no row has none in the PokéAPI.
    let imported: Set<String>
    /// The PokéAPI's numbers of our methods of learning a move, by ours; nil for those that it does not have.
    let learnMethods: [Int?]
    /// The statements of the answers.
    let lookups = PokeAPILookups()

    /// Reads all names.
    init(_ connection: SQLConnection) throws {
        var kinds: [String: Kind] = [:]
        for (resource, table) in Self.resources {
            guard let columns = PokeAPITables.table(table)?.columns.map(\.name) else { continue }
            let hasNames = columns.contains("identifier")
            var kind = Kind()
            let name: SQLStatement = hasNames ? "identifier" : "NULL"
            for row in try connection.query(
                "SELECT id, \(name) FROM \(identifier: PokeAPITables.prefix + table) ORDER BY id")
            {
                kind.add(try row.get(at: 0), try row.get(at: 1, as: String?.self))
            }
            kinds[resource] = kind
        }
        var flavors = Kind()
        for id in kinds["berry-flavor"]?.ids ?? [] where Self.flavors.indices.contains(id - 1) {
            flavors.add(id, Self.flavors[id - 1])
        }
        kinds["berry-flavor"] = flavors
        // A berry is called as its item is, without the word; an area as its location is, with a word.
        var berries = Kind()
        for row in try connection.query("SELECT id, item_id FROM pokeapi_berries ORDER BY id") {
            let item = try row.get(at: 1, as: Int?.self).flatMap { kinds["item"]?.names[$0] }
            berries.add(try row.get(at: 0), item.map { $0.hasSuffix("-berry") ? String($0.dropLast(6)) : $0 })
        }
        kinds["berry"] = berries
        var areas = Kind()
        for row in try connection.query("SELECT id, location_id, identifier FROM pokeapi_location_areas ORDER BY id") {
            let location = try row.get(at: 1, as: Int?.self).flatMap { kinds["location"]?.names[$0] }
            let own = try row.get(at: 2, as: String?.self)
            areas.add(try row.get(at: 0), location.map { "\($0)-\(own ?? "area")" } ?? own)
        }
        kinds["location-area"] = areas
        self.kinds = kinds
        imported = Set(try connection.values("SELECT file FROM pokeapi_imports", as: String.self))
        var methods: [Int?] = []
        for row in try connection.query("SELECT id, slug FROM learn_methods WHERE id BETWEEN 0 AND 255 ORDER BY id") {
            let id: Int = try row.get(at: 0)
            while methods.count <= id { methods.append(nil) }
            methods[id] = Self.learnMethods[try row.get(at: 1)]
        }
        learnMethods = methods
    }

    /// The things of a kind; nothing if the PokéAPI has no such kind.
    subscript(resource: String) -> Kind? { kinds[resource] }

    /// The number that an address names, by number or by name.
    func id(of name: String, in resource: String) -> Int? {
        guard let kind = kinds[resource] else { return nil }
        if let id = kind.numbers[name] { return id }
        guard let id = Int(name), String(id) == name else { return nil }
        return kind.names[id] != nil || kind.ids.contains(id) ? id : nil
    }
}

/// Keeps the index of a database from its first use on.
final class PokeAPIIndexStore: Sendable {
    private let index = Mutex<PokeAPIIndex?>(nil)

    /// The index; read through the connection if it is not known yet.
    func index(_ connection: SQLConnection) throws -> PokeAPIIndex {
        if let known = index.withLock({ $0 }) { return known }
        let new = try PokeAPIIndex(connection)
        index.withLock { $0 = new }
        return new
    }
}

import PokedexModel
import PokedexQueries
import SQLDatabase

/// The games themselves, and the traits that species share.
extension PokeAPI {
    func game(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "generation":
            return [
                ("abilities", try references("ability", "abilities", "generation_id", id)),
                ("names", try names("generation_names", "generation_id", id, ours: .generations)),
                ("main_region", reference("region", try row("generations", id)?.int("main_region_id"))),
                ("moves", try references("move", "moves", "generation_id", id)),
                ("pokemon_species", try references("pokemon-species", "pokemon_species", "generation_id", id)),
                ("types", try references("type", "types", "generation_id", id)),
                ("version_groups", try references("version-group", "version_groups", "generation_id", id)),
            ]
        case "language":
            guard let row = try row("languages", id) else { return nil }
            return [
                ("official", try row.truth("official")), ("iso639", JSON(try row.text("iso639"))),
                ("iso3166", JSON(try row.text("iso3166"))), ("names", try names("language_names", "language_id", id)),
            ]
        case "pokedex":
            guard let row = try row("pokedexes", id) else { return nil }
            return [
                ("is_main_series", try row.truth("is_main_series")),
                ("descriptions", try texts("pokedex_prose", "pokedex_id", id, "description")),
                ("names", try names("pokedex_prose", "pokedex_id", id)),
                ("pokemon_entries", try entries(of: id)), ("region", reference("region", try row.int("region_id"))),
                (
                    "version_groups",
                    try references("version-group", "pokedex_version_groups", "pokedex_id", id, "version_group_id")
                ),
            ]
        case "version":
            return [
                ("names", try names("version_names", "version_id", id)),
                ("version_group", reference("version-group", try row("versions", id)?.int("version_group_id"))),
            ]
        default:
            guard let row = try row("version_groups", id) else { return nil }
            return [
                ("order", try row.number("order")),
                ("generation", reference("generation", try row.int("generation_id"))),
                (
                    "move_learn_methods",
                    try references(
                        "move-learn-method", "version_group_pokemon_move_methods", "version_group_id", id,
                        "pokemon_move_method_id")
                ),
                (
                    "pokedexes",
                    try references("pokedex", "pokedex_version_groups", "version_group_id", id, "pokedex_id")
                ),
                ("regions", try references("region", "version_group_regions", "version_group_id", id, "region_id")),
                ("versions", try references("version", "versions", "version_group_id", id)),
            ]
        }
    }

    /// The species of a Pokédex in its order. The national one's numbers are the species' own.
    private func entries(of id: Int) throws -> JSON {
        let national = 1
        let rows = try rows("pokemon_dex_numbers", "pokedex_id", id, order: ["pokedex_number"])
        if rows.isEmpty, id == national, !index.imported.contains("pokemon_dex_numbers") {
            return .array(
                (index["pokemon-species"]?.ids ?? []).map {
                    .object([("entry_number", .int($0)), ("pokemon_species", reference("pokemon-species", $0))])
                })
        }
        return .array(
            try rows.map {
                .object([
                    ("entry_number", try $0.number("pokedex_number")),
                    ("pokemon_species", reference("pokemon-species", try $0.int("species_id"))),
                ])
            })
    }

    // MARK: Traits

    func trait(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        func species(_ column: String) throws -> (String, JSON) {
            ("pokemon_species", try references("pokemon-species", "pokemon_species", column, id))
        }
        switch resource {
        case "characteristic": return try characteristic(id)
        case "egg-group":
            return [
                ("names", try names("egg_group_prose", "egg_group_id", id, ours: .eggGroups)),
                (
                    "pokemon_species",
                    try references("pokemon-species", "pokemon_egg_groups", "egg_group_id", id, "species_id")
                ),
            ]
        case "evolution-trigger":
            return [
                ("names", try names("evolution_trigger_prose", "evolution_trigger_id", id)),
                (
                    "pokemon_species",
                    try references(
                        "pokemon-species",
                        """
                        SELECT DISTINCT evolved_species_id FROM pokeapi_pokemon_evolution
                        WHERE evolution_trigger_id = \(id) ORDER BY evolved_species_id
                        """)
                ),
            ]
        case "gender": return try gender(id)
        case "growth-rate": return try growthRate(id) + [try species("growth_rate_id")]
        case "nature": return try nature(id)
        case "pokeathlon-stat":
            let rows = try rows("nature_pokeathlon_stats", "pokeathlon_stat_id", id, order: ["nature_id"])
            func natures(_ isRaised: Bool) throws -> JSON {
                .array(
                    try rows.filter { try ($0.int("max_change") ?? 0 > 0) == isRaised }.map {
                        .object([
                            ("max_change", try $0.number("max_change")),
                            ("nature", reference("nature", try $0.int("nature_id"))),
                        ])
                    })
            }
            return [
                ("names", try names("pokeathlon_stat_names", "pokeathlon_stat_id", id)),
                ("affecting_natures", .object([("increase", try natures(true)), ("decrease", try natures(false))])),
            ]
        case "pokemon-color":
            return [
                ("names", try names("pokemon_color_names", "pokemon_color_id", id, ours: .colors)),
                try species("color_id"),
            ]
        case "pokemon-habitat":
            return [
                ("names", try names("pokemon_habitat_names", "pokemon_habitat_id", id)), try species("habitat_id"),
            ]
        case "pokemon-shape":
            return [
                ("awesome_names", try texts("pokemon_shape_prose", "pokemon_shape_id", id, "awesome_name")),
                ("names", try names("pokemon_shape_prose", "pokemon_shape_id", id)), try species("shape_id"),
            ]
        case "stat": return try stat(id)
        default: return nil
        }
    }

    private func characteristic(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("characteristics", id) else { return nil }
        let modulo = try row.int("gene_mod_5") ?? 0
        return [
            ("gene_modulo", .int(modulo)),
            ("possible_values", .array(stride(from: modulo, through: 31, by: 5).map(JSON.int))),
            ("highest_stat", reference("stat", try row.int("stat_id"))),
            ("descriptions", try texts("characteristic_text", "characteristic_id", id, "message", as: "description")),
        ]
    }

    private func gender(_ id: Int) throws -> [(String, JSON)] {
        let genderless = 3
        // The rate counts eighths that are female; -1 are species without a sex.
        let condition: SQLStatement =
            switch id {
            case 1: "gender_rate > 0"
            case 2: "gender_rate BETWEEN 0 AND 7"
            default: "gender_rate = -1"
            }
        let species = try connection.query(
            "SELECT id, gender_rate FROM pokeapi_pokemon_species WHERE \(condition) ORDER BY id")
        return [
            (
                "pokemon_species_details",
                .array(
                    try species.map {
                        .object([
                            ("rate", try $0.number("gender_rate")),
                            ("pokemon_species", reference("pokemon-species", try $0.int("id"))),
                        ])
                    })
            ),
            (
                "required_for_evolution",
                id == genderless
                    ? .array([])
                    : try references(
                        "pokemon-species",
                        """
                        SELECT DISTINCT evolved_species_id FROM pokeapi_pokemon_evolution WHERE gender_id = \(id)
                        ORDER BY evolved_species_id
                        """)
            ),
        ]
    }

    private func growthRate(_ id: Int) throws -> [(String, JSON)] {
        var levels = try rows("experience", "growth_rate_id", id, order: ["level"]).map {
            (level: try $0.int("level") ?? 0, experience: try $0.int("experience") ?? 0)
        }
        if levels.isEmpty, !index.imported.contains("experience") { levels = GrowthCurve(rawValue: id)?.levels ?? [] }
        return [
            ("formula", JSON(try row("growth_rates", id)?.text("formula"))),
            ("descriptions", try texts("growth_rate_prose", "growth_rate_id", id, "name", as: "description")),
            (
                "levels",
                .array(
                    levels.map { .object([("level", .int($0.level)), ("experience", .int($0.experience))]) })
            ),
        ]
    }

    private func nature(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("natures", id) else { return nil }
        // A nature that raises what it lowers does neither.
        func pair(_ resource: String, _ one: String, _ other: String) throws -> (JSON, JSON) {
            let (first, second) = (try row.int(one), try row.int(other))
            return first == second ? (.null, .null) : (reference(resource, first), reference(resource, second))
        }
        let (decreased, increased) = try pair("stat", "decreased_stat_id", "increased_stat_id")
        let (hates, likes) = try pair("berry-flavor", "hates_flavor_id", "likes_flavor_id")
        return [
            ("decreased_stat", decreased), ("increased_stat", increased), ("hates_flavor", hates),
            ("likes_flavor", likes),
            (
                "pokeathlon_stat_changes",
                .array(
                    try rows("nature_pokeathlon_stats", "nature_id", id, order: ["pokeathlon_stat_id"]).map {
                        .object([
                            ("max_change", try $0.number("max_change")),
                            ("pokeathlon_stat", reference("pokeathlon-stat", try $0.int("pokeathlon_stat_id"))),
                        ])
                    })
            ),
            (
                "move_battle_style_preferences",
                .array(
                    try rows("nature_battle_style_preferences", "nature_id", id, order: ["move_battle_style_id"]).map {
                        .object([
                            ("low_hp_preference", try $0.number("low_hp_preference")),
                            ("high_hp_preference", try $0.number("high_hp_preference")),
                            ("move_battle_style", reference("move-battle-style", try $0.int("move_battle_style_id"))),
                        ])
                    })
            ), ("names", try names("nature_names", "nature_id", id, ours: .natures)),
        ]
    }

    private func stat(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("stats", id) else { return nil }
        var changes = try rows("move_meta_stat_changes", "stat_id", id, order: ["move_id"])
        if changes.isEmpty, !index.imported.contains("move_meta_stat_changes") {
            changes = try connection.query(
                "SELECT move_id, stages AS change FROM move_stat_changes WHERE stat_id = \(id) ORDER BY move_id")
        }
        func moves(_ isRaised: Bool) throws -> JSON {
            .array(
                try changes.filter { try ($0.int("change") ?? 0 > 0) == isRaised }.compactMap {
                    let move = reference("move", try $0.int("move_id"))
                    return move == .null ? nil : .object([("change", try $0.number("change")), ("move", move)])
                })
        }
        func natures(_ column: String) throws -> JSON {
            try references(
                "nature",
                """
                SELECT id FROM pokeapi_natures WHERE \(identifier: column) = \(id)
                AND increased_stat_id <> decreased_stat_id ORDER BY id
                """)
        }
        return [
            ("game_index", try row.int("game_index").map(JSON.int) ?? .int(0)),
            ("is_battle_only", try row.truth("is_battle_only")),
            ("affecting_moves", .object([("increase", try moves(true)), ("decrease", try moves(false))])),
            (
                "affecting_natures",
                .object([
                    ("increase", try natures("increased_stat_id")), ("decrease", try natures("decreased_stat_id")),
                ])
            ),
            // Neither our facts nor a checkout say which items change a stat.
            ("affecting_items", .array([])),
            (
                "characteristics",
                .array(
                    try rows("characteristics", "stat_id", id, order: ["id"]).map {
                        address("characteristic", try $0.int("id") ?? 0)
                    })
            ), ("move_damage_class", reference("move-damage-class", try row.int("damage_class_id"))),
            ("names", try names("stat_names", "stat_id", id, ours: .stats)),
        ]
    }
}

/// How much experience each level takes, by the games' formulas; the raw values are the PokéAPI's numbers.
enum GrowthCurve: Int {
    case slow = 1
    case medium, fast, mediumSlow, slowThenVeryFast, fastThenVerySlow

    /// The levels from 1 to 100.
    var levels: [(level: Int, experience: Int)] { (1...100).map { ($0, $0 == 1 ? 0 : experience(at: $0)) } }

    /// The experience of a level from 2 on, rounded down as the games do.
    private func experience(at level: Int) -> Int {
        let cube = level * level * level
        switch self {
        case .slow: return 5 * cube / 4
        case .medium: return cube
        case .fast: return 4 * cube / 5
        case .mediumSlow: return 6 * cube / 5 - 15 * level * level + 100 * level - 140
        case .slowThenVeryFast:
            return switch level {
            case ...50: cube * (100 - level) / 50
            case ...68: cube * (150 - level) / 100
            case ...98: cube * ((1911 - 10 * level) / 3) / 500
            default: cube * (160 - level) / 100
            }
        case .fastThenVerySlow:
            return switch level {
            case ...15: cube * ((level + 1) / 3 + 24) / 50
            case ...35: cube * (level + 14) / 50
            default: cube * (level / 2 + 32) / 50
            }
        }
    }
}

import PokedexModel
import PokedexQueries
import SQLDatabase

extension PokeAPI {
    /// A resource that is little more than a name and references.
    func small(_ resource: String, _ table: Dex.NamedTable, _ id: Int) throws -> JSON? {
        guard let head = try head(table, id) else { return nil }
        return .object(head + (try members(of: resource, id)))
    }

    private func members(of resource: String, _ id: Int) throws -> [(String, JSON)] {
        switch resource {
        case "generation":
            return [
                (
                    "main_region",
                    try first("region", "SELECT id, slug FROM regions WHERE generation_id = \(id) ORDER BY id")
                ),
                (
                    "abilities",
                    try references("ability", "SELECT id, slug FROM abilities WHERE generation_id = \(id) ORDER BY id")
                ),
                ("moves", try references("move", "SELECT id, slug FROM moves WHERE generation_id = \(id) ORDER BY id")),
                (
                    "pokemon_species",
                    try references(
                        "pokemon-species", "SELECT id, slug FROM species WHERE generation_id = \(id) ORDER BY id")
                ),
                ("types", try references("type", "SELECT id, slug FROM types WHERE generation_id = \(id) ORDER BY id")),
                (
                    "version_groups",
                    try references(
                        "version-group", "SELECT id, slug FROM version_groups WHERE generation_id = \(id) ORDER BY id")
                ),
            ]
        case "egg-group":
            return [
                (
                    "pokemon_species",
                    try references(
                        "pokemon-species",
                        """
                        SELECT species.id, species.slug FROM species_egg_groups
                        JOIN species ON species.id = species_egg_groups.species_id
                        WHERE species_egg_groups.egg_group_id = \(id) ORDER BY species.id
                        """)
                )
            ]
        case "pokemon-color":
            return [
                (
                    "pokemon_species",
                    try references("pokemon-species", "SELECT id, slug FROM species WHERE color_id = \(id) ORDER BY id")
                )
            ]
        case "nature": return try nature(id)
        case "stat": return try stat(id)
        case "item":
            return [
                ("cost", .null), ("fling_power", .null), ("fling_effect", .null), ("attributes", .array([])),
                ("effect_entries", .array([])), ("flavor_text_entries", .array([])), ("game_indices", .array([])),
                ("sprites", .object([("default", .null)])), ("held_by_pokemon", .array([])),
                ("baby_trigger_for", .null), ("machines", .array([])),
            ]
        case "region":
            return [
                ("locations", .array([])), ("pokedexes", .array([])),
                ("main_generation", try generation(of: .regions, id)),
                (
                    "version_groups",
                    try references(
                        "version-group",
                        """
                        SELECT version_groups.id, version_groups.slug FROM version_groups
                        JOIN regions ON regions.generation_id = version_groups.generation_id
                        WHERE regions.id = \(id) ORDER BY version_groups.id
                        """)
                ),
            ]
        case "version-group":
            return [
                ("order", .int(id)), ("generation", try generation(of: .versionGroups, id)),
                (
                    "move_learn_methods",
                    try references("move-learn-method", "SELECT id, slug FROM learn_methods ORDER BY id")
                ),
                ("pokedexes", .array([])),
                (
                    "regions",
                    try references(
                        "region",
                        """
                        SELECT regions.id, regions.slug FROM regions
                        JOIN version_groups ON version_groups.generation_id = regions.generation_id
                        WHERE version_groups.id = \(id) ORDER BY regions.id
                        """)
                ), ("versions", .array([])),
            ]
        case "evolution-trigger":
            return [
                (
                    "pokemon_species",
                    try references(
                        "pokemon-species",
                        """
                        SELECT DISTINCT species.id, species.slug FROM evolutions
                        JOIN forms ON forms.id = evolutions.to_form_id JOIN species ON species.id = forms.species_id
                        WHERE evolutions.trigger_id = \(id) ORDER BY species.id
                        """)
                )
            ]
        case "move-damage-class":
            return [
                ("descriptions", .array([])),
                (
                    "moves",
                    try references("move", "SELECT id, slug FROM moves WHERE damage_class_id = \(id) ORDER BY id")
                ),
            ]
        case "move-target":
            return [
                ("descriptions", .array([])),
                ("moves", try references("move", "SELECT id, slug FROM moves WHERE target_id = \(id) ORDER BY id")),
            ]
        case "move-ailment":
            return [
                (
                    "moves",
                    try references(
                        "move",
                        """
                        SELECT moves.id, moves.slug FROM move_ailments JOIN moves ON moves.id = move_ailments.move_id
                        WHERE move_ailments.ailment_id = \(id) ORDER BY moves.id
                        """)
                )
            ]
        case "move-learn-method":
            return [
                ("descriptions", .array([])),
                (
                    "version_groups",
                    try references("version-group", "SELECT id, slug FROM version_groups ORDER BY id")
                ),
            ]
        default: return []
        }
    }

    /// The PokéAPI's word for the absence of an ailment.
    func noAilment() throws -> JSON {
        .object([
            ("id", .int(0)), ("name", .string("none")), ("names", names("none")),
            (
                "moves",
                try references(
                    "move",
                    "SELECT id, slug FROM moves WHERE id NOT IN (SELECT move_id FROM move_ailments) ORDER BY id")
            ),
        ])
    }

    private func first(_ resource: String, _ query: SQLStatement) throws -> JSON {
        try connection.first(query).map { try reference(resource, $0, 0) } ?? .null
    }

    private func nature(_ id: Int) throws -> [(String, JSON)] {
        func stat(_ column: String) throws -> JSON {
            try first(
                "stat",
                """
                SELECT stats.id, stats.slug FROM natures JOIN stats ON stats.id = natures.\(identifier: column)
                WHERE natures.id = \(id)
                """)
        }
        return [
            ("decreased_stat", try stat("decreased_stat_id")), ("increased_stat", try stat("increased_stat_id")),
            ("hates_flavor", .null), ("likes_flavor", .null), ("pokeathlon_stat_changes", .array([])),
            ("move_battle_style_preferences", .array([])),
        ]
    }

    private func stat(_ id: Int) throws -> [(String, JSON)] {
        func moves(_ up: Bool) throws -> JSON {
            let rows = try connection.query(
                """
                SELECT move_stat_changes.stages, moves.id, moves.slug FROM move_stat_changes
                JOIN moves ON moves.id = move_stat_changes.move_id
                WHERE move_stat_changes.stat_id = \(id) AND (move_stat_changes.stages > 0) = \(up) ORDER BY moves.id
                """)
            return .array(
                try rows.map { .object([("change", .int(try $0.get(at: 0))), ("move", try reference("move", $0, 1))]) })
        }
        return [
            (
                "is_battle_only",
                .bool(try connection.value("SELECT is_battle_only FROM stats WHERE id = \(id)", as: Bool.self))
            ), ("game_index", .int(id)),
            ("affecting_moves", .object([("increase", try moves(true)), ("decrease", try moves(false))])),
            (
                "affecting_natures",
                .object([
                    (
                        "increase",
                        try references(
                            "nature", "SELECT id, slug FROM natures WHERE increased_stat_id = \(id) ORDER BY id")
                    ),
                    (
                        "decrease",
                        try references(
                            "nature", "SELECT id, slug FROM natures WHERE decreased_stat_id = \(id) ORDER BY id")
                    ),
                ])
            ), ("characteristics", .array([])), ("move_damage_class", .null),
        ]
    }
}

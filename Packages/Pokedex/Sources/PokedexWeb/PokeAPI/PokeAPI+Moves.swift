import PokedexModel
import PokedexQueries
import SQLDatabase

extension PokeAPI {
    func move(_ id: Int) throws -> JSON? {
        guard
            let row = try connection.first(
                """
                SELECT moves.slug, moves.name, moves.accuracy, moves.pp, moves.priority, moves.power,
                    damage_classes.id, damage_classes.slug, generations.id, generations.slug,
                    move_targets.id, move_targets.slug, types.id, types.slug
                FROM moves JOIN damage_classes ON damage_classes.id = moves.damage_class_id
                JOIN generations ON generations.id = moves.generation_id
                JOIN move_targets ON move_targets.id = moves.target_id JOIN types ON types.id = moves.type_id
                WHERE moves.id = \(id)
                """)
        else { return nil }
        let (meta, chance) = try meta(of: id)
        let changes = try connection.query(
            """
            SELECT move_stat_changes.stages, stats.id, stats.slug FROM move_stat_changes
            JOIN stats ON stats.id = move_stat_changes.stat_id WHERE move_stat_changes.move_id = \(id) ORDER BY stats.id
            """)
        return .object([
            ("id", .int(id)), ("name", .string(try row.get(at: 0))),
            ("accuracy", JSON(try row.get(at: 2, as: Int?.self))),
            ("effect_chance", JSON(chance)), ("pp", .int(try row.get(at: 3))), ("priority", .int(try row.get(at: 4))),
            ("power", JSON(try row.get(at: 5, as: Int?.self))), ("contest_combos", .null), ("contest_type", .null),
            ("contest_effect", .null), ("super_contest_effect", .null),
            ("damage_class", try reference("move-damage-class", row, 6)), ("effect_entries", .array([])),
            ("effect_changes", .array([])), ("generation", try reference("generation", row, 8)), ("meta", meta),
            ("names", names(try row.get(at: 1))), ("past_values", try pastValues(of: id)),
            (
                "stat_changes",
                .array(
                    try changes.map {
                        .object([("change", .int(try $0.get(at: 0))), ("stat", try reference("stat", $0, 1))])
                    })
            ),
            ("target", try reference("move-target", row, 10)), ("type", try reference("type", row, 12)),
            (
                "learned_by_pokemon",
                try references(
                    "pokemon",
                    """
                    SELECT forms.id, forms.slug FROM forms
                    WHERE forms.id IN (SELECT form_id FROM learnset WHERE move_id = \(id)) ORDER BY forms.id
                    """)
            ),
            ("flavor_text_entries", .array([])), ("machines", .array([])),
        ])
    }

    /// What a move does beside its damage, and the chance of its first effect that is not certain.
    private func meta(of id: Int) throws -> (meta: JSON, chance: Int?) {
        let ailments = try connection.query(
            """
            SELECT move_ailments.chance, ailments.id, ailments.slug FROM move_ailments
            JOIN ailments ON ailments.id = move_ailments.ailment_id WHERE move_ailments.move_id = \(id)
            ORDER BY ailments.id
            """)
        let statChance = try connection.value(
            "SELECT max(chance) FROM move_stat_changes WHERE move_id = \(id)", as: Int?.self)
        let flinch = try ailments.first { try $0.get(at: 2, as: String.self) == "flinch" }
        let ailment = try ailments.first { try $0.get(at: 2, as: String.self) != "flinch" }
        func chance(_ row: SQLRow?) throws -> Int { try row?.get(at: 0) ?? 0 }
        let row = try connection.first(
            """
            SELECT minimum_hits, maximum_hits, coalesce(drain_percent, -recoil_percent, 0), coalesce(heal_percent, 0),
                critical_stage
            FROM moves WHERE id = \(id)
            """)
        let meta = JSON.object([
            (
                "ailment",
                try ailment.map { try reference("move-ailment", $0, 1) } ?? reference("move-ailment", 0, "none")
            ),
            ("min_hits", JSON(try row?.get(at: 0, as: Int?.self))),
            ("max_hits", JSON(try row?.get(at: 1, as: Int?.self))),
            ("min_turns", .null), ("max_turns", .null), ("drain", .int(try row?.get(at: 2) ?? 0)),
            ("healing", .int(try row?.get(at: 3) ?? 0)), ("crit_rate", .int(try row?.get(at: 4) ?? 0)),
            ("ailment_chance", .int(try chance(ailment))), ("flinch_chance", .int(try chance(flinch))),
            ("stat_chance", .int(statChance ?? 0)),
        ])
        let uncertain = try (ailments.map { try $0.get(at: 0, as: Int.self) } + [statChance ?? 100]).first { $0 < 100 }
        return (meta, uncertain)
    }

    /// What a move was in older generations; null where it was as it is now.
    private func pastValues(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT past.accuracy, past.power, past.pp, now.accuracy, now.power, now.pp, past.type_id = now.type_id,
                types.id, types.slug, version_groups.id, version_groups.slug
            FROM past_moves AS past JOIN moves AS now ON now.id = past.move_id JOIN types ON types.id = past.type_id
            JOIN version_groups ON version_groups.generation_id = past.until_generation
            WHERE past.move_id = \(id) ORDER BY past.until_generation
            """)
        return .array(
            try rows.map { row in
                func changed(_ column: Int) throws -> JSON {
                    let (past, now) = (
                        try row.get(at: column, as: Int?.self), try row.get(at: column + 3, as: Int?.self)
                    )
                    return past == now ? .null : JSON(past)
                }
                return .object([
                    ("accuracy", try changed(0)), ("effect_chance", .null), ("power", try changed(1)),
                    ("pp", try changed(2)), ("effect_entries", .array([])),
                    ("type", try row.get(at: 6, as: Bool.self) ? .null : try reference("type", row, 7)),
                    ("version_group", try reference("version-group", row, 9)),
                ])
            })
    }

    func type(_ id: Int) throws -> JSON? {
        guard let head = try head(.types, id) else { return nil }
        func related(_ attacks: Bool, _ percent: Int) throws -> JSON {
            try references(
                "type",
                attacks
                    ? """
                    SELECT types.id, types.slug FROM type_efficacy JOIN types ON types.id = defending_type_id
                    WHERE attacking_type_id = \(id) AND percent = \(percent) ORDER BY types.id
                    """
                    : """
                    SELECT types.id, types.slug FROM type_efficacy JOIN types ON types.id = attacking_type_id
                    WHERE defending_type_id = \(id) AND percent = \(percent) ORDER BY types.id
                    """)
        }
        let pokemon = try connection.query(
            """
            SELECT form_types.slot, forms.id, forms.slug FROM form_types JOIN forms ON forms.id = form_types.form_id
            WHERE form_types.type_id = \(id) ORDER BY forms.id
            """)
        return .object(
            head + [
                (
                    "damage_relations",
                    .object([
                        ("no_damage_to", try related(true, 0)), ("half_damage_to", try related(true, 50)),
                        ("double_damage_to", try related(true, 200)), ("no_damage_from", try related(false, 0)),
                        ("half_damage_from", try related(false, 50)), ("double_damage_from", try related(false, 200)),
                    ])
                ),
                ("past_damage_relations", .array([])), ("game_indices", .array([])),
                ("generation", try generation(of: .types, id)), ("move_damage_class", .null),
                (
                    "pokemon",
                    .array(
                        try pokemon.map {
                            .object([("slot", .int(try $0.get(at: 0))), ("pokemon", try reference("pokemon", $0, 1))])
                        })
                ),
                ("moves", try references("move", "SELECT id, slug FROM moves WHERE type_id = \(id) ORDER BY id")),
                ("sprites", .object([])),
            ])
    }

    func ability(_ id: Int) throws -> JSON? {
        guard let head = try head(.abilities, id) else { return nil }
        let pokemon = try connection.query(
            """
            SELECT form_abilities.is_hidden, form_abilities.slot, forms.id, forms.slug
            FROM form_abilities JOIN forms ON forms.id = form_abilities.form_id
            WHERE form_abilities.ability_id = \(id) ORDER BY forms.id, form_abilities.slot
            """)
        return .object(
            head + [
                ("is_main_series", .bool(true)), ("generation", try generation(of: .abilities, id)),
                ("effect_entries", .array([])), ("effect_changes", .array([])), ("flavor_text_entries", .array([])),
                (
                    "pokemon",
                    .array(
                        try pokemon.map {
                            .object([
                                ("is_hidden", .bool(try $0.get(at: 0))), ("slot", .int(try $0.get(at: 1))),
                                ("pokemon", try reference("pokemon", $0, 2)),
                            ])
                        })
                ),
            ])
    }

    /// The members that every named thing has.
    func head(_ table: Dex.NamedTable, _ id: Int) throws -> [(String, JSON)]? {
        let row = try connection.first("SELECT slug, name FROM \(identifier: table.rawValue) WHERE id = \(id)")
        return try row.map {
            [("id", .int(id)), ("name", .string(try $0.get(at: 0))), ("names", names(try $0.get(at: 1)))]
        }
    }

    func generation(of table: Dex.NamedTable, _ id: Int) throws -> JSON {
        let row = try connection.first(
            """
            SELECT generations.id, generations.slug FROM generations
            JOIN \(identifier: table.rawValue) AS it ON it.generation_id = generations.id WHERE it.id = \(id)
            """)
        return try row.map { try reference("generation", $0, 0) } ?? .null
    }
}

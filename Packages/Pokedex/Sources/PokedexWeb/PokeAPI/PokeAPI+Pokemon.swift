import PokedexModel
import PokedexQueries
import SQLDatabase

extension PokeAPI {
    /// Pictures are not among our facts.
    static let sprites = JSON.object(
        [
            "back_default", "back_female", "back_shiny", "back_shiny_female", "front_default", "front_female",
            "front_shiny", "front_shiny_female",
        ].map { ($0, .null) })

    func pokemon(_ id: Int) throws -> JSON? {
        guard
            let row = try connection.first(
                """
                SELECT forms.slug, forms.height_decimetres, forms.weight_hectograms, forms.is_default,
                    species.id, species.slug
                FROM forms JOIN species ON species.id = forms.species_id WHERE forms.id = \(id)
                """)
        else { return nil }
        let slug: String = try row.get(at: 0)
        return .object([
            ("id", .int(id)), ("name", .string(slug)), ("base_experience", .null),
            ("height", .int(try row.get(at: 1))), ("is_default", .bool(try row.get(at: 3))), ("order", .int(id)),
            ("weight", .int(try row.get(at: 2))), ("abilities", try abilities(of: id)),
            ("forms", .array([reference("pokemon-form", id, slug)])), ("game_indices", .array([])),
            ("held_items", .array([])),
            ("location_area_encounters", .string("\(base)/api/v2/pokemon/\(id)/encounters")),
            ("moves", try moves(of: id)), ("species", try reference("pokemon-species", row, 4)),
            ("sprites", Self.sprites),
            ("cries", .object([("latest", .null), ("legacy", .null)])), ("stats", try stats(of: id)),
            ("types", try types(of: id)), ("past_types", try pastTypes(of: id)),
            ("past_abilities", try pastAbilities(of: id)), ("past_stats", try pastStats(of: id)),
        ])
    }

    private func abilities(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT form_abilities.is_hidden, form_abilities.slot, abilities.id, abilities.slug
            FROM form_abilities JOIN abilities ON abilities.id = form_abilities.ability_id
            WHERE form_abilities.form_id = \(id) ORDER BY form_abilities.slot
            """)
        return .array(
            try rows.map {
                .object([
                    ("is_hidden", .bool(try $0.get(at: 0))), ("slot", .int(try $0.get(at: 1))),
                    ("ability", try reference("ability", $0, 2)),
                ])
            })
    }

    private func stats(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT form_stats.base, stats.id, stats.slug FROM form_stats JOIN stats ON stats.id = form_stats.stat_id
            WHERE form_stats.form_id = \(id) ORDER BY stats.id
            """)
        return .array(
            try rows.map {
                .object([
                    ("base_stat", .int(try $0.get(at: 0))), ("effort", .null), ("stat", try reference("stat", $0, 1)),
                ])
            })
    }

    private func types(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT form_types.slot, types.id, types.slug FROM form_types JOIN types ON types.id = form_types.type_id
            WHERE form_types.form_id = \(id) ORDER BY form_types.slot
            """)
        return .array(
            try rows.map { .object([("slot", .int(try $0.get(at: 0))), ("type", try reference("type", $0, 1))]) })
    }

    /// Rows of something in older generations, gathered by the last generation in which it held.
    private func past(
        _ member: String, _ rows: [SQLRow], _ item: (SQLRow) throws -> JSON
    ) throws -> JSON {
        var generations: [(id: Int, slug: String, items: [JSON])] = []
        for row in rows {
            let id: Int = try row.get(at: 0)
            if generations.last?.id != id { generations.append((id, try row.get(at: 1), [])) }
            generations[generations.count - 1].items.append(try item(row))
        }
        return .array(
            generations.map {
                .object([("generation", reference("generation", $0.id, $0.slug)), (member, .array($0.items))])
            })
    }

    private func pastTypes(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT generations.id, generations.slug, past_form_types.slot, types.id, types.slug
            FROM past_form_types JOIN generations ON generations.id = past_form_types.until_generation
            JOIN types ON types.id = past_form_types.type_id
            WHERE past_form_types.form_id = \(id) ORDER BY generations.id, past_form_types.slot
            """)
        return try past("types", rows) {
            .object([("slot", .int(try $0.get(at: 2))), ("type", try reference("type", $0, 3))])
        }
    }

    private func pastStats(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT generations.id, generations.slug, past_form_stats.base, stats.id, stats.slug
            FROM past_form_stats JOIN generations ON generations.id = past_form_stats.until_generation
            JOIN stats ON stats.id = past_form_stats.stat_id
            WHERE past_form_stats.form_id = \(id) ORDER BY generations.id, stats.id
            """)
        return try past("stats", rows) {
            .object([
                ("base_stat", .int(try $0.get(at: 2))), ("effort", .null), ("stat", try reference("stat", $0, 3)),
            ])
        }
    }

    private func pastAbilities(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT generations.id, generations.slug, past_form_abilities.is_hidden, past_form_abilities.slot,
                abilities.id, abilities.slug
            FROM past_form_abilities JOIN generations ON generations.id = past_form_abilities.until_generation
            JOIN abilities ON abilities.id = past_form_abilities.ability_id
            WHERE past_form_abilities.form_id = \(id) ORDER BY generations.id, past_form_abilities.slot
            """)
        return try past("abilities", rows) {
            .object([
                ("is_hidden", .bool(try $0.get(at: 2))), ("slot", .int(try $0.get(at: 3))),
                ("ability", try reference("ability", $0, 4)),
            ])
        }
    }

    private func moves(of id: Int) throws -> JSON {
        let rows = try connection.query(
            """
            SELECT moves.id, moves.slug, learnset.level, version_groups.id, version_groups.slug, learn_methods.id,
                learn_methods.slug
            FROM learnset JOIN moves ON moves.id = learnset.move_id
            JOIN version_groups ON version_groups.generation_id = learnset.generation_id
            JOIN learn_methods ON learn_methods.id = learnset.method_id
            WHERE learnset.form_id = \(id)
            ORDER BY learnset.move_id, learnset.generation_id, learnset.method_id, learnset.level
            """)
        var moves: [(id: Int, slug: String, details: [JSON])] = []
        for row in rows {
            let id: Int = try row.get(at: 0)
            if moves.last?.id != id { moves.append((id, try row.get(at: 1), [])) }
            moves[moves.count - 1].details.append(
                .object([
                    ("level_learned_at", .int(try row.get(at: 2))),
                    ("version_group", try reference("version-group", row, 3)),
                    ("move_learn_method", try reference("move-learn-method", row, 5)), ("order", .null),
                ]))
        }
        return .array(
            moves.map {
                .object([("move", reference("move", $0.id, $0.slug)), ("version_group_details", .array($0.details))])
            })
    }

    func form(_ id: Int) throws -> JSON? {
        guard
            let row = try connection.first(
                """
                SELECT forms.slug, forms.name, coalesce(forms.form_slug, ''), forms.is_default, forms.is_battle_only,
                    forms.kind, version_groups.id, version_groups.slug
                FROM forms JOIN version_groups ON version_groups.generation_id = forms.generation_id
                WHERE forms.id = \(id)
                """)
        else { return nil }
        let slug: String = try row.get(at: 0)
        return .object([
            ("id", .int(id)), ("name", .string(slug)), ("order", .int(id)), ("form_order", .int(1)),
            ("is_default", .bool(try row.get(at: 3))), ("is_battle_only", .bool(try row.get(at: 4))),
            ("is_mega", .bool(try row.get(at: 5, as: String.self) == "mega")),
            ("form_name", .string(try row.get(at: 2))), ("pokemon", reference("pokemon", id, slug)),
            ("types", try types(of: id)), ("sprites", Self.sprites),
            ("version_group", try reference("version-group", row, 6)), ("names", names(try row.get(at: 1))),
            ("form_names", .array([])),
        ])
    }

    func species(_ id: Int) throws -> JSON? {
        guard
            let row = try connection.first(
                """
                SELECT species.slug, species.name, species.female_eighths, species.is_baby, species.rarity,
                    generations.id, generations.slug, colors.id, colors.slug,
                    (SELECT min(species_id) FROM forms JOIN evolutions ON evolutions.from_form_id = forms.id
                     WHERE evolutions.to_form_id = species.id AND forms.species_id <> species.id)
                FROM species JOIN generations ON generations.id = species.generation_id
                JOIN colors ON colors.id = species.color_id WHERE species.id = \(id)
                """)
        else { return nil }
        let earlier = try row.get(at: 9, as: Int?.self).flatMap { earlier in
            try connection.first("SELECT id, slug FROM species WHERE id = \(earlier)")
        }
        let rarity: String = try row.get(at: 4)
        let chain = try EvolutionChains(dex).number(of: id)
        let varieties = try connection.query(
            "SELECT is_default, id, slug FROM forms WHERE species_id = \(id) ORDER BY id")
        return .object([
            ("id", .int(id)), ("name", .string(try row.get(at: 0))), ("order", .int(id)),
            ("gender_rate", .int(try row.get(at: 2, as: Int?.self) ?? -1)), ("capture_rate", .null),
            ("base_happiness", .null), ("is_baby", .bool(try row.get(at: 3))),
            ("is_legendary", .bool(rarity.hasSuffix("legendary"))), ("is_mythical", .bool(rarity == "mythical")),
            ("hatch_counter", .null), ("has_gender_differences", .null), ("forms_switchable", .null),
            ("pokedex_numbers", .array([])),
            (
                "egg_groups",
                try references(
                    "egg-group",
                    """
                    SELECT egg_groups.id, egg_groups.slug FROM species_egg_groups
                    JOIN egg_groups ON egg_groups.id = species_egg_groups.egg_group_id
                    WHERE species_egg_groups.species_id = \(id) ORDER BY egg_groups.id
                    """)
            ),
            ("color", try reference("pokemon-color", row, 7)),
            ("evolves_from_species", try earlier.map { try reference("pokemon-species", $0, 0) } ?? .null),
            ("evolution_chain", .object([("url", .string("\(base)/api/v2/evolution-chain/\(chain)/"))])),
            ("habitat", .null), ("generation", try reference("generation", row, 5)),
            ("names", names(try row.get(at: 1))), ("pal_park_encounters", .array([])),
            ("flavor_text_entries", .array([])), ("form_descriptions", .array([])), ("genera", .array([])),
            (
                "varieties",
                .array(
                    try varieties.map {
                        .object([
                            ("is_default", .bool(try $0.get(at: 0))), ("pokemon", try reference("pokemon", $0, 1)),
                        ])
                    })
            ),
        ])
    }
}

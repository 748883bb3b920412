import PokedexModel
import PokedexQueries
import SQLDatabase

/// Moves, types and abilities.
extension PokeAPI {
    func move(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("moves", id) else { return nil }
        let effect = try row.int("effect_id")
        return [
            ("accuracy", try row.number("accuracy")), ("effect_chance", try row.number("effect_chance")),
            ("pp", try row.number("pp")), ("priority", try row.number("priority")),
            ("power", try row.number("power")), ("contest_combos", try contestCombos(of: id)),
            ("contest_type", reference("contest-type", try row.int("contest_type_id"))),
            ("contest_effect", try row.int("contest_effect_id").map { address("contest-effect", $0) } ?? .null),
            (
                "super_contest_effect",
                try row.int("super_contest_effect_id").map { address("super-contest-effect", $0) } ?? .null
            ),
            ("damage_class", reference("move-damage-class", try row.int("damage_class_id"))),
            (
                "effect_entries",
                try effect.map { try effectEntries("move_effect_prose", "move_effect_id", $0) } ?? .array([])
            ),
            (
                "effect_changes",
                try effect.map {
                    try effectChanges("move_effect_changelog", "effect_id", $0, "move_effect_changelog_id")
                } ?? .array([])
            ),
            ("generation", reference("generation", try row.int("generation_id"))), ("meta", try meta(of: id)),
            ("names", try names("move_names", "move_id", id, ours: .moves)),
            ("past_values", try pastValues(of: id)), ("stat_changes", try statChanges(of: id)),
            ("target", reference("move-target", try row.int("target_id"))),
            ("type", reference("type", try row.int("type_id"))), ("learned_by_pokemon", try learners(of: id)),
            (
                "flavor_text_entries",
                try texts("move_flavor_text", "move_id", id, language: "language_id") { row in
                    try row.text("flavor_text").map {
                        [
                            ("flavor_text", .string($0)),
                            ("version_group", reference("version-group", try row.int("version_group_id"))),
                        ]
                    }
                }
            ), ("machines", try machines("move_id", id)),
        ]
    }

    /// The machines of a move or an item.
    func machines(_ column: String, _ id: Int) throws -> JSON {
        .array(
            try rows("machines", column, id, order: ["id"]).map {
                .object([
                    ("machine", address("machine", try $0.int("id") ?? 0)),
                    ("version_group", reference("version-group", try $0.int("version_group_id"))),
                ])
            })
    }

    /// What something does, in all languages.
    func effectEntries(_ file: String, _ key: String, _ id: Int) throws -> JSON {
        try texts(file, key, id) { row in
            guard let effect = try row.text("effect") else { return nil }
            return [("effect", .string(effect)), ("short_effect", .string(try row.text("short_effect") ?? ""))]
        }
    }

    /// What something did before, by the games that changed it.
    func effectChanges(_ file: String, _ key: String, _ id: Int, _ prose: String) throws -> JSON {
        .array(
            try rows(file, key, id, order: ["id"]).map { row in
                .object([
                    ("version_group", reference("version-group", try row.int("changed_in_version_group_id"))),
                    ("effect_entries", try texts("\(file)_prose", prose, try row.int("id") ?? 0, "effect")),
                ])
            })
    }

    private func contestCombos(of id: Int) throws -> JSON {
        func combos(_ file: String) throws -> JSON {
            let after = try rows(file, "first_move_id", id).map { try $0.int("second_move_id") }
            let before = try rows(file, "second_move_id", id).map { try $0.int("first_move_id") }
            return .object([
                ("use_before", after.isEmpty ? .null : references("move", after)),
                ("use_after", before.isEmpty ? .null : references("move", before)),
            ])
        }
        let (normal, super_) = (try combos("contest_combos"), try combos("super_contest_combos"))
        let none = JSON.object([("use_before", .null), ("use_after", .null)])
        return normal == none && super_ == none ? .null : .object([("normal", normal), ("super", super_)])
    }

    /// What a move does beside its damage: the PokéAPI's own facts, or what ours say of newer moves.
    private func meta(of id: Int) throws -> JSON {
        if let row = try rows("move_meta", "move_id", id).first {
            return .object([
                ("ailment", reference("move-ailment", try row.int("meta_ailment_id"))),
                ("category", reference("move-category", try row.int("meta_category_id"))),
                ("min_hits", try row.number("min_hits")), ("max_hits", try row.number("max_hits")),
                ("min_turns", try row.number("min_turns")), ("max_turns", try row.number("max_turns")),
                ("drain", try row.number("drain")), ("healing", try row.number("healing")),
                ("crit_rate", try row.number("crit_rate")), ("ailment_chance", try row.number("ailment_chance")),
                ("flinch_chance", try row.number("flinch_chance")), ("stat_chance", try row.number("stat_chance")),
            ])
        }
        return .null
    }

    private func statChanges(of id: Int) throws -> JSON {
        var rows = try rows("move_meta_stat_changes", "move_id", id, order: ["stat_id"])
        if rows.isEmpty, !index.imported.contains("move_meta_stat_changes") {
            rows = try connection.query(
                "SELECT stat_id, stages AS change FROM move_stat_changes WHERE move_id = \(id) ORDER BY stat_id")
        }
        return .array(
            try rows.map {
                .object([("change", try $0.number("change")), ("stat", reference("stat", try $0.int("stat_id")))])
            })
    }

    /// What a move was before the games that changed it; null where they left it as it was.
    private func pastValues(of id: Int) throws -> JSON {
        var rows = try rows("move_changelog", "move_id", id, order: ["changed_in_version_group_id"])
        if !index.imported.contains("move_changelog") {
            // The built-in changes end with Sword and Shield; what changed after them our own facts know.
            let scarletViolet = 25
            rows += try connection.query(
                """
                SELECT \(scarletViolet) AS changed_in_version_group_id, nullif(past.accuracy, now.accuracy) AS accuracy,
                    nullif(past.power, now.power) AS power, nullif(past.pp, now.pp) AS pp,
                    nullif(past.type_id, now.type_id) AS type_id, NULL AS effect_id, NULL AS effect_chance
                FROM past_moves AS past JOIN moves AS now ON now.id = past.move_id
                WHERE past.move_id = \(id) AND past.until_generation = 8
                """)
        }
        return .array(
            try rows.map { row in
                let effect = try row.int("effect_id")
                return .object([
                    ("accuracy", try row.number("accuracy")), ("effect_chance", try row.number("effect_chance")),
                    ("power", try row.number("power")), ("pp", try row.number("pp")),
                    (
                        "effect_entries",
                        try effect.map { try effectEntries("move_effect_prose", "move_effect_id", $0) } ?? .array([])
                    ), ("type", reference("type", try row.int("type_id"))),
                    ("version_group", reference("version-group", try row.int("changed_in_version_group_id"))),
                ])
            })
    }

    private func learners(of id: Int) throws -> JSON {
        let imported = try connection.values(
            "SELECT DISTINCT pokemon_id FROM pokeapi_pokemon_moves WHERE move_id = \(id) ORDER BY pokemon_id",
            as: Int?.self)
        if index.imported.contains("pokemon_moves") { return references("pokemon", imported) }
        return try references(
            "pokemon",
            """
            SELECT DISTINCT learnset.form_id FROM learnset JOIN learn_methods ON learn_methods.id = learnset.method_id
            WHERE learnset.move_id = \(id) AND learn_methods.slug <> 'event' ORDER BY learnset.form_id
            """)
    }

    // MARK: Types

    func type(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("types", id) else { return nil }
        let attacks = try rows("type_efficacy", "damage_type_id", id, order: ["target_type_id"])
        let defends = try rows("type_efficacy", "target_type_id", id, order: ["damage_type_id"])
        return [
            ("damage_relations", try relations(attacks, defends)),
            ("past_damage_relations", try pastRelations(id, attacks, defends)),
            (
                "game_indices",
                .array(
                    try rows("type_game_indices", "type_id", id, order: ["generation_id"]).map {
                        .object([
                            ("game_index", try $0.number("game_index")),
                            ("generation", reference("generation", try $0.int("generation_id"))),
                        ])
                    })
            ), ("generation", reference("generation", try row.int("generation_id"))),
            ("move_damage_class", reference("move-damage-class", try row.int("damage_class_id"))),
            ("names", try names("type_names", "type_id", id, ours: .types)),
            (
                "pokemon",
                .array(
                    try rows("pokemon_types", "type_id", id, order: ["pokemon_id"]).map {
                        .object([
                            ("slot", try $0.number("slot")),
                            ("pokemon", reference("pokemon", try $0.int("pokemon_id"))),
                        ])
                    })
            ), ("moves", try references("move", "moves", "type_id", id)), ("sprites", .object([])),
        ]
    }

    private func relations(_ attacks: [SQLRow], _ defends: [SQLRow]) throws -> JSON {
        func related(_ rows: [SQLRow], _ key: String, _ percent: Int) throws -> JSON {
            references("type", try rows.filter { try $0.int("damage_factor") == percent }.map { try $0.int(key) })
        }
        return .object([
            ("no_damage_to", try related(attacks, "target_type_id", 0)),
            ("half_damage_to", try related(attacks, "target_type_id", 50)),
            ("double_damage_to", try related(attacks, "target_type_id", 200)),
            ("no_damage_from", try related(defends, "damage_type_id", 0)),
            ("half_damage_from", try related(defends, "damage_type_id", 50)),
            ("double_damage_from", try related(defends, "damage_type_id", 200)),
        ])
    }

    /// The relations of older generations, each for the last generation in which they held.
    private func pastRelations(_ id: Int, _ attacks: [SQLRow], _ defends: [SQLRow]) throws -> JSON {
        var past = try connection.query(
            """
            SELECT damage_type_id, target_type_id, damage_factor, generation_id FROM pokeapi_type_efficacy_past
            WHERE damage_type_id = \(id) OR target_type_id = \(id)
            """)
        if past.isEmpty, !index.imported.contains("type_efficacy_past") {
            past = try connection.query(
                """
                SELECT attacking_type_id AS damage_type_id, defending_type_id AS target_type_id,
                    percent AS damage_factor, until_generation AS generation_id FROM past_type_efficacy
                WHERE attacking_type_id = \(id) OR defending_type_id = \(id)
                """)
        }
        let generations = Set(try past.compactMap { try $0.int("generation_id") }).sorted()
        // A pair of types that one generation lacked has no relation in it.
        var since: [Int: Int] = [:]
        for row in try connection.query("SELECT id, generation_id FROM pokeapi_types") {
            since[try row.get(at: 0)] = try row.int("generation_id")
        }
        return .array(
            try generations.map { generation in
                func then(_ rows: [SQLRow]) throws -> [SQLRow] {
                    try rows.compactMap { now in
                        let pair = [try now.int("damage_type_id") ?? 0, try now.int("target_type_id") ?? 0]
                        guard pair.allSatisfy({ since[$0, default: 1] <= generation }) else { return nil }
                        let old = try past.filter {
                            try [$0.int("damage_type_id"), $0.int("target_type_id")] == pair.map(Optional.some)
                                && $0.int("generation_id") ?? 0 >= generation
                        }
                        return try old.min { try ($0.int("generation_id") ?? 0) < ($1.int("generation_id") ?? 0) }
                            ?? now
                    }
                }
                return .object([
                    ("generation", reference("generation", generation)),
                    ("damage_relations", try relations(try then(attacks), try then(defends))),
                ])
            })
    }

    // MARK: Abilities

    func ability(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("abilities", id) else { return nil }
        return [
            ("is_main_series", try row.truth("is_main_series")),
            ("generation", reference("generation", try row.int("generation_id"))),
            ("names", try names("ability_names", "ability_id", id, ours: .abilities)),
            ("effect_entries", try effectEntries("ability_prose", "ability_id", id)),
            ("effect_changes", try effectChanges("ability_changelog", "ability_id", id, "ability_changelog_id")),
            (
                "flavor_text_entries",
                try texts("ability_flavor_text", "ability_id", id, language: "language_id") { row in
                    try row.text("flavor_text").map {
                        [
                            ("flavor_text", .string($0)),
                            ("version_group", reference("version-group", try row.int("version_group_id"))),
                        ]
                    }
                }
            ),
            (
                "pokemon",
                .array(
                    try rows("pokemon_abilities", "ability_id", id, order: ["pokemon_id", "slot"]).map {
                        .object([
                            ("is_hidden", try $0.truth("is_hidden")), ("slot", try $0.number("slot")),
                            ("pokemon", reference("pokemon", try $0.int("pokemon_id"))),
                        ])
                    })
            ),
        ]
    }

    // MARK: What moves have in common

    func moveKind(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "move-ailment":
            return [
                ("moves", try references("move", "move_meta", "meta_ailment_id", id, "move_id")),
                ("names", try names("move_meta_ailment_names", "move_meta_ailment_id", id)),
            ]
        case "move-battle-style":
            return [("names", try names("move_battle_style_prose", "move_battle_style_id", id))]
        case "move-category":
            return [
                ("moves", try references("move", "move_meta", "meta_category_id", id, "move_id")),
                ("descriptions", try texts("move_meta_category_prose", "move_meta_category_id", id, "description")),
            ]
        case "move-damage-class":
            return [
                ("descriptions", try texts("move_damage_class_prose", "move_damage_class_id", id, "description")),
                ("moves", try references("move", "moves", "damage_class_id", id)),
                ("names", try names("move_damage_class_prose", "move_damage_class_id", id, ours: .damageClasses)),
            ]
        case "move-learn-method":
            return [
                ("descriptions", try texts("pokemon_move_method_prose", "pokemon_move_method_id", id, "description")),
                ("names", try names("pokemon_move_method_prose", "pokemon_move_method_id", id)),
                (
                    "version_groups",
                    try references(
                        "version-group", "version_group_pokemon_move_methods", "pokemon_move_method_id", id,
                        "version_group_id")
                ),
            ]
        default:
            return [
                ("descriptions", try texts("move_target_prose", "move_target_id", id, "description")),
                ("moves", try references("move", "moves", "target_id", id)),
                ("names", try names("move_target_prose", "move_target_id", id)),
            ]
        }
    }
}

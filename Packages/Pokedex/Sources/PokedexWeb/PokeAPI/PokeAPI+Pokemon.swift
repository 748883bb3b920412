import PokedexModel
import PokedexQueries
import SQLDatabase

/// Pokémon and their forms.
extension PokeAPI {
    func pokemon(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("pokemon", id) else { return nil }
        return [
            ("base_experience", try row.number("base_experience")), ("height", try row.number("height")),
            ("is_default", try row.truth("is_default")), ("order", try row.int("order").map(JSON.int) ?? .int(-1)),
            ("weight", try row.number("weight")), ("abilities", try abilities(of: id)),
            ("past_abilities", try pastAbilities(of: id)),
            ("forms", try references("pokemon-form", "pokemon_forms", "pokemon_id", id)),
            (
                "game_indices",
                .array(
                    try rows("pokemon_game_indices", "pokemon_id", id, order: ["version_id"]).map {
                        .object([
                            ("game_index", try $0.number("game_index")),
                            ("version", reference("version", try $0.int("version_id"))),
                        ])
                    })
            ), ("held_items", try heldItems(of: id)),
            ("location_area_encounters", .string("\(base)/api/v2/pokemon/\(id)/encounters")),
            ("moves", try moves(of: id)),
            ("species", reference("pokemon-species", try row.int("species_id"))),
            ("sprites", sprites(of: id)),
            ("cries", .object([("latest", .null), ("legacy", .null)])),
            ("stats", try stats("pokemon_stats", of: id)), ("types", try types("pokemon_types", "pokemon_id", id)),
            ("past_types", try pastTypes(of: id)), ("past_stats", try pastStats(of: id)),
        ]
    }

    private func ability(_ row: SQLRow) throws -> JSON {
        .object([
            ("is_hidden", try row.truth("is_hidden")), ("slot", try row.number("slot")),
            ("ability", reference("ability", try row.int("ability_id"))),
        ])
    }

    private func abilities(of id: Int) throws -> JSON {
        .array(try rows("pokemon_abilities", "pokemon_id", id, order: ["slot"]).map(ability))
    }

    private func stat(_ row: SQLRow) throws -> JSON {
        .object([
            ("base_stat", try row.number("base_stat")), ("effort", try row.number("effort")),
            ("stat", reference("stat", try row.int("stat_id"))),
        ])
    }

    private func stats(_ file: String, of id: Int) throws -> JSON {
        .array(try rows(file, "pokemon_id", id, order: ["stat_id"]).map(stat))
    }

    private func slot(_ row: SQLRow) throws -> JSON {
        .object([("slot", try row.number("slot")), ("type", reference("type", try row.int("type_id")))])
    }

    private func types(_ file: String, _ key: String, _ id: Int) throws -> JSON {
        .array(try rows(file, key, id, order: ["slot"]).map(slot))
    }

    /// What was otherwise in older generations, gathered by the last generation in which it held.
    ///
    /// - Parameters:
    ///   - file: The PokéAPI's table of it.
    ///   - ours: Our rows of the same, with the same columns, where that table has none.
    private func past(
        _ member: String, _ file: String, _ id: Int, order: String, ours: SQLStatement,
        _ item: (SQLRow) throws -> JSON
    ) throws -> JSON {
        var rows = try rows(file, "pokemon_id", id, order: ["generation_id", order])
        if rows.isEmpty, !index.imported.contains(file) { rows = try connection.query(ours) }
        var generations: [(id: Int?, items: [JSON])] = []
        for row in rows {
            let id = try row.int("generation_id")
            if generations.last?.id != id { generations.append((id, [])) }
            generations[generations.count - 1].items.append(try item(row))
        }
        return .array(
            generations.map { .object([("generation", reference("generation", $0.id)), (member, .array($0.items))]) })
    }

    private func pastTypes(of id: Int) throws -> JSON {
        try past(
            "types", "pokemon_types_past", id, order: "slot",
            ours: """
                SELECT until_generation AS generation_id, slot, type_id FROM past_form_types WHERE form_id = \(id)
                ORDER BY until_generation, slot
                """, slot)
    }

    private func pastStats(of id: Int) throws -> JSON {
        try past(
            "stats", "pokemon_stats_past", id, order: "stat_id",
            ours: """
                SELECT until_generation AS generation_id, stat_id, base AS base_stat, NULL AS effort
                FROM past_form_stats WHERE form_id = \(id) ORDER BY until_generation, stat_id
                """, stat)
    }

    private func pastAbilities(of id: Int) throws -> JSON {
        try past(
            "abilities", "pokemon_abilities_past", id, order: "slot",
            ours: """
                SELECT until_generation AS generation_id, ability_id, is_hidden, slot FROM past_form_abilities
                WHERE form_id = \(id) ORDER BY until_generation, slot
                """, ability)
    }

    private func heldItems(of id: Int) throws -> JSON {
        let rows = try rows("pokemon_items", "pokemon_id", id, order: ["item_id", "version_id"])
        return .array(
            try gathered(rows, by: "item_id").map { item, rows in
                .object([("item", reference("item", item)), ("version_details", try rarities(rows))])
            })
    }

    /// How often a Pokémon holds an item, by version.
    func rarities(_ rows: [SQLRow]) throws -> JSON {
        .array(
            try rows.map {
                .object([
                    ("rarity", try $0.number("rarity")), ("version", reference("version", try $0.int("version_id"))),
                ])
            })
    }

    /// Rows that follow each other with the same number in a column, together.
    func gathered(_ rows: [SQLRow], by column: String) throws -> [(id: Int?, rows: [SQLRow])] {
        var groups: [(id: Int?, rows: [SQLRow])] = []
        for row in rows {
            let id = try row.int(column)
            if groups.last?.id != id || groups.isEmpty { groups.append((id, [])) }
            groups[groups.count - 1].rows.append(row)
        }
        return groups
    }

    // MARK: Moves

    /// What a Pokémon learns: from a checkout by version group, otherwise ours by generation.
    private func moves(of id: Int) throws -> JSON {
        let rows = try rows(
            "pokemon_moves", "pokemon_id", id,
            order: ["move_id", "version_group_id", "pokemon_move_method_id", "level"])
        if index.imported.contains("pokemon_moves") {
            return .array(
                try gathered(rows, by: "move_id").map { move, rows in
                    .object([
                        ("move", reference("move", move)),
                        (
                            "version_group_details",
                            .array(
                                try rows.map {
                                    learned(
                                        level: try $0.int("level") ?? 0, group: try $0.int("version_group_id"),
                                        method: try $0.int("pokemon_move_method_id"), order: try $0.int("order"))
                                })
                        ),
                    ])
                })
        }
        return try ourMoves(of: id)
    }

    private func learned(level: Int, group: Int?, method: Int?, order: Int?) -> JSON {
        .object([
            ("level_learned_at", .int(level)), ("move_learn_method", reference("move-learn-method", method)),
            ("order", JSON(order)), ("version_group", reference("version-group", group)),
        ])
    }

    /// The games whose version group stands for a generation's learnset: our facts do not tell the games of one
    /// generation apart.
    private static let groups = [1: 1, 2: 3, 3: 6, 4: 10, 5: 14, 6: 16, 7: 18, 8: 20, 9: 25]
    /// Crystal, which alone of its generation had a tutor.
    private static let crystal = 4
    private static let tutor = PokeAPIIndex.learnMethods["tutor"]

    private func ourMoves(of id: Int) throws -> JSON {
        // Forms without a learnset of their own learn what their species' first form learns.
        try learnset(of: id) ?? row("pokemon", id)?.int("species_id").flatMap(learnset) ?? .array([])
    }

    /// The learnset of a form of ours; nothing if it has none.
    ///
    /// A learnset is nine tenths of a Pokémon's document: some 500 rows, which differ in the move, the level and one of
    /// some twenty ends. So its text is written row by row and each end once, instead of a tree of some 10,000 values.
    private func learnset(of form: Int) throws -> JSON? {
        // The ends by generation and method, which are small numbers: 0 to 15 and 0 to 255.
        var ends = [[UInt8]](repeating: [], count: 16 << 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 << 17)
        var move: Int64?
        try connection.forEach(
            """
            SELECT move_id, (generation_id * 256 + method_id) * 256 + level FROM learnset WHERE form_id = \(form)
            ORDER BY move_id, generation_id, method_id, level
            """
        ) { row in
            let (next, packed): (Int64, Int64) = (try row.get(at: 0), try row.get(at: 1))
            let (key, level) = (Int(packed >> 8), packed & 255)
            guard ends.indices.contains(key) else { return }
            if ends[key].isEmpty { ends[key] = learnedEnd(ours: key) }
            guard ends[key] != Self.noMethod else { return }
            if next == move {
                bytes.append(UInt8(ascii: ","))
            } else {
                bytes += (move == nil ? "[{\"move\":" : "]},{\"move\":").utf8
                reference("move", Int(next)).write(to: &bytes)
                bytes += ",\"version_group_details\":[".utf8
                move = next
            }
            bytes += Self.learnedStart
            if level >= 100 { bytes.append(UInt8(ascii: "1")) }
            if level >= 10 { bytes.append(UInt8(ascii: "0") + UInt8(level / 10 % 10)) }
            bytes.append(UInt8(ascii: "0") + UInt8(level % 10))
            bytes += ends[key]
        }
        guard move != nil else { return nil }
        bytes += "]}]".utf8
        return .encoded(bytes)
    }

    private static let learnedStart = Array("{\"level_learned_at\":".utf8)
    /// Stands for an end where the PokéAPI has no such method.
    private static let noMethod = Array("-".utf8)

    /// What follows the level in a detail, by a generation and a method of ours in one number.
    private func learnedEnd(ours key: Int) -> [UInt8] {
        let (generation, ours) = (key >> 8, key & 255)
        guard index.learnMethods.indices.contains(ours), let method = index.learnMethods[ours] else {
            return Self.noMethod
        }
        let group = generation == 2 && method == Self.tutor ? Self.crystal : Self.groups[generation]
        return learnedEnd(group: group, method: method, order: nil)
    }

    /// What follows the level in a detail of a learnset.
    private func learnedEnd(group: Int?, method: Int?, order: Int?) -> [UInt8] {
        var bytes = Array(",\"move_learn_method\":".utf8)
        reference("move-learn-method", method).write(to: &bytes)
        bytes += ",\"order\":".utf8
        JSON(order).write(to: &bytes)
        bytes += ",\"version_group\":".utf8
        reference("version-group", group).write(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    // MARK: Sprites

    /// The addresses of pictures, which a checkout brings with it; without one they are not known.
    private func sprites(of id: Int) -> JSON {
        let root = "https://raw.githubusercontent.com/PokeAPI/sprites/master/sprites/pokemon"
        let isKnown = index.imported.contains("pokemon")
        func picture(_ path: String) -> JSON { isKnown ? .string("\(root)\(path)/\(id).png") : .null }
        return .object([
            ("back_default", picture("/back")), ("back_female", .null), ("back_shiny", picture("/back/shiny")),
            ("back_shiny_female", .null), ("front_default", picture("")), ("front_female", .null),
            ("front_shiny", picture("/shiny")), ("front_shiny_female", .null),
            (
                "other",
                .object([
                    ("dream_world", .object([("front_default", .null), ("front_female", .null)])),
                    (
                        "home",
                        .object([
                            ("front_default", picture("/other/home")), ("front_female", .null),
                            ("front_shiny", picture("/other/home/shiny")), ("front_shiny_female", .null),
                        ])
                    ),
                    (
                        "official-artwork",
                        .object([
                            ("front_default", picture("/other/official-artwork")),
                            ("front_shiny", picture("/other/official-artwork/shiny")),
                        ])
                    ), ("showdown", Self.noSprites),
                ])
            ), ("versions", .object([])),
        ])
    }

    /// Members for pictures that are not known.
    private static let noSprites = JSON.object(
        [
            "back_default", "back_female", "back_shiny", "back_shiny_female", "front_default", "front_female",
            "front_shiny", "front_shiny_female",
        ].map { ($0, .null) })

    // MARK: Forms

    func form(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("pokemon_forms", id) else { return nil }
        let pokemon = try row.int("pokemon_id")
        let own = try types("pokemon_form_types", "pokemon_form_id", id)
        let types =
            if case .array(let found) = own, found.isEmpty {
                try types("pokemon_types", "pokemon_id", pokemon ?? 0)
            } else {
                own
            }
        // Our facts name Pokémon, so the first form of one bears its name.
        let isFirst = try row.int("is_default") == 1
        return [
            ("order", try row.number("order")), ("form_order", try row.number("form_order")),
            ("is_default", try row.truth("is_default")), ("is_battle_only", try row.truth("is_battle_only")),
            ("is_mega", try row.truth("is_mega")), ("form_name", .string(try row.text("form_identifier") ?? "")),
            ("pokemon", reference("pokemon", pokemon)), ("types", types), ("sprites", Self.noSprites),
            ("version_group", reference("version-group", try row.int("introduced_in_version_group_id"))),
            (
                "names",
                try names("pokemon_form_names", "pokemon_form_id", id, column: "pokemon_name")
                    .orIfEmpty(
                        isFirst
                            ? try names("pokemon_form_names", "pokemon_form_id", pokemon ?? 0, ours: .forms) : nil)
            ),
            ("form_names", try names("pokemon_form_names", "pokemon_form_id", id, column: "form_name")),
        ]
    }
}

extension JSON {
    /// Another value in place of an empty array.
    fileprivate func orIfEmpty(_ other: JSON?) -> JSON {
        if case .array(let values) = self, values.isEmpty, let other { return other }
        return self
    }
}

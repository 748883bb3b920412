import PokedexModel
import PokedexQueries
import SQLDatabase

/// Items, berries and contests.
extension PokeAPI {
    func itemKind(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "item": return try item(id)
        case "item-attribute":
            return [
                ("descriptions", try texts("item_flag_prose", "item_flag_id", id, "description")),
                ("items", try references("item", "item_flag_map", "item_flag_id", id, "item_id")),
                ("names", try names("item_flag_prose", "item_flag_id", id)),
            ]
        case "item-category":
            return [
                ("items", try references("item", "items", "category_id", id)),
                ("names", try names("item_category_prose", "item_category_id", id)),
                ("pocket", reference("item-pocket", try row("item_categories", id)?.int("pocket_id"))),
            ]
        case "item-fling-effect":
            return [
                ("effect_entries", try texts("item_fling_effect_prose", "item_fling_effect_id", id, "effect")),
                ("items", try references("item", "items", "fling_effect_id", id)),
            ]
        case "item-pocket":
            return [
                ("categories", try references("item-category", "item_categories", "pocket_id", id)),
                ("names", try names("item_pocket_names", "item_pocket_id", id)),
            ]
        case "machine":
            let row = try row("machines", id)
            return [
                ("item", reference("item", try row?.int("item_id"))),
                ("move", reference("move", try row?.int("move_id"))),
                ("version_group", reference("version-group", try row?.int("version_group_id"))),
            ]
        default: return [("names", try names("currency_names", "currency_id", id))]
        }
    }

    private func item(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("items", id) else { return nil }
        let holders = try rows("pokemon_items", "item_id", id, order: ["pokemon_id", "version_id"])
        let chain = try rows("evolution_chains", "baby_trigger_item_id", id).first?.int("id")
        return [
            ("cost", try row.number("cost")), ("fling_power", try row.number("fling_power")),
            ("fling_effect", reference("item-fling-effect", try row.int("fling_effect_id"))),
            ("attributes", try references("item-attribute", "item_flag_map", "item_id", id, "item_flag_id")),
            ("category", reference("item-category", try row.int("category_id"))),
            ("effect_entries", try effectEntries("item_prose", "item_id", id)),
            (
                "flavor_text_entries",
                try texts("item_flavor_text", "item_id", id, language: "language_id") { row in
                    try row.text("flavor_text").map {
                        [
                            ("text", .string($0)),
                            ("version_group", reference("version-group", try row.int("version_group_id"))),
                        ]
                    }
                }
            ), ("game_indices", try gameIndices("item_game_indices", "item_id", id)),
            ("names", try names("item_names", "item_id", id, ours: .items)),
            ("sprites", .object([("default", .null)])),
            (
                "held_by_pokemon",
                .array(
                    try gathered(holders, by: "pokemon_id").map { pokemon, rows in
                        .object([
                            ("pokemon", reference("pokemon", pokemon)), ("version_details", try rarities(rows)),
                        ])
                    })
            ), ("baby_trigger_for", chain.map { address("evolution-chain", $0) } ?? .null),
            ("machines", try machines("item_id", id)),
        ]
    }

    /// A thing's numbers inside the games.
    func gameIndices(_ file: String, _ key: String, _ id: Int) throws -> JSON {
        .array(
            try rows(file, key, id, order: ["generation_id"]).map {
                .object([
                    ("game_index", try $0.number("game_index")),
                    ("generation", reference("generation", try $0.int("generation_id"))),
                ])
            })
    }

    // MARK: Berries and contests

    func berryOrContest(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "berry": return try berry(id)
        case "berry-firmness":
            return [
                ("berries", try references("berry", "berries", "firmness_id", id)),
                ("names", try names("berry_firmness_names", "berry_firmness_id", id)),
            ]
        case "berry-flavor":
            let rows = try rows("berry_flavors", "contest_type_id", id, order: ["flavor", "berry_id"])
            return [
                (
                    "berries",
                    .array(
                        try rows.filter { try ($0.int("flavor") ?? 0) > 0 }.map {
                            .object([
                                ("potency", try $0.number("flavor")),
                                ("berry", reference("berry", try $0.int("berry_id"))),
                            ])
                        })
                ), ("contest_type", reference("contest-type", id)),
                ("names", try names("contest_type_names", "contest_type_id", id, column: "flavor")),
            ]
        case "contest-type":
            return [
                ("berry_flavor", reference("berry-flavor", id)),
                (
                    "names",
                    try texts("contest_type_names", "contest_type_id", id) { row in
                        try row.text("name").map {
                            [("name", .string($0)), ("color", JSON(try row.text("color")))]
                        }
                    }
                ),
            ]
        case "contest-effect":
            let row = try row("contest_effects", id)
            return [
                ("appeal", try row?.number("appeal") ?? .null), ("jam", try row?.number("jam") ?? .null),
                ("effect_entries", try texts("contest_effect_prose", "contest_effect_id", id, "effect")),
                ("flavor_text_entries", try texts("contest_effect_prose", "contest_effect_id", id, "flavor_text")),
            ]
        default:
            return [
                ("appeal", try row("super_contest_effects", id)?.number("appeal") ?? .null),
                (
                    "flavor_text_entries",
                    try texts("super_contest_effect_prose", "super_contest_effect_id", id, "flavor_text")
                ), ("moves", try references("move", "moves", "super_contest_effect_id", id)),
            ]
        }
    }

    private func berry(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("berries", id) else { return nil }
        return [
            ("growth_time", try row.number("growth_time")), ("max_harvest", try row.number("max_harvest")),
            ("natural_gift_power", try row.number("natural_gift_power")), ("size", try row.number("size")),
            ("smoothness", try row.number("smoothness")), ("soil_dryness", try row.number("soil_dryness")),
            ("firmness", reference("berry-firmness", try row.int("firmness_id"))),
            (
                "flavors",
                .array(
                    try rows("berry_flavors", "berry_id", id, order: ["contest_type_id"]).map {
                        .object([
                            ("potency", try $0.number("flavor")),
                            ("flavor", reference("berry-flavor", try $0.int("contest_type_id"))),
                        ])
                    })
            ), ("item", reference("item", try row.int("item_id"))),
            ("natural_gift_type", reference("type", try row.int("natural_gift_type_id"))),
        ]
    }
}

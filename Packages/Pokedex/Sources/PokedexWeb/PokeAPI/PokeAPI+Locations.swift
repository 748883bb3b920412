import PokedexModel
import PokedexQueries
import SQLDatabase

/// Regions, locations, and the Pokémon that are met there.
extension PokeAPI {
    func locationKind(_ resource: String, _ id: Int) throws -> [(String, JSON)]? {
        switch resource {
        case "encounter-condition":
            return [
                (
                    "values",
                    try references(
                        "encounter-condition-value", "encounter_condition_values", "encounter_condition_id", id)
                ), ("names", try names("encounter_condition_prose", "encounter_condition_id", id)),
            ]
        case "encounter-condition-value":
            let row = try row("encounter_condition_values", id)
            return [
                ("condition", reference("encounter-condition", try row?.int("encounter_condition_id"))),
                ("names", try names("encounter_condition_value_prose", "encounter_condition_value_id", id)),
            ]
        case "encounter-method":
            return [
                ("order", try row("encounter_methods", id)?.number("order") ?? .null),
                ("names", try names("encounter_method_prose", "encounter_method_id", id)),
            ]
        case "location":
            return [
                ("region", reference("region", try row("locations", id)?.int("region_id"))),
                ("names", try names("location_names", "location_id", id)),
                ("game_indices", try gameIndices("location_game_indices", "location_id", id)),
                ("areas", try references("location-area", "location_areas", "location_id", id)),
            ]
        case "location-area": return try area(id)
        case "pal-park-area":
            return [
                ("names", try names("pal_park_area_names", "pal_park_area_id", id)),
                (
                    "pokemon_encounters",
                    .array(
                        try rows("pal_park", "area_id", id, order: ["species_id"]).map {
                            .object([
                                ("base_score", try $0.number("base_score")), ("rate", try $0.number("rate")),
                                ("pokemon_species", reference("pokemon-species", try $0.int("species_id"))),
                            ])
                        })
                ),
            ]
        default: return try region(id)
        }
    }

    private func region(_ id: Int) throws -> [(String, JSON)]? {
        [
            ("locations", try references("location", "locations", "region_id", id)),
            ("names", try names("region_names", "region_id", id, ours: .regions)),
            (
                "main_generation",
                reference("generation", try rows("generations", "main_region_id", id).first?.int("id"))
            ),
            ("pokedexes", try references("pokedex", "pokedexes", "region_id", id)),
            (
                "version_groups",
                try references("version-group", "version_group_regions", "region_id", id, "version_group_id")
            ),
        ]
    }

    // MARK: Encounters

    private func area(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("location_areas", id) else { return nil }
        let rates = try rows(
            "location_area_encounter_rates", "location_area_id", id, order: ["encounter_method_id", "version_id"])
        let met = try encounters("location_area_id", id, by: "pokemon_id")
        return [
            ("game_index", try row.number("game_index")),
            (
                "encounter_method_rates",
                .array(
                    try gathered(rates, by: "encounter_method_id").map { method, rows in
                        .object([
                            ("encounter_method", reference("encounter-method", method)),
                            (
                                "version_details",
                                .array(
                                    try rows.map {
                                        .object([
                                            ("rate", try $0.number("rate")),
                                            ("version", reference("version", try $0.int("version_id"))),
                                        ])
                                    })
                            ),
                        ])
                    })
            ), ("location", reference("location", try row.int("location_id"))),
            ("names", try names("location_area_prose", "location_area_id", id)),
            (
                "pokemon_encounters",
                .array(
                    met.map { .object([("pokemon", reference("pokemon", $0.id)), ("version_details", $0.versions)]) })
            ),
        ]
    }

    /// Where a Pokémon is met: the answer of `/api/v2/pokemon/{id}/encounters`.
    func encounters(of pokemon: Int) throws -> JSON {
        .array(
            try encounters("pokemon_id", pokemon, by: "location_area_id").map {
                .object([
                    ("location_area", reference("location-area", $0.id)), ("version_details", $0.versions),
                ])
            })
    }

    /// Encounters whose column has a value, gathered by another column and by version.
    private func encounters(_ column: String, _ id: Int, by other: String) throws -> [(id: Int?, versions: JSON)] {
        let rows = try connection.query(
            """
            SELECT met.id, met.version_id, met.min_level, met.max_level, met.\(identifier: other) AS other,
                slots.encounter_method_id, slots.rarity
            FROM pokeapi_encounters AS met
            LEFT JOIN pokeapi_encounter_slots AS slots ON slots.id = met.encounter_slot_id
            WHERE met.\(identifier: column) = \(id) ORDER BY met.\(identifier: other), met.version_id, met.id
            """)
        guard !rows.isEmpty else { return [] }
        var conditions: [Int: [Int?]] = [:]
        let values = try connection.query(
            """
            SELECT map.encounter_id, map.encounter_condition_value_id FROM pokeapi_encounter_condition_value_map AS map
            JOIN pokeapi_encounters AS met ON met.id = map.encounter_id WHERE met.\(identifier: column) = \(id)
            ORDER BY map.encounter_condition_value_id
            """)
        for row in values { conditions[try row.get(at: 0), default: []].append(try row.get(at: 1)) }
        return try gathered(rows, by: "other").map { other, rows in
            let versions = try gathered(rows, by: "version_id").map { version, rows -> JSON in
                let chances = try rows.compactMap { try $0.int("rarity") }
                return .object([
                    ("version", reference("version", version)), ("max_chance", .int(chances.reduce(0, +))),
                    (
                        "encounter_details",
                        .array(
                            try rows.map {
                                .object([
                                    ("min_level", try $0.number("min_level")),
                                    ("max_level", try $0.number("max_level")),
                                    (
                                        "condition_values",
                                        references(
                                            "encounter-condition-value", conditions[try $0.int("id") ?? 0] ?? [])
                                    ), ("chance", try $0.number("rarity")),
                                    ("method", reference("encounter-method", try $0.int("encounter_method_id"))),
                                ])
                            })
                    ),
                ])
            }
            return (other, .array(versions))
        }
    }
}

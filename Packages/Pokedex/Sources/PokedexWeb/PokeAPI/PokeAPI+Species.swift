import PokedexModel
import PokedexQueries
import SQLDatabase

/// Species and how they evolve.
extension PokeAPI {
    func species(_ id: Int) throws -> [(String, JSON)]? {
        guard let row = try row("pokemon_species", id) else { return nil }
        let varieties = try rows("pokemon", "species_id", id, order: ["id"])
        return [
            ("order", try row.number("order")), ("gender_rate", try row.number("gender_rate")),
            ("capture_rate", try row.number("capture_rate")), ("base_happiness", try row.number("base_happiness")),
            ("is_baby", try row.truth("is_baby")), ("is_legendary", try row.truth("is_legendary")),
            ("is_mythical", try row.truth("is_mythical")), ("hatch_counter", try row.number("hatch_counter")),
            ("has_gender_differences", try row.truth("has_gender_differences")),
            ("forms_switchable", try row.truth("forms_switchable")),
            ("growth_rate", reference("growth-rate", try row.int("growth_rate_id"))),
            (
                "pokedex_numbers",
                .array(
                    try rows("pokemon_dex_numbers", "species_id", id, order: ["pokedex_id"]).map {
                        .object([
                            ("entry_number", try $0.number("pokedex_number")),
                            ("pokedex", reference("pokedex", try $0.int("pokedex_id"))),
                        ])
                    })
            ),
            ("egg_groups", try references("egg-group", "pokemon_egg_groups", "species_id", id, "egg_group_id")),
            ("color", reference("pokemon-color", try row.int("color_id"))),
            ("shape", reference("pokemon-shape", try row.int("shape_id"))),
            ("evolves_from_species", reference("pokemon-species", try row.int("evolves_from_species_id"))),
            ("evolution_chain", try row.int("evolution_chain_id").map { address("evolution-chain", $0) } ?? .null),
            ("habitat", reference("pokemon-habitat", try row.int("habitat_id"))),
            ("generation", reference("generation", try row.int("generation_id"))),
            ("names", try names("pokemon_species_names", "pokemon_species_id", id, ours: .species)),
            (
                "pal_park_encounters",
                .array(
                    try rows("pal_park", "species_id", id).map {
                        .object([
                            ("base_score", try $0.number("base_score")), ("rate", try $0.number("rate")),
                            ("area", reference("pal-park-area", try $0.int("area_id"))),
                        ])
                    })
            ),
            (
                "flavor_text_entries",
                try texts("pokemon_species_flavor_text", "species_id", id, language: "language_id") { row in
                    try row.text("flavor_text").map {
                        [("flavor_text", .string($0)), ("version", reference("version", try row.int("version_id")))]
                    }
                }
            ),
            (
                "form_descriptions",
                try texts("pokemon_species_prose", "pokemon_species_id", id, "form_description", as: "description")
            ), ("genera", try texts("pokemon_species_names", "pokemon_species_id", id, "genus")),
            (
                "varieties",
                .array(
                    try varieties.map {
                        .object([
                            ("is_default", try $0.truth("is_default")),
                            ("pokemon", reference("pokemon", try $0.int("id"))),
                        ])
                    })
            ),
        ]
    }

    // MARK: Evolution

    /// One species of a family, and what it takes to become it.
    private struct Member {
        let id: Int
        let isBaby: JSON
        let parent: Int?
        let details: [JSON]
    }

    func evolutionChain(_ id: Int) throws -> [(String, JSON)]? {
        guard let chain = try row("evolution_chains", id) else { return nil }
        let members = try rows("pokemon_species", "evolution_chain_id", id, order: ["order", "id"]).map { row in
            let species = try row.int("id") ?? 0
            let evolutions = try rows("pokemon_evolution", "evolved_species_id", species, order: ["id"])
            return Member(
                id: species, isBaby: try row.truth("is_baby"), parent: try row.int("evolves_from_species_id"),
                details: try evolutions.map(evolutionDetail))
        }
        guard let first = members.first(where: { $0.parent == nil }) else { return nil }
        return [
            ("baby_trigger_item", reference("item", try chain.int("baby_trigger_item_id"))),
            ("chain", link(first, members, depth: 8)),
        ]
    }

    /// A species and what it evolves into; `depth` bounds what a checkout with a circle in it could make.
    private func link(_ member: Member, _ members: [Member], depth: Int) -> JSON {
        .object([
            ("is_baby", member.isBaby), ("species", reference("pokemon-species", member.id)),
            ("evolution_details", .array(member.details)),
            (
                "evolves_to",
                .array(
                    depth == 0
                        ? [] : members.filter { $0.parent == member.id }.map { link($0, members, depth: depth - 1) })
            ),
        ])
    }

    private func evolutionDetail(_ row: SQLRow) throws -> JSON {
        func reference(_ resource: String, _ column: String) throws -> JSON {
            self.reference(resource, try row.int(column))
        }
        let (base, evolved) = (try reference("pokemon", "base_form_id"), try reference("pokemon", "evolved_form_id"))
        return .object([
            ("item", try reference("item", "trigger_item_id")),
            ("trigger", try reference("evolution-trigger", "evolution_trigger_id")),
            ("gender", try row.number("gender_id")), ("held_item", try reference("item", "held_item_id")),
            ("known_move", try reference("move", "known_move_id")),
            ("known_move_type", try reference("type", "known_move_type_id")),
            ("location", try reference("location", "location_id")),
            ("min_affection", try row.number("minimum_affection")), ("min_beauty", try row.number("minimum_beauty")),
            ("min_damage_taken", try row.number("minimum_damage_taken")),
            ("min_happiness", try row.number("minimum_happiness")), ("min_level", try row.number("minimum_level")),
            ("min_move_count", try row.number("minimum_move_count")), ("min_steps", try row.number("minimum_steps")),
            ("needs_multiplayer", try row.truth("needs_multiplayer")),
            ("needs_overworld_rain", try row.truth("needs_overworld_rain")),
            ("near_special_rock", try row.truth("near_special_rock")),
            ("party_species", try reference("pokemon-species", "party_species_id")),
            ("party_type", try reference("type", "party_type_id")),
            ("region", try reference("region", "region_id")),
            ("relative_physical_stats", try row.number("relative_physical_stats")),
            ("time_of_day", .string(try row.text("time_of_day") ?? "")),
            ("trade_species", try reference("pokemon-species", "trade_species_id")),
            ("turn_upside_down", try row.truth("turn_upside_down")),
            ("used_move", try reference("move", "used_move_id")),
            ("base_form", base), ("evolved_form", evolved), ("is_default", try row.truth("is_default")),
            ("version_group", try reference("version-group", "version_group_id")),
        ])
    }
}

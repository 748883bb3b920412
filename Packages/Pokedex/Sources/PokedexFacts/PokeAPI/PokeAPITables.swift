/// The PokéAPI's own tables, in the form of the CSV files that it is built from.
///
/// `/api/v2/` answers from these alone, so numbers and names are the PokéAPI's or there are none. The program brings the
/// numbers and identifiers of most kinds; `pokedex import --from pokeapi` fills the rest from a checkout.
public enum PokeAPITables {
    /// A table: a file of the checkout, and a table of the database.
    public struct Table: Sendable, Equatable {
        /// The file's name without its ending, such as `pokemon_species`.
        public let file: String
        /// The columns that are read; others in the file are passed over.
        public let columns: [FactTable.Column]
        /// The columns that rows are looked up by, beside a leading `id`.
        public let indexed: [String]

        /// The name in the database, such as `pokeapi_pokemon_species`.
        public var name: String { PokeAPITables.prefix + file }

        /// Whether rows have a number of their own.
        public var hasNumber: Bool { columns.first?.name == "id" }
    }

    /// What the names of these tables begin with in the database.
    public static let prefix = "pokeapi_"

    /// All tables, in the order of their names.
    public static let all: [Table] = description.split(separator: "\n").map { line in
        let words = line.split(separator: " ")
        let columns = words.dropFirst().map { word in
            let parts = word.split(separator: ":")
            return FactTable.Column(
                name: parts[0].filter { $0 != "*" }, kind: parts.count == 2 && parts[1] == "t" ? .text : .integer)
        }
        let indexed = words.dropFirst().compactMap { word -> String? in
            guard word.contains("*") else { return nil }
            return word.split(separator: ":").first.map { $0.filter { $0 != "*" } }
        }
        return Table(file: String(words[0]), columns: columns, indexed: indexed)
    }

    /// The table of a file, if there is one.
    public static func table(_ file: String) -> Table? { byFile[file] }

    /// The file whose number a column holds: `move_id` is one of `moves`, `evolved_species_id` of `pokemon_species`. Nothing
    /// for a column that refers to nothing that is kept.
    ///
    /// The checkout declares no keys, but names its columns by what they refer to, mostly with the rule of what comes
    /// first in ``targets``.
    public static func target(of column: String) -> String? {
        guard column.hasSuffix("_id") else { return nil }
        let name = column.dropLast(3)
        if let exact = targets.first(where: { $0.ending == name }) { return exact.file }
        return targets.first { name.hasSuffix("_" + $0.ending) }?.file
    }

    /// What columns are called, and the files that they refer to. Of several endings that fit, the first counts.
    private static let targets: [(ending: String, file: String)] = {
        // Those that the singular of a file does not tell.
        let special: [(String, String)] = [
            ("local_language", "languages"), ("language", "languages"), ("species", "pokemon_species"),
            ("pokemon_form", "pokemon_forms"), ("base_form", "pokemon"), ("evolved_form", "pokemon"),
            ("item_flag", "item_flags"), ("firmness", "berry_firmness"), ("flavor", "contest_types"),
            ("meta_category", "move_meta_categories"), ("meta_ailment", "move_meta_ailments"),
            ("target_type", "types"), ("target", "move_targets"), ("damage_class", "move_damage_classes"),
            ("fling_effect", "item_fling_effects"), ("category", "item_categories"), ("pocket", "item_pockets"),
            ("color", "pokemon_colors"), ("shape", "pokemon_shapes"), ("habitat", "pokemon_habitats"),
            ("area", "pal_park_areas"), ("location_area", "location_areas"), ("trigger_item", "items"),
            ("ability_changelog", "ability_changelog"), ("move_effect_changelog", "move_effect_changelog"),
        ]
        func singular(_ file: String) -> String {
            if file.hasSuffix("ies"), !file.hasSuffix("species") { return file.dropLast(3) + "y" }
            if file.hasSuffix("classes") || file.hasSuffix("pokedexes") { return String(file.dropLast(2)) }
            return file.hasSuffix("s") && !file.hasSuffix("species") ? String(file.dropLast()) : file
        }
        let regular = all.filter(\.hasNumber).map { (ending: singular($0.file), file: $0.file) }
        return special.map { (ending: $0.0, file: $0.1) } + regular.sorted { $0.ending.count > $1.ending.count }
    }()

    private static let byFile = Dictionary(uniqueKeysWithValues: all.map { ($0.file, $0) })

    /// One table a line: the file, and its columns. `:t` marks text, `*` a column that rows are looked up by.
    private static let description = """
        abilities id identifier:t generation_id* is_main_series
        ability_changelog id ability_id* changed_in_version_group_id
        ability_changelog_prose ability_changelog_id* local_language_id effect:t
        ability_flavor_text ability_id* version_group_id language_id flavor_text:t
        ability_names ability_id* local_language_id name:t
        ability_prose ability_id* local_language_id short_effect:t effect:t
        berries id item_id firmness_id* natural_gift_power natural_gift_type_id size max_harvest growth_time soil_dryness smoothness
        berry_firmness id identifier:t
        berry_firmness_names berry_firmness_id* local_language_id name:t
        berry_flavors berry_id* contest_type_id* flavor
        characteristic_text characteristic_id* local_language_id message:t
        characteristics id stat_id* gene_mod_5
        contest_combos first_move_id* second_move_id*
        contest_effect_prose contest_effect_id* local_language_id flavor_text:t effect:t
        contest_effects id appeal jam
        contest_type_names contest_type_id* local_language_id name:t flavor:t color:t
        contest_types id identifier:t
        currencies id identifier:t
        currency_names currency_id* local_language_id name:t
        egg_group_prose egg_group_id* local_language_id name:t
        egg_groups id identifier:t
        encounter_condition_prose encounter_condition_id* local_language_id name:t
        encounter_condition_value_map encounter_id* encounter_condition_value_id
        encounter_condition_value_prose encounter_condition_value_id* local_language_id name:t
        encounter_condition_values id encounter_condition_id* identifier:t is_default
        encounter_conditions id identifier:t
        encounter_method_prose encounter_method_id* local_language_id name:t
        encounter_methods id identifier:t order
        encounter_slots id version_group_id encounter_method_id slot rarity
        encounters id version_id location_area_id* encounter_slot_id pokemon_id* min_level max_level
        evolution_chains id baby_trigger_item_id*
        evolution_trigger_prose evolution_trigger_id* local_language_id name:t
        evolution_triggers id identifier:t
        experience growth_rate_id* level experience
        genders id identifier:t
        generation_names generation_id* local_language_id name:t
        generations id main_region_id* identifier:t
        growth_rate_prose growth_rate_id* local_language_id name:t
        growth_rates id identifier:t formula:t
        item_categories id pocket_id* identifier:t
        item_category_prose item_category_id* local_language_id name:t
        item_flag_map item_id* item_flag_id*
        item_flag_prose item_flag_id* local_language_id name:t description:t
        item_flags id identifier:t
        item_flavor_text item_id* version_group_id language_id flavor_text:t
        item_fling_effect_prose item_fling_effect_id* local_language_id effect:t
        item_fling_effects id identifier:t
        item_game_indices item_id* generation_id game_index
        item_names item_id* local_language_id name:t
        item_pocket_names item_pocket_id* local_language_id name:t
        item_pockets id identifier:t
        item_prose item_id* local_language_id short_effect:t effect:t
        items id identifier:t category_id* cost fling_power fling_effect_id*
        language_names language_id* local_language_id name:t
        languages id iso639:t iso3166:t identifier:t official order
        location_area_encounter_rates location_area_id* encounter_method_id version_id rate
        location_area_prose location_area_id* local_language_id name:t
        location_areas id location_id* game_index identifier:t
        location_game_indices location_id* generation_id game_index
        location_names location_id* local_language_id name:t
        locations id region_id* identifier:t
        machines id machine_number version_group_id item_id* move_id*
        move_battle_style_prose move_battle_style_id* local_language_id name:t
        move_battle_styles id identifier:t
        move_changelog move_id* changed_in_version_group_id type_id power pp accuracy priority target_id effect_id effect_chance
        move_damage_class_prose move_damage_class_id* local_language_id name:t description:t
        move_damage_classes id identifier:t
        move_effect_changelog id effect_id* changed_in_version_group_id
        move_effect_changelog_prose move_effect_changelog_id* local_language_id effect:t
        move_effect_prose move_effect_id* local_language_id short_effect:t effect:t
        move_flavor_text move_id* version_group_id language_id flavor_text:t
        move_meta move_id* meta_category_id* meta_ailment_id* min_hits max_hits min_turns max_turns drain healing crit_rate ailment_chance flinch_chance stat_chance
        move_meta_ailment_names move_meta_ailment_id* local_language_id name:t
        move_meta_ailments id identifier:t
        move_meta_categories id identifier:t
        move_meta_category_prose move_meta_category_id* local_language_id description:t
        move_meta_stat_changes move_id* stat_id* change
        move_names move_id* local_language_id name:t
        move_target_prose move_target_id* local_language_id name:t description:t
        move_targets id identifier:t
        moves id identifier:t generation_id* type_id* power pp accuracy priority target_id* damage_class_id* effect_id effect_chance contest_type_id contest_effect_id super_contest_effect_id*
        nature_battle_style_preferences nature_id* move_battle_style_id low_hp_preference high_hp_preference
        nature_names nature_id* local_language_id name:t
        nature_pokeathlon_stats nature_id* pokeathlon_stat_id* max_change
        natures id identifier:t decreased_stat_id* increased_stat_id* hates_flavor_id likes_flavor_id game_index
        pal_park species_id* area_id* base_score rate
        pal_park_area_names pal_park_area_id* local_language_id name:t
        pal_park_areas id identifier:t
        pokeathlon_stat_names pokeathlon_stat_id* local_language_id name:t
        pokeathlon_stats id identifier:t
        pokedex_prose pokedex_id* local_language_id name:t description:t
        pokedex_version_groups pokedex_id* version_group_id*
        pokedexes id region_id* identifier:t is_main_series
        pokemon id identifier:t species_id* height weight base_experience order is_default
        pokemon_abilities pokemon_id* ability_id* is_hidden slot
        pokemon_abilities_past pokemon_id* generation_id ability_id is_hidden slot
        pokemon_color_names pokemon_color_id* local_language_id name:t
        pokemon_colors id identifier:t
        pokemon_dex_numbers species_id* pokedex_id* pokedex_number
        pokemon_egg_groups species_id* egg_group_id*
        pokemon_evolution id evolved_species_id* evolution_trigger_id* version_group_id is_default trigger_item_id minimum_level gender_id location_id held_item_id time_of_day:t known_move_id known_move_type_id minimum_happiness minimum_beauty minimum_affection relative_physical_stats party_species_id party_type_id trade_species_id needs_overworld_rain turn_upside_down needs_multiplayer near_special_rock region_id base_form_id evolved_form_id used_move_id minimum_move_count minimum_steps minimum_damage_taken
        pokemon_form_names pokemon_form_id* local_language_id form_name:t pokemon_name:t
        pokemon_form_types pokemon_form_id* type_id slot
        pokemon_forms id identifier:t form_identifier:t pokemon_id* introduced_in_version_group_id is_default is_battle_only is_mega form_order order
        pokemon_game_indices pokemon_id* version_id game_index
        pokemon_habitat_names pokemon_habitat_id* local_language_id name:t
        pokemon_habitats id identifier:t
        pokemon_items pokemon_id* version_id item_id* rarity
        pokemon_move_method_prose pokemon_move_method_id* local_language_id name:t description:t
        pokemon_move_methods id identifier:t
        pokemon_moves pokemon_id* version_group_id move_id* pokemon_move_method_id level order mastery
        pokemon_shape_prose pokemon_shape_id* local_language_id name:t awesome_name:t description:t
        pokemon_shapes id identifier:t
        pokemon_species id identifier:t generation_id* evolves_from_species_id evolution_chain_id* color_id* shape_id* habitat_id* gender_rate capture_rate base_happiness is_baby hatch_counter has_gender_differences growth_rate_id* forms_switchable is_legendary is_mythical order
        pokemon_species_flavor_text species_id* version_id language_id flavor_text:t
        pokemon_species_names pokemon_species_id* local_language_id name:t genus:t
        pokemon_species_prose pokemon_species_id* local_language_id form_description:t
        pokemon_stats pokemon_id* stat_id base_stat effort
        pokemon_stats_past pokemon_id* generation_id stat_id base_stat effort
        pokemon_types pokemon_id* type_id* slot
        pokemon_types_past pokemon_id* generation_id type_id slot
        region_names region_id* local_language_id name:t
        regions id identifier:t
        stat_names stat_id* local_language_id name:t
        stats id damage_class_id identifier:t is_battle_only game_index
        super_contest_combos first_move_id* second_move_id*
        super_contest_effect_prose super_contest_effect_id* local_language_id flavor_text:t
        super_contest_effects id appeal
        type_efficacy damage_type_id* target_type_id* damage_factor
        type_efficacy_past damage_type_id* target_type_id* damage_factor generation_id
        type_game_indices type_id* generation_id game_index
        type_names type_id* local_language_id name:t
        types id identifier:t generation_id* damage_class_id
        version_group_pokemon_move_methods version_group_id* pokemon_move_method_id*
        version_group_regions version_group_id* region_id*
        version_groups id identifier:t generation_id* order
        version_names version_id* local_language_id name:t
        versions id version_group_id* identifier:t
        """
}

import PokedexFacts
import SQLDatabase

/// The schema, in the SQL that SQLite and PostgreSQL share.
///
/// Three rules carry it. Everything with a name has an integer key and a unique slug. The newest value stands in the
/// main table; what an older game had instead stands in a `past_` table with the last generation in which it held.
/// Types, stats, abilities, moves and evolutions belong to forms, since forms of one species differ in all of them.
public enum Schema {
    /// The steps that make the schema; each runs once on a database.
    public static let migrations = [
        SQLMigration(
            1, "facts",
            sqlite: SQLScript(trusted: strict(tables)), postgreSQL: SQLScript(trusted: tables)),
        SQLMigration(2, "indexes", SQLScript(trusted: indexes)),
        SQLMigration(3, "views", SQLScript(trusted: views)),
        SQLMigration(4, "digest of the facts", "ALTER TABLE facts_source ADD COLUMN digest TEXT"),
        SQLMigration(
            5, "indexes for filters",
            """
            CREATE INDEX species_rarity_index ON species(rarity);
            CREATE INDEX forms_kind_index ON forms(kind);
            CREATE INDEX forms_height_decimetres_index ON forms(height_decimetres);
            CREATE INDEX forms_weight_hectograms_index ON forms(weight_hectograms);
            """),
        SQLMigration(6, "the PokéAPI's tables", SQLScript(trusted: pokeAPI)),
    ]

    /// The tables that hold facts, each after those that it refers to.
    static let factTables: [String] = tables.split(separator: "\n").compactMap { line in
        guard line.hasPrefix("CREATE TABLE "), let name = line.dropFirst(13).split(separator: " ").first else {
            return nil
        }
        return name == "facts_source" ? nil : String(name)
    }

    /// Tables of facts in that order; any that the schema does not know come last.
    static func ordered(_ tables: [FactTable]) -> [FactTable] {
        let order = Dictionary(uniqueKeysWithValues: factTables.enumerated().map { ($1, $0) })
        return tables.sorted { order[$0.name] ?? .max < order[$1.name] ?? .max }
    }

    /// The tables as SQLite should keep them: types enforced, and a table whose key is no single number stored in the
    /// order of that key, which halves the learnsets' size.
    private static func strict(_ tables: String) -> String {
        let statements = tables.split(separator: "\n);")
        return statements.filter { $0.contains("CREATE TABLE") }.map { table in
            "\(table)\n) \(table.contains("    id INTEGER PRIMARY KEY") ? "STRICT" : "STRICT, WITHOUT ROWID");"
        }.joined()
    }

    /// A table of things with names: `CREATE TABLE` for a key, a slug, a name, and more.
    private static func named(_ table: String, _ more: String = "") -> String {
        """
        CREATE TABLE \(table) (
            id INTEGER PRIMARY KEY,
            slug TEXT NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 80 AND slug = lower(slug)),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80)\(more.isEmpty ? "" : ",\n" + more)
        );

        """
    }

    private static let generation = "    generation_id INTEGER NOT NULL REFERENCES generations(id)"

    /// What the database was filled from: one row, written last.
    private static let provenance = """
        CREATE TABLE facts_source (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            fingerprint TEXT NOT NULL
        );

        """

    /// The tables, each after those that it refers to.
    static let tables =
        provenance + named("generations") + named("regions", generation) + named("version_groups", generation)
        + named("types", generation)
        + named("stats", "    is_battle_only INTEGER NOT NULL CHECK (is_battle_only IN (0, 1))")
        + named("damage_classes") + named("egg_groups") + named("colors") + named("learn_methods")
        + named("evolution_triggers") + named("abilities", generation) + named("items") + named("move_targets")
        + named("move_flags") + named("ailments")
        + named(
            "natures",
            """
                increased_stat_id INTEGER REFERENCES stats(id),
                decreased_stat_id INTEGER REFERENCES stats(id),
                CHECK ((increased_stat_id IS NULL) = (decreased_stat_id IS NULL))
            """)
        + named(
            "moves",
            """
            \(generation),
                type_id INTEGER NOT NULL REFERENCES types(id),
                damage_class_id INTEGER NOT NULL REFERENCES damage_classes(id),
                target_id INTEGER NOT NULL REFERENCES move_targets(id),
                power INTEGER CHECK (power > 0),
                accuracy INTEGER CHECK (accuracy BETWEEN 1 AND 100),
                pp INTEGER NOT NULL CHECK (pp > 0),
                priority INTEGER NOT NULL CHECK (priority BETWEEN -8 AND 8),
                critical_stage INTEGER NOT NULL CHECK (critical_stage >= 0),
                minimum_hits INTEGER CHECK (minimum_hits >= 1),
                maximum_hits INTEGER CHECK (maximum_hits >= minimum_hits),
                drain_percent INTEGER CHECK (drain_percent BETWEEN 1 AND 100),
                recoil_percent INTEGER CHECK (recoil_percent BETWEEN 1 AND 100),
                heal_percent INTEGER CHECK (heal_percent BETWEEN 1 AND 100)
            """)
        + named(
            "species",
            """
            \(generation),
                color_id INTEGER NOT NULL REFERENCES colors(id),
                female_eighths INTEGER CHECK (female_eighths BETWEEN 0 AND 8),
                is_baby INTEGER NOT NULL CHECK (is_baby IN (0, 1)),
                rarity TEXT NOT NULL CHECK (rarity IN
                    ('ordinary', 'sub-legendary', 'restricted-legendary', 'mythical', 'paradox', 'ultra-beast'))
            """)
        + named(
            "forms",
            """
                species_id INTEGER NOT NULL REFERENCES species(id),
                form_slug TEXT,
                kind TEXT NOT NULL CHECK (kind IN
                    ('default', 'variant', 'regional', 'mega', 'primal', 'gigantamax', 'totem')),
            \(generation),
                is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
                is_battle_only INTEGER NOT NULL CHECK (is_battle_only IN (0, 1)),
                height_decimetres INTEGER NOT NULL CHECK (height_decimetres >= 0),
                weight_hectograms INTEGER NOT NULL CHECK (weight_hectograms >= 0)
            """)
        + relations

    /// The tables between tables.
    private static let relations = """
        CREATE TABLE type_efficacy (
            attacking_type_id INTEGER NOT NULL REFERENCES types(id),
            defending_type_id INTEGER NOT NULL REFERENCES types(id),
            percent INTEGER NOT NULL CHECK (percent IN (0, 50, 100, 200)),
            PRIMARY KEY (attacking_type_id, defending_type_id)
        );
        CREATE TABLE past_type_efficacy (
            attacking_type_id INTEGER NOT NULL REFERENCES types(id),
            defending_type_id INTEGER NOT NULL REFERENCES types(id),
            until_generation INTEGER NOT NULL REFERENCES generations(id),
            percent INTEGER NOT NULL CHECK (percent IN (0, 50, 100, 200)),
            PRIMARY KEY (attacking_type_id, defending_type_id, until_generation)
        );
        CREATE TABLE past_moves (
            move_id INTEGER NOT NULL REFERENCES moves(id),
            until_generation INTEGER NOT NULL REFERENCES generations(id),
            type_id INTEGER NOT NULL REFERENCES types(id),
            damage_class_id INTEGER NOT NULL REFERENCES damage_classes(id),
            power INTEGER CHECK (power > 0),
            accuracy INTEGER CHECK (accuracy BETWEEN 1 AND 100),
            pp INTEGER NOT NULL CHECK (pp > 0),
            PRIMARY KEY (move_id, until_generation)
        );
        CREATE TABLE moves_flags (
            move_id INTEGER NOT NULL REFERENCES moves(id),
            move_flag_id INTEGER NOT NULL REFERENCES move_flags(id),
            PRIMARY KEY (move_id, move_flag_id)
        );
        CREATE TABLE move_ailments (
            move_id INTEGER NOT NULL REFERENCES moves(id),
            ailment_id INTEGER NOT NULL REFERENCES ailments(id),
            chance INTEGER NOT NULL CHECK (chance BETWEEN 1 AND 100),
            PRIMARY KEY (move_id, ailment_id)
        );
        CREATE TABLE move_stat_changes (
            move_id INTEGER NOT NULL REFERENCES moves(id),
            stat_id INTEGER NOT NULL REFERENCES stats(id),
            on_user INTEGER NOT NULL CHECK (on_user IN (0, 1)),
            stages INTEGER NOT NULL CHECK (stages BETWEEN -12 AND 12),
            chance INTEGER NOT NULL CHECK (chance BETWEEN 1 AND 100),
            PRIMARY KEY (move_id, stat_id, on_user)
        );
        CREATE TABLE species_egg_groups (
            species_id INTEGER NOT NULL REFERENCES species(id),
            egg_group_id INTEGER NOT NULL REFERENCES egg_groups(id),
            PRIMARY KEY (species_id, egg_group_id)
        );
        CREATE TABLE form_aliases (
            slug TEXT PRIMARY KEY CHECK (length(slug) BETWEEN 1 AND 80 AND slug = lower(slug)),
            form_id INTEGER NOT NULL REFERENCES forms(id)
        );
        CREATE TABLE form_types (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            slot INTEGER NOT NULL CHECK (slot IN (1, 2)),
            type_id INTEGER NOT NULL REFERENCES types(id),
            PRIMARY KEY (form_id, slot)
        );
        CREATE TABLE form_stats (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            stat_id INTEGER NOT NULL REFERENCES stats(id),
            base INTEGER NOT NULL CHECK (base BETWEEN 1 AND 255),
            PRIMARY KEY (form_id, stat_id)
        );
        CREATE TABLE form_abilities (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 3),
            ability_id INTEGER NOT NULL REFERENCES abilities(id),
            is_hidden INTEGER NOT NULL CHECK (is_hidden IN (0, 1)),
            PRIMARY KEY (form_id, slot)
        );
        CREATE TABLE form_items (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            item_id INTEGER NOT NULL REFERENCES items(id),
            PRIMARY KEY (form_id, item_id)
        );
        CREATE TABLE past_form_types (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            until_generation INTEGER NOT NULL REFERENCES generations(id),
            slot INTEGER NOT NULL CHECK (slot IN (1, 2)),
            type_id INTEGER NOT NULL REFERENCES types(id),
            PRIMARY KEY (form_id, until_generation, slot)
        );
        CREATE TABLE past_form_stats (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            until_generation INTEGER NOT NULL REFERENCES generations(id),
            stat_id INTEGER NOT NULL REFERENCES stats(id),
            base INTEGER NOT NULL CHECK (base BETWEEN 1 AND 255),
            PRIMARY KEY (form_id, until_generation, stat_id)
        );
        CREATE TABLE past_form_abilities (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            until_generation INTEGER NOT NULL REFERENCES generations(id),
            slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 3),
            ability_id INTEGER NOT NULL REFERENCES abilities(id),
            is_hidden INTEGER NOT NULL CHECK (is_hidden IN (0, 1)),
            PRIMARY KEY (form_id, until_generation, slot)
        );
        CREATE TABLE evolutions (
            id INTEGER PRIMARY KEY,
            from_form_id INTEGER NOT NULL REFERENCES forms(id),
            to_form_id INTEGER NOT NULL REFERENCES forms(id),
            trigger_id INTEGER NOT NULL REFERENCES evolution_triggers(id),
            minimum_level INTEGER CHECK (minimum_level BETWEEN 1 AND 100),
            item_id INTEGER REFERENCES items(id),
            held_item_id INTEGER REFERENCES items(id),
            move_id INTEGER REFERENCES moves(id),
            needs_friendship INTEGER NOT NULL CHECK (needs_friendship IN (0, 1)),
            time_of_day TEXT CHECK (time_of_day IN ('day', 'night', 'dusk', 'full-moon')),
            gender TEXT CHECK (gender IN ('female', 'male')),
            region_id INTEGER REFERENCES regions(id),
            partner_species_id INTEGER REFERENCES species(id),
            partner_type_id INTEGER REFERENCES types(id),
            condition TEXT,
            amount INTEGER CHECK (amount > 0),
            UNIQUE (from_form_id, to_form_id),
            CHECK (from_form_id <> to_form_id)
        );
        CREATE TABLE learnset (
            form_id INTEGER NOT NULL REFERENCES forms(id),
            move_id INTEGER NOT NULL REFERENCES moves(id),
            generation_id INTEGER NOT NULL REFERENCES generations(id),
            method_id INTEGER NOT NULL REFERENCES learn_methods(id),
            level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 100),
            PRIMARY KEY (form_id, move_id, generation_id, method_id, level)
        );

        """

    /// An index for every foreign key that does not already lead a primary key, and for what is searched by range.
    static let indexes: String = {
        let columns = """
            regions(generation_id) version_groups(generation_id) types(generation_id) abilities(generation_id)
            natures(increased_stat_id) natures(decreased_stat_id)
            moves(generation_id) moves(type_id) moves(damage_class_id) moves(target_id)
            species(generation_id) species(color_id)
            forms(species_id) forms(generation_id)
            type_efficacy(defending_type_id) past_type_efficacy(defending_type_id)
            past_type_efficacy(until_generation)
            past_moves(until_generation) past_moves(type_id) past_moves(damage_class_id)
            moves_flags(move_flag_id) move_ailments(ailment_id) move_stat_changes(stat_id)
            species_egg_groups(egg_group_id) form_aliases(form_id) form_types(type_id) form_stats(stat_id,base)
            form_abilities(ability_id) form_items(item_id)
            past_form_types(until_generation) past_form_types(type_id)
            past_form_stats(until_generation) past_form_stats(stat_id)
            past_form_abilities(until_generation) past_form_abilities(ability_id)
            evolutions(to_form_id) evolutions(trigger_id) evolutions(item_id) evolutions(held_item_id)
            evolutions(move_id) evolutions(region_id) evolutions(partner_species_id) evolutions(partner_type_id)
            learnset(move_id,generation_id) learnset(generation_id) learnset(method_id)
            """
        return columns.split { " \n".contains($0) }.map { column in
            let name = column.split { "(,)".contains($0) }.joined(separator: "_")
            return "CREATE INDEX \(name)_index ON \(column);"
        }.joined(separator: "\n")
    }()

    /// Views for the common queries.
    static let views = """
        CREATE VIEW pokemon AS
        SELECT forms.id, forms.slug, forms.name, species.id AS number, species.generation_id AS generation,
            first.name AS type_1, second.name AS type_2,
            hp.base AS hp, attack.base AS attack, defense.base AS defense, special_attack.base AS special_attack,
            special_defense.base AS special_defense, speed.base AS speed,
            hp.base + attack.base + defense.base + special_attack.base + special_defense.base + speed.base AS total
        FROM forms
        JOIN species ON species.id = forms.species_id
        JOIN form_types AS slot_1 ON slot_1.form_id = forms.id AND slot_1.slot = 1
        JOIN types AS first ON first.id = slot_1.type_id
        LEFT JOIN form_types AS slot_2 ON slot_2.form_id = forms.id AND slot_2.slot = 2
        LEFT JOIN types AS second ON second.id = slot_2.type_id
        JOIN form_stats AS hp ON hp.form_id = forms.id AND hp.stat_id = 1
        JOIN form_stats AS attack ON attack.form_id = forms.id AND attack.stat_id = 2
        JOIN form_stats AS defense ON defense.form_id = forms.id AND defense.stat_id = 3
        JOIN form_stats AS special_attack ON special_attack.form_id = forms.id AND special_attack.stat_id = 4
        JOIN form_stats AS special_defense ON special_defense.form_id = forms.id AND special_defense.stat_id = 5
        JOIN form_stats AS speed ON speed.form_id = forms.id AND speed.stat_id = 6;

        CREATE VIEW type_chart AS
        SELECT attacker.name AS attacker, defender.name AS defender, type_efficacy.percent
        FROM type_efficacy
        JOIN types AS attacker ON attacker.id = type_efficacy.attacking_type_id
        JOIN types AS defender ON defender.id = type_efficacy.defending_type_id;

        CREATE VIEW learned_moves AS
        SELECT forms.slug AS pokemon, moves.slug AS move, learnset.generation_id AS generation,
            learn_methods.slug AS method, learnset.level
        FROM learnset
        JOIN forms ON forms.id = learnset.form_id
        JOIN moves ON moves.id = learnset.move_id
        JOIN learn_methods ON learn_methods.id = learnset.method_id;

        CREATE VIEW evolution_steps AS
        SELECT earlier.slug AS from_pokemon, later.slug AS to_pokemon, evolution_triggers.slug AS trigger_slug,
            evolutions.minimum_level, items.slug AS item
        FROM evolutions
        JOIN forms AS earlier ON earlier.id = evolutions.from_form_id
        JOIN forms AS later ON later.id = evolutions.to_form_id
        JOIN evolution_triggers ON evolution_triggers.id = evolutions.trigger_id
        LEFT JOIN items ON items.id = coalesce(evolutions.item_id, evolutions.held_item_id);
        """
}

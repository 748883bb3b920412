import PokedexFacts
import PokedexQueries
import PokedexStorage
import SQLDatabase
import Testing

@Suite("the keys that results lead along")
struct KeyLinkTests {
    /// Columns that end as a key does and refer to nothing that a checkout has a table of here.
    private static let withoutTarget: Set = ["move_effect_id", "effect_id"]

    @Test("every foreign key of every table leads to its table, and that one knows it", arguments: Engine.allCases)
    func everyForeignKey(engine: Engine) async throws {
        let tables = try await engine.database.read { try Catalogue.tables(in: $0) }
        let links = KeyLinks(tables)
        let names = Set(tables.map(\.name))
        var count = 0
        for table in tables where !table.isView {
            for column in table.columns {
                let target = links.target(of: SQLColumnOrigin(table: table.name, column: column.name))
                if let declared = table.references.first(where: { $0.column == column.name }) {
                    #expect(target?.table == declared.table, "\(table.name).\(column.name)")
                    count += 1
                } else if column.name.hasSuffix("_id"), table.name.hasPrefix("pokeapi_") {
                    guard !Self.withoutTarget.contains(column.name) else { continue }
                    let found = try #require(target, "\(table.name).\(column.name)")
                    #expect(names.contains(found.table))
                    #expect(
                        links.referrers(to: found.table).contains { $0.table == table.name && $0.column == column.name }
                    )
                    count += 1
                }
            }
        }
        #expect(count > 200, "\(count)")
    }

    @Test("the PokéAPI's columns are named by what they refer to")
    func targetsByName() {
        for (column, file) in [
            ("move_id", "moves"), ("second_move_id", "moves"), ("evolved_species_id", "pokemon_species"),
            ("local_language_id", "languages"), ("pokemon_id", "pokemon"), ("base_form_id", "pokemon"),
            ("pokemon_form_id", "pokemon_forms"), ("location_area_id", "location_areas"), ("area_id", "pal_park_areas"),
            ("target_id", "move_targets"), ("target_type_id", "types"), ("hates_flavor_id", "contest_types"),
            ("changed_in_version_group_id", "version_groups"), ("version_id", "versions"),
            ("firmness_id", "berry_firmness"),
            ("pokemon_move_method_id", "pokemon_move_methods"), ("natural_gift_type_id", "types"),
            ("super_contest_effect_id", "super_contest_effects"), ("meta_ailment_id", "move_meta_ailments"),
            ("baby_trigger_item_id", "items"), ("pokedex_id", "pokedexes"), ("increased_stat_id", "stats"),
            ("encounter_condition_value_id", "encounter_condition_values"), ("trigger_item_id", "items"),
            ("growth_rate_id", "growth_rates"), ("ability_changelog_id", "ability_changelog"),
        ] { #expect(PokeAPITables.target(of: column) == file, "\(column)") }
        #expect(PokeAPITables.target(of: "id") == nil && PokeAPITables.target(of: "level") == nil)
        #expect(PokeAPITables.target(of: "move_effect_id") == nil)
    }
}

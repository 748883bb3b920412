import PokedexModel
import SQLDatabase

extension Dex {
    /// The form that a name means.
    ///
    /// - Throws: ``UnknownName`` with the nearest three.
    public func pokemon(named name: String) throws -> Pokemon {
        let id = try formID(of: name)
        guard let pokemon = try pokemon(ids: [id]).first else {
            throw UnknownName(kind: "Pokémon", name: name, nearest: [])
        }
        return pokemon
    }

    /// Forms by their numbers, in that order. Numbers that no form has are left out.
    ///
    /// Four statements, however many forms: one for each thing that a form has several of.
    public func pokemon(ids: [Int]) throws -> [Pokemon] {
        guard !ids.isEmpty else { return [] }
        var types: [Int: [String]] = [:]
        let typeRows = try connection.query(
            """
            SELECT form_types.form_id, types.slug FROM form_types JOIN types ON types.id = form_types.type_id
            WHERE form_types.form_id IN (\(list: ids)) ORDER BY form_types.form_id, form_types.slot
            """)
        for row in typeRows { types[try row.get(at: 0), default: []].append(try row.get(at: 1)) }
        var stats: [Int: [Int]] = [:]
        let statRows = try connection.query(
            "SELECT form_id, base FROM form_stats WHERE form_id IN (\(list: ids)) ORDER BY form_id, stat_id")
        for row in statRows { stats[try row.get(at: 0), default: []].append(try row.get(at: 1)) }
        var abilities: [Int: [Pokemon.Ability]] = [:]
        let abilityRows = try connection.query(
            """
            SELECT form_abilities.form_id, abilities.slug, abilities.name, form_abilities.slot, form_abilities.is_hidden
            FROM form_abilities JOIN abilities ON abilities.id = form_abilities.ability_id
            WHERE form_abilities.form_id IN (\(list: ids)) ORDER BY form_abilities.form_id, form_abilities.slot
            """)
        for row in abilityRows {
            abilities[try row.get(at: 0), default: []].append(
                Pokemon.Ability(
                    slug: try row.get(at: 1), name: try row.get(at: 2), slot: try row.get(at: 3),
                    isHidden: try row.get(at: 4)))
        }
        let rows = try connection.query(
            """
            SELECT forms.id, forms.slug, forms.name, forms.species_id, species.slug, forms.generation_id, forms.kind,
                forms.height_decimetres, forms.weight_hectograms
            FROM forms JOIN species ON species.id = forms.species_id WHERE forms.id IN (\(list: ids))
            """)
        var found: [Int: Pokemon] = [:]
        for row in rows {
            let id: Int = try row.get(at: 0)
            guard let base = BaseStats(stats[id] ?? []) else { continue }
            found[id] = Pokemon(
                id: id, slug: try row.get(at: 1), name: try row.get(at: 2), number: try row.get(at: 3),
                speciesSlug: try row.get(at: 4), generation: try row.get(at: 5), kind: try row.get(at: 6),
                height: try row.get(at: 7), weight: try row.get(at: 8), types: types[id] ?? [], stats: base,
                abilities: abilities[id] ?? [])
        }
        return ids.compactMap { found[$0] }
    }

    /// The chart of a generation; today's if none is given.
    public func typeChart(generation: Int = 9) throws -> TypeChart {
        let types = try connection.query(
            """
            SELECT id, slug, name FROM types
            WHERE generation_id <= \(generation) AND slug <> 'stellar' ORDER BY id
            """
        ).map { TypeChart.TypeName(id: try $0.get(at: 0), slug: try $0.get(at: 1), name: try $0.get(at: 2)) }
        var percents: [[Int]: Int] = [:]
        let rows = try connection.query(
            """
            SELECT now.attacking_type_id, now.defending_type_id, coalesce(past.percent, now.percent)
            FROM type_efficacy AS now
            LEFT JOIN past_type_efficacy AS past
                ON past.attacking_type_id = now.attacking_type_id AND past.defending_type_id = now.defending_type_id
                AND past.until_generation = (
                    SELECT min(until_generation) FROM past_type_efficacy AS first
                    WHERE first.attacking_type_id = now.attacking_type_id
                        AND first.defending_type_id = now.defending_type_id AND first.until_generation >= \(generation))
            """)
        for row in rows { percents[[try row.get(at: 0), try row.get(at: 1)]] = try row.get(at: 2) }
        return TypeChart(types: types) { percents[[$0.id, $1.id]] }
    }

    /// All steps of the family that a form belongs to, and the form that it begins with.
    ///
    /// A form that no evolution touches, such as a mega form, belongs to the family of its species' first form.
    public func evolutionTree(of pokemon: Pokemon) throws -> EvolutionTree {
        let steps = try evolutionSteps(around: pokemon.id)
        if steps.isEmpty, pokemon.id != pokemon.number, let first = try self.pokemon(ids: [pokemon.number]).first {
            return try evolutionTree(of: first)
        }
        let later = Set(steps.map(\.to.id))
        let root = steps.map(\.from).first { !later.contains($0.id) } ?? (id: pokemon.id, slug: pokemon.slug)
        return EvolutionTree(root: root, steps: steps)
    }

    private func evolutionSteps(around id: Int) throws -> [EvolutionStep] {
        try connection.query(
            """
            WITH RECURSIVE earlier(id, depth) AS (
                SELECT CAST(\(id) AS INTEGER), 0
                UNION SELECT evolutions.from_form_id, earlier.depth + 1 FROM evolutions
                JOIN earlier ON evolutions.to_form_id = earlier.id WHERE earlier.depth < 8
            ), family(id, depth) AS (
                SELECT earlier.id, 0 FROM earlier
                UNION SELECT evolutions.to_form_id, family.depth + 1 FROM evolutions
                JOIN family ON evolutions.from_form_id = family.id WHERE family.depth < 8
            )
            SELECT evolutions.from_form_id, one.slug, evolutions.to_form_id, other.slug, evolution_triggers.slug,
                evolutions.minimum_level, items.slug, held.slug, moves.slug, evolutions.needs_friendship,
                evolutions.time_of_day, evolutions.gender, regions.slug, species.slug, types.slug,
                evolutions.condition, evolutions.amount
            FROM evolutions
            JOIN forms AS one ON one.id = evolutions.from_form_id
            JOIN forms AS other ON other.id = evolutions.to_form_id
            JOIN evolution_triggers ON evolution_triggers.id = evolutions.trigger_id
            LEFT JOIN items ON items.id = evolutions.item_id
            LEFT JOIN items AS held ON held.id = evolutions.held_item_id
            LEFT JOIN moves ON moves.id = evolutions.move_id
            LEFT JOIN regions ON regions.id = evolutions.region_id
            LEFT JOIN species ON species.id = evolutions.partner_species_id
            LEFT JOIN types ON types.id = evolutions.partner_type_id
            WHERE evolutions.from_form_id IN (SELECT id FROM family)
            ORDER BY evolutions.id
            """
        ).map { row in
            var step = EvolutionStep(
                from: (try row.get(at: 0), try row.get(at: 1)), to: (try row.get(at: 2), try row.get(at: 3)),
                trigger: try row.get(at: 4))
            step.minimumLevel = try row.get(at: 5)
            step.item = try row.get(at: 6)
            step.heldItem = try row.get(at: 7)
            step.move = try row.get(at: 8)
            step.needsFriendship = try row.get(at: 9)
            step.timeOfDay = try row.get(at: 10)
            step.gender = try row.get(at: 11)
            step.region = try row.get(at: 12)
            step.partner = try row.get(at: 13)
            step.partnerType = try row.get(at: 14)
            step.condition = try row.get(at: 15)
            step.amount = try row.get(at: 16)
            return step
        }
    }
}

import PokedexModel
import SQLDatabase

extension Dex {
    /// What a search found.
    public struct Found: Sendable, Equatable {
        /// The forms of this page, in the order asked for.
        public var pokemon: [Pokemon]
        /// How many there are on all pages.
        public var count: Int
        /// The name that was searched for instead, when the words found nothing but are nearly a name.
        public var corrected: String?
    }

    /// Finds the forms that pass every filter.
    ///
    /// A single word that finds nothing is taken for a misspelt name: the nearest name counts, if at most two letters
    /// of it differ.
    ///
    /// - Throws: ``Search/Refusal`` for a slug that does not exist, with the nearest three.
    public func search(_ search: Search) throws -> Found {
        var found = try page(of: search)
        guard found.count == 0, search.words.count == 1, let word = search.words.first, word.count >= 3 else {
            return found
        }
        let slugs = try connection.values("SELECT slug FROM forms", as: String.self)
        guard let name = NameMatcher(slugs).nearest(to: word, count: 1).first,
            NameMatcher.distance(from: word, to: name) <= 2
        else { return found }
        var corrected = search
        corrected.words = name.split(separator: "-").map(String.init)
        found = try page(of: corrected)
        found.corrected = name
        return found
    }

    private func page(of search: Search) throws -> Found {
        let condition = try conditions(of: search).joined(separator: " AND ")
        let count = try connection.value(
            "SELECT count(*) FROM forms JOIN species ON species.id = forms.species_id WHERE \(condition)", as: Int.self)
        let ids = try connection.values(
            """
            SELECT forms.id FROM forms JOIN species ON species.id = forms.species_id
            WHERE \(condition) ORDER BY \(order(of: search)) LIMIT \(search.limit) OFFSET \(search.offset)
            """, as: Int.self)
        return Found(pokemon: try pokemon(ids: ids), count: count)
    }

    private func order(of search: Search) -> SQLStatement {
        let rest: SQLStatement = "forms.species_id, forms.id"
        guard let order = search.order else { return rest }
        let key = Self.measure(order.measure)
        return order.isDescending ? "\(key) DESC, \(rest)" : "\(key), \(rest)"
    }

    /// What a measure is in SQL, for the form of the row.
    private static func measure(_ measure: Search.Measure) -> SQLStatement {
        switch measure {
        case .name: "forms.slug"
        case .number: "forms.species_id"
        case .height: "forms.height_decimetres"
        case .weight: "forms.weight_hectograms"
        case .total: "(SELECT sum(base) FROM form_stats WHERE form_id = forms.id)"
        case .hp, .attack, .defense, .specialAttack, .specialDefense, .speed:
            "(SELECT base FROM form_stats WHERE form_id = forms.id AND stat_id = \(Stat(rawValue: measure.rawValue)?.id ?? 0))"
        }
    }

    private func conditions(of search: Search) throws -> [SQLStatement] {
        var conditions: [SQLStatement] = ["1 = 1"]
        for type in search.types {
            let id = try filterID(type, .types, "type")
            conditions.append("forms.id IN (SELECT form_id FROM form_types WHERE type_id = \(id))")
        }
        if let generation = search.generation { conditions.append("forms.generation_id = \(generation)") }
        for bound in search.minimum { conditions.append("\(Self.measure(bound.measure)) >= \(bound.value)") }
        for bound in search.maximum { conditions.append("\(Self.measure(bound.measure)) <= \(bound.value)") }
        for move in search.moves {
            let id = try filterID(move, .moves, "learns")
            // A form without a learnset of its own, such as a mega form, learns what its species' first form does.
            conditions.append(
                """
                (forms.id IN (SELECT form_id FROM learnset WHERE move_id = \(id))
                 OR (forms.species_id IN (SELECT form_id FROM learnset WHERE move_id = \(id))
                     AND NOT EXISTS (SELECT 1 FROM learnset WHERE form_id = forms.id)))
                """)
        }
        if let ability = search.ability {
            let id = try filterID(ability, .abilities, "ability")
            conditions.append("forms.id IN (SELECT form_id FROM form_abilities WHERE ability_id = \(id))")
        }
        if let group = search.eggGroup {
            let id = try filterID(group, .eggGroups, "egg-group")
            conditions.append(
                "forms.species_id IN (SELECT species_id FROM species_egg_groups WHERE egg_group_id = \(id))")
        }
        if let kind = search.kind { conditions.append("forms.kind = \(kind)") }
        if let rarity = search.rarity { conditions.append("species.rarity = \(rarity)") }
        if !search.ids.isEmpty { conditions.append("forms.id IN (\(list: search.ids))") }
        for word in search.words { conditions.append(Self.contains(word)) }
        return conditions
    }

    /// Whether a word begins a word of the form's name, or one of its types, abilities, egg groups or its colour.
    private static func contains(_ word: String) -> SQLStatement {
        // A word is letters and digits only, so it holds no wildcard.
        let (first, later) = ("\(word)%", "%-\(word)%")
        return """
            (forms.slug LIKE \(first) OR forms.slug LIKE \(later)
             OR forms.id IN (
                SELECT form_id FROM form_types JOIN types ON types.id = form_types.type_id
                WHERE types.slug LIKE \(first))
             OR forms.id IN (
                SELECT form_id FROM form_abilities JOIN abilities ON abilities.id = form_abilities.ability_id
                WHERE abilities.slug LIKE \(first) OR abilities.slug LIKE \(later))
             OR forms.species_id IN (
                SELECT species_id FROM species_egg_groups
                JOIN egg_groups ON egg_groups.id = species_egg_groups.egg_group_id
                WHERE egg_groups.slug LIKE \(first))
             OR species.color_id IN (SELECT id FROM colors WHERE slug LIKE \(first)))
            """
    }

    private func filterID(_ slug: String, _ table: NamedTable, _ field: String) throws -> Int {
        do {
            return try id(of: slug, in: table)
        } catch let unknown as UnknownName {
            throw Search.Refusal(field: field, value: slug, allowed: [Search.Refusal.examples] + unknown.nearest)
        }
    }
}

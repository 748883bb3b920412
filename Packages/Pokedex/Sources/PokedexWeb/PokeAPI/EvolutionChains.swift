import PokedexModel
import PokedexQueries
import SQLDatabase

/// The families of species, numbered by their member with the smallest national number, as the PokéAPI does.
struct EvolutionChains {
    /// The families, each with its members in order.
    private let families: [[Int]]

    /// How many families there are.
    var count: Int { families.count }

    init(_ dex: Dex) throws {
        var root: [Int: Int] = [:]
        let species = try dex.connection.values("SELECT id FROM species ORDER BY id", as: Int.self)
        for id in species { root[id] = id }
        func find(_ id: Int) -> Int {
            var id = id
            while let next = root[id], next != id { id = next }
            return id
        }
        let edges = try dex.connection.query(
            """
            SELECT one.species_id, other.species_id FROM evolutions
            JOIN forms AS one ON one.id = evolutions.from_form_id
            JOIN forms AS other ON other.id = evolutions.to_form_id
            """)
        for edge in edges {
            let (one, other) = (find(try edge.get(at: 0)), find(try edge.get(at: 1)))
            root[max(one, other)] = min(one, other)
        }
        families = Dictionary(grouping: species, by: find).values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    /// The number of a species' family.
    func number(of species: Int) -> Int {
        (families.firstIndex { $0.contains(species) } ?? -1) + 1
    }

    /// The members of a family.
    func members(_ number: Int) -> [Int]? {
        families.indices.contains(number - 1) ? families[number - 1] : nil
    }
}

extension PokeAPI {
    func evolutionChain(_ id: Int) throws -> JSON? {
        guard let members = try EvolutionChains(dex).members(id) else { return nil }
        let rows = try connection.query(
            """
            SELECT one.species_id, other.species_id, evolution_triggers.id, evolution_triggers.slug,
                evolutions.minimum_level, items.id, items.slug, held.id, held.slug, moves.id, moves.slug,
                species.id, species.slug, types.id, types.slug, evolutions.time_of_day, evolutions.gender,
                evolutions.needs_friendship, evolutions.condition
            FROM evolutions JOIN forms AS one ON one.id = evolutions.from_form_id
            JOIN forms AS other ON other.id = evolutions.to_form_id
            JOIN evolution_triggers ON evolution_triggers.id = evolutions.trigger_id
            LEFT JOIN items ON items.id = evolutions.item_id LEFT JOIN items AS held ON held.id = evolutions.held_item_id
            LEFT JOIN moves ON moves.id = evolutions.move_id
            LEFT JOIN species ON species.id = evolutions.partner_species_id
            LEFT JOIN types ON types.id = evolutions.partner_type_id
            WHERE one.species_id IN (\(list: members)) AND one.species_id <> other.species_id ORDER BY evolutions.id
            """)
        var steps: [(from: Int, to: Int, detail: JSON)] = []
        for row in rows { steps.append((try row.get(at: 0), try row.get(at: 1), try detail(row))) }
        let later = Set(steps.map(\.to))
        guard let first = members.first(where: { !later.contains($0) }) else { return nil }
        return .object([
            ("id", .int(id)), ("baby_trigger_item", .null), ("chain", try link(first, [], steps, depth: 8)),
        ])
    }

    private func link(
        _ species: Int, _ details: [JSON], _ steps: [(from: Int, to: Int, detail: JSON)], depth: Int
    ) throws -> JSON {
        guard depth > 0, let row = try connection.first("SELECT id, slug, is_baby FROM species WHERE id = \(species)")
        else { return .null }
        var next: [Int] = []
        for step in steps where step.from == species && !next.contains(step.to) { next.append(step.to) }
        return .object([
            ("is_baby", .bool(try row.get(at: 2))), ("species", try reference("pokemon-species", row, 0)),
            ("evolution_details", .array(details)),
            (
                "evolves_to",
                .array(
                    try next.map { to in
                        let ways = steps.filter { $0.from == species && $0.to == to }.map(\.detail)
                        return try link(to, ways, steps, depth: depth - 1)
                    })
            ),
        ])
    }

    /// The friendship that the games ask for since generation 8, where they ask for any.
    private static let friendship = 160

    private func detail(_ row: SQLRow) throws -> JSON {
        let condition = try row.get(at: 18, as: String?.self)
        let physical = ["attack-above-defense": 1, "attack-equals-defense": 0, "attack-below-defense": -1]
        let isTrade = try row.get(at: 3, as: String.self) == "trade"
        let partner = try reference("pokemon-species", row, 11)
        let gender: Int? = try row.get(at: 16, as: String?.self).map { $0 == "female" ? 1 : 2 }
        return .object([
            ("item", try reference("item", row, 5)), ("trigger", try reference("evolution-trigger", row, 2)),
            ("gender", JSON(gender)), ("held_item", try reference("item", row, 7)),
            ("known_move", try reference("move", row, 9)), ("known_move_type", .null), ("location", .null),
            ("min_affection", .null), ("min_beauty", .null),
            ("min_happiness", try row.get(at: 17, as: Bool.self) ? .int(Self.friendship) : .null),
            ("min_level", JSON(try row.get(at: 4, as: Int?.self))),
            ("needs_overworld_rain", .bool(condition == "rain")),
            ("party_species", isTrade ? .null : partner), ("party_type", try reference("type", row, 13)),
            ("relative_physical_stats", JSON(condition.flatMap { physical[$0] })),
            ("time_of_day", .string(try row.get(at: 15, as: String?.self) ?? "")),
            ("trade_species", isTrade ? partner : .null), ("turn_upside_down", .bool(condition == "upside-down")),
        ])
    }
}

import PokedexModel
import SQLDatabase

extension Dex {
    /// A form that learns a move.
    public struct Learner: Sendable, Equatable {
        /// The form's slug.
        public let slug: String
        /// The generation.
        public let generation: Int
        /// The slug of how: `level-up`, `machine`, `tutor`, `egg`, `event` …
        public let method: String
        /// The level, for those that learn it by levelling up.
        public let level: Int?
    }

    /// A move that a form learns.
    public struct LearnedMove: Sendable, Equatable {
        /// The move.
        public let move: Move
        /// The slug of how.
        public let method: String
        /// The level, for moves learnt by levelling up.
        public let level: Int?
    }

    private static let moveColumns: SQLStatement = """
        moves.id, moves.slug, moves.name, moves.generation_id, types.slug, damage_classes.slug, move_targets.slug,
        moves.power, moves.accuracy, moves.pp, moves.priority
        """

    private static let moveJoins: SQLStatement = """
        JOIN types ON types.id = moves.type_id
        JOIN damage_classes ON damage_classes.id = moves.damage_class_id
        JOIN move_targets ON move_targets.id = moves.target_id
        """

    private static func move(_ row: SQLRow) throws(SQLError) -> Move {
        Move(
            id: try row.get(at: 0), slug: try row.get(at: 1), name: try row.get(at: 2), generation: try row.get(at: 3),
            type: try row.get(at: 4), damageClass: try row.get(at: 5), target: try row.get(at: 6),
            power: try row.get(at: 7), accuracy: try row.get(at: 8), pp: try row.get(at: 9),
            priority: try row.get(at: 10))
    }

    /// The move that a name means.
    ///
    /// - Throws: ``UnknownName`` with the nearest three.
    public func move(named name: String) throws -> Move {
        let id = try id(of: name, in: .moves)
        guard
            let row = try connection.first(
                "SELECT \(Self.moveColumns) FROM moves \(Self.moveJoins) WHERE moves.id = \(id)")
        else { throw UnknownName(kind: "move", name: name, nearest: []) }
        return try Self.move(row)
    }

    /// Moves by type, damage class, generation and least power, strongest first.
    ///
    /// - Throws: ``Search/Refusal`` for a slug that does not exist.
    public func moves(
        type: String? = nil, damageClass: String? = nil, generation: Int? = nil, minimumPower: Int? = nil,
        limit: Int = 2000
    ) throws -> [Move] {
        var conditions: [SQLStatement] = ["1 = 1"]
        if let type {
            conditions.append("moves.type_id = \(try moveFilterID(type, .types, "type"))")
        }
        if let damageClass {
            conditions.append("moves.damage_class_id = \(try moveFilterID(damageClass, .damageClasses, "class"))")
        }
        if let generation { conditions.append("moves.generation_id = \(generation)") }
        if let minimumPower { conditions.append("moves.power >= \(minimumPower)") }
        return try connection.query(
            """
            SELECT \(Self.moveColumns) FROM moves \(Self.moveJoins) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY coalesce(moves.power, 0) DESC, moves.slug LIMIT \(limit)
            """
        ).map(Self.move)
    }

    private func moveFilterID(_ slug: String, _ table: NamedTable, _ field: String) throws -> Int {
        do {
            return try id(of: slug, in: table)
        } catch let unknown as UnknownName {
            throw Search.Refusal(field: field, value: slug, allowed: [Search.Refusal.examples] + unknown.nearest)
        }
    }

    /// What a form learns in a generation; in the newest one in which it learns anything, if none is given.
    ///
    /// A form without a learnset of its own learns what its species' first form does.
    public func learnset(of pokemon: Pokemon, generation: Int? = nil) throws -> (generation: Int, moves: [LearnedMove])
    {
        for id in [pokemon.id, pokemon.number] {
            let newest = try connection.value(
                "SELECT max(generation_id) FROM learnset WHERE form_id = \(id)", as: Int?.self)
            guard let newest else { continue }
            let generation = generation ?? newest
            let rows = try connection.query(
                """
                SELECT \(Self.moveColumns), learn_methods.slug, learnset.level
                FROM learnset JOIN moves ON moves.id = learnset.move_id \(Self.moveJoins)
                JOIN learn_methods ON learn_methods.id = learnset.method_id
                WHERE learnset.form_id = \(id) AND learnset.generation_id = \(generation)
                ORDER BY learnset.method_id, learnset.level, moves.slug
                """)
            return (
                generation,
                try rows.map { row in
                    let level: Int = try row.get(at: 12)
                    return LearnedMove(
                        move: try Self.move(row), method: try row.get(at: 11), level: level > 0 ? level : nil)
                }
            )
        }
        return (generation ?? 9, [])
    }

    /// Which forms learn a move, and how; in one generation, or in all.
    public func learners(of move: Move, generation: Int? = nil) throws -> [Learner] {
        let condition: SQLStatement = generation.map { "AND learnset.generation_id = \($0)" } ?? ""
        return try connection.query(
            """
            SELECT forms.slug, learnset.generation_id, learn_methods.slug, learnset.level
            FROM learnset JOIN forms ON forms.id = learnset.form_id
            JOIN learn_methods ON learn_methods.id = learnset.method_id
            WHERE learnset.move_id = \(move.id) \(condition)
            ORDER BY learnset.generation_id DESC, learnset.method_id, forms.species_id, forms.id, learnset.level
            """
        ).map { row in
            let level: Int = try row.get(at: 3)
            return Learner(
                slug: try row.get(at: 0), generation: try row.get(at: 1), method: try row.get(at: 2),
                level: level > 0 ? level : nil)
        }
    }
}

/// Moves: their numbers of today, what they were before, and what they may cause.
extension ShowdownImport {
    /// The moves that the games have, by Showdown's key, and the number of each in our tables.
    ///
    /// The sixteen sorts of Hidden Power are one move, and the Gigantamax moves share one number in Showdown, so they
    /// get numbers of their own from 2001.
    private func numberedMoves() -> [(key: String, move: ShowdownFiles.Move, number: Int)] {
        let real = (files.moves.last ?? [:]).filter { key, move in
            move.num > 0 && move.isNonstandard != "CAP" && move.isNonstandard != "Future"
                && (key == "hiddenpower" || !key.hasPrefix("hiddenpower"))
        }
        let shared = Dictionary(grouping: real.values, by: \.num).filter { $0.value.count > 1 }
        var next = 2001
        return real.sorted { ($0.value.num, $0.key) < ($1.value.num, $1.key) }.map { key, move in
            guard shared[move.num] != nil else { return (key, move, move.num) }
            defer { next += 1 }
            return (key, move, next)
        }
    }

    mutating func moveTables() throws(Failure) -> [FactTable] {
        let moves = numberedMoves()
        let targets = Self.distinct(moves.map(\.move.target))
        let flags = Self.distinct(moves.flatMap { $0.move.flags.keys })
        let ailments = Self.distinct(moves.flatMap { Self.effects(of: $0.move).compactMap(\.ailment) })
        var table = FactTable(
            name: "moves",
            columns: "id slug:t name:t generation_id type_id damage_class_id target_id power accuracy pp priority "
                + "critical_stage minimum_hits maximum_hits drain_percent recoil_percent heal_percent")
        var pastTable = FactTable(
            name: "past_moves", columns: "move_id until_generation type_id damage_class_id power accuracy pp")
        var flagTable = FactTable(name: "moves_flags", columns: "move_id move_flag_id")
        var ailmentTable = FactTable(name: "move_ailments", columns: "move_id ailment_id chance")
        var changeTable = FactTable(name: "move_stat_changes", columns: "move_id stat_id on_user stages chance")
        for (key, move, number) in moves {
            self.moves.assign(number, to: Slug.of(move.name))
            // Gigantamax moves' shared number lies beyond the ranges by which the games count generations.
            let generation = move.num == 1000 ? 8 : Self.generation(ofMove: number)
            let core = try coreFacts(move)
            table.append(
                .integer(number), .text(Slug.of(move.name)), .text(move.name), .integer(generation), core[0], core[1],
                FactValue(targets.firstIndex(of: move.target).map { $0 + 1 }), core[2], core[3], core[4],
                .integer(move.priority), .integer((move.critRatio ?? 1) - 1), FactValue(move.multihit?.numbers.first),
                FactValue(move.multihit?.numbers.last), FactValue(Self.percent(move.drain)),
                FactValue(Self.percent(move.recoil)), FactValue(Self.percent(move.heal)))
            for past in try pastFacts(key: key, now: core, since: generation) {
                pastTable.append(
                    .integer(number), .integer(past.generation), past.facts[0], past.facts[1], past.facts[2],
                    past.facts[3], past.facts[4])
            }
            for flag in move.flags.keys.sorted() {
                flagTable.append(.integer(number), FactValue(flags.firstIndex(of: flag).map { $0 + 1 }))
            }
            var seen: Set<[Int]> = []
            for effect in Self.effects(of: move) {
                if let ailment = effect.ailment, let index = ailments.firstIndex(of: ailment),
                    seen.insert([index]).inserted
                {
                    ailmentTable.append(.integer(number), .integer(index + 1), .integer(effect.chance))
                }
                for (stat, stages) in effect.boosts.sorted(by: { $0.key < $1.key }) {
                    guard let index = Self.statOrder.firstIndex(where: { $0.key == stat }),
                        seen.insert([index, effect.isOnUser ? 1 : 0]).inserted
                    else { continue }
                    changeTable.append(
                        .integer(number), .integer(index + 1), FactValue(effect.isOnUser), .integer(stages),
                        .integer(effect.chance))
                }
            }
        }
        return [
            Self.list("move_targets", targets.map(Self.spaced)), Self.list("move_flags", flags),
            Self.list("ailments", ailments), table, pastTable, flagTable, ailmentTable, changeTable,
        ]
    }

    /// A camel-cased word as a name: `allAdjacentFoes` is `All adjacent foes`.
    private static func spaced(_ word: String) -> String {
        var name = ""
        for letter in word {
            name += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
        }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// What changes between generations: type, class, power, accuracy and PP. Power 0 and certain hits are NULL.
    private func coreFacts(_ move: ShowdownFiles.Move) throws(Failure) -> [FactValue] {
        guard let damageClass = Self.damageClasses.firstIndex(of: move.category) else {
            throw .unknown(kind: "damage class", name: move.category, context: move.name)
        }
        return [
            .integer(try types.number(of: move.type, in: move.name)), .integer(damageClass + 1),
            move.basePower == 0 ? .null : .integer(move.basePower), FactValue(move.accuracy.number),
            .integer(move.pp),
        ]
    }

    /// The older facts of a move, each with the last generation in which they held.
    private func pastFacts(
        key: String, now: [FactValue], since: Int
    ) throws(Failure) -> [(generation: Int, facts: [FactValue])] {
        var past: [(generation: Int, facts: [FactValue])] = []
        var later = now
        for generation in (min(since, 9)..<9).reversed() {
            guard let move = files.moves[generation - 1][key], move.isNonstandard != "Future",
                // Bird and ??? are types that only the simulator's oldest data knows.
                types.numbers[Slug.of(move.type)] != nil
            else { continue }
            let facts = try coreFacts(move)
            if facts != later { past.append((generation, facts)) }
            later = facts
        }
        return past
    }

    /// A fraction in whole percents.
    private static func percent(_ fraction: [Int]?) -> Int? {
        guard let fraction, fraction.count == 2, fraction[1] > 0 else { return nil }
        return (fraction[0] * 100 + fraction[1] / 2) / fraction[1]
    }

    private struct PlainEffect {
        var chance: Int
        var ailment: String?
        var boosts: [String: Int] = [:]
        var isOnUser = false
    }

    /// All that a move may cause, certain effects with a chance of 100.
    private static func effects(of move: ShowdownFiles.Move) -> [PlainEffect] {
        var effects: [PlainEffect] = []
        effects.append(
            PlainEffect(
                chance: 100, ailment: ailment(move.status) ?? ailment(move.volatileStatus), boosts: move.boosts ?? [:],
                isOnUser: move.target == "self"))
        effects += [move.onUser, move.selfBoost].compactMap { $0?.boosts }
            .map { PlainEffect(chance: 100, boosts: $0, isOnUser: true) }
        for effect in (move.secondaries ?? []) + (move.secondary.map { [$0] } ?? []) {
            let chance = effect.chance ?? 100
            effects.append(
                PlainEffect(
                    chance: chance, ailment: ailment(effect.status) ?? ailment(effect.volatileStatus),
                    boosts: effect.boosts ?? [:]))
            if let boosts = effect.onUser?.boosts {
                effects.append(PlainEffect(chance: chance, boosts: boosts, isOnUser: true))
            }
        }
        return effects
    }

    /// Showdown's words for what befalls a target, as the games call it; its own book-keeping words are no ailment.
    private static func ailment(_ word: String?) -> String? {
        switch word {
        case "brn": "burn"
        case "par": "paralysis"
        case "psn": "poison"
        case "tox": "bad poison"
        case "slp": "sleep"
        case "frz": "freeze"
        case "flinch", "confusion", "taunt", "torment", "encore", "disable", "nightmare": word
        case "attract": "infatuation"
        case "partiallytrapped": "trap"
        case "leechseed": "leech seed"
        case "yawn": "drowsiness"
        case "healblock": "heal block"
        case "embargo": "embargo"
        case "perishsong": "perish song"
        default: nil
        }
    }
}

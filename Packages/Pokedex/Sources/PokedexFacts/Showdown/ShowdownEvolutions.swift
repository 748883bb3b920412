/// Evolutions between forms, and learnsets.
extension ShowdownImport {
    static let evolutionTriggers = ["Level up", "Trade", "Use item", "Other"]

    /// Showdown's remark on an evolution, taken apart.
    private struct Condition {
        var timeOfDay: String?
        var slug: String?
        var amount: Int?
        var partner: String?
        var partnerType: String?
        var item: String?
        /// The move that must have been used.
        var move: String?
    }

    mutating func evolutionTables() throws(Failure) -> [FactTable] {
        var table = FactTable(
            name: "evolutions",
            columns: "id from_form_id to_form_id trigger_id minimum_level item_id held_item_id move_id "
                + "needs_friendship time_of_day:t gender:t region_id partner_species_id partner_type_id condition:t "
                + "amount")
        let ordered = forms.values
            .compactMap { form in form.prevo.map { (form, $0) } }
            .sorted { ($0.0.num, Slug.of($0.0.name)) < ($1.0.num, Slug.of($1.0.name)) }
        for (index, (form, previous)) in ordered.enumerated() {
            let context = "the evolution of \(form.name)"
            guard let from = forms[Self.key(previous)] else {
                throw .unknown(kind: "form", name: previous, context: context)
            }
            let condition = try Self.condition(form.evoCondition, context: context)
            let trigger =
                switch form.evoType {
                case nil, "levelFriendship", "levelMove", "levelHold", "levelExtra": 1
                case "trade": 2
                case "useItem": 3
                case _ where condition.item != nil: 3
                default: 4
                }
            let isHeld = form.evoType == "trade" || form.evoType == "levelHold"
            let item = try number(of: form.evoItem ?? condition.item, in: items, context)
            // A sex that the evolved form must have, and the earlier form need not have had.
            let gender = ["M": "male", "F": "female"][from.gender == nil ? form.gender ?? "" : ""]
            table.append(
                .integer(index + 1), FactValue(try number(of: from.name, in: formNumbers, context)),
                FactValue(try number(of: form.name, in: formNumbers, context)), .integer(trigger),
                FactValue(form.evoLevel), isHeld ? .null : item, isHeld ? item : .null,
                try number(of: form.evoMove ?? condition.move, in: moves, context),
                FactValue(form.evoType == "levelFriendship"),
                FactValue(condition.timeOfDay), FactValue(gender),
                FactValue(form.evoRegion.map { $0 == "Alola" ? 7 : 8 }),
                try number(of: condition.partner, in: formNumbers, context),
                try number(of: condition.partnerType, in: types, context), FactValue(condition.slug),
                FactValue(condition.amount))
        }
        return [table]
    }

    private func number(
        of name: String?, in numbering: Numbering, _ context: String
    ) throws(Failure) -> FactValue {
        guard let name else { return .null }
        return .integer(try numbering.number(of: name, in: context))
    }

    private func number(of name: String, in numbering: Numbering, _ context: String) throws(Failure) -> Int? {
        try numbering.number(of: name, in: context)
    }

    private static func condition(_ remark: String?, context: String) throws(Failure) -> Condition {
        switch remark {
        case nil: Condition()
        case "at night": Condition(timeOfDay: "night")
        case "during the day": Condition(timeOfDay: "day")
        case "from a special Rockruff during the evening": Condition(timeOfDay: "dusk")
        case "Peat Block when there's a full moon": Condition(timeOfDay: "full-moon", item: "Peat Block")
        case "during rain": Condition(slug: "rain")
        case "with the console turned upside-down": Condition(slug: "upside-down")
        case "near a special magnetic field": Condition(slug: "magnetic-field")
        case "with an Atk stat < its Def stat": Condition(slug: "attack-below-defense")
        case "with an Atk stat > its Def stat": Condition(slug: "attack-above-defense")
        case "with an Atk stat equal to its Def stat": Condition(slug: "attack-equals-defense")
        case "with a Karrablast": Condition(partner: "Karrablast")
        case "with a Shelmet": Condition(partner: "Shelmet")
        case "with a Remoraid in party": Condition(slug: "partner-in-party", partner: "Remoraid")
        case "with a Dark-type in the party": Condition(slug: "partner-in-party", partnerType: "Dark")
        case "with a Fairy-type move and two levels of Affection":
            Condition(slug: "move-of-type-and-affection", amount: 2, partnerType: "Fairy")
        case "Receive 294+ recoil without fainting": Condition(slug: "recoil-damage", amount: 294)
        case "walk 1000 steps in Let's Go", "Walk 1000 steps in Let's Go": Condition(slug: "steps", amount: 1000)
        case "spin while holding a Sweet": Condition(slug: "spin-with-sweet")
        case "Use Rage Fist 20 times and level-up": Condition(slug: "uses-of-move", amount: 20, move: "Rage Fist")
        case "Use Strong style Barb Barrage 20 times":
            Condition(slug: "uses-of-move", amount: 20, move: "Barb Barrage")
        case "Use Agile style Psyshield Bash 20 times":
            Condition(slug: "uses-of-move", amount: 20, move: "Psyshield Bash")
        case "Level up with 999 Coins in the bag": Condition(slug: "gimmighoul-coins", amount: 999)
        case "Defeat 3 Bisharp leading Pawniard and level-up": Condition(slug: "defeated-leaders", amount: 3)
        case "Black Augurite": Condition(item: "Black Augurite")
        case "Have 49+ HP lost and walk under stone sculpture in Dusty Bowl":
            Condition(slug: "damage-taken-near-sculpture", amount: 49)
        case "Land 3 critical hits in 1 battle": Condition(slug: "critical-hits", amount: 3)
        case "Defeat the Single Strike Tower": Condition(slug: "tower-of-darkness")
        case "Defeat the Rapid Strike Tower": Condition(slug: "tower-of-waters")
        case let remark?: throw .unknown(kind: "condition", name: remark, context: context)
        }
    }

    mutating func learnsetTables() throws(Failure) -> [FactTable] {
        var table = FactTable(name: "learnset", columns: "form_id move_id generation_id method_id level")
        let methods = Dictionary(uniqueKeysWithValues: Self.learnMethods.enumerated().map { ($1.letter, $0 + 1) })
        // A species' learnset stands with its first form, whichever that is: the others learn from there.
        let numberedForms = Dictionary(
            uniqueKeysWithValues: forms.compactMap { key, form in
                formNumbers.numbers[Slug.of(form.name)].map { (key, form.baseSpecies == nil ? form.num : $0) }
            })
        let moveKeys = Dictionary(uniqueKeysWithValues: moves.numbers.map { ($0.key.filter { $0 != "-" }, $0.value) })
        var rows: Set<[Int]> = []
        var learnsets = files.learnsets.map { ($0.key, $0.value.learnset ?? [:]) }
        switch oldLearnsets {
        case .file(let old): learnsets += old.map { ($0.key, $0.value) }
        case .rows(let old):
            for row in old {
                let numbers = row.compactMap { if case .integer(let number) = $0 { number } else { nil } }
                if numbers.count == 5 { rows.insert(numbers) }
            }
        }
        for (key, learnset) in learnsets {
            // Learnsets of forms that the games do not have, and sorts of Hidden Power, are none of ours.
            guard let form = numberedForms[key] else { continue }
            for (move, codes) in learnset {
                guard let move = moveKeys[move] else { continue }
                for code in codes {
                    guard let generation = code.first?.wholeNumberValue, code.count >= 2,
                        let method = methods[code[code.index(after: code.startIndex)]]
                    else { throw .unknown(kind: "learnset code", name: code, context: "the learnset of \(key)") }
                    // An event's number tells which event, not which level.
                    let level = method == 1 ? Int(code.dropFirst(2)) ?? 1 : 0
                    rows.insert([form, move, generation, method, level])
                }
            }
        }
        for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            table.append(
                .integer(row[0]), .integer(row[1]), .integer(row[2]), .integer(row[3]), .integer(row[4]))
        }
        return [table]
    }
}

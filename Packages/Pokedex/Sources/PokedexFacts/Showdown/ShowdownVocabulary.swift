/// The small tables that everything else refers to. What Showdown leaves unsaid (the order in which the games count
/// types and stats, the names of regions) is said here.
extension ShowdownImport {
    /// The types in the games' own order; the second number is the generation that brought the type.
    static let typeOrder: [(name: String, generation: Int)] = [
        ("Normal", 1), ("Fighting", 1), ("Flying", 1), ("Poison", 1), ("Ground", 1), ("Rock", 1), ("Bug", 1),
        ("Ghost", 1), ("Steel", 2), ("Fire", 1), ("Water", 1), ("Grass", 1), ("Electric", 1), ("Psychic", 1),
        ("Ice", 1), ("Dragon", 1), ("Dark", 2), ("Fairy", 6), ("Stellar", 9),
    ]

    /// Stats in the games' order, with Showdown's word for each.
    static let statOrder: [(key: String, name: String)] = [
        ("hp", "HP"), ("atk", "Attack"), ("def", "Defense"), ("spa", "Special Attack"), ("spd", "Special Defense"),
        ("spe", "Speed"), ("accuracy", "Accuracy"), ("evasion", "Evasion"),
    ]

    static let damageClasses = ["Status", "Physical", "Special"]

    /// How a move is learnt, with the letter of Showdown's code.
    static let learnMethods: [(letter: Character, name: String)] = [
        ("L", "Level up"), ("M", "Machine"), ("T", "Tutor"), ("E", "Egg"), ("S", "Event"), ("D", "Dream World"),
        ("V", "Virtual Console"), ("R", "Form change"),
    ]

    /// Egg groups in the games' order.
    static let eggGroups = [
        "Monster", "Water 1", "Bug", "Flying", "Field", "Fairy", "Grass", "Human-Like", "Water 3", "Mineral",
        "Amorphous", "Water 2", "Ditto", "Dragon", "Undiscovered",
    ]

    /// The generations of abilities that the data gives to older games, too: there the simulator's code drops them.
    private static let laterAbilities: [String: Int] = {
        let fourth = """
            adaptability anger-point anticipation download dry-skin filter forewarn frisk gluttony hydration ice-body \
            iron-fist leaf-guard magic-guard mold-breaker no-guard normalize poison-heal quick-feet reckless rivalry \
            scrappy simple skill-link sniper snow-cloak solar-power solid-rock stall steadfast super-luck tangled-feet \
            technician tinted-lens
            """
        var generations = ["competitive": 6, "battle-bond": 7, "power-construct": 7]
        for slug in fourth.split(separator: " ") { generations[String(slug)] = 4 }
        return generations
    }()

    private static let regions = [
        ("Kanto", 1), ("Johto", 2), ("Hoenn", 3), ("Sinnoh", 4), ("Unova", 5), ("Kalos", 6), ("Alola", 7),
        ("Galar", 8), ("Hisui", 8), ("Paldea", 9),
    ]

    /// The games by which a generation's learnsets are named: its last pair, or third version.
    private static let versionGroups = [
        "Yellow", "Crystal", "Emerald", "HeartGold SoulSilver", "Black 2 White 2", "Omega Ruby Alpha Sapphire",
        "Ultra Sun Ultra Moon", "Sword Shield", "Scarlet Violet",
    ]

    private static let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]

    /// Lists names as rows `id slug name`, numbered from one.
    static func list(_ name: String, _ names: [String]) -> FactTable {
        var table = FactTable(name: name, columns: "id slug:t name:t")
        for (index, name) in names.enumerated() {
            table.append(.integer(index + 1), .text(Slug.of(name)), .text(name))
        }
        return table
    }

    mutating func vocabulary() throws(Failure) -> [FactTable] {
        let generations = Self.list("generations", Self.numerals.map { "Generation \($0)" })
        var regions = FactTable(name: "regions", columns: "id slug:t name:t generation_id")
        for (index, (name, generation)) in Self.regions.enumerated() {
            regions.append(.integer(index + 1), .text(Slug.of(name)), .text(name), .integer(generation))
        }
        var groups = FactTable(name: "version_groups", columns: "id slug:t name:t generation_id")
        for (index, name) in Self.versionGroups.enumerated() {
            groups.append(.integer(index + 1), .text(Slug.of(name)), .text(name), .integer(index + 1))
        }
        var types = FactTable(name: "types", columns: "id slug:t name:t generation_id")
        for (index, (name, generation)) in Self.typeOrder.enumerated() {
            self.types.assign(index + 1, to: Slug.of(name))
            types.append(.integer(index + 1), .text(Slug.of(name)), .text(name), .integer(generation))
        }
        var stats = FactTable(name: "stats", columns: "id slug:t name:t is_battle_only")
        for (index, stat) in Self.statOrder.enumerated() {
            stats.append(.integer(index + 1), .text(Slug.of(stat.name)), .text(stat.name), FactValue(index >= 6))
        }
        let (efficacy, pastEfficacy) = try typeCharts()
        return [
            generations, regions, groups, types, efficacy, pastEfficacy, stats,
            Self.list("damage_classes", Self.damageClasses), natures(),
            Self.list("egg_groups", Self.eggGroups),
            Self.list("colors", Self.distinct(forms.values.compactMap(\.color))),
            Self.list("learn_methods", Self.learnMethods.map(\.name)),
            Self.list("evolution_triggers", Self.evolutionTriggers), abilityTable(), itemTable(),
        ]
    }

    static func distinct(_ names: [String]) -> [String] {
        Set(names).sorted()
    }

    /// Natures with the PokéAPI's numbers.
    private func natures() -> FactTable {
        let neutral = ["hardy", "docile", "bashful", "quirky", "serious"]
        var table = FactTable(
            name: "natures", columns: "id slug:t name:t increased_stat_id decreased_stat_id")
        let numbered = files.natures.map { slug, nature in
            let factors = [nature.atk, nature.def, nature.spa, nature.spd, nature.spe]
            let up = factors.firstIndex { $0 > 1 }
            let down = factors.firstIndex { $0 < 1 }
            // A neutral nature raises and lowers the same stat, so changes none.
            let same = neutral.firstIndex(of: slug) ?? 0
            let number = shared.number("natures", slug) ?? (down ?? same) * 5 + (up ?? same) + 1
            return (number: number, slug: slug, up: up, down: down)
        }
        for nature in numbered.sorted(by: { $0.number < $1.number }) {
            let name = nature.slug.prefix(1).uppercased() + nature.slug.dropFirst()
            // The five stats follow HP, whose number is one.
            table.append(
                .integer(nature.number), .text(nature.slug), .text(name), FactValue(nature.up.map { $0 + 2 }),
                FactValue(nature.down.map { $0 + 2 }))
        }
        return table
    }

    private mutating func abilityTable() -> FactTable {
        var firstSeen: [String: Int] = [:]
        for (index, pokedex) in files.pokedex.enumerated() where index >= 2 {
            // Older files list later forms, too, so a form's abilities count from the form's own generation.
            for (key, form) in pokedex where forms[key] != nil {
                let generation = max(index + 1, Self.generation(of: form))
                for ability in (form.abilities ?? [:]).values where !ability.isEmpty {
                    let generation = max(generation, Self.laterAbilities[Slug.of(ability)] ?? 0)
                    firstSeen[ability] = min(firstSeen[ability] ?? generation, generation)
                }
            }
        }
        var table = FactTable(name: "abilities", columns: "id slug:t name:t generation_id")
        let ordered = firstSeen.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        var numbers = SharedNumbering()
        for (name, generation) in ordered {
            let number = numbers.take(shared.number("abilities", Slug.of(name)))
            abilities.assign(number, to: Slug.of(name))
            abilityGenerations[number] = generation
            table.append(.integer(number), .text(Slug.of(name)), .text(name), .integer(generation))
        }
        return table
    }

    private mutating func itemTable() -> FactTable {
        var table = FactTable(name: "items", columns: "id slug:t name:t")
        // Some items serve evolution only, so that the simulator knows of them from the species alone.
        var names = files.items.values.map(\.name) + ["Black Augurite", "Peat Block"]
        names += forms.values.flatMap { form in
            [form.evoItem, form.requiredItem].compactMap(\.self) + (form.requiredItems ?? [])
        }
        let named = Dictionary(names.map { (Slug.of($0), $0) }) { first, _ in first }
        var numbers = SharedNumbering()
        for item in named.sorted(by: { $0.key < $1.key }) {
            // Of an item that stands in the bag and is held, the PokéAPI makes two.
            let number = numbers.take(shared.number("items", item.key, "\(item.key)--held"))
            items.assign(number, to: item.key)
            table.append(.integer(number), .text(item.key), .text(item.value))
        }
        return table
    }

    /// The chart of today, and what it said before, for each pair up to the last generation in which it differed.
    private func typeCharts() throws(Failure) -> (now: FactTable, past: FactTable) {
        var now = FactTable(name: "type_efficacy", columns: "attacking_type_id defending_type_id percent")
        var past = FactTable(
            name: "past_type_efficacy", columns: "attacking_type_id defending_type_id until_generation percent")
        let percents = [100, 200, 50, 0]
        func percent(_ attacker: String, _ defender: String, _ generation: Int) -> Int? {
            guard let code = files.typeCharts[generation - 1][Self.key(defender)]?.damageTaken[attacker],
                percents.indices.contains(code)
            else { return nil }
            return percents[code]
        }
        // Stellar is no pair's partner: it exists only while a battle lasts.
        let paired = Self.typeOrder.filter { $0.name != "Stellar" }
        for attacker in paired {
            for defender in paired {
                let (from, to) = try (
                    types.number(of: attacker.name, in: "typechart"), types.number(of: defender.name, in: "typechart")
                )
                var later = percent(attacker.name, defender.name, 9)
                now.append(.integer(from), .integer(to), FactValue(later ?? 100))
                let first = max(attacker.generation, defender.generation)
                for generation in (first..<9).reversed() {
                    guard let value = percent(attacker.name, defender.name, generation), value != later else {
                        continue
                    }
                    past.append(.integer(from), .integer(to), .integer(generation), .integer(value))
                    later = value
                }
            }
        }
        return (now, past)
    }
}

/// Species and their forms.
extension ShowdownImport {
    /// The generation that brought a form.
    static func generation(of form: ShowdownFiles.Form) -> Int {
        let ofSpecies = generation(ofSpecies: form.num)
        let parts = (form.forme ?? "").split(separator: "-").map(String.init)
        let ofForm =
            if parts.contains(where: { ["Alola", "Starter", "Totem"].contains($0) }) {
                7
            } else if parts.contains(where: { ["Galar", "Gmax", "Hisui", "Crowned", "Eternamax"].contains($0) }) {
                8
            } else if parts.contains(where: { ["Paldea", "Bloodmoon"].contains($0) }) {
                9
            } else if parts.contains("Mega") {
                // The stones of X, Y, Omega Ruby and Alpha Sapphire, told from those of Legends: Z-A.
                firstMegas.contains(form.num) && !parts.contains("Z") ? 6 : 9
            } else if form.forme == "Primal" {
                6
            } else {
                ofSpecies
            }
        return max(ofSpecies, ofForm)
    }

    /// The species that had a mega form in generation 6.
    private static let firstMegas: Set<Int> = [
        3, 6, 9, 15, 18, 65, 80, 94, 115, 127, 130, 142, 150, 181, 208, 212, 214, 229, 248, 254, 257, 260, 282, 302,
        303,
        306, 308, 310, 319, 323, 334, 354, 359, 362, 373, 376, 380, 381, 384, 428, 445, 448, 460, 475, 531, 719,
    ]

    /// All forms, with the PokéAPI's numbers: a species' first form bears the national number. A form that the PokéAPI
    /// does not have is numbered from 20001.
    private func numberedForms() -> [(key: String, form: ShowdownFiles.Form, number: Int)] {
        let isDefault = { (form: ShowdownFiles.Form) in form.baseSpecies == nil }
        let ordered = forms.sorted { one, other in
            (one.value.num, isDefault(one.value) ? 0 : 1, order(of: one.value), one.key)
                < (other.value.num, isDefault(other.value) ? 0 : 1, order(of: other.value), other.key)
        }
        var numbers = SharedNumbering()
        // The forms that both have come first: one that only we have may not take a number that is another's.
        var known: [String: Int] = [:]
        for (key, form) in ordered {
            let names = [Slug.of(form.name)] + otherNames(of: form)
            if let number = shared.number("pokemon", names) { known[key] = numbers.take(number) }
        }
        return ordered.map { key, form in
            (key, form, known[key] ?? numbers.take(isDefault(form) ? form.num : nil))
        }
    }

    private func order(of form: ShowdownFiles.Form) -> Int {
        let base = form.baseSpecies.flatMap { forms[Self.key($0)] }
        return base?.formeOrder?.firstIndex(of: form.name) ?? 1000
    }

    mutating func formTables() throws(Failure) -> [FactTable] {
        let ordered = numberedForms()
        let defaults = ordered.filter { $0.form.baseSpecies == nil }
        let colors = Self.distinct(forms.values.compactMap(\.color))
        var species = FactTable(
            name: "species", columns: "id slug:t name:t generation_id color_id female_eighths is_baby rarity:t")
        var groups = FactTable(name: "species_egg_groups", columns: "species_id egg_group_id")
        for (_, form, _) in defaults {
            species.append(
                .integer(form.num), .text(Slug.of(form.name)), .text(form.name),
                .integer(Self.generation(ofSpecies: form.num)),
                FactValue(form.color.flatMap(colors.firstIndex).map { $0 + 1 }), FactValue(femaleEighths(form)),
                FactValue(form.canHatch == true && form.eggGroups == ["Undiscovered"]), .text(Self.rarity(form)))
            for group in form.eggGroups ?? [] {
                groups.append(.integer(form.num), FactValue(Self.eggGroups.firstIndex(of: group).map { $0 + 1 }))
            }
        }
        var table = FactTable(
            name: "forms",
            columns: "id species_id slug:t name:t form_slug:t kind:t generation_id is_default is_battle_only "
                + "height_decimetres weight_hectograms")
        for (_, form, number) in ordered { formNumbers.assign(number, to: Slug.of(form.name)) }
        for (_, form, number) in ordered {
            table.append(
                .integer(number), .integer(form.num), .text(Slug.of(form.name)), .text(form.name),
                FactValue((form.forme ?? form.baseForme).map(Slug.of)), .text(Self.kind(form)),
                .integer(Self.generation(of: form)), FactValue(number == form.num),
                FactValue(form.battleOnly != nil || ["mega", "gigantamax", "primal"].contains(Self.kind(form))),
                .integer(Int(((form.heightm ?? 0) * 10).rounded())),
                .integer(Int(((form.weightkg ?? 0) * 10).rounded())))
        }
        return [species, groups, table, aliases(ordered)] + (try details(ordered))
    }

    /// Names that the PokéAPI's clients use for forms that Showdown calls otherwise.
    private static let pokeAPINames = [
        "raticate-alola-totem": "raticate-totem-alola", "marowak-alola-totem": "marowak-totem",
        "mimikyu-totem": "mimikyu-totem-disguised", "mimikyu-busted-totem": "mimikyu-totem-busted",
        "pikachu-original": "pikachu-original-cap", "pikachu-hoenn": "pikachu-hoenn-cap",
        "pikachu-sinnoh": "pikachu-sinnoh-cap", "pikachu-unova": "pikachu-unova-cap",
        "pikachu-kalos": "pikachu-kalos-cap", "pikachu-alola": "pikachu-alola-cap",
        "pikachu-partner": "pikachu-partner-cap", "pikachu-world": "pikachu-world-cap",
        "greninja-bond": "greninja-battle-bond", "rockruff-dusk": "rockruff-own-tempo",
        "necrozma-dusk-mane": "necrozma-dusk", "necrozma-dawn-wings": "necrozma-dawn",
        "darmanitan-galar": "darmanitan-galar-standard", "toxtricity-gmax": "toxtricity-amped-gmax",
        "urshifu-gmax": "urshifu-single-strike-gmax", "tauros-paldea-combat": "tauros-paldea-combat-breed",
        "tauros-paldea-blaze": "tauros-paldea-blaze-breed", "tauros-paldea-aqua": "tauros-paldea-aqua-breed",
        "maushold": "maushold-family-of-three", "maushold-four": "maushold-family-of-four",
        "squawkabilly-blue": "squawkabilly-blue-plumage", "squawkabilly-yellow": "squawkabilly-yellow-plumage",
        "squawkabilly-white": "squawkabilly-white-plumage", "ogerpon-wellspring": "ogerpon-wellspring-mask",
        "ogerpon-hearthflame": "ogerpon-hearthflame-mask", "ogerpon-cornerstone": "ogerpon-cornerstone-mask",
        "minior-meteor": "minior-red-meteor", "frillish": "frillish-male", "jellicent": "jellicent-male",
        "pyroar": "pyroar-male", "squawkabilly": "squawkabilly-green-plumage", "meowstic-m-mega": "meowstic-male-mega",
        "meowstic-f-mega": "meowstic-female-mega",
    ]

    /// Other slugs by which a form is known: the first form with its form's name, sexes written out, and the PokéAPI's.
    private func aliases(_ ordered: [(key: String, form: ShowdownFiles.Form, number: Int)]) -> FactTable {
        var table = FactTable(name: "form_aliases", columns: "slug:t form_id")
        var taken = Set(ordered.map { Slug.of($0.form.name) })
        for (_, form, number) in ordered {
            for name in otherNames(of: form) where taken.insert(name).inserted {
                table.append(.text(name), .integer(number))
            }
        }
        return table
    }

    private func otherNames(of form: ShowdownFiles.Form) -> [String] {
        let slug = Slug.of(form.name)
        var names: [String] = []
        if form.baseSpecies == nil, let base = form.baseForme {
            names.append("\(slug)-\(Slug.of(base))")
        }
        if form.gender == "M" || form.gender == "F", form.forme ?? form.baseForme == form.gender {
            let word = form.gender == "M" ? "male" : "female"
            names.append(form.forme == nil ? "\(slug)-\(word)" : "\(slug.dropLast(2))-\(word)")
        }
        if let name = Self.pokeAPINames[slug] { names.append(name) }
        return names
    }

    private func details(
        _ ordered: [(key: String, form: ShowdownFiles.Form, number: Int)]
    ) throws(Failure) -> [FactTable] {
        var types = FactTable(name: "form_types", columns: "form_id slot type_id")
        var stats = FactTable(name: "form_stats", columns: "form_id stat_id base")
        var abilities = FactTable(name: "form_abilities", columns: "form_id slot ability_id is_hidden")
        var items = FactTable(name: "form_items", columns: "form_id item_id")
        var pastTypes = FactTable(name: "past_form_types", columns: "form_id until_generation slot type_id")
        var pastStats = FactTable(name: "past_form_stats", columns: "form_id until_generation stat_id base")
        var pastAbilities = FactTable(
            name: "past_form_abilities", columns: "form_id until_generation slot ability_id is_hidden")
        for (key, form, number) in ordered {
            let now = try DetailFacts(form, self)
            for (slot, type) in now.types.enumerated() {
                types.append(.integer(number), .integer(slot + 1), .integer(type))
            }
            for (stat, base) in now.stats.enumerated() {
                stats.append(.integer(number), .integer(stat + 1), .integer(base))
            }
            for ability in now.abilities {
                abilities.append(
                    .integer(number), .integer(ability.slot), .integer(ability.number), FactValue(ability.isHidden))
            }
            for item in (form.requiredItem.map { [$0] } ?? []) + (form.requiredItems ?? []) {
                if let item = self.items.numbers[Slug.of(item)] { items.append(.integer(number), .integer(item)) }
            }
            var later = now
            for generation in (Self.generation(of: form)..<9).reversed() {
                guard let past = files.pokedex[generation - 1][key], past.types != nil, past.baseStats != nil else {
                    continue
                }
                var facts = try DetailFacts(past, self, generation: generation)
                if facts.types != later.types {
                    for (slot, type) in facts.types.enumerated() {
                        pastTypes.append(.integer(number), .integer(generation), .integer(slot + 1), .integer(type))
                    }
                }
                for (stat, base) in facts.stats.enumerated() where base != later.stats[stat] {
                    pastStats.append(.integer(number), .integer(generation), .integer(stat + 1), .integer(base))
                }
                if generation < 3 {
                    facts.abilities = later.abilities
                } else {
                    // A slot that was empty then is no row: an ability's own generation says as much.
                    for ability in facts.abilities where !later.abilities.contains(ability) {
                        pastAbilities.append(
                            .integer(number), .integer(generation), .integer(ability.slot), .integer(ability.number),
                            FactValue(ability.isHidden))
                    }
                }
                later = facts
            }
        }
        return [types, stats, abilities, items, pastTypes, pastStats, pastAbilities]
    }

    /// A form's types, stats and abilities, as numbers.
    private struct DetailFacts {
        struct Ability: Equatable {
            let slot: Int
            let number: Int
            var isHidden: Bool { slot == 3 }
        }

        let types: [Int]
        let stats: [Int]
        var abilities: [Ability]

        init(_ form: ShowdownFiles.Form, _ data: ShowdownImport, generation: Int = 9) throws(Failure) {
            var types: [Int] = []
            for type in form.types ?? [] { types.append(try data.types.number(of: type, in: form.name)) }
            self.types = types
            stats = ShowdownImport.statOrder.prefix(6).map { form.baseStats?[$0.key] ?? 0 }
            var abilities: [Ability] = []
            // Slot S is an event's special ability, the same one that a form of its own carries.
            for (slot, key) in [(1, "0"), (2, "1"), (3, "H")] where generation >= 5 || slot < 3 {
                guard generation >= 3, let name = form.abilities?[key], !name.isEmpty else { continue }
                let number = try data.abilities.number(of: name, in: form.name)
                guard data.abilityGenerations[number, default: 3] <= generation else { continue }
                abilities.append(Ability(slot: slot, number: number))
            }
            self.abilities = abilities
        }
    }

    /// How many eighths of a species are female; nothing when it has no sexes.
    private func femaleEighths(_ form: ShowdownFiles.Form) -> Int? {
        switch form.gender {
        case "N": nil
        // Where the sexes are forms, the form of one sex says nothing of the species.
        case "M" where forms[Self.key(form.name) + "f"]?.gender == "F": 4
        case "M": 0
        case "F": 8
        default: Int(((form.genderRatio?["F"] ?? 0.5) * 8).rounded())
        }
    }

    private static func rarity(_ form: ShowdownFiles.Form) -> String {
        let known = ["Sub-Legendary", "Restricted Legendary", "Mythical", "Paradox", "Ultra Beast"]
        return (form.tags ?? []).first(where: known.contains).map(Slug.of) ?? "ordinary"
    }

    private static func kind(_ form: ShowdownFiles.Form) -> String {
        let parts = (form.forme ?? "").split(separator: "-").map(String.init)
        if parts.contains("Mega") { return "mega" }
        if parts.contains("Gmax") || parts.contains("Eternamax") { return "gigantamax" }
        if parts.contains("Primal") { return "primal" }
        if parts.contains("Totem") { return "totem" }
        if let first = parts.first, ["Alola", "Galar", "Hisui", "Paldea"].contains(first) { return "regional" }
        return form.forme == nil ? "default" : "variant"
    }
}
